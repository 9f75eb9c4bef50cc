"""The last minutes of a board that closed: a meeting of a board that follows agrees them."""

from datetime import date

import pytest
from django.test import Client

from governance.models import Board, Meeting, Minutes, Succession
from tests.factories import (
    BoardFactory,
    MeetingFactory,
    MinutesFactory,
    OfficeFactory,
    SuccessionFactory,
)
from tests.pages import tidy
from tests.plain_sql import delete, refused, update

pytestmark = pytest.mark.django_db
LAST, LATER = date(2024, 6, 3), date(2024, 9, 11)


@pytest.fixture
def heir() -> Board:
    made: Board = BoardFactory(name="The heir")
    return made


@pytest.fixture
def last(heir: Board) -> Meeting:
    """The last meeting of a board that is closed, with draft minutes."""
    closed = BoardFactory(name="The old board", ends_on=date(2024, 7, 1))
    SuccessionFactory(from_board=closed, to_board=heir)
    made: Meeting = MeetingFactory(board=closed, on=LAST, state="held", agenda_out_on=LAST)
    MinutesFactory(meeting=made)
    return made


@pytest.fixture
def later(heir: Board) -> Meeting:
    made: Meeting = MeetingFactory(board=heir, on=LATER, state="held")
    return made


def test_an_officer_of_who_follows_records_that_a_meeting_there_agreed_them(
    client: Client, last: Meeting, later: Meeting
) -> None:
    client.force_login(OfficeFactory(board=later.board).person)
    place = f"{last.get_absolute_url()}minutes/"
    page = tidy(client.get(place))
    assert "Ordinary meeting, 11 September 2024, The heir</option>" in page
    assert "Take a line down" not in page
    assert client.post(place, {"deed": "agree", "meeting": later.pk}).status_code == 302
    assert Minutes.objects.get().agreed_in == later
    client.logout()
    assert "Agreed on 11 September 2024" in tidy(client.get(place))


def test_nobody_else_agrees_them_and_only_there(
    client: Client, last: Meeting, later: Meeting
) -> None:
    place = f"{last.get_absolute_url()}minutes/"
    elsewhere = MeetingFactory(on=LATER, state="held")
    for board, meeting, status in (
        (elsewhere.board, later, 404),
        (last.board, later, 403),
        (later.board, elsewhere, 422),
    ):
        client.force_login(OfficeFactory(board=board).person)
        sent = {"deed": "agree", "meeting": meeting.pk}
        assert client.post(place, sent).status_code == status
    client.force_login(OfficeFactory(board=later.board).person)
    assert client.post(place, {"deed": "circulate"}).status_code in {403, 404}
    assert Minutes.objects.get().agreed_in is None


def test_while_a_board_is_at_work_its_own_officers_keep_its_minutes(
    client: Client, last: Meeting, later: Meeting
) -> None:
    Board.objects.filter(pk=last.board_id).update(ends_on=None)
    client.force_login(OfficeFactory(board=later.board).person)
    assert client.get(f"{last.get_absolute_url()}minutes/").status_code == 404


def test_the_database_lets_only_who_follows_agree_them_and_keeps_it_following(
    last: Meeting, later: Meeting
) -> None:
    minutes = Minutes.objects.get()
    frozen = {"content": "{}", "checksum": "a" * 64}
    elsewhere = MeetingFactory(on=LATER, state="held")
    with refused("minutes_are_agreed_at_a_later_held_meeting"):
        update(minutes, agreed_in_id=elsewhere.pk, **frozen)
    update(minutes, agreed_in_id=later.pk, **frozen)
    with refused("board_follows_while_it_agreed_minutes"):
        delete(Succession.objects.get())
    with refused("minutes_stay_agreed_at_a_later_meeting"):
        update(later, board_id=elsewhere.board_id)
    update(later, on=date(2024, 9, 12))
