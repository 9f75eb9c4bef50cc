"""What a board says of itself: added, changed, put in order, signed off at a meeting, removed."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import Board, BoardStatement, Meeting, User
from tests.factories import BoardFactory, BoardStatementFactory, MeetingFactory, OfficeFactory
from tests.pages import tidy

pytestmark = pytest.mark.django_db
KEEP = "/boards/alliance/keep/"
PART = f"{KEEP}statements/"


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2024-10-02T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance")
    return made


@pytest.fixture(autouse=True)
def administrator(client: Client, board: Board) -> User:
    """Who keeps the membership of this one board, signed in."""
    person: User = OfficeFactory(board=board, kind="membership_administrator").person
    client.force_login(person)
    return person


@pytest.fixture
def meeting(board: Board) -> Meeting:
    made: Meeting = MeetingFactory(board=board, on=date(2024, 6, 12))
    return made


def test_a_statement_is_added_last_of_its_kind_with_the_meeting_that_signed_it_off(
    client: Client, board: Board, meeting: Meeting
) -> None:
    BoardStatementFactory(board=board, kind="promise", number=4)
    sent = {"kind": "promise", "text": "We answer.", "agreed_in": meeting.pk, "key": "one"}
    assert client.post(f"{PART}new/", sent)["Location"] == f"{KEEP}#statements"
    client.post(f"{PART}new/", sent)
    made = BoardStatement.objects.get(text="We answer.")
    assert (made.number, made.agreed_on, made.agreed_in) == (5, meeting.on, meeting)
    assert "signed off on 12 June 2024" in tidy(Client().get("/boards/alliance/"))


def test_another_text_is_not_signed_off_until_a_meeting_does_it_again(
    client: Client, board: Board, meeting: Meeting
) -> None:
    row = BoardStatementFactory(board=board, agreed_in=meeting, agreed_on=meeting.on)
    place, again = f"{PART}{row.pk}/", MeetingFactory(board=board, on=date(2024, 9, 11))
    client.post(place, {"text": "We hear.", "agreed_in": meeting.pk, "version": row.version})
    row.refresh_from_db()
    assert (row.text, row.agreed_on, row.agreed_in) == ("We hear.", None, None)
    client.post(place, {"text": "We hear.", "agreed_in": again.pk, "version": row.version})
    row.refresh_from_db()
    assert (row.agreed_on, row.agreed_in) == (again.on, again)
    client.post(place, {"text": "We hear.", "agreed_in": "", "version": row.version})
    row.refresh_from_db()
    assert (row.agreed_on, row.agreed_in) == (None, None)


def test_statements_of_a_kind_are_put_in_another_order(client: Client, board: Board) -> None:
    rows = [BoardStatementFactory(board=board, number=n, text=f"{n}") for n in (1, 3, 7)]
    other = BoardStatementFactory(board=board, kind="value", number=2)
    place = f"{PART}{rows[2].pk}/"
    assert client.post(place, {"deed": "up"})["Location"] == place
    assert _order(board) == ["1", "7", "3"]
    for _ in range(2):
        client.post(f"{PART}{rows[0].pk}/", {"deed": "down"})
    assert _order(board) == ["7", "3", "1"]
    client.post(f"{PART}{rows[0].pk}/", {"deed": "down"})
    assert _order(board) == ["7", "3", "1"]
    other.refresh_from_db()
    assert other.number == 2


def _order(board: Board) -> list[str]:
    rows = board.statements.filter(kind="promise").order_by("number")
    return list(rows.values_list("text", flat=True))


def test_a_statement_without_words_is_refused_with_the_sentence_at_its_place(
    client: Client,
) -> None:
    answer = client.post(f"{PART}new/", {"kind": "value", "text": " "})
    assert answer.status_code == 422
    assert "Write what the board says" in tidy(answer)


def test_a_statement_is_removed_and_can_be_brought_back(client: Client, board: Board) -> None:
    row = BoardStatementFactory(board=board, text="We listen.")
    client.post(f"{PART}{row.pk}/", {"deed": "remove"})
    assert not board.statements.exists()
    event = BoardStatement.pgh_event_model.objects.filter(pgh_label="delete").latest("pgh_id")
    client.post(KEEP, {"part": "statements", "event": event.pgh_id})
    assert board.statements.get().text == "We listen."
