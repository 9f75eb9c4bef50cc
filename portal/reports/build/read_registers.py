"""Reads attendance: a board's register and those of the groups it delegates to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg, BoolAnd
from django.db.models import Count, Q, QuerySet

from governance.models import Attendance, Board, BoardLink, Meeting, runs_on
from governance.periods import Period, year_of
from governance.periods.quarters import months_in_words
from portal.reports.build.facts import Attended, Register

_CAME = (Attendance.Came.PRESENT, Attendance.Came.REMOTE)
_TOOK_PLACE = (Meeting.State.HELD, Meeting.State.INQUORATE)


class _Seat(NamedTuple):
    """Who came for a seat of a board in all its meetings, whose keys `meetings` are."""

    board: int
    name: str
    kind: str
    deputies_count: bool
    order: int
    title: str
    present: int
    deputies: int
    expected: int
    illustrative: bool
    meetings: list[int]


def registers(board: Board, *, period: Period, on: date) -> tuple[Register, ...]:
    """Return attendance in the year of the period up to the day, the board's own first.

    Meetings without a register yet count for nothing.
    """
    year = year_of(period.starts_on, period.calendar)
    delegated = BoardLink.objects.filter(
        runs_on(on), from_board=board, kind=BoardLink.Kind.DELEGATES_TO
    )
    rows = Attendance.objects.filter(
        Q(meeting__board=board) | Q(meeting__board__in=delegated.values("to_board")),
        meeting__state__in=_TOOK_PLACE,
        meeting__on__range=(year.starts_on, on),
    )
    by_board: dict[int, list[_Seat]] = defaultdict(list)
    for seat in _seats(rows.exclude(came=Attendance.Came.UNKNOWN)):
        by_board[seat.board].append(seat)
    order = sorted(by_board.values(), key=lambda held: (held[0].board != board.pk, held[0].name))
    span = months_in_words(year.starts_on, on)
    return tuple(_register(seats, span=span) for seats in order)


def _seats(rows: QuerySet[Attendance]) -> Iterator[_Seat]:
    """Count the register in the database: a year of meetings is many rows, its seats are few."""
    seats = rows.values_list(
        *("meeting__board", "meeting__board__name", "meeting__board__kind"),
        *("meeting__board__deputies_count", "place__seat__order", "place__seat__title"),
    )
    counted = seats.annotate(
        present=Count("pk", filter=Q(came__in=_CAME)),
        deputies=Count("pk", filter=Q(came=Attendance.Came.DEPUTY)),
        expected=Count("pk"),
        made_up=BoolAnd("illustrative"),
        meetings=ArrayAgg("meeting", distinct=True),
    )
    return map(_Seat._make, counted.order_by("place__seat__order", "place__seat__title"))


def _register(seats: Sequence[_Seat], *, span: str) -> Register:
    """Return one board's register, seat by seat."""
    of = seats[0]
    by_title: dict[str, list[_Seat]] = defaultdict(list)
    for each in seats:
        by_title[each.title].append(each)
    return Register(
        board="Board" if of.kind == Board.Kind.PARTNERSHIP_BOARD else of.name,
        span=span,
        meetings=len({meeting for each in seats for meeting in each.meetings}),
        total=_attended("All seats", seats),
        rows=tuple(_attended(title, held) for title, held in by_title.items()),
    )


def _attended(label: str, seats: Sequence[_Seat]) -> Attended:
    """Return presence under one name; deputies count where the board's rule says so."""
    return Attended(
        label=label,
        present=sum(each.present for each in seats),
        deputies=sum(each.deputies for each in seats if each.deputies_count),
        expected=sum(each.expected for each in seats),
        illustrative=all(each.illustrative for each in seats),
    )
