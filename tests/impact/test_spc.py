"""The SPC sums agree with NHSRplotthedots, and our own decisions hold."""

import doctest
import json
from datetime import date
from pathlib import Path

import pytest

from impact import spc

DATA = Path(__file__).parents[1] / "data"
FILE = json.loads((DATA / "spc_cases.json").read_text())
CASES = {case["id"]: case for case in FILE["cases"]}
RANDOM = json.loads((DATA / "spc_random_cases.json").read_text())["cases"]
VARIANTS = FILE["variants"]["two_sigma_counts_points_outside_limits"]["cases"]
BETTER = {"increase": "higher", "decrease": "lower", "neutral": "neither"}
RULES = {
    "Common Cause": (None, 0),
    "Above UCL": ("outside", 1),
    "Below LCL": ("outside", -1),
    "7 Point Trend (Increasing)": ("trend", 1),
    "7 Point Trend (Decreasing)": ("trend", -1),
    "2 in 3 Above CL": ("two_of_three", 1),
    "2 in 3 Below CL": ("two_of_three", -1),
    "7 Points Above CL": ("shift", 1),
    "7 Points Below CL": ("shift", -1),
}


def analyse(case, **options):
    given = case["input"]
    dates = [date.fromisoformat(day) for day in given["dates"]]
    rebases = {date.fromisoformat(day) for day in given["rebase"]}
    return spc.analyse(
        given["values"],
        dates=dates,
        better=BETTER[given["improvement_direction"]],
        target=given["target"],
        rebase_at=[index for index, day in enumerate(sorted(dates)) if day in rebases],
        baseline_points=given["fix_after_n_points"],
        screen=given["screen_outliers"],
        **options,
    )


def signs(chart):
    return [(point.rule, point.direction) for point in chart.points]


def kinds(chart):
    return [point.kind for point in chart.points]


def agree(chart, expected):
    assert len(chart.groups) == len(expected["groups"])
    for group, wanted in zip(chart.groups, expected["groups"], strict=True):
        limits = (group.centre, group.lower, group.upper)
        for got, want in zip(limits, (wanted["mean"], wanted["lpl"], wanted["upl"]), strict=True):
            assert got == (want if want is None else pytest.approx(want, rel=1e-9, abs=1e-9))
    assert signs(chart) == [RULES[name] for name in expected["special_cause_type"]]
    assert kinds(chart) == [name.removeprefix("special_cause_") for name in expected["point_type"]]


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, case in CASES.items()
        if case["normative"] and "error" not in case["expected"]
    ],
)
def test_normative_cases_agree(name):
    expected = CASES[name]["expected"]
    chart = analyse(CASES[name])
    agree(chart, expected)
    assert [(group.start, group.n) for group in chart.groups] == [
        (group["start"], group["n"]) for group in expected["groups"]
    ]
    assert chart.variation == expected["variation_icon"]
    assert chart.assurance == expected["assurance_icon"]


@pytest.mark.parametrize("case", RANDOM, ids=lambda case: case["id"])
def test_random_cases_agree(case):
    expected = case["expected"]
    chart = analyse(case)
    agree(chart, expected)
    assurance = (expected["assurance_type"] or "").removeprefix("consistent_") or None
    if case["input"]["target"] is None or case["input"]["improvement_direction"] == "neutral":
        assurance = None  # R keeps a type here and draws no icon
    assert chart.assurance == assurance


@pytest.mark.parametrize(
    "variant", [case for case in VARIANTS if case["id"] in CASES], ids=lambda case: case["id"]
)
def test_two_sigma_may_count_points_outside(variant):
    chart = analyse(CASES[variant["id"]], two_sigma_counts_outside=True)
    assert signs(chart) == [RULES[name] for name in variant["special_cause_type"]]
    assert kinds(chart) == [name.removeprefix("special_cause_") for name in variant["point_type"]]


@pytest.mark.parametrize("name", ["fix11-error", "duplicate-date-error"])
def test_what_the_package_refuses_is_refused(name):
    with pytest.raises(ValueError, match=r"at least 12 points|same date"):
        analyse(CASES[name])


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"better": "more"}, "“more” is not a direction"),
        ({"run_length": 2}, "A run needs at least 3 points"),
        ({"rebase_at": [4]}, "A rebase must lie among the 4 points"),
        ({"dates": [date(2013, 4, 1)]}, "4 values cannot have 1 dates"),
    ],
)
def test_a_wrong_question_is_refused_with_a_sentence(options, sentence):
    with pytest.raises(ValueError, match=sentence):
        spc.analyse([1, 2, 3, 4], **options)


def limits(chart):
    return [(group.centre, group.lower, group.upper) for group in chart.groups]


def test_a_screened_series_that_never_moves_has_no_limits_and_no_signal():
    chart = spc.analyse([5] * 15)
    assert limits(chart) == [(5, None, None)]
    assert set(chart.points) == {spc.Point(5.0)}


def test_a_constant_series_of_awkward_decimals_shows_no_signal_unscreened():
    chart = spc.analyse([0.1] * 15, screen=False)
    assert limits(chart) == [(0.1, 0.1, 0.1)]
    assert set(signs(chart)) == {(None, 0)}


def test_one_jump_in_a_constant_series_takes_the_limits_of_all_moving_ranges():
    screened = analyse(CASES["constant-then-jump"])
    assert screened == analyse(CASES["constant-then-jump-unscreened"])


def test_a_gap_costs_two_moving_ranges_and_shows_nothing():
    case = CASES["missing-value"]
    chart = analyse(case)
    agree_group = case["expected"]["groups"][0]
    assert limits(chart)[0] == pytest.approx(
        (agree_group["mean"], agree_group["lpl"], agree_group["upl"]), rel=1e-9
    )
    assert chart.groups[0].n == len(case["input"]["values"])
    assert chart.points[13] == spc.Point(None)


def test_a_gap_breaks_a_run():
    low, high = [6.0, 1.0] * 4, [8.0, 6.0, 8.0, 6.2, 7.0, 6.5, 8.0]
    whole = spc.analyse(low + high)
    parted = spc.analyse([*low, *high[:3], None, *high[3:]])
    assert [point.rule for point in whole.points[8:]] == ["shift"] * 7
    assert [point.rule for point in parted.points[8:]] == [None] * 8


def test_a_gap_breaks_a_trend():
    noise, rising = [1.0, 10.0] * 2, [3.0, 4, 5, 6, 7, 8, 9]
    whole = spc.analyse(noise + rising)
    parted = spc.analyse([*noise, *rising[:4], None, *rising[4:]])
    assert [point.rule for point in whole.points] == [None] * 4 + ["trend"] * 7
    assert {point.rule for point in parted.points} == {None}


def test_the_icon_is_that_of_the_last_known_point():
    chart = spc.analyse([1.0, 2, 3, 4, 5, 6, 7, None], better="lower")
    assert chart.points[-1] == spc.Point(None)
    assert chart.variation == "concern_high"


def test_a_run_may_be_six():
    values = [5, 1, 4, 2, 5, 1, 2, 3, 4, 5, 6, 3, 2, 4]
    assert {point.rule for point in spc.analyse(values).points} == {None}
    six = spc.analyse(values, run_length=6)
    assert [index for index, point in enumerate(six.points) if point.rule == "trend"] == [
        *range(5, 11)
    ]


def test_nothing_at_all_gives_an_empty_chart():
    assert spc.analyse([]) == spc.Analysis((), (), "common_cause", None)
    assert limits(spc.analyse([None])) == [(None, None, None)]


def test_the_baseline_is_the_first_known_points_of_the_group():
    calm = [10.0, 12.0] * 6
    chart = spc.analyse([None, *calm, 50.0, None], baseline_points=12)
    assert limits(chart) == [pytest.approx((11, 5.68, 16.32))]
    assert chart.points[13].rule == "outside"


def test_its_examples_hold():
    assert doctest.testmod(spc).failed == 0
