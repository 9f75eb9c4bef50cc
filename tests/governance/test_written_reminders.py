"""Who has not answered in writing is told once, two working days before the last day."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from governance.changes.written import remind_of_procedures
from governance.models import Appointment, Board, Message, Notification, WrittenProcedure
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    PauseFactory,
    WrittenAnswerFactory,
    WrittenProcedureFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2024, 9, 5, 6, 0, tzinfo=UTC)
MONDAY = date(2024, 9, 9)


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance")
    return made


@pytest.fixture
def procedure(board: Board) -> WrittenProcedure:
    made: WrittenProcedure = WrittenProcedureFactory(
        board=board, question="A secret question?", closes_on=MONDAY
    )
    return made


def voter(board: Board, **more: Any) -> Appointment:
    row: Appointment = AppointmentFactory(place__seat__board=board, **more)
    return row


def told(on: date) -> list[int]:
    remind_of_procedures(on=on, at=AT)
    people = Notification.objects.order_by("person").values_list("person", flat=True)
    return list(people)


def test_who_has_not_answered_is_told_once_two_working_days_before(
    board: Board, procedure: WrittenProcedure
) -> None:
    silent, answered, guest = voter(board), voter(board), voter(board, place__seat__voting=False)
    WrittenAnswerFactory(procedure=procedure, place=answered.place)
    assert guest.place.seat.voting is False
    assert told(date(2024, 9, 4)) == []
    for day in (5, 5, 6, 9, 10):
        assert told(date(2024, 9, day)) == [silent.holder_id]
    mail = Message.objects.get()
    assert mail.person == silent.holder
    assert "waits for your answer in writing until 9 September 2024" in mail.body
    assert "secret" not in f"{mail.title} {mail.body}"


def test_what_is_over_or_closed_reminds_nobody(board: Board, procedure: WrittenProcedure) -> None:
    voter(board)
    assert told(date(2024, 9, 10)) == []
    WrittenProcedure.objects.update(
        state="withdrawn", closed_at=AT, closed_by=procedure.opened_by, reason="Wrong."
    )
    assert told(MONDAY) == []


def test_in_a_pause_of_the_board_nobody_is_chased(
    board: Board, procedure: WrittenProcedure
) -> None:
    row = voter(board)
    PauseFactory(board=board, starts_on=date(2024, 9, 1), ends_on=date(2024, 9, 9))
    assert told(date(2024, 9, 6)) == []
    assert told(MONDAY) == [row.holder_id]
