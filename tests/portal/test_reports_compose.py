"""From found facts to the paper: the news first, everything with its unit, period and source."""

import doctest
import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from portal.reports import content as paper
from portal.reports.build import reader, wording
from portal.reports.build.attendance import percent
from portal.reports.build.compose import board_report
from portal.reports.build.facts import Attended, Rating, Reading, Said, Series
from portal.reports.build.figures import span
from tests.bench.paper import measure, priority, sample


def section(content: paper.PaperContent, anchor: str) -> paper.Section:
    """Return the section with that anchor."""
    return next(each for each in content.sections if each.anchor == anchor)


def part(within: paper.Section, title: str) -> paper.Part:
    """Return a section's part by its title."""
    parts = (each for each in within.blocks if isinstance(each, paper.Part))
    return next(each for each in parts if each.title == title)


def text(value: object) -> str:
    """Return the words of a block, one text a line."""
    return "\n".join(filter(None, paper.texts(value)))


def paras(within: paper.Part) -> list[str]:
    """Return the paragraphs of a part, one a line."""
    blocks = (each for each in within.blocks if isinstance(each, paper.Paras))
    return [text(each.words) for block in blocks for each in block.paras]


def know(**changes):
    """Return the first section of a report on two priorities, the first of them changed."""
    first = replace(priority(0, 3, 0), **changes)
    found = replace(sample(themes=0, card=0), priorities=(first, priority(1, 3, 0)))
    return section(board_report(found), "know")


@pytest.mark.parametrize("module", [wording, reader])
def test_examples_in_the_words_of_the_code_hold(module):
    assert doctest.testmod(module).failed == 0


def test_the_first_sentence_says_how_many_stand_where_and_who_did_not_report():
    (lead, *_rest) = section(board_report(sample()), "know").blocks
    assert text(lead) == (
        "Three of eight priorities are on track or complete, two are at risk and one is off"
        " track. Two sponsors did not report, one for two quarters running."
    )


def test_what_a_sponsor_expects_of_the_next_quarter_is_not_how_we_are_doing():
    hopeful = (Rating(code="off_track"), Rating(code="on_track", expected=True))
    found = replace(
        sample(themes=0, card=0),
        quarters=("Quarter 3",),
        next_quarter="Quarter 4",
        priorities=(replace(priority(0, 0, 0), ratings=hopeful),),
    )
    (lead, heat, *_rest) = section(board_report(found), "know").blocks
    assert text(lead) == "One of one priority is off track. Every sponsor reported."
    assert [each.title for each in heat.blocks[0].columns][1:] == [
        "Quarter 3",
        "Quarter 4, expected",
    ]


def test_nobody_having_reported_is_the_news():
    silent = replace(
        priority(0, 0, 0), ratings=(Rating(code="no_update"),), reported=False, silent_for=1
    )
    (lead, *_rest) = section(
        board_report(replace(sample(themes=0), priorities=(silent,))), "know"
    ).blocks
    assert text(lead) == "None of one priority has been reported on."


def test_the_heat_map_has_a_row_a_priority_and_a_column_a_quarter():
    table = part(section(board_report(sample()), "know"), "Eight priorities, three quarters")
    (block, *_note) = table.blocks
    assert [each.title for each in block.columns] == [
        "Priority and sponsor",
        "Quarter 1",
        "Quarter 2",
        "Quarter 3",
    ]
    assert [text(cell.words) for cell in block.groups[0].rows[6].cells[1:]] == [
        "At risk",
        "No update",
        "No update",
    ]


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("on_track", "off_track", "Priority 1 fell from on track to off track."),
        ("off_track", "complete", "Priority 1 rose from off track to complete."),
        ("no_update", "at_risk", "Priority 1 reported again: at risk."),
        ("not_started", "on_track", "Priority 1 began: on track."),
    ],
)
def test_a_changed_rating_says_from_what_to_what_and_why(before, now, said):
    section_ = know(
        ratings=(Rating(code=before), Rating(code=now)), reason="Action 1.6 (92 days) is overdue."
    )
    first, *_ = paras(part(section_, "What changed"))
    assert first == f"{said} Action 1.6 (92 days) is overdue."


def test_no_change_is_said_as_such():
    section_ = know(ratings=(Rating(code="on_track"), Rating(code="on_track")))
    assert paras(part(section_, "What changed"))[0] == "No rating changed since quarter 2."


def test_silent_partners_stand_in_one_sentence_the_longest_silent_first():
    said = paras(part(section(board_report(sample()), "know"), "Late or silent"))
    assert said[0] == "No update on Priority 4 and on Priority 7 for two quarters."
    assert said[1].startswith("Four partners sent nothing on some of their actions: Council")
    assert said[2].startswith("Eight actions are overdue, action 1.6 the longest, by 92 days")


def test_all_well_is_said_in_one_sentence():
    section_ = know(silences=(), actions=(), ratings=(Rating(code="on_track"),) * 2)
    found = replace(
        sample(themes=0, card=0),
        priorities=(replace(priority(1, 0, 0), silences=(), actions=()),),
    )
    assert section_.number == "1"
    assert paras(part(section(board_report(found), "know"), "Late or silent")) == [
        "Every sponsor reported, every partner answered, no action is overdue."
    ]


def test_a_vacant_sponsors_place_is_asked_about_and_never_filled_with_an_old_name():
    section_ = know(sponsor="", asks=())
    assert "Priority 1. Decide who sponsors it: the place is vacant." in text(
        part(section_, "The Board is asked to").blocks
    )


def test_a_board_that_is_asked_nothing_is_told_so():
    section_ = know(asks=())
    assert paras(part(section_, "The Board is asked to")) == [
        "Note this report. Nothing else is asked of it."
    ]


def test_a_missing_report_is_printed_as_missing_under_each_of_the_three_heads():
    content = board_report(sample(themes=0, card=0))
    silent = section(content, "priority-4")
    said = [paras(part(silent, title))[0] for title in
            ("Action taken", "Evidence of impact", "Still to do")]  # fmt: skip
    assert said == [
        (
            "No update. Operational Director, Walsall Training Providers; Vice Principal, Walsall"
            " College sent no report for quarter 3 of 2013/14."
        ),
        "No update",
        "No update",
    ]


def test_empty_boxes_of_a_filed_report_say_so():
    found = replace(
        sample(themes=0, card=0),
        priorities=(
            replace(priority(0, 0, 0), action_taken=(), evidence=(), still_to_do=(), issues=()),
        ),
    )
    filed = section(board_report(found), "priority-1")
    assert [paras(part(filed, title)) for title in
            ("Action taken", "Evidence of impact", "Still to do", "The delivery plan")] == [
        ["No action was reported."],
        ["No evidence of impact was given."],
        ["Nothing was named."],
        ["No delivery plan has been agreed."],
    ]  # fmt: skip


def test_evidence_says_on_what_it_rests():
    found = sample(priorities=1, themes=0, card=0)
    evidence = part(section(board_report(found), "priority-1"), "Evidence of impact")
    assert text(evidence.note) == "One claim rests on data and one on audit."


def test_a_rating_better_than_the_one_worked_out_stands_beside_it():
    found = sample(priorities=2, themes=0, card=0)
    facts = section(board_report(found), "priority-2").blocks[0]
    assert facts.facts[1].note == "Worked out: at risk. Action 2.6 (92 days) is overdue."


def test_paragraphs_are_numbered_by_machine_without_a_gap():
    for each in board_report(sample()).sections:
        numbers = list(re.findall(r"\b\d+\.\d+\b", "\n".join(numbers_of(each))))
        assert numbers == [f"{each.number}.{n + 1}" for n in range(len(numbers))]


def numbers_of(value) -> list[str]:
    """Return the numbers of every paragraph of a section, in order."""
    if isinstance(value, paper.Para):
        return [value.number] if value.number else []
    if isinstance(value, paper.Section | paper.Part):
        return [number for block in value.blocks for number in numbers_of(block)]
    if isinstance(value, paper.Paras):
        return [number for each in value.paras for number in numbers_of(each)]
    return []


def test_every_figure_stands_with_unit_period_and_source_or_is_illustrative():
    content = board_report(sample())
    assert len(content.data) > 100
    assert not [
        each for each in content.data
        if not (each.unit and each.period and (each.source or each.illustrative))
    ]  # fmt: skip


def test_no_figure_is_dated_after_the_period():
    content = board_report(sample())
    assert max(each.ends_on for each in content.data) <= content.period_ends_on


def test_a_figures_caption_names_unit_period_and_source():
    found = sample(priorities=1, measures=1, themes=0, card=0)
    (figures,) = part(section(board_report(found), "priority-1"), "Is anyone better off").blocks
    assert text(figures.figures[0].caption) == (
        "Cases per worker, October 2012 to October 2013. Hollow points are illustrative."
        " Source: 2013 plan, line 106"
    )


def test_a_measure_with_one_figure_is_told_and_not_drawn():
    found = sample(priorities=1, measures=3, themes=0, card=0)
    (figures,) = part(section(board_report(found), "priority-1"), "Is anyone better off").blocks
    assert [each.chart is None for each in figures.figures] == [False, False, True]


def test_of_sixteen_themes_nine_eleven_and_four_are_counted_from_the_rows():
    lead, *_rest = section(board_report(sample()), "followed").blocks
    assert text(lead) == (
        "The Board follows the Strategic Improvement Plan for Safeguarding of the Improvement"
        " Board, since April 2013. Of its 16 themes 9 answer a priority of the DfE, 11 a"
        " recommendation of Ofsted, 4 both."
    )


def test_the_scorecard_says_how_many_points_there_are_until_there_are_thirteen():
    (_lead, _note, table) = section(board_report(sample()), "scorecard").blocks
    rows = [row.cells[4].sub for group in table.groups for row in group.rows][:3]
    assert rows == ["Usual range", "5 of 13 points", "1 of 13 points"]


def test_a_symbol_is_printed_as_itself_and_never_as_a_number():
    hidden = Reading(
        period="2012/13",
        starts_on=date(2012, 4, 1),
        ends_on=date(2013, 4, 1),
        value=None,
        symbol="suppressed",
        source=6,
    )
    card = (replace(measure(2), own=Series(area="Walsall", breakdown="", readings=(hidden,))),)
    found = replace(sample(themes=0, priorities=1), scorecard=card)
    (_lead, _note, table) = section(board_report(found), "scorecard").blocks
    assert text(table.groups[0].rows[0].cells[2].words) == "suppressed"


@pytest.mark.parametrize(
    ("present", "deputies", "expected", "share"), [(68, 0, 100, 68), (1, 1, 3, 67), (0, 0, 0, 0)]
)
def test_attendance_counts_deputies_and_rounds_halves_up(present, deputies, expected, share):
    attended = Attended(label="", present=present, deputies=deputies, expected=expected)
    assert percent(attended) == share


def test_the_glossary_holds_the_abbreviations_that_the_paper_uses_and_no_others():
    (table,) = section(board_report(sample()), "glossary").blocks
    assert [text(row.cells[0].words) for row in table.groups[0].rows] == ["LDU", "DfE"]


def hrefs(value) -> list[str]:
    """Return every link of a part of a paper."""
    if isinstance(value, paper.Run):
        return [value.href]
    if isinstance(value, tuple):
        return [href for each in value for href in hrefs(each)]
    if is_dataclass(value):
        return [href for each in fields(value) for href in hrefs(getattr(value, each.name))]
    return []


def test_every_reference_leads_to_a_source_of_the_list():
    content = board_report(sample())
    known = {f"#source-{each.key}" for each in content.sources}
    used = set(re.findall(r"#source-\d+", "\n".join(hrefs(content.sections))))
    assert used <= known


def test_no_section_and_no_part_is_empty():
    def bare(value) -> list[str]:
        if isinstance(value, paper.Section | paper.Part):
            if not value.blocks:
                return [value.title]
            return [title for block in value.blocks for title in bare(block)]
        return []

    content = board_report(sample())
    assert [title for each in content.sections for title in bare(each)] == []


def test_what_the_demonstration_added_is_named_on_the_cover():
    content = board_report(sample())
    assert content.illustrative
    assert "marked illustrative" in text(content.cover[-1].words)


def test_a_paper_without_additions_does_not_speak_of_them():
    found = replace(sample(priorities=0, themes=0, card=0), registers=())
    assert "llustrative" not in text(board_report(found).cover)


def test_an_ask_of_the_demonstration_is_marked():
    ask = Said(text="Agree a date", illustrative=True)
    section_ = know(asks=(ask,))
    assert "Agree a date. Illustrative." in text(part(section_, "The Board is asked to").blocks)


def test_a_target_that_is_met_carries_the_tick():
    card = (
        replace(
            measure(0), target=Decimal(30), target_words="Met, by 9.3", target_met=True
        ),
    )  # fmt: skip
    found = replace(sample(themes=0, priorities=1), scorecard=card)
    (_lead, _note, table) = section(board_report(found), "scorecard").blocks
    assert table.groups[0].rows[0].cells[3].words == (paper.Run("Met, by 9.3", mark="met"),)


def test_several_registers_are_drawn_side_by_side_and_told_one_by_one():
    (register,) = sample().registers
    two = (register, replace(register, board="Quality group"))
    attended = section(board_report(replace(sample(themes=0), registers=two)), "attendance")
    assert [each.title for each in attended.blocks[1:]] == [
        "Board by board",
        "Board",
        "Quality group",
    ]
    (picture,) = part(attended, "Board by board").blocks
    assert [(row.label, row.present, row.expected) for row in picture.chart.rows] == [
        ("Board", 16, 32),
        ("Quality group", 16, 32),
    ]


def test_a_short_plan_faces_its_priority_and_a_long_one_follows_it():
    short, long = (
        part(section(board_report(sample(actions=n, priorities=1)), "priority-1"),
             "The delivery plan") for n in (8, 9)
    )  # fmt: skip
    assert (short.new_page, long.new_page) == (True, False)


@pytest.mark.parametrize(
    ("actions", "order"),
    [(8, ["The delivery plan", "When"]), (9, ["When", "The delivery plan"])],
)
def test_the_table_of_a_long_plan_stands_last_so_that_no_picture_falls_alone(actions, order):
    found = section(board_report(sample(actions=actions, priorities=1)), "priority-1")
    assert [each.title for each in found.blocks if isinstance(each, paper.Part)][-2:] == order


def test_the_timeline_covers_the_quarters_of_its_actions():
    when = part(section(board_report(sample(priorities=1)), "priority-1"), "When")
    chart = when.blocks[0].chart
    assert [(each.year, each.label) for each in chart.quarters] == [
        ("2013/14", "Q1"),
        ("2013/14", "Q2"),
        ("2013/14", "Q3"),
        ("2013/14", "Q4"),
    ]
    assert len(chart.spans) == 9


def test_a_silent_sponsor_foresees_nothing():
    silent = (Rating(code="no_update"), Rating(code="no_update", expected=True))
    table = part(know(ratings=silent), "Two priorities, three quarters").blocks[0]
    assert [text(cell.words) for cell in table.groups[0].rows[0].cells[1:]] == ["No update", "–"]


@pytest.mark.parametrize(
    ("periods", "said"),
    [
        ((), "no figure"),
        (("2007",), "2007"),
        (("2007", "2008", "2013"), "2007 to 2013"),
        (("1995 to 1997", "2005 to 2007"), "1995 to 1997 and 2005 to 2007"),
        (("2001 to 2003", "2002 to 2004", "2003 to 2005"), "2001 to 2003 until 2003 to 2005"),
    ],
)
def test_the_span_of_figures_reads_well_even_where_periods_are_spans(periods, said):
    first = date(2007, 1, 1)
    readings = [
        Reading(period=period, starts_on=first, ends_on=first, value=Decimal(1))
        for period in periods
    ]
    assert span(readings) == said
