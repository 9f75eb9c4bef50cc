"""The pages of meetings: what they say, to whom, and at how many queries."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Board, Meeting, Office
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    DecisionFactory,
    MeetingFactory,
    OfficeFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
TODAY = date(2024, 9, 2)


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance", purpose="To act as one.")
    return made


def member_of(board: Board, **holder: Any) -> Any:
    return AppointmentFactory(place__seat__board=board, **holder).holder


@pytest.mark.parametrize("rows", [1, 3])
def test_meetings_cost_the_same_however_many(
    client: Client, board: Board, rows: int, django_assert_num_queries: Any
) -> None:
    MeetingFactory.create_batch(rows, board=board)
    with django_assert_num_queries(4):  # board, the next one, how many, meetings
        page = tidy(client.get("/boards/alliance/meetings/"))
    assert page.count("12 June 2024</div>") == rows


def test_the_meetings_of_many_years_stand_on_pages(client: Client, board: Board) -> None:
    next_meeting(board)
    MeetingFactory.create_batch(11, board=board)
    first = tidy(client.get("/boards/alliance/meetings/"))
    assert first.count("12 June 2024</div>") == 10
    assert "11 meetings</h2>" in first
    assert 'aria-label="Pages of meetings"><span>Page 1 of 2</span>' in first
    second = tidy(client.get("/boards/alliance/meetings/?page=2"))
    assert second.count("12 June 2024</div>") == 1
    assert "Next meeting" in second


def next_meeting(board: Board, **more: Any) -> Meeting:
    made: Meeting = MeetingFactory(
        board=board, on=date(2024, 9, 12), state=Meeting.State.PUBLISHED, **more
    )
    return made


def test_the_next_meeting_stands_by_itself_with_its_agenda(client: Client, board: Board) -> None:
    meeting = next_meeting(board, venue="Council House", starts_at="16:00", ends_at="17:30")
    AgendaItemFactory(meeting=meeting, number=1, title="Early help", purpose="decide")
    page = tidy(client.get("/boards/alliance/meetings/"))
    assert "Thursday 12 September 2024, 4 pm to 5.30 pm" in page
    assert "Early help" in page
    assert "To decide" in page


def test_only_the_board_sees_replies_and_what_is_planned(client: Client, board: Board) -> None:
    Board.objects.update(quorum_number=1)
    meeting = next_meeting(board)
    seat = AppointmentFactory(place__seat__board=board)
    AttendanceFactory(meeting=meeting, place=seat.place, reply="coming", came="unknown")
    MeetingFactory(board=board, on=date(2025, 1, 9), state="planned", title="Only planned")
    assert "Quorate" not in tidy(client.get("/boards/alliance/meetings/"))
    assert "Only planned" not in tidy(client.get("/boards/alliance/meetings/"))
    client.force_login(seat.holder)
    page = tidy(client.get("/boards/alliance/meetings/"))
    assert "Quorate: 1 of 1 is coming, 1 is needed." in page
    assert "The quorum is 1: met." in page
    assert "Only planned" in page


def test_a_planned_meeting_opens_for_its_board_only(client: Client, board: Board) -> None:
    meeting = MeetingFactory(board=board, state="planned")
    address = meeting.get_absolute_url()
    assert client.get(address).status_code == 404
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(member_of(BoardFactory()))
    assert client.get(address).status_code == 404
    client.force_login(member_of(board))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("office", "status"),
    [
        (Office.Kind.PARTNERSHIP_OFFICER, 200),
        (Office.Kind.MEMBERSHIP_ADMINISTRATOR, 403),
        (Office.Kind.SCRUTINY_OFFICER, 403),
    ],
)
def test_of_the_offices_the_partnership_officer_sees_what_is_planned(
    client: Client, board: Board, office: str, status: int
) -> None:
    meeting = MeetingFactory(board=board, state="planned")
    client.force_login(OfficeFactory(board=board, kind=office).person)
    response = client.get(meeting.get_absolute_url())
    assert response.status_code == status
    assert ("The board sees what is only planned." in tidy(response)) is (status == 403)


def test_of_an_exempt_item_title_and_paragraph_are_shown(client: Client, board: Board) -> None:
    meeting = next_meeting(board)
    AgendaItemFactory(
        meeting=meeting,
        title="A contract",
        exempt=True,
        exempt_paragraphs="paragraph 3",
        exempt_reason="The price is being negotiated",
        exempt_by="Monitoring Officer",
    )
    page = tidy(client.get(meeting.get_absolute_url()))
    assert "Exempt under paragraph 3 of Schedule 12A" in page
    assert "The price is being negotiated" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_meeting_costs_the_same_however_much_it_decided(
    client: Client, board: Board, rows: int, django_assert_num_queries: Any
) -> None:
    meeting = MeetingFactory(board=board)
    DecisionFactory.create_batch(rows, board=board, meeting=meeting)
    with django_assert_num_queries(5):  # meeting with board, agenda, papers, decisions, questions
        page = tidy(client.get(meeting.get_absolute_url()))
    assert page.count("The plan was agreed.") == rows
