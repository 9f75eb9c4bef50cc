"""Periods: official spellings, England's notice rule, quarters of three calendars, part dates."""

import doctest
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance import periods
from governance.periods import PartDate, Period, hints, notice, partly, quarters, shown, spellings

CASES = json.loads((Path(__file__).parents[1] / "data" / "calendar_cases.json").read_text())
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


def day(text):
    return date.fromisoformat(text)


def hint_of(context):
    """Return the hint that stands in a case's context (the rule of its README)."""
    if "time_identifier=" in context:
        return context.split("time_identifier=")[1]
    year = re.search(r"LAIT, .*?((?:Academic|Financial|Calendar) Year)", context)
    if year:
        return year[1]
    return {"LAIT": "Academic Year", "NHS monthly file": "Month"}.get(context, "")


@pytest.mark.parametrize("case", CASES["agenda_deadlines"], ids=lambda case: case["meeting"])
def test_an_agenda_is_out_five_clear_working_days_before(case):
    assert periods.latest_publication(day(case["meeting"])) == day(case["latest_publication"])


def test_a_board_may_ask_for_other_notice():
    meeting = date(2023, 1, 12)  # a Thursday
    assert periods.latest_publication(meeting, clear_days=0) == date(2023, 1, 11)
    assert periods.latest_publication(meeting, clear_days=3) == date(2023, 1, 6)
    with pytest.raises(ValueError, match="less than no clear days"):
        periods.latest_publication(meeting, clear_days=-1)


@pytest.mark.parametrize(
    ("text", "working"),
    [("2013-12-26", False), ("2013-12-28", False), ("2013-12-27", True), ("2020-05-08", False)],
)
def test_working_days_are_those_of_england(text, working):
    assert periods.is_working_day(day(text)) is working


@pytest.mark.parametrize("case", CASES["date_to_quarter"], ids=lambda case: case["date"])
def test_a_day_lies_in_its_quarter_and_academic_year(case):
    assert periods.quarter_of(day(case["date"])).label == case["financial"]
    assert periods.academic_year_of(day(case["date"])).label == case["academic_year"]


@pytest.mark.parametrize(
    "case", CASES["periods"], ids=lambda case: f"{case['text']} {case['context']}"
)
def test_official_spellings_are_read(case):
    if case["error"]:
        with pytest.raises(ValueError, match=case["error"]):
            periods.parse_period(case["text"], hint_of(case["context"]))
        return
    period = periods.parse_period(case["text"], hint_of(case["context"]))
    assert (period.kind, period.label) == (case["kind"], case["label"])
    assert (period.starts_on, period.last_day) == (day(case["start"]), day(case["end"]))
    qualifiers = {"(Rev)": "revised", "(prov)": "provisional"}
    assert period.qualifier == qualifiers.get(case["text"].partition(" ")[2], "")


@pytest.mark.parametrize(
    ("text", "hint", "kind", "starts", "last", "label"),
    [
        ("2013-08", "", "month", "2013-08-01", "2013-08-31", "August 2013"),
        ("2009-10", "Month", "month", "2009-10-01", "2009-10-31", "October 2009"),
        ("2001-12", "", "month", "2001-12-01", "2001-12-31", "December 2001"),
        ("2009-12", "Calendar Year", "4 calendar years", "2009-01-01", "2012-12-31", "2009-12"),
        ("201604", "Month", "month", "2016-04-01", "2016-04-30", "April 2016"),
        ("2016-04-30", "Month", "month", "2016-04-01", "2016-04-30", "April 2016"),
        ("2016-04-12", "Month", "day", "2016-04-12", "2016-04-12", "12 April 2016"),
        ("2016-04-01 00:00:00", "", "day", "2016-04-01", "2016-04-01", "1 April 2016"),
        ("20131122", "", "day", "2013-11-22", "2013-11-22", "22 November 2013"),
        ("22/11/2013", "", "day", "2013-11-22", "2013-11-22", "22 November 2013"),
        ("22-Nov-2013", "", "day", "2013-11-22", "2013-11-22", "22 November 2013"),
        ("Sept 2022", "", "month", "2022-09-01", "2022-09-30", "September 2022"),
        ("2022 September", "", "month", "2022-09-01", "2022-09-30", "September 2022"),
        ("Mar-98", "", "month", "1998-03-01", "1998-03-31", "March 1998"),
        ("2013/14", "", "financial year", "2013-04-01", "2014-03-31", "2013/14"),
        ("2013\N{EN DASH}14", "", "financial year", "2013-04-01", "2014-03-31", "2013-14"),
        ("1999/00", "", "financial year", "1999-04-01", "2000-03-31", "1999/00"),
        ("2024", "Financial Year", "financial year", "2023-04-01", "2024-03-31", "2023-24"),
        ("202324", "Financial year", "financial year", "2023-04-01", "2024-03-31", "2023-24"),
        ("200607", "", "academic year", "2006-09-01", "2007-08-31", "2006/07"),
        ("2025", "Reporting year", "calendar year", "2025-01-01", "2025-12-31", "2025"),
        ("2025", "Annual (end of Sept)", "calendar year", "2025-01-01", "2025-12-31", "2025"),
        ("1998/2006", "", "9 calendar years", "1998-01-01", "2006-12-31", "1998-2006"),
        ("1995/1997", "", "3 calendar years", "1995-01-01", "1997-12-31", "1995-97"),
        ("2016-18", "Academic Year", "3 academic years", "2015-09-01", "2018-08-31", "2016-18"),
        ("2013/14-15/16", "", "3 financial years", "2013-04-01", "2016-03-31", "2013/14-15/16"),
        (
            "2013/14-15/16",
            "Academic Year",
            "3 academic years",
            "2013-09-01",
            "2016-08-31",
            "2013/14-15/16",
        ),
        ("2013-14 Q3", "", "quarter", "2013-10-01", "2013-12-31", "2013-14 Q3"),
        ("Q3 2013", "", "quarter", "2013-07-01", "2013-09-30", "2013 Q3"),
        ("2013", "Calendar year Q3", "quarter", "2013-07-01", "2013-09-30", "2013 Q3"),
        ("202324", "Academic year Q2", "quarter", "2023-12-01", "2024-02-29", "2023/24 Q2"),
        ("202324", "Tax year Q1", "quarter", "2023-04-06", "2023-07-05", "2023/24 Q1"),
        (
            "202324",
            "Part 1 (April to September)",
            "half year",
            "2023-04-01",
            "2023-09-30",
            "2023-24 H1",
        ),
        ("Quarter 3 of 2026/27", "", "quarter", "2026-10-01", "2026-12-31", "2026-27 Q3"),
        ("2023-24 quarter 2", "", "quarter", "2023-07-01", "2023-09-30", "2023-24 Q2"),
        ("FY 2023/24", "", "financial year", "2023-04-01", "2024-03-31", "2023/24"),
        ("Academic year 2023-24", "", "academic year", "2023-09-01", "2024-08-31", "2023/24"),
        ("04/2023", "", "month", "2023-04-01", "2023-04-30", "April 2023"),
        ("1998/00", "", "3 calendar years", "1998-01-01", "2000-12-31", "1998-2000"),
        ("1998-02", "", "month", "1998-02-01", "1998-02-28", "February 1998"),
        ("H2 2023/24", "", "half year", "2023-10-01", "2024-03-31", "2023-24 H2"),
        ("2023-24 H1", "", "half year", "2023-04-01", "2023-09-30", "2023-24 H1"),
        ("202324", "Spring term", "term", "2024-01-01", "2024-03-31", "2023/24 spring term"),
        (
            "202324",
            "Autumn and spring term",
            "2 terms",
            "2023-09-01",
            "2024-03-31",
            "2023/24 autumn and spring terms",
        ),
        ("Autumn 2013", "", "term", "2013-09-01", "2013-12-31", "2013/14 autumn term"),
        ("Spring term 2014", "", "term", "2014-01-01", "2014-03-31", "2013/14 spring term"),
        ("2013-14-summer", "", "term", "2014-04-01", "2014-08-31", "2013/14 summer term"),
        ("2020-W42", "", "week", "2020-10-12", "2020-10-18", "2020 week 42"),
        ("week 1, 2021", "", "week", "2021-01-04", "2021-01-10", "2021 week 1"),
        (
            "2013-04/2013-11",
            "",
            "8 months",
            "2013-04-01",
            "2013-11-30",
            "April to November 2013",
        ),
        ("2013-04/2013-04", "", "month", "2013-04-01", "2013-04-30", "April 2013"),
        (
            "Aug 2012 to Oct 2013",
            "",
            "15 months",
            "2012-08-01",
            "2013-10-31",
            "August 2012 to October 2013",
        ),
        (
            "April - June 2013",
            "",
            "3 months",
            "2013-04-01",
            "2013-06-30",
            "April to June 2013",
        ),
        (
            "year to March 2013",
            "",
            "12 months",
            "2012-04-01",
            "2013-03-31",
            "year to March 2013",
        ),
    ],
)
def test_other_spellings_are_read(text, hint, kind, starts, last, label):
    period = periods.parse_period(text, hint)
    assert (period.kind, period.starts_on, period.last_day, period.label) == (
        kind,
        day(starts),
        day(last),
        label,
    )


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("2022/23 (provisional)", "provisional"),
        ("2022/23 [r]", "revised"),
        ("2022/23 revised", "revised"),
        ("2022 p", "provisional"),
        ("2022 (Final)", ""),
        ("2022-23 (OT)", ""),
    ],
)
def test_a_qualifier_is_kept(text, qualifier):
    assert periods.parse_period(text).qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "hint", "sentence"),
    [
        ("soon", "", "“soon” is not a period: write it like"),
        ("99999", "", "“99999” is not a year."),
        ("1066", "", "“1066” is not a year."),
        ("2023 (draft)", "", "“(draft)” beside 2023 is not known"),
        ("2009-12", "", "may be December 2009 or the years 2009 to 2012: say which"),
        ("2013-13", "", "ends before it begins"),
        ("2013-02-30", "", "There is no day 30 in month 02 of 2013."),
        ("2013-04/2013-13", "", "2013 has no month 13."),
        ("Nov to Oct 2013", "", "ends before it begins"),
        ("1 Smarch 2013", "", "“Smarch” is not a month."),
        ("2021 week 53", "", "2021 has no week 53."),
        ("Q3 2013/15", "", "“2013/15” is not two years in a row."),
        ("H1 2013/15", "", "“2013/15” is not two years in a row."),
        ("autumn 2013/15", "", "“2013/15” is not two years in a row."),
        ("2013/14-15/17", "", "is not a span of years"),
        ("Q3 2013", "Financial Year", "needs both years, as in Q3 2013-14"),
        ("2023", "Financial year Q3", "its financial year is written with both"),
        ("202324", "Calendar year Q3", "written with one number"),
        ("2016-18", "Tax year", "Several tax years"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(text, hint, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        periods.parse_period(text, hint)


@given(DAYS, st.sampled_from(periods.CALENDARS))
def test_every_day_lies_in_one_quarter_and_slugs_lead_back(when, calendar):
    for period in (periods.quarter_of(when, calendar), periods.year_of(when, calendar)):
        assert when in period
        assert period.calendar == calendar
        assert periods.period_from_slug(period.slug, calendar) == period
        assert period.next().previous() == period
        assert period.previous().ends_on == period.starts_on


@given(DAYS)
def test_labels_can_be_read_again(when):
    half = spellings.half_year(2013, half=2)
    found = [periods.quarter_of(when, calendar) for calendar in periods.CALENDARS]
    found += [periods.year_of(when), periods.month_of(when), periods.day_of(when), half]
    assert [periods.parse_period(period.label) for period in found] == found


@pytest.mark.parametrize(
    ("slug", "calendar", "starts", "ends"),
    [
        ("2013-14-q3", "financial", "2013-10-01", "2014-01-01"),
        ("2013-14-q4", "financial", "2014-01-01", "2014-04-01"),
        ("2013-14", "financial", "2013-04-01", "2014-04-01"),
        ("1999-00", "financial", "1999-04-01", "2000-04-01"),
        ("2013-q3", "calendar", "2013-07-01", "2013-10-01"),
        ("2013", "calendar", "2013-01-01", "2014-01-01"),
        ("2013-14-summer", "academic", "2014-04-01", "2014-09-01"),
        ("2013-14", "academic", "2013-09-01", "2014-09-01"),
    ],
)
def test_slugs_are_those_of_addresses_and_commands(slug, calendar, starts, ends):
    period = periods.period_from_slug(slug, calendar)
    assert (period.starts_on, period.ends_on, period.slug) == (day(starts), day(ends), slug)


@pytest.mark.parametrize(
    ("slug", "calendar"),
    [
        ("2013-15-q3", "financial"),
        ("2013-14-q5", "financial"),
        ("2013-q3", "financial"),
        ("2013-14-autumn", "financial"),
        ("2013-14-q3", "calendar"),
        ("2013-14-q3", "academic"),
        ("0013-14", "financial"),
        ("2013-1\N{FULLWIDTH DIGIT FOUR}", "financial"),
        ("", "financial"),
    ],
)
def test_a_slug_of_no_period_is_refused_with_an_example(slug, calendar):
    example = {"financial": "2013-14-q3", "calendar": "2013-q3", "academic": "2013-14-autumn"}
    with pytest.raises(ValueError, match=f"write it like {example[calendar]}"):
        periods.period_from_slug(slug, calendar)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (
            periods.quarter_of(date(2013, 11, 22)),
            "quarter 3 of 2013/14, October to December 2013",
        ),
        (
            periods.quarter_of(date(2013, 11, 22), "calendar"),
            "quarter 4 of 2013, October to December 2013",
        ),
        (
            periods.quarter_of(date(2013, 11, 22), "academic"),
            "autumn term 2013/14, September to December 2013",
        ),
        (periods.year_of(date(2013, 11, 22)), "2013/14, April 2013 to March 2014"),
        (
            periods.academic_year_of(date(2013, 11, 22)),
            "academic year 2013/14, September 2013 to August 2014",
        ),
        (
            periods.municipal_year_of(date(2013, 11, 22)),
            "municipal year 2013/14, May 2013 to April 2014",
        ),
        (periods.parse_period("2013"), "2013"),
        (periods.parse_period("2013-08"), "August 2013"),
        (periods.parse_period("2013-04/2013-11"), "April to November 2013"),
        (periods.parse_period("1995/97"), "1995-97, January 1995 to December 1997"),
        (periods.parse_period("H2 2023/24"), "2023/24 H2, October 2023 to March 2024"),
    ],
)
def test_a_period_in_words_is_a_title(period, words):
    assert periods.in_words(period) == words


def test_periods_of_other_kinds_follow_each_other_too():
    march = periods.month_of(date(2014, 3, 31))
    assert (march.next().label, march.previous().label) == ("April 2014", "February 2014")
    last = periods.day_of(date(2013, 12, 31))
    assert last.next().label == "1 January 2014"
    assert periods.municipal_year_of(date(2013, 5, 1)).previous().label == "2012/13"


@pytest.mark.parametrize(
    "period",
    [
        periods.parse_period("1995/97"),
        periods.parse_period("202324", "Tax year"),
        periods.parse_period("202324", "Academic year Q2"),
    ],
)
def test_what_is_no_part_of_a_calendar_has_no_neighbours(period):
    with pytest.raises(ValueError, match="has no neighbours"):
        period.next()


def test_periods_between_are_of_one_kind():
    first = periods.quarter_of(date(2013, 4, 1), "academic")
    last = periods.quarter_of(date(2014, 5, 1), "academic")
    assert [str(term) for term in periods.periods_between(first, last)] == [
        "2012/13 summer term",
        "2013/14 autumn term",
        "2013/14 spring term",
        "2013/14 summer term",
    ]
    with pytest.raises(ValueError, match="are not of one kind"):
        periods.periods_between(first, periods.quarter_of(date(2014, 5, 1)))


def test_periods_are_equal_whatever_they_are_called():
    assert periods.parse_period("2013/14") == periods.parse_period("2013-14 (prov)")
    assert periods.parse_period("2013/14") != periods.parse_period("2013/14", "Academic Year")


def test_a_period_ends_after_it_starts_and_calendars_are_three():
    with pytest.raises(ValueError, match="must end after it starts"):
        Period("day", date(2013, 4, 1), date(2013, 4, 1), "nothing")
    with pytest.raises(ValueError, match="“lunar” is not a calendar"):
        periods.quarter_of(date(2013, 4, 1), "lunar")


@pytest.mark.parametrize(
    ("text", "precision", "first", "ends", "printed"),
    [
        ("2013-03-27", "day", "2013-03-27", "2013-03-28", "27 March 2013"),
        (date(2013, 12, 3), "day", "2013-12-03", "2013-12-04", "3 December 2013"),
        ("2022-03", "month", "2022-03-01", "2022-04-01", "March 2022"),
        ("2021-summer", "season", "2021-06-01", "2021-09-01", "summer 2021"),
        ("2021-winter", "season", "2021-12-01", "2022-03-01", "winter 2021"),
        ("2014-01/2014-03", "quarter", "2014-01-01", "2014-04-01", "January to March 2014"),
        (
            "2023-10/2023-11",
            "two_months",
            "2023-10-01",
            "2023-12-01",
            "October and November 2023",
        ),
        ("2013-12/2013-12", "month", "2013-12-01", "2014-01-01", "December 2013"),
        ("2014", "year", "2014-01-01", "2015-01-01", "2014"),
        (2040, "year", "2040-01-01", "2041-01-01", "2040"),
        ("FY2009/10", "financial_year", "2009-04-01", "2010-04-01", "2009/10"),
        ("1999/00", "financial_year", "1999-04-01", "2000-04-01", "1999/00"),
    ],
)
def test_a_date_known_in_part_is_printed_as_known(text, precision, first, ends, printed):
    known = PartDate.parse(text)
    assert (known.first_day, known.precision) == (day(first), precision)
    assert (known.ends_on, known.printed, str(known)) == (day(ends), printed, printed)
    assert known.last_day == day(ends) - timedelta(days=1)
    assert PartDate.ending(known.ends_on, known.precision) == known


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_nothing_known_is_no_date(nothing):
    assert PartDate.parse(nothing) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("soon", "“soon” is not a date: write 2013"),
        ("2013-13", "“2013-13” is not a date: month must be in"),
        ("2013-02-30", "“2013-02-30” is not a date: day"),
        ("FY2009/11", "“2009/11” is not two years in a row."),
        ("2013-01/2013-08", "A date cannot be known to 8 months"),
    ],
)
def test_what_is_no_date_is_refused(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        PartDate.parse(text)


@pytest.mark.parametrize(
    ("first", "precision", "sentence"),
    [
        (date(2013, 4, 1), "century", "“century” is not a precision"),
        (date(2013, 4, 2), "month", "A month cannot begin on 2 April."),
        (date(2013, 4, 1), "season", "A season cannot begin on 1 April."),
        (date(2013, 4, 1), "year", "A year cannot begin on 1 April."),
        (date(2013, 1, 1), "financial_year", "A financial year cannot begin on 1 January."),
    ],
)
def test_a_precision_fits_its_first_day(first, precision, sentence):
    with pytest.raises(ValueError, match=sentence):
        PartDate(first, precision)


@pytest.mark.parametrize("module", [hints, notice, partly, quarters, shown, spellings])
def test_its_examples_hold(module):
    assert doctest.testmod(module).failed == 0
