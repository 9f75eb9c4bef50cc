"""Reads attendance: a board's register and those of the groups it delegates to."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from governance.models import Attendance, Board, BoardLink, Meeting, runs_on
from governance.periods import Period, year_of
from governance.periods.quarters import months_in_words
from portal.reports.build.facts import Attended, Register

_CAME = {Attendance.Came.PRESENT, Attendance.Came.REMOTE}
_TOOK_PLACE = (Meeting.State.HELD, Meeting.State.INQUORATE)


def registers(board: Board, *, period: Period, on: date) -> tuple[Register, ...]:
    """Return attendance in the year of the period up to the day, the board's own first.

    Meetings without a register yet count for nothing.
    """
    year = year_of(period.starts_on, period.calendar)
    delegated = BoardLink.objects.filter(
        runs_on(on), from_board=board, kind=BoardLink.Kind.DELEGATES_TO
    )
    rows = (
        Attendance.objects.filter(
            Q(meeting__board=board) | Q(meeting__board__in=delegated.values("to_board")),
            meeting__state__in=_TOOK_PLACE,
            meeting__on__range=(year.starts_on, on),
        )
        .exclude(came=Attendance.Came.UNKNOWN)
        .select_related("meeting__board", "place__seat")
        .order_by("place__seat__order", "place__seat__title", "place__number", "meeting__on")
    )
    by_board: dict[Board, list[Attendance]] = defaultdict(list)
    for row in rows:
        if row.meeting.board:
            by_board[row.meeting.board].append(row)
    span = months_in_words(year.starts_on, on)
    order = sorted(by_board, key=lambda each: (each != board, each.name))
    return tuple(_register(each, by_board[each], span=span) for each in order)


def _register(board: Board, rows: Sequence[Attendance], *, span: str) -> Register:
    """Return one board's register, seat by seat."""
    seats: dict[str, list[Attendance]] = defaultdict(list)
    for row in rows:
        seats[row.place.seat.title].append(row)
    return Register(
        board="Board" if board.kind == Board.Kind.PARTNERSHIP_BOARD else board.name,
        span=span,
        meetings=len({row.meeting_id for row in rows}),
        total=_attended("All seats", rows, board),
        rows=tuple(_attended(title, held, board) for title, held in seats.items()),
    )


def _attended(label: str, rows: Sequence[Attendance], board: Board) -> Attended:
    """Return presence under one name; deputies count where the board's rule says so."""
    deputies = sum(row.came == Attendance.Came.DEPUTY for row in rows)
    return Attended(
        label=label,
        present=sum(row.came in _CAME for row in rows),
        deputies=deputies if board.deputies_count else 0,
        expected=len(rows),
        illustrative=all(row.illustrative for row in rows),
    )
