"""Who came to the meetings of a board: seat by seat, meeting by meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from governance.models import Attendance, Board, Meeting, Place

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


def attendance(board: Board, *, on: date) -> AttendancePage:
    """Return who came to the last meetings of `board` up to a day; two queries."""
    meetings = list(
        Meeting.objects.filter(board=board, on__lte=on, register__isnull=False)
        .exclude(register__came=Came.UNKNOWN)
        .distinct()
        .order_by("-on", "-pk")[:MEETINGS_SHOWN]
    )[::-1]
    register = list(
        Attendance.objects.filter(meeting__in=meetings)
        .select_related("place__seat")
        .order_by("place__seat__order", "place__seat", "place__number")
    )
    came = {(row.place_id, row.meeting_id): row for row in register}
    places = {row.place_id: row.place for row in register}
    return AttendancePage(
        months=[(f"{meeting.on:%b}", f"{meeting.on:%Y}") for meeting in meetings],
        rows=[
            PlaceRow(
                seat=_name(place),
                cells=[_cell(came.get((place.pk, meeting.pk))) for meeting in meetings],
                share=_share(board, [row for row in register if row.place_id == place.pk]),
            )
            for place in places.values()
        ],
        totals=[
            _share(board, [row for row in register if row.meeting_id == meeting.pk])
            for meeting in meetings
        ],
        share=_share(board, register),
        is_illustrative=any(row.illustrative for row in register),
    )


def _name(place: Place) -> str:
    return place.seat.title if place.number == 1 else f"{place.seat.title}, place {place.number}"


def _share(board: Board, rows: Sequence[Attendance]) -> Share:
    counted = {Came.PRESENT, Came.REMOTE, *([Came.DEPUTY] if board.deputies_count else [])}
    return Share(sum(row.came in counted for row in rows), len(rows))


def _cell(row: Attendance | None) -> tuple[str, str]:
    if row is None:
        return NO_SEAT
    if row.came in MARKS:
        return MARKS[Came(row.came)]
    return APOLOGIES if row.reply == Attendance.Reply.APOLOGIES else ABSENT
