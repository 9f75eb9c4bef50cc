"""Terms that run out are told of 90, 60 and 30 days before: once each, whoever runs the clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from governance.changes.endings import tell_of_ending_terms
from governance.models import Appointment, Board, Message, Notification, User
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    OfficeFactory,
    PauseFactory,
    SeatFactory,
    UserFactory,
)
from tests.hands import at_once

pytestmark = pytest.mark.django_db
END = date(2024, 9, 1)
AT = datetime(2024, 6, 3, 6, 0, tzinfo=UTC)


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance")
    return made


@pytest.fixture
def keeper(board: Board) -> User:
    """Who keeps the membership of the board."""
    person: User = OfficeFactory(board=board, kind="membership_administrator").person
    return person


def term(board: Board, **more: Any) -> Appointment:
    row: Appointment = AppointmentFactory(
        place__seat=SeatFactory(board=board, title="Head teacher"),
        holder__post="Head",
        **{"ends_on": END, **more},
    )
    return row


def told(on: date) -> int:
    return tell_of_ending_terms(on=on, at=AT)


def test_holder_and_keeper_are_told_once_at_each_step(board: Board, keeper: User) -> None:
    row = term(board)
    for left in (91, 90, 89, 60, 31, 30, 30, 1):
        told(END - timedelta(days=left))
    for person in (row.holder, keeper):
        events = Notification.objects.filter(person=person).values_list("event", flat=True)
        assert [each.split()[-1] for each in events.order_by("pk")] == ["90", "60", "30"]
        assert Message.objects.filter(person=person).count() == 3
    assert Notification.objects.count() == 6


def test_what_falls_into_a_pause_of_the_board_is_told_when_it_is_over(
    board: Board, keeper: User
) -> None:
    term(board)
    PauseFactory(board=board, starts_on=date(2024, 6, 1), ends_on=date(2024, 6, 10))
    assert [told(date(2024, 6, number)) for number in (3, 9)] == [0, 0]
    assert not Notification.objects.exists()
    assert told(date(2024, 6, 10)) == 1
    assert Notification.objects.filter(text__endswith="in 83 days.").count() == 2


def test_each_is_led_to_what_they_may_open(board: Board, keeper: User) -> None:
    row = term(board)
    told(END - timedelta(days=90))
    mine, theirs = (
        Notification.objects.select_related("subject").get(person=person)
        for person in (row.holder, keeper)
    )
    assert mine.text == (
        "Your term as Head teacher on The Alliance ends on 31 August 2024, in 90 days."
    )
    assert mine.subject.address == "/boards/alliance/members/"
    assert theirs.text == (
        "The term of Head as Head teacher on The Alliance ends on 31 August 2024, in 90 days."
    )
    assert theirs.subject.address == f"/boards/alliance/members/{row.place_id}/"


def test_a_clock_that_stood_still_makes_up_for_the_last_step_only(
    board: Board, keeper: User
) -> None:
    term(board)
    told(END - timedelta(days=20))
    events = Notification.objects.filter(person=keeper).values_list("event", flat=True)
    assert [each.split()[-1] for each in events] == ["30"]


@pytest.mark.parametrize(
    "known", [{"why_ended": "retired"}, {"ends_on": None}, {"ends_on": date(2024, 12, 1)}]
)
def test_what_somebody_ended_or_what_goes_on_is_not_told(
    board: Board, keeper: User, known: dict[str, Any]
) -> None:
    term(board, **known)
    assert told(END - timedelta(days=60)) == 0


def test_a_term_that_is_followed_is_not_told(board: Board, keeper: User) -> None:
    row = term(board)
    AppointmentFactory(place=row.place, starts_on=END)
    assert told(END - timedelta(days=60)) == 0


def test_of_a_closed_board_nobody_is_told(board: Board, keeper: User) -> None:
    term(board)
    Board.objects.update(status=Board.Status.HISTORIC)
    assert told(END - timedelta(days=60)) == 0


def test_who_has_left_is_not_told_and_keepers_of_other_boards_are_not(board: Board) -> None:
    OfficeFactory(board=BoardFactory(), kind="membership_administrator")
    OfficeFactory(board=None, kind="membership_administrator", ends_on=date(2024, 6, 1))
    everywhere = OfficeFactory(board=None, kind="membership_administrator").person
    term(board, holder__left_on=END)
    told(END - timedelta(days=60))
    assert [each.person for each in Notification.objects.all()] == [everywhere]


def test_a_young_person_is_told_through_their_supporter(board: Board) -> None:
    row = term(board, holder=UserFactory(young=True))
    told(END - timedelta(days=60))
    assert Message.objects.get().person == row.holder.supporter


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_one_moment_tell_once(board: Board, keeper: User) -> None:
    term(board)
    at_once(lambda _: told(END - timedelta(days=60)), range(3))
    assert Notification.objects.count() == 2
    assert Message.objects.count() == 2
