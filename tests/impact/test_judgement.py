"""Judgement: one calculation, its words, and figures as they are printed."""

import doctest
from datetime import date
from decimal import Decimal

import pytest

from impact import spc
from impact.judgement import (
    Against,
    AreaFigure,
    Place,
    Point,
    Target,
    against,
    areas,
    figure,
    figures,
    judge,
    judging,
    place,
    plain,
    stand,
    target_on,
    targets,
    when,
)
from impact.judgement.figures import distance, ordinal

MARCH = Point("March 2013", date(2013, 3, 31), Decimal("25.2"))
OCTOBER = Point("October 2013", date(2013, 10, 31), Decimal("20.7"))


def years(*values, **options):
    """Return one point a year, ending 31 March, the first that of 2000/01."""
    return [
        Point(f"{2000 + n}/{n + 1:02}", date(2001 + n, 3, 31), value, **options)
        for n, value in enumerate(values)
    ]


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


def test_twelve_points_are_not_judged_and_say_so():
    found = judge(years(*[10, 12] * 6), better="lower", target=Target(20))
    assert (found.chart, found.variation, found.assurance) == (None, None, None)
    assert found.points_words == "12 of 13 points"
    assert found.variation_sentence == "12 of the 13 points that a judgement of variation needs."
    assert found.text == f"{found.sentence} {found.variation_sentence}"


def test_gaps_do_not_count_as_points():
    found = judge(years(*[10, 12] * 6, None), better="lower")
    assert found.points_words == "12 of 13 points"


@pytest.mark.parametrize(
    ("values", "better", "target", "variation", "assurance", "sentence"),
    [
        (
            [10, 12] * 7,
            "lower",
            20,
            "common_cause",
            "pass",
            (
                "The last figure is in the usual range of 5.7 to 16.3; "
                "by that range the target will be met."
            ),
        ),
        (
            [10, 12] * 7,
            "higher",
            20,
            "common_cause",
            "fail",
            (
                "The last figure is in the usual range of 5.7 to 16.3; "
                "by that range the target will be missed."
            ),
        ),
        (
            [10, 12] * 7,
            "higher",
            11,
            "common_cause",
            "inconsistent",
            (
                "The last figure is in the usual range of 5.7 to 16.3; "
                "by that range the target is hit or miss."
            ),
        ),
        (
            [*[10, 12] * 7, 30],
            "lower",
            None,
            "concern_high",
            None,
            "The last figure is worse than chance explains: above the usual range of 6.9 to 17.6.",
        ),
        (
            [*[10, 12] * 7, 0],
            "neither",
            None,
            "neutral_low",
            None,
            "The last figure is lower than chance explains: below the usual range of 4.9 to 15.6.",
        ),
        (
            [10, 12, 10, 12, 10, 12, 10, 11, 12, 13, 14, 15, 16],
            "higher",
            None,
            "improvement_high",
            None,
            (
                "The last figure is better than chance explains: "
                "seven in a row rising; usual range 8.1 to 16.1."
            ),
        ),
        (
            [6, 1, 6, 1, 6, 1, 6, 1, 8, 6, 8, 6.2, 7, 6.5, 8],
            "higher",
            None,
            "improvement_high",
            None,
            (
                "The last figure is better than chance explains: "
                "seven in a row above the mean; usual range \N{MINUS SIGN}4.4 to 14.8."
            ),
        ),
        (
            [*[10, 12] * 7, 16, 16],
            "lower",
            None,
            "concern_high",
            None,
            (
                "The last figure is worse than chance explains: "
                "two of three near the limit; usual range 6.3 to 16.9."
            ),
        ),
        ([5] * 13, "higher", 4, "common_cause", None, "The figures do not vary."),
    ],
)
def test_thirteen_points_are_judged(values, better, target, variation, assurance, sentence):
    goal = None if target is None else Target(target)
    found = judge(years(*values), better=better, target=goal)
    assert (found.variation, found.assurance) == (variation, assurance)
    assert found.variation_sentence == sentence
    assert found.points_words == ""


def test_the_chart_is_that_of_the_spc_sums():
    values = [10, None, 12, *[10, 12] * 6]
    found = judge(years(*values), better="lower", target=Target(Decimal(20)))
    assert found.chart == spc.analyse(values, better="lower", target=20)


def test_after_a_rebase_thirteen_points_are_needed_again():
    values = [10, 12] * 10
    young = judge(years(*values), better="lower", rebase_at=[8])
    assert (young.points_words, young.variation) == ("12 of 13 points", None)
    old = judge(years(*values), better="lower", rebase_at=[7], baseline_points=12)
    assert old.variation == "common_cause"
    assert [group.start for group in old.chart.groups] == [0, 7]


def test_the_latest_figure_is_there_ready_to_print():
    found = judge([MARCH, OCTOBER], better="lower", unit="%")
    assert (found.figure, found.latest, found.previous) == ("20.7%", OCTOBER, MARCH)
    nothing = judge([], better="lower")
    assert (nothing.figure, nothing.latest, nothing.target) == ("", None, None)


def test_points_out_of_order_are_refused():
    with pytest.raises(ValueError, match="oldest first"):
        judge([OCTOBER, MARCH], better="lower")


OTHERS = [AreaFigure(f"Area {n}", value) for n, value in enumerate((6.4, 7.8, 12.78, 15.3))]


@pytest.mark.parametrize(
    ("value", "better", "found"),
    [
        (11.9, "lower", Place(3, 5, "C", "3rd of 5; 1st is lowest")),
        (11.9, "higher", Place(3, 5, "C", "3rd of 5; 1st is highest")),
        (6.38, "lower", Place(1, 5, "A", "1st of 5; 1st is lowest")),
        (99, "lower", Place(5, 5, "D", "5th of 5; 1st is lowest")),
        (11.9, "neither", None),
        (None, "lower", None),
    ],
)
def test_a_place_among_areas(value, better, found):
    assert place(AreaFigure("Walsall", value), OTHERS, better=better, decimals=1) == found


def test_areas_without_a_figure_have_no_place_and_three_have_no_quartiles():
    others = [AreaFigure("Derby", 5), AreaFigure("Bolton", None), AreaFigure("Rochdale", 5)]
    found = place(AreaFigure("Walsall", 5), others, better="higher", decimals=0)
    assert found == Place(1, 3, None, "1st of 3; 1st is highest")


@pytest.mark.parametrize(
    ("better", "lower", "upper", "relation"),
    [
        ("lower", 75.3, 90.2, "worse"),
        ("higher", 75.3, 90.2, "better"),
        ("neither", 75.3, 90.2, "higher"),
        ("lower", 60.0, 70.0, "better"),
        ("higher", 60.0, 70.0, "worse"),
        ("neither", 60.0, 70.0, "lower"),
        ("lower", 72.7, 90.2, "similar"),
        ("lower", 60.0, 72.7, "similar"),
    ],
)
def test_an_interval_wholly_to_one_side_of_england_is_better_or_worse(
    better, lower, upper, relation
):
    own, england = AreaFigure("Walsall", lower + 1, lower, upper), AreaFigure("England", 72.7)
    assert against(own, england, better=better, decimals=1).relation == relation


def test_two_areas_are_told_apart_only_where_their_intervals_do_not_meet():
    own = AreaFigure("Walsall", 82.1, 75.3, 90.2)
    derby, bolton = AreaFigure("Derby", 70, 64, 75.3), AreaFigure("Bolton", 70, 66, 74)
    options = {"better": "lower", "decimals": 1, "benchmark": False}
    assert against(own, derby, **options).words == (
        "Similar to Derby: 12.1 above 70.0, interval 75.3 to 90.2."
    )
    assert against(own, bolton, **options).relation == "worse"
    alone = AreaFigure("Rochdale", 70)
    assert against(own, alone, **options) == Against(
        "not_compared", Decimal("12.1"), "12.1 above 70.0 in Rochdale; not tested statistically."
    )


def test_without_an_interval_nothing_is_tested():
    own, england = AreaFigure("Walsall", 5.4), AreaFigure("England", 5.4)
    assert against(own, england, better="lower", decimals=1, unit="%") == Against(
        "not_compared", Decimal("0.0"), "Equal to 5.4% in England; not tested statistically."
    )
    below = against(own, AreaFigure("England", 6), better="lower", decimals=1, unit="%")
    assert below.words == (
        "0.6 percentage points below 6.0% in England; not tested statistically."
    )
    nothing = against(own, AreaFigure("England", None), better="lower", decimals=1)
    assert nothing == Against("not_compared", None, "No figure to compare with England.")


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (13, "13th"), (22, "22nd")],
)
def test_places_are_written_as_ordinals(number, words):
    assert ordinal(number) == words


def test_a_plain_number_has_no_unit():
    assert plain(Decimal("1234.5")) == "1,235"


@pytest.mark.parametrize("module", [areas, figures, judging, targets])
def test_its_examples_hold(module):
    assert doctest.testmod(module).failed == 0
