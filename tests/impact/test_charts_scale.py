"""Ticks, scales, labels pushed apart, and the widths of words."""

from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.drawing import lettering
from impact.charts.scale import Scale, axis_for, number, push_apart, tick_words

figures = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
blocks = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 12)), min_size=1, max_size=8)


@given(blocks)
def test_pushed_blocks_never_overlap_keep_their_order_and_stay_inside(
    wishes: list[tuple[int, int]],
) -> None:
    wanted, sizes = [wish for wish, _ in wishes], [size for _, size in wishes]
    centres = push_apart(wanted, sizes, low=0, high=100)
    order = sorted(range(len(wishes)), key=lambda index: (wanted[index], index))
    edges = [(centres[i] - sizes[i] / 2, centres[i] + sizes[i] / 2) for i in order]
    assert all(a[1] <= b[0] + 1e-6 for a, b in pairwise(edges))
    assert edges[0][0] >= -1e-6
    assert edges[-1][1] <= 100 + 1e-6


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9, unique=True))
def test_blocks_that_stand_apart_are_left_where_they_are(places: list[int]) -> None:
    wanted = [place * 10 + 5 for place in places]
    assert push_apart(wanted, [10] * len(wanted), low=0, high=100) == tuple(wanted)


def test_blocks_larger_than_their_room_begin_at_its_start() -> None:
    assert push_apart([5, 5], [10, 10], low=0, high=12) == (5.0, 15.0)


@given(st.lists(figures, max_size=20))
def test_the_axis_holds_every_figure_in_few_even_steps(values: list[float]) -> None:
    axis = axis_for(values)
    steps = [b - a for a, b in pairwise(axis.ticks)]
    assert all(axis.low <= value <= axis.high for value in values)
    assert 2 <= len(axis.ticks) <= 10
    assert max(steps) == pytest.approx(min(steps))


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([2.89, 11.9], 0, 12.5),
        ([28.0, 90.0], 0, 100),
        ([20.7, 25.4], 20, 26),
        ([18.0, 25.4], 16, 26),
        ([-9.0, -3.0], -10, 0),
        ([-25.0, -21.0], -26, -21),
        ([7.0], 0, 7),
        ([-7.0], -7, 0),
        ([0.0], 0, 1),
        ([], 0, 1),
    ],
)
def test_the_axis_begins_at_zero_where_that_is_honest(
    values: list[float], low: float, high: float
) -> None:
    axis = axis_for(values)
    assert (axis.low, axis.high) == (low, high)


def test_the_lowest_figure_stands_clear_of_an_axis_that_does_not_begin_at_zero() -> None:
    assert axis_for([18.0, 25.4]).low < 18


def test_a_scale_holds_what_lies_beyond_it_at_its_edge() -> None:
    scale = Scale(0, 10, 100, 0)
    assert [scale(5), scale.held(12), scale.held(-3)] == [50, 0, 100]


@pytest.mark.parametrize(
    ("value", "decimals", "suffix", "printed"),
    [
        (1234567.891, 2, "", "1,234,567.89"),
        (-0.5, 1, "%", "−0.5%"),
        (-0.04, 1, "", "0.0"),
        (72.8, 1, "%", "72.8%"),
    ],
)
def test_figures_are_printed_with_commas_and_a_true_minus_sign(
    value: float, decimals: int, suffix: str, printed: str
) -> None:
    assert number(value, decimals, suffix) == printed


def test_ticks_drop_decimals_that_say_nothing() -> None:
    assert [tick_words(value, 1, "%") for value in (0.0, 2.5, 5.0)] == ["0%", "2.5%", "5%"]


@pytest.mark.parametrize(("weight", "bold"), [(400, False), (650, True)])
def test_no_letter_is_wider_in_the_font_than_in_the_table(weight: int, *, bold: bool) -> None:
    package = find_spec("fontpkg_public_sans")
    assert package is not None
    assert package.origin is not None
    file = next(Path(package.origin).parent.glob("files/PublicSans[[]*"))
    fonts, instancer = (
        import_module("fontTools.ttLib"),
        import_module("fontTools.varLib.instancer"),
    )
    font = instancer.instantiateVariableFont(fonts.TTFont(file), {"wght": weight})
    names, advances = font.getBestCmap(), font["hmtx"]
    em = font["head"].unitsPerEm
    letters = [chr(code) for code in range(32, 127)] + list("£–—‘’“”…−≤≥·×°½æßøÆØéÅŵŷ\u00a0")
    wider = [
        letter
        for letter in letters
        if advances[names[ord(letter)]][0] / em > lettering.width(letter, 1, bold=bold) + 1e-9
    ]
    assert wider == []


def test_an_unknown_letter_counts_as_a_full_em() -> None:
    assert lettering.width("統計", 10) == 20


@given(st.text("abcdefg WMil", max_size=60), st.integers(30, 200))
def test_wrapped_lines_fit_and_lose_no_word_that_fits(text: str, room: int) -> None:
    lines = lettering.wrap(text, 12, room)
    assert all(lettering.width(line, 12) <= room for line in lines)
    if not any(line.endswith("…") for line in lines):
        assert " ".join(lines).split() == text.split()


@given(st.text("abcdefg WMil", max_size=60), st.integers(30, 200))
def test_balanced_lines_are_as_few_as_wrapped_ones(text: str, room: int) -> None:
    wrapped, balanced = lettering.wrap(text, 12, room), lettering.balanced(text, 12, room)
    assert len(balanced) <= len(wrapped)
    assert lettering.widest(balanced, 12) <= room


def test_what_is_left_after_the_last_line_is_cut() -> None:
    lines = lettering.wrap("Children and young people of the borough", 10, 90, most=2)
    assert lines == ("Children and", "young people of…")


def test_a_single_word_is_cut_letter_by_letter() -> None:
    assert lettering.cut("Commissioning", 10, 40) == "Comm…"
