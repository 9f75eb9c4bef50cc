"""A paper is kept as frozen content: to JSON and back, with a checksum, fit to print."""

import doctest
from dataclasses import replace
from datetime import date

import pytest

from portal.reports import content as paper
from portal.reports.content import keeping
from tests.bench.paper import content

TINY = paper.PaperContent(
    schema=1,
    format="board",
    place="Walsall",
    board="The Board",
    board_slug="the-board",
    title="What we did",
    subtitle="Quarterly report",
    period="Quarter 3 of 2013/14",
    period_slug="2013-14-q3",
    period_short="quarter 3 of 2013/14",
    period_ends_on=date(2014, 1, 1),
    dated=date(2013, 12, 31),
)


def with_point(value: float | None) -> paper.PaperContent:
    """Return a paper with one chart of one figure."""
    line = paper.Line(
        name="Walsall",
        points=(paper.Point(on=date(2013, 10, 31), label="October 2013", value=value),),
    )
    chart = paper.RunChart(title="Caseload", unit="cases", decimals=1, own=line)
    section = paper.Section(
        number="1", title="One", anchor="one", blocks=(paper.Picture(chart=chart),)
    )
    return replace(TINY, sections=(section,))


@pytest.mark.parametrize("module", [keeping])
def test_examples_in_the_words_of_the_code_hold(module):
    assert doctest.testmod(module).failed == 0


def test_a_whole_report_comes_back_from_json_as_it_was():
    whole = content(priorities=2, themes=2, card=4)
    assert paper.from_json(paper.to_json(whole)) == whole


def test_a_gap_comes_back_as_a_gap_and_never_as_nought():
    assert paper.from_json(paper.to_json(with_point(None))) == with_point(None)


def test_equal_content_has_one_checksum_under_any_edition():
    assert paper.checksum(replace(TINY, edition=1)) == paper.checksum(replace(TINY, edition=7))


def test_other_words_have_another_checksum():
    assert paper.checksum(TINY) != paper.checksum(replace(TINY, title="What we did not"))


def test_five_and_five_point_nought_are_one_figure():
    assert paper.checksum(with_point(5)) == paper.checksum(with_point(5.0))


def test_the_checksum_outlives_its_way_through_json():
    whole = with_point(5)
    assert paper.checksum(paper.from_json(paper.to_json(whole))) == paper.checksum(whole)


def test_a_new_field_with_its_default_does_not_change_the_checksum():
    assert "classification" not in paper.to_json(TINY)


def test_content_of_a_later_release_is_refused_by_name():
    data = paper.to_data(TINY) | {"schema": paper.SCHEMA + 1}
    with pytest.raises(paper.UnknownSchema, match="known are 1 to 1"):
        paper.from_data(data)


def test_a_block_that_is_not_known_is_refused_by_name():
    data = paper.to_data(with_point(1.0))
    data["sections"][0]["blocks"][0]["is"] = "Hologram"
    with pytest.raises(paper.UnknownSchema, match="Hologram"):
        paper.from_data(data)


def test_the_printed_checksum_is_the_beginning_of_the_whole():
    assert paper.printed_checksum(TINY).replace(" ", "") == paper.checksum(TINY)[:12]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("early\x0b help", "early help"),
        ("nul\x00", "nul"),
        ("half \ud83d pair", "half  pair"),
        ("turned \u202eround", "turned round"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("naïve – “quoted” 👪", "naïve – “quoted” 👪"),
    ],
)
def test_what_no_paper_can_carry_is_left_out_and_nothing_else(typed, printed):
    assert paper.printable(replace(TINY, title=typed)).title == printed
