"""A table of sixteen, as the Learning Alliance's: one head stands down, and all follows."""

from datetime import date

import pytest
from django.test import Client

from governance.models import Appointment, Board
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    MeetingFactory,
    OfficeFactory,
    PlaceFactory,
    SeatFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]


@pytest.fixture
def board() -> Board:
    """Thirteen lines with sixteen places, all held, and a meeting to which all are coming."""
    made: Board = BoardFactory(slug="learning", quorum_number=9)
    meeting = MeetingFactory(board=made, on=date(2024, 9, 16), state="published")
    for line in range(13):
        seat = SeatFactory(board=made, title=f"Line {line}", order=line)
        for number in range(1, 3 if line < 3 else 2):
            place = PlaceFactory(seat=seat, number=number)
            AppointmentFactory(place=place)
            AttendanceFactory(meeting=meeting, place=place, reply="coming", came="unknown")
    return made


def test_one_who_stands_down_leaves_fifteen_of_sixteen_and_another_forecast(
    client: Client, board: Board
) -> None:
    keeper, theirs, member = Client(), Client(), Client()
    office = OfficeFactory(board=board, kind="membership_administrator")
    keeper.force_login(office.person)
    gone, other = Appointment.objects.select_related("holder").order_by("pk")[:2]
    theirs.force_login(gone.holder)
    member.force_login(other.holder)
    assert "16 of 16 places are filled" in tidy(client.get("/boards/learning/members/"))
    assert "16 of 16 are coming, 9 are needed." in tidy(member.get("/boards/learning/meetings/"))
    assert theirs.get("/boards/learning/attendance/").status_code == 200
    address = f"/boards/learning/appointments/{gone.pk}/stand-down/"
    sent = {"version": 1, "ends_on": "2024-09-01", "why_ended": "retired"}
    done = tidy(keeper.post(address, sent, follow=True))
    assert "15 of 16 places filled." in done
    page = tidy(client.get("/boards/learning/members/"))
    assert "15 of 16 places are filled" in page
    assert "1 place vacant" in page
    assert "15 of 15 are coming, 9 are needed." in tidy(member.get("/boards/learning/meetings/"))
    assert theirs.get("/boards/learning/attendance/").status_code == 404
