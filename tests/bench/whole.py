"""The governance of a whole partnership: what many years of many boards leave behind."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle, islice

from django.db import connection

from governance.http import today
from governance.models import (
    AgendaItem,
    Appointment,
    Attendance,
    Board,
    Decision,
    Meeting,
    Place,
    User,
)
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    DecisionFactory,
    MeetingFactory,
    PlaceFactory,
    UserFactory,
)

BOARDS, PLACES, APPOINTMENTS, MEETINGS = 30, 500, 3_000, 1_500
PEOPLE = 600
# Terms end before the demonstration's own begin; boards have met until these days.
END = date(2009, 1, 1)
YEAR, BETWEEN = timedelta(days=365), timedelta(days=3)
ITEMS = 4
BEYOND = 1_000  # the numbers of the demonstration's own decisions
CAME = (*(Attendance.Came.PRESENT,) * 3, Attendance.Came.ABSENT)


def fill() -> None:
    """Bring boards, places, appointments and meetings to what a whole partnership has."""
    for _ in range(BOARDS - Board.objects.count()):
        BoardFactory()
    boards = list(Board.objects.filter(ends_on=None).order_by("pk"))
    more = islice(cycle(boards), PLACES - Place.objects.count())
    _appoint([PlaceFactory(seat__board=board) for board in more])
    _meet(boards)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _appoint(new: Sequence[Place]) -> None:
    """Let every place have been held for a year at a time, and the new ones be held now."""
    people = cycle(UserFactory.create_batch(PEOPLE, organisation=None))
    places = list(Place.objects.select_related("seat").order_by("pk"))
    Appointment.objects.bulk_create(
        AppointmentFactory.build(place=place, holder=next(people)) for place in new
    )
    many = APPOINTMENTS - Appointment.objects.count()
    Appointment.objects.bulk_create(islice(_terms(places, people), many))


def _terms(places: Sequence[Place], people: Iterator[User]) -> Iterator[Appointment]:
    last = END
    while True:
        for place in places:
            yield AppointmentFactory.build(
                place=place, holder=next(people), starts_on=last - YEAR, ends_on=last
            )
        last -= YEAR


def _meet(boards: Sequence[Board]) -> None:
    """Let the boards have met in turns, each time with an agenda, a decision, a register."""
    many = MEETINGS - Meeting.objects.count()
    days = (today() - number * BETWEEN for number in range(1, 1 + many))
    meetings = Meeting.objects.bulk_create(
        MeetingFactory.build(board=board, on=on)
        for on, board in zip(days, cycle(boards), strict=False)
    )
    AgendaItem.objects.bulk_create(
        AgendaItemFactory.build(meeting=meeting, number=number)
        for meeting in meetings
        for number in range(1, 1 + ITEMS)
    )
    Decision.objects.bulk_create(
        DecisionFactory.build(
            board=meeting.board,
            meeting=meeting,
            on=meeting.on,
            municipal_year=meeting.on.year,
            number=BEYOND + number,
        )
        for number, meeting in enumerate(meetings)
    )
    _register(meetings)


def _register(meetings: Sequence[Meeting]) -> None:
    seated: dict[int, list[Place]] = {}
    for place in Place.objects.select_related("seat"):
        seated.setdefault(place.seat.board_id, []).append(place)
    came = cycle(CAME)
    Attendance.objects.bulk_create(
        AttendanceFactory.build(meeting=meeting, place=place, came=next(came))
        for meeting in meetings
        for place in seated.get(meeting.board_id, ())
    )
