"""What many points and other areas say of a figure: its variation, its place, its interval."""

from decimal import Decimal

import pytest

from impact import spc
from impact.judgement import (
    Against,
    AreaFigure,
    Place,
    Target,
    against,
    judge,
    place,
)
from impact.judgement.figures import ordinal
from tests.impact.judged import MARCH, OCTOBER, years


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
