"""The marks, the pips and the sparkline."""

import re
from itertools import combinations
from pathlib import Path
from urllib.parse import unquote

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from impact.charts import COLOURS, MARKS, Sparkline, marks_css, pips, sparkline
from impact.charts import mark as draw_mark
from impact.charts.marks import SPC_MARKS, mark_data_uri, mark_name
from tests.impact.pictures import SVG, circles, paths, read, spots

DELIVERY = ("on-track", "at-risk", "off-track", "complete", "not-started", "paused", "no-update")
FAMILIES = (
    DELIVERY,
    ("accepted", "amended", "declined", "proposed"),
    ("present", "deputy", "apologies", "absent", "vacant", "unfilled"),
    ("met", "begun", "open"),
    ("up", "down", "flat"),
    ("spc-common", "spc-improvement-up", "spc-concern-up", "spc-improvement-down"),
    ("spc-common", "spc-neutral-up", "spc-neutral-down"),
    ("spc-pass", "spc-fail", "spc-inconsistent"),
)


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_beside_its_word_is_hidden_and_alone_has_a_title(name: str) -> None:
    beside, alone = fromstring(draw_mark(name)), fromstring(draw_mark(name, title="Stands & so"))
    assert (beside.attrib["aria-hidden"], beside.find(f"{SVG}title")) == ("true", None)
    title = alone.find(f"{SVG}title")
    assert title is not None
    assert (alone.attrib["role"], title.text) == ("img", "Stands & so")
    assert alone.attrib["viewBox"] == "0 0 16 16"


@pytest.mark.parametrize("family", FAMILIES)
def test_no_two_words_of_a_family_share_a_shape(family: tuple[str, ...]) -> None:
    assert [(a, b) for a, b in combinations(family, 2) if MARKS[a].shape == MARKS[b].shape] == []


def test_colours_of_delivery_and_of_figures_never_mix() -> None:
    delivery = {MARKS[name].colour for name in DELIVERY}
    figures = {MARKS[name].colour for name in SPC_MARKS.values()}
    assert delivery == {"green", "amber", "red", "blue", "grey", "ink-2"}
    assert figures == {"spc-blue", "spc-orange", "spc-grey"}


def test_a_stored_code_finds_its_mark_and_an_unknown_one_is_refused() -> None:
    assert [mark_name(code) for code in ("off_track", "off-track", "improvement_low")] == [
        *("off-track", "off-track", "spc-improvement-down")
    ]
    with pytest.raises(KeyError, match="splendid"):
        mark_name("splendid")


def test_paper_has_one_rule_for_each_mark_with_the_very_same_shape() -> None:
    rules = re.findall(
        r'^\.m-([\w-]+) \{ background-image: url\("([^"]+)"\); \}$', marks_css(), re.MULTILINE
    )
    assert [name for name, _ in rules] == list(MARKS)
    for name, address in rules:
        picture = unquote(address.removeprefix("data:image/svg+xml,"))
        screen = draw_mark(name).replace("currentColor", COLOURS[MARKS[name].colour])
        assert list(map(_look, fromstring(picture))) == list(map(_look, fromstring(screen)))
        assert address == mark_data_uri(name)


def _look(node: object) -> dict[str, str]:
    return dict(node.attrib)  # type: ignore[attr-defined]


def test_paper_has_the_light_colours_of_the_pages() -> None:
    sheet = (Path(__file__).parents[2] / "static" / "portal.css").read_text()
    tokens = dict(re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}),", sheet))
    delivery = {name: tokens[f"status-{name}"] for name in COLOURS if f"status-{name}" in tokens}
    assert {name: delivery.get(name) or tokens[name] for name in COLOURS} == COLOURS


def test_pips_show_how_many_of_how_many() -> None:
    root = fromstring(pips(5, 7, title="5 of 7 accepted"))
    kinds = [node.attrib["class"] for node in root]
    assert (kinds.count("pip-held"), kinds.count("pip-open")) == (5, 2)
    assert root.attrib["aria-label"] == "5 of 7 accepted"
    assert fromstring(pips(0, 0)).attrib["aria-hidden"] == "true"


@given(st.lists(st.none() | st.floats(-1e4, 1e4), max_size=30))
def test_a_sparkline_keeps_gaps_order_and_whole_numbers(values: list[float | None]) -> None:
    drawing = sparkline(Sparkline("Infant deaths", tuple(values)), uid="s")
    (d,) = paths(drawing, "s-line")
    line, known = spots(d), [value for value in values if value is not None]
    lifted = [
        i for i, v in enumerate(values) if v is not None and (not i or values[i - 1] is None)
    ]
    assert [pen for pen, _, _ in line].count("M") == len(lifted)
    assert len(line) == len(known)
    assert re.search(r"\.\d", d) is None
    ranked = sorted(zip(known, [y for _, _, y in line], strict=True), key=lambda pair: pair[0])
    heights = [y for _, y in ranked]
    assert heights == sorted(heights, reverse=True)
    assert all(0 < x < 1320 and 0 < y < 300 for _, x, y in line)


def test_the_dot_stands_on_the_last_figure_and_is_hollow_where_that_is_estimated() -> None:
    solid = sparkline(Sparkline("Vacancies", (1.0, 3.0, 2.0, None)), uid="s")
    assert circles(solid, "s-dot") == [spots(paths(solid, "s-line")[0])[-1][1:]]
    hollow = sparkline(Sparkline("Vacancies", (1.0, 2.0), hollow_last=True), uid="s")
    assert (len(circles(hollow, "s-hollow")), circles(hollow, "s-dot")) == (1, [])


def test_own_line_and_comparator_share_one_scale() -> None:
    drawing = sparkline(Sparkline("Vacancies", (1.0, 3.0), (3.0, 1.0)), uid="s")
    own, other = spots(paths(drawing, "s-line")[0]), spots(paths(drawing, "s-comp")[0])
    assert [y for _, _, y in own] == [y for _, _, y in reversed(other)]


def test_a_steady_sparkline_runs_along_the_middle() -> None:
    (d,) = paths(sparkline(Sparkline("Steady", (5.0, 5.0, 5.0)), uid="s"), "s-line")
    assert {y for _, _, y in spots(d)} == {150}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((7.1, None, 5.44), "2 points, 7.1 to 5.4."),
        ((5.44,), "One point, 5.4."),
        ((None, None), "No figures."),
        ((), "No figures."),
    ],
)
def test_a_sparkline_says_its_first_and_last_figure(
    values: tuple[float | None, ...], said: str
) -> None:
    drawing = sparkline(Sparkline("Infant deaths", values), uid="s", width=96, height=22)
    root = read(drawing)
    assert (root[0].text, root[1].text, drawing.description) == ("Infant deaths", said, said)
    assert (root.attrib["width"], root.attrib["viewBox"]) == ("96", "0 0 960 220")
