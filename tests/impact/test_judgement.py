"""Judgement: one calculation, its words, and figures as they are printed."""

import doctest
from datetime import date
from decimal import Decimal

import pytest

from impact.judgement import (
    Point,
    Target,
    areas,
    figure,
    figures,
    judge,
    judging,
    plain,
    stand,
    target_on,
    targets,
    when,
)
from impact.judgement.figures import distance
from tests.impact.judged import MARCH, OCTOBER, years


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "qualifier", "printed"),
    [
        (Decimal("8.9"), 1, "%", "exact", "8.9%"),
        (20, 0, "%", "exact", "20%"),
        (Decimal("20.7"), 1, "cases per worker", "exact", "20.7 cases per worker"),
        (1, 0, "cases per worker", "exact", "1 case per worker"),
        (1, 0, "families", "exact", "1 family"),
        (1, 0, "young people", "exact", "1 young person"),
        (1, 0, "staff", "exact", "1 staff"),
        (-1, 0, "points", "exact", "\N{MINUS SIGN}1 point"),
        (1, 1, "points", "exact", "1.0 points"),
        (1, 0, "per 1,000 live births", "exact", "1 per 1,000 live births"),
        (Decimal("8.3"), 1, "per 1,000 live births", "exact", "8.3 per 1,000 live births"),
        (3, 1, "rate per 1,000", "exact", "3.0 per 1,000"),
        (1234567, 0, "count", "exact", "1,234,567"),
        (Decimal("5.7"), 1, "GBP million", "exact", "£5.7 million"),
        (Decimal("5.7"), 1, "£m", "exact", "£5.7 million"),
        (-1200, 0, "£", "exact", "\N{MINUS SIGN}£1,200"),
        (44, 0, "rank of 354", "exact", "rank 44 of 354"),
        (3, 1, "pp", "exact", "3.0 percentage points"),
        (1500, 0, "", "over", "over 1,500"),
        (22, 0, "", "about", "about 22"),
        (5, 0, "", "at_least", "at least 5"),
        (5, 0, "", "under", "under 5"),
        (Decimal("8.25"), 1, "", "exact", "8.3"),
        (1.005, 2, "", "exact", "1.01"),
        (-0.04, 1, "", "exact", "0.0"),
        (Decimal("-2.5"), 0, "", "exact", "\N{MINUS SIGN}3"),
    ],
)
def test_a_figure_is_printed_with_its_unit(value, decimals, unit, qualifier, printed):
    assert figure(value, decimals, unit, qualifier) == printed


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2013/14", "in 2013/14"),
        ("2013-14", "in 2013-14"),
        ("2013-14 Q3", "in quarter 3 of 2013/14"),
        ("2013 Q3", "in quarter 3 of 2013"),
        ("2013/14 spring term", "in the spring term of 2013/14"),
        ("3 December 2013", "on 3 December 2013"),
        ("April to November 2013", "for April to November 2013"),
        ("year to March 2013", "in the year to March 2013"),
    ],
)
def test_a_period_stands_in_a_sentence(label, words):
    assert when(label) == words


@pytest.mark.parametrize(
    ("gap", "decimals", "unit", "words"),
    [
        (2.3, 1, "%", "2.3 percentage points"),
        (2.3, 1, "per cent", "2.3 percentage points"),
        (1, 0, "cases per worker", "1 case per worker"),
        (-4, 1, "per 1,000 births", "4.0"),
        (4, 0, "rank of 354", "4"),
        (0.5, 1, "GBP million", "£0.5 million"),
    ],
)
def test_a_distance_has_the_unit_of_a_difference(gap, decimals, unit, words):
    assert distance(gap, decimals, unit) == words


@pytest.mark.parametrize(
    ("points", "options", "sentence"),
    [
        ([], {}, "No figure yet."),
        ([Point("2013", date(2013, 12, 31), None, "suppressed")], {}, "No figure yet."),
        ([OCTOBER], {}, "20.7 in October 2013, the first figure; no target agreed."),
        (
            [MARCH, OCTOBER],
            {},
            "20.7 in October 2013, down from 25.2 in March 2013; no target agreed.",
        ),
        (
            [MARCH, OCTOBER],
            {"unit": "%"},
            "20.7% in October 2013, down from 25.2% in March 2013; no target agreed.",
        ),
        (
            [MARCH, OCTOBER],
            {"unit": "cases per worker", "target": Target(16, label="March 2014")},
            (
                "20.7 cases per worker in October 2013, down from 25.2 in March 2013; "
                "4.7 cases per worker above the target of 16.0 for March 2014."
            ),
        ),
        (
            years(Decimal("3.04"), Decimal("2.96")),
            {},
            "3.0 in 2001/02, the same as in 2000/01; no target agreed.",
        ),
        (
            years(1, 2, provisional=True),
            {"decimals": 0},
            "2 in 2001/02 (provisional), up from 1 in 2000/01 (provisional); no target agreed.",
        ),
        (
            years(1, 1, provisional=True, illustrative=True),
            {"decimals": 0},
            (
                "1 in 2001/02 (provisional, illustrative), "
                "the same as in 2000/01 (provisional, illustrative); no target agreed."
            ),
        ),
        (
            [*years(7, 8), Point("2002/03", date(2003, 3, 31), None, "suppressed")],
            {"decimals": 0, "unit": "%"},
            (
                "No figure in 2002/03 (suppressed); 8% in 2001/02, up from 7% in 2000/01; "
                "no target agreed."
            ),
        ),
        (
            [*years(7), Point("2002/03", date(2003, 3, 31), None)],
            {"decimals": 0},
            (
                "No figure in 2002/03 (not available); 7 in 2000/01, the first figure; "
                "no target agreed."
            ),
        ),
        (
            [MARCH, Point("2013/14", date(2014, 3, 31), 500, qualifier="over")],
            {"decimals": 0, "unit": "organisations", "target": Target(600)},
            (
                "over 500 organisations in 2013/14, after 25 in March 2013; "
                "the target of 600 cannot be compared."
            ),
        ),
    ],
)
def test_the_sentence(points, options, sentence):
    assert judge(points, **{"better": "lower", **options}).sentence == sentence


@pytest.mark.parametrize(
    ("better", "value", "verdict", "words"),
    [
        ("lower", "15.9", "met", "meets the target of 16.0, by 0.1"),
        ("lower", "16.04", "met", "meets the target of 16.0 exactly"),
        ("lower", "16.5", "near", "0.5 above the target of 16.0, within the tolerance of 0.5"),
        ("lower", "16.6", "missed", "0.6 above the target of 16.0"),
        ("higher", "16.6", "met", "meets the target of 16.0, by 0.6"),
        ("higher", "15.6", "near", "0.4 below the target of 16.0, within the tolerance of 0.5"),
        ("higher", "15.4", "missed", "0.6 below the target of 16.0"),
        ("neither", "16", None, "equal to the target of 16.0"),
        ("neither", "15", None, "1.0 below the target of 16.0"),
    ],
)
def test_a_target_is_met_near_or_missed_as_printed(better, value, verdict, words):
    found = stand(
        Decimal(value), Target(16, tolerance=Decimal("0.5")), better=better, decimals=1, unit=""
    )
    assert (found.verdict, found.words) == (verdict, words)
    assert found.gap == Decimal(value).quantize(Decimal("0.1")) - 16


def test_a_target_whose_day_is_still_to_come_is_not_missed():
    goal = Target(4, on=date(2026, 3, 31), label="2025/26")
    then = judge(years(9, 12), better="lower", decimals=0, target=goal)
    assert (then.target.verdict, then.target.words) == (
        "to_come",
        "8 above the target of 4 for 2025/26",
    )
    early = Target(4, on=date(2001, 3, 31))
    assert judge(years(9, 12), better="lower", target=early).target.verdict == "missed"


def test_a_target_between_two_is_made_up_where_one_of_them_is():
    agreed = Target(10, on=date(2013, 3, 31))
    made_up = Target(20, on=date(2014, 3, 31), illustrative=True)
    assert target_on([agreed, made_up], date(2013, 6, 12)).illustrative is True


def test_targets_run_straight_between_their_dates():
    first, last = Target(10, on=date(2013, 3, 31)), Target(20, on=date(2014, 3, 31))
    assert target_on([last, first], date(2012, 6, 1)) == first
    assert target_on([last, first], date(2013, 3, 31)) == first
    assert target_on([last, first], date(2014, 3, 31)) == last
    assert target_on([last, first], date(2020, 1, 1)) == last
    assert target_on([last, first], date(2013, 6, 12)) == Target(
        Decimal("12.0"), on=date(2013, 6, 12)
    )
    later = Target(20, on=date(2015, 3, 31))
    assert target_on([first, last, later], date(2014, 12, 1)).value == 20
    assert target_on([], date(2013, 6, 12)) is None
    assert target_on([Target(1), Target(2)], date(2013, 6, 12)) == Target(2)


@pytest.mark.parametrize(
    ("better", "values", "least", "direction", "change"),
    [
        ("lower", (25.2, 20.7), 0, "better", "-4.5"),
        ("lower", (20.7, 25.2), 0, "worse", "4.5"),
        ("higher", (20.7, 25.2), 0, "better", "4.5"),
        ("higher", (20.7, 25.2), 4.5, "same", "4.5"),
        ("higher", (20.74, 20.71), 0, "same", "0.0"),
        ("neither", (20.7, 25.2), 0, "higher", "4.5"),
        ("neither", (25.2, 20.7), 0, "lower", "-4.5"),
        ("lower", (None, 20.7), 0, "none", None),
        ("lower", (None, None), 0, "none", None),
    ],
)
def test_the_direction_of_travel(better, values, least, direction, change):
    found = judge(years(*values), better=better, least_change=least)
    assert found.direction == direction
    assert found.change == (None if change is None else Decimal(change))


def test_a_bound_has_no_direction():
    points = [MARCH, Point("April 2013", date(2013, 4, 30), 30, qualifier="at_least")]
    assert judge(points, better="lower").direction == "none"
    assert judge([points[1], *years()], better="lower").direction == "none"
    after = Point("May 2013", date(2013, 5, 31), 20)
    assert judge([points[1], after], better="lower").direction == "none"


def test_a_plain_number_has_no_unit():
    assert plain(Decimal("1234.5")) == "1,235"


@pytest.mark.parametrize("module", [areas, figures, judging, targets])
def test_its_examples_hold(module):
    assert doctest.testmod(module).failed == 0
