"""Who came to the meetings of a board: seat by seat, meeting by meeting."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from governance.models import Attendance, Board, Meeting

MEETINGS_SHOWN = 12
LOW = 65  # below this share of meetings it is underlined
Came = Attendance.Came
MARKS = {
    Came.PRESENT: ("present", "present"),
    Came.REMOTE: ("present", "present from afar"),
    Came.DEPUTY: ("deputy", "deputy came"),
}
APOLOGIES = ("apologies", "apologies")
ABSENT = ("absent", "absent without word")
NO_SEAT = ("unfilled", "not expected")


@dataclass(frozen=True)
class Share:
    """Present, deputies by the board's rule, of those expected."""

    came: int
    expected: int

    @property
    def percent(self) -> str:
        """The share as it is printed, halves up; empty where nobody was expected."""
        if not self.expected:
            return ""
        exact = Decimal(self.came * 100) / self.expected
        return f"{exact.quantize(Decimal(1), ROUND_HALF_UP)}%"

    @property
    def fraction(self) -> str:
        """The share as a fraction in words."""
        return f"{self.came} of {self.expected}"

    @property
    def is_low(self) -> bool:
        """Whether so few came that the share is underlined."""
        return bool(self.expected) and self.came * 100 < LOW * self.expected


@dataclass(frozen=True)
class PlaceRow:
    """One place with a mark and its word for each meeting."""

    seat: str
    cells: Sequence[tuple[str, str]]
    share: Share


@dataclass(frozen=True)
class AttendancePage:
    """The register of a board's last meetings."""

    months: Sequence[tuple[str, str]]
    rows: Sequence[PlaceRow]
    totals: Sequence[Share]
    share: Share
    is_illustrative: bool


class Registered(NamedTuple):
    """What the register says of one place at one meeting."""

    place: int
    meeting: int
    reply: str
    came: str
    illustrative: bool
    number: int
    seat: str


def attendance(board: Board, *, on: date) -> AttendancePage:
    """Return who came to the last meetings of `board` up to a day; two queries."""
    known = Attendance.objects.exclude(came=Came.UNKNOWN)
    meetings = list(
        Meeting.objects.filter(Exists(known.filter(meeting=OuterRef("pk"))), board=board)
        .filter(on__lte=on)
        .order_by("-on", "-pk")[:MEETINGS_SHOWN]
    )[::-1]
    register = _register(meetings)
    places: dict[int, dict[int, Registered]] = {}
    for row in register:
        places.setdefault(row.place, {})[row.meeting] = row
    return AttendancePage(
        months=[(f"{meeting.on:%b}", f"{meeting.on:%Y}") for meeting in meetings],
        rows=[
            PlaceRow(
                seat=_name(next(iter(held.values()))),
                cells=[_cell(held.get(meeting.pk)) for meeting in meetings],
                share=_share(board, held.values()),
            )
            for held in places.values()
        ],
        totals=[
            _share(board, [held[meeting.pk] for held in places.values() if meeting.pk in held])
            for meeting in meetings
        ],
        share=_share(board, register),
        is_illustrative=any(row.illustrative for row in register),
    )


def _register(meetings: Sequence[Meeting]) -> list[Registered]:
    """Return the register of some meetings, place by place; one query."""
    rows = Attendance.objects.filter(meeting__in=meetings).order_by(
        "place__seat__order", "place__seat", "place__number"
    )
    columns = ("place", "meeting", "reply", "came", "illustrative")
    found = rows.values_list(*columns, "place__number", "place__seat__title")
    return [Registered(*row) for row in found]


def _name(row: Registered) -> str:
    return row.seat if row.number == 1 else f"{row.seat}, place {row.number}"


def _share(board: Board, rows: Collection[Registered]) -> Share:
    counted = {Came.PRESENT, Came.REMOTE, *([Came.DEPUTY] if board.deputies_count else [])}
    return Share(sum(row.came in counted for row in rows), len(rows))


def _cell(row: Registered | None) -> tuple[str, str]:
    if row is None:
        return NO_SEAT
    if row.came in MARKS:
        return MARKS[Came(row.came)]
    return APOLOGIES if row.reply == Attendance.Reply.APOLOGIES else ABSENT
