"""A board closes: all that is open there goes on elsewhere, in one change, after a look at it."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import (
    ActionPoint,
    Appointment,
    Board,
    Meeting,
    Nomination,
    Notification,
    Succession,
    User,
)
from impact.models import Measure
from priorities.models import Plan, ReportingRound, Sponsorship
from tests.factories import (
    ActionPointFactory,
    BoardFactory,
    MeetingFactory,
    NominationFactory,
    ReportingRoundFactory,
)
from tests.pages import tidy
from tests.portal.closing.pages import CLOSED, PAGE, closed, fields, homes, looked_at

pytestmark = pytest.mark.django_db


def test_each_open_thing_is_listed_and_nothing_that_is_settled(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    sent = homes(client, heir)
    kinds = [name.partition("-")[0] for name in sent if re.fullmatch(r"[a-z]+-\d+", name)]
    assert sorted(kinds) == [
        *("challenge", "measure", "plan", "planned", "point", "referral", "sponsorship"),
    ]
    place = Appointment.objects.get(seat__board=heir).place_id
    assert sent[f"sponsorship-{Sponsorship.objects.get().pk}"] == str(place)
    assert sent[f"plan-{Plan.objects.get(title='Improvement plan').pk}"] == str(heir.pk)


def test_a_look_says_what_it_comes_to_and_does_nothing(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    MeetingFactory(board=board, on=date(2024, 10, 1), state="planned")
    page = tidy(client.post(PAGE, {**homes(client, heir), "deed": "look"}))
    for words in (
        "Improvement Board closes after 31 August 2024",
        "Action point “Find a room”: to Safeguarding Board",
        "Plan “Improvement plan”: to Safeguarding Board",
        "Chair of the heir of Safeguarding Board",
        "The meeting of 1 October 2024: cancelled",
        "ends after 31 August 2024",
    ):
        assert words in page
    assert not Succession.objects.exists()
    assert Appointment.objects.filter(ends_on=None).count() == 2
    board.refresh_from_db()
    assert board.ends_on is None


def test_all_goes_on_at_the_successor_in_one_change(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    MeetingFactory(board=board, on=date(2024, 10, 1), state="planned")
    round_of_it = ReportingRoundFactory(board=board)
    asked = NominationFactory(place__seat__board=board)
    sent = looked_at(client, {**homes(client, heir), "papers_first_until": "2024-12-31"})
    for _ in range(2):  # a double click
        assert client.post(PAGE, {**sent, "deed": "pass"}).status_code == 302
    for rows in (
        ActionPoint.objects.filter(what="Find a room"),
        board.challenges.all(),
        board.referrals_in.all(),
    ):
        assert list(rows.values_list("passed_to", "passed_on")) == [(heir.pk, CLOSED)]
    assert Plan.objects.get(title="Improvement plan").board == heir
    assert Plan.objects.get(title="Old plan").board == board
    assert Measure.objects.get().board == heir
    assert heir.work_programme.get().title == "Look at missing children"
    old, new = Sponsorship.objects.order_by("pk")
    assert (old.ends_on, new.starts_on, new.ends_on) == (CLOSED, CLOSED, None)
    assert new.place.seat.board == heir
    assert Appointment.objects.get(seat__board=board).ends_on == CLOSED
    assert Meeting.objects.get(on=date(2024, 10, 1)).state == "cancelled"
    asked.refresh_from_db()
    assert asked.state == Nomination.State.WITHDRAWN
    assert ReportingRound.objects.get(pk=round_of_it.pk).closed_at is not None
    board.refresh_from_db()
    assert (board.ends_on, board.status) == (CLOSED, "historic")
    row = Succession.objects.get()
    assert (row.on, row.papers_first_until) == (CLOSED, date(2024, 12, 31))
    assert row.what == "1 action point, 1 question, 1 referral, 1 planned item, 1 plan, 1 measure"
    assert Notification.objects.filter(event__startswith="follows").count() == 1


def test_what_was_opened_since_is_told_and_nothing_is_done(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    sent = looked_at(client, homes(client, heir))
    late = ActionPointFactory(meeting=board.meetings.get(), what="Ring the school")
    page = client.post(PAGE, {**sent, "deed": "pass"})
    assert page.status_code == 422
    assert "Opened or changed meanwhile, so nothing was done" in tidy(page)
    assert "Ring the school" in tidy(page)
    assert not Succession.objects.exists()
    again = {**fields(page.text), "successors": sent["successors"]}
    assert again[f"point-{late.pk}"] == ""  # it is new, and somebody is to say where it goes
    again[f"point-{late.pk}"] = str(heir.pk)
    assert client.post(PAGE, {**looked_at(client, again), "deed": "pass"}).status_code == 302
    late.refresh_from_db()
    assert late.passed_to == heir


@pytest.mark.parametrize("what", ["settled", "planned"])
def test_what_was_settled_or_planned_since_is_told(
    client: Client, board: Board, heir: Board, me: User, what: str
) -> None:
    sent = looked_at(client, homes(client, heir))
    if what == "settled":
        ActionPoint.objects.filter(state="open").update(state="done")
    else:
        MeetingFactory(board=board, on=date(2024, 10, 1), state="planned")
    page = client.post(PAGE, {**sent, "deed": "pass"})
    assert page.status_code == 422
    assert "so nothing was done" in tidy(page)
    assert not Succession.objects.exists()


def test_things_go_to_several_boards_or_are_closed_with_a_reason(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    other = BoardFactory(name="Youth Board")
    sent = homes(client, heir, other)
    point = f"point-{ActionPoint.objects.get(state='open').pk}"
    measure = f"measure-{Measure.objects.get().pk}"
    planned = f"planned-{board.work_programme.get().pk}"
    sent |= {point: "drop", measure: str(other.pk), planned: "drop"}
    sent[f"{planned}-why"] = "it was looked at in May"
    page = client.post(PAGE, {**sent, "deed": "look"})
    assert page.status_code == 422
    assert "Say why it is closed here" in tidy(page)
    sent = looked_at(client, {**sent, f"{point}-why": "the room is found"})
    assert client.post(PAGE, {**sent, "deed": "pass"}).status_code == 302
    closed = ActionPoint.objects.get(what="Find a room")
    assert (closed.state, closed.outcome) == ("dropped", "the room is found")
    assert Measure.objects.get().board == other
    assert board.work_programme.get().dropped_because == "it was looked at in May"
    took = Succession.objects.order_by("to_board__name").values_list("to_board__name", "what")
    assert list(took) == [
        ("Safeguarding Board", "1 question, 1 referral, 1 plan"),
        ("Youth Board", "1 measure"),
    ]


def test_a_sponsor_sits_on_the_board_that_takes_the_plan(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    other = BoardFactory(name="Youth Board")
    sent = homes(client, heir, other)
    sent[f"plan-{Plan.objects.get(title='Improvement plan').pk}"] = str(other.pk)
    page = client.post(PAGE, {**sent, "deed": "look"})
    assert page.status_code == 422
    assert "sits on another board than the one its plan goes to." in tidy(page)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ends_on": "2024-09-31"}, "Enter a real date, like 31 December 2013"),
        ({"successors": []}, "Choose which board follows it"),
        ({"papers_first_until": "2024-08-01"}, "Give a day after the last day of the board"),
    ],
)
def test_what_cannot_be_is_said_at_its_place(
    client: Client, board: Board, heir: Board, me: User, typed: dict[str, Any], said: str
) -> None:
    sent = {"ends_on": "2024-08-31", "successors": [str(heir.pk)], "deed": "homes", **typed}
    page = client.post(PAGE, sent)
    assert page.status_code == 422
    assert said in tidy(page)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_queries_however_long(
    client: Client, board: Board, heir: Board, me: User, many: int, django_assert_num_queries: Any
) -> None:
    held = board.meetings.get()
    ActionPointFactory.create_batch(many, meeting=held)
    sent = {"ends_on": "2024-08-31", "successors": [str(heir.pk)], "deed": "homes"}
    with django_assert_num_queries(26):
        client.post(PAGE, sent)


def test_a_board_gets_no_last_day_while_something_is_left_without_an_owner(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    page, sent = "/boards/improvement/keep/close/", {"ends_on": "2024-08-31", "version": 1}
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "Still open there: 1 action point, 1 question, 1 referral." in tidy(refused)
    closed(client, heir)
    board.refresh_from_db()
    again = {"ends_on": "2024-08-30", "version": board.version}
    assert client.post(page, again).status_code == 302


def test_what_a_board_left_open_when_its_day_came_is_shown_and_passed_on(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    keep = "/boards/improvement/keep/"
    assert "still open there" not in tidy(client.get(keep))
    Board.objects.filter(pk=board.pk).update(ends_on=CLOSED)
    words = "It is closed, and still open there: 1 action point, 1 question, 1 referral."
    assert words in tidy(client.get(keep))
    closed(client, heir)
    assert "still open there" not in tidy(client.get(keep))
