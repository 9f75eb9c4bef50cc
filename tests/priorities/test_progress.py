"""The rating worked out, the four duties, lateness: each rule of the domain as a row."""

import doctest
from dataclasses import replace
from datetime import date, timedelta

import pytest

from priorities import progress
from priorities.progress import ActionFacts, Duty, SponsorFacts, WorkedOut

DAY = date(2013, 12, 31)
BEGAN = date(2013, 4, 1)
LATER = date(2014, 3, 31)


def action(name="1", state="on_track", *, starts_on=BEGAN, due_on=LATER, silent_rounds=0):
    return ActionFacts(name, state, starts_on, due_on, silent_rounds)


def overdue(days, name="1", state="on_track"):
    return action(name, state, due_on=DAY - timedelta(days=days))


NOT_YET = action("9", "not_started", starts_on=date(2014, 1, 1))


@pytest.mark.parametrize(
    ("actions", "rating", "reason"),
    [
        ([action("1", "complete")], "complete", "The only action is complete."),
        ([action("1", "complete")] * 3, "complete", "All 3 actions are complete."),
        ([overdue(90, state="complete")], "complete", "The only action is complete."),
        ([], "not_started", "No action is due to have started by 31 December 2013."),
        ([NOT_YET], "not_started", "No action is due to have started by 31 December 2013."),
        (
            [ActionFacts("1", "not_started")],
            "not_started",
            "No action is due to have started by 31 December 2013.",
        ),
        ([action("1", "off_track")], "off_track", "Action 1 is off track."),
        ([overdue(31)], "off_track", "Action 1 (31 days) is overdue."),
        ([overdue(30)], "at_risk", "Action 1 (30 days) is overdue."),
        ([overdue(1)], "at_risk", "Action 1 (1 day) is overdue."),
        (
            [overdue(0)],
            "on_track",
            "No action is at risk, overdue or without a contribution.",
        ),
        (
            [action("1", silent_rounds=2)],
            "off_track",
            "Action 1 (2 rounds) had no contribution.",
        ),
        ([action("1", silent_rounds=1)], "at_risk", "Action 1 (1 round) had no contribution."),
        ([action("1", "at_risk")], "at_risk", "Action 1 is at risk."),
        (
            [action("1", "at_risk"), action("2", "off_track"), action("3", "off_track")],
            "off_track",
            "Actions 2 and 3 are off track.",
        ),
        (
            [overdue(40, "1"), overdue(35, "2"), overdue(33, "3"), action("4", "off_track")],
            "off_track",
            "Action 4 is off track; actions 1 (40 days), 2 (35 days) and 3 (33 days) are overdue.",
        ),
        (
            [action("1", "complete"), action("2")],
            "on_track",
            "No action is at risk, overdue or without a contribution.",
        ),
        (
            [action("1", "paused"), NOT_YET],
            "on_track",
            "No action is at risk, overdue or without a contribution.",
        ),
        (
            [action("1", "off_track", starts_on=date(2014, 1, 1))],
            "off_track",
            "Action 1 is off track.",
        ),
        (
            [action(), replace(NOT_YET, silent_rounds=2)],
            "on_track",
            "No action is at risk, overdue or without a contribution.",
        ),
        (
            [action("1", "not_started", starts_on=None, due_on=date(2013, 12, 1))],
            "at_risk",
            "Action 1 (30 days) is overdue.",
        ),
        (
            [action("1", "on_track", due_on=None)],
            "on_track",
            "No action is at risk, overdue or without a contribution.",
        ),
    ],
)
def test_the_rating_worked_out_and_its_reason(actions, rating, reason):
    found = progress.work_out(actions, on=DAY)
    assert (found.rating, found.reason) == (rating, reason)


def test_the_reason_names_every_row_once():
    both = overdue(45, "2.3", "off_track")
    assert progress.work_out([both, action("2.4", silent_rounds=3)], on=DAY) == WorkedOut(
        "off_track",
        "Action 2.3 is off track; action 2.3 (45 days) is overdue; "
        "action 2.4 (3 rounds) had no contribution.",
        ("2.3", "2.4"),
    )


@pytest.mark.parametrize(
    ("typed", "worked_out", "better"),
    [
        ("complete", "on_track", True),
        ("on_track", "at_risk", True),
        ("at_risk", "off_track", True),
        ("on_track", "on_track", False),
        ("off_track", "complete", False),
        ("on_track", "not_started", False),
        ("complete", "not_started", True),
        ("not_started", "off_track", True),
    ],
)
def test_a_better_rating_than_worked_out_asks_for_a_sentence(typed, worked_out, better):
    assert progress.is_better(typed, worked_out) is better


MET = SponsorFacts(
    measures_agreed=True,
    actions_agreed=True,
    actions=6,
    whole_actions=6,
    commitments=7,
    answered=7,
    contributed=7,
    chased=0,
    report_begun=True,
    filed_on=date(2014, 1, 14),
)
TITLES = (
    "Measures and actions agreed",
    "Delivery plan complete",
    "Partners held to account",
    "Report filed",
)


def test_a_sponsor_who_did_everything_has_met_four_duties():
    assert progress.duties(MET) == (
        Duty(TITLES[0], "met", "Measures and actions agreed."),
        Duty(TITLES[1], "met", "6 of 6 actions fully described; 7 of 7 commitments answered."),
        Duty(TITLES[2], "met", "7 of 7 commitments reported."),
        Duty(TITLES[3], "met", "Filed on 14 January 2014."),
    )


@pytest.mark.parametrize(
    ("number", "facts", "state", "words"),
    [
        (0, {"measures_agreed": False}, "begun", "Actions agreed; measures not yet."),
        (0, {"actions_agreed": False}, "begun", "Measures agreed; actions not yet."),
        (
            0,
            {"measures_agreed": False, "actions_agreed": False},
            "open",
            "Neither measures nor actions agreed.",
        ),
        (1, {"actions": 0, "whole_actions": 0}, "open", "No actions yet."),
        (
            1,
            {"whole_actions": 5},
            "begun",
            "5 of 6 actions fully described; 7 of 7 commitments answered.",
        ),
        (
            1,
            {"answered": 6},
            "begun",
            "6 of 6 actions fully described; 6 of 7 commitments answered.",
        ),
        (
            1,
            {"whole_actions": 0, "answered": 0},
            "open",
            "0 of 6 actions fully described; 0 of 7 commitments answered.",
        ),
        (
            1,
            {"actions": 1, "whole_actions": 1, "commitments": 0, "answered": 0},
            "met",
            "1 of 1 action fully described; no commitments asked for.",
        ),
        (2, {"commitments": 0, "contributed": 0}, "open", "No partner has a commitment yet."),
        (2, {"contributed": 5}, "begun", "5 of 7 commitments reported."),
        (2, {"contributed": 0}, "open", "0 of 7 commitments reported."),
        (
            2,
            {"contributed": 5, "chased": 1},
            "met",
            "5 of 7 commitments reported; the sponsor asked or raised it.",
        ),
        (3, {"filed_on": None}, "begun", "Begun, not signed off."),
        (3, {"filed_on": None, "report_begun": False}, "open", "No report this quarter."),
    ],
)
def test_a_duty_not_met_says_what_is_missing(number, facts, state, words):
    found = progress.duties(replace(MET, **facts))
    assert found[number] == Duty(TITLES[number], state, words)


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        (0, ""),
        (1, "second date"),
        (2, "third date"),
        (9, "tenth date"),
        (10, "11th date"),
        (20, "21st date"),
        (21, "22nd date"),
        (22, "23rd date"),
        (111, "112th date"),
    ],
)
def test_a_moved_date_says_how_often(moved, words):
    assert progress.date_in_words(moved) == words


def test_silence_of_one_quarter_and_of_more():
    assert progress.no_update("Police", 1) == "No update from Police this quarter."
    assert progress.no_update("Police", 3) == "No update from Police for 3 quarters."


def test_its_examples_hold():
    assert doctest.testmod(progress).failed == 0
