"""Reports and the people who read them, as the tests of their pages make them."""

from django.utils import timezone

from governance.models import Office, Seat
from portal.models import ReportRun
from tests.factories import (
    AppointmentFactory,
    OfficeFactory,
    PlaceFactory,
    ReportFormatFactory,
    ReportRunFactory,
    SeatFactory,
    UserFactory,
)


def member_of(board, role=Seat.Role.MEMBER):
    person = UserFactory()
    seat = SeatFactory(board=board, role=role, voting=role in {"member", "chair"})
    place = PlaceFactory(seat=seat)
    AppointmentFactory(holder=person, place=place, seat=seat)
    return person


def officer_of(board):
    return OfficeFactory(kind=Office.Kind.PARTNERSHIP_OFFICER, board=board).person


def written(board, state=ReportRun.State.READY, edition=1, **columns):
    return ReportRunFactory(
        board=board,
        state=state,
        edition=edition,
        checksum="0" * 64,
        finished_at=timezone.now(),
        format=ReportFormatFactory(is_built=True),
        **columns,
    )
