"""Who came to the meetings of a board in a window: by seat or organisation."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from governance.models import Appointment, Attendance, Board, Meeting, runs_on

MEETINGS_SHOWN = 12  # where no window is asked for
COLUMNS = 24  # meetings drawn one by one: the last of a longer window
STEPS = 4  # of the wash under a share, from nobody to everybody
NO_BODY = "For no organisation"
LOW = 65  # below this share of meetings it is underlined
Came = Attendance.Came
MARKS = {
    Came.PRESENT: ("present", "present"),
    Came.REMOTE: ("present", "present remotely"),
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
class Cell:
    """What a line says of one meeting; `step`: of the wash, 0 to 4, where it is a share."""

    mark: str
    word: str
    share: Share | None = None

    @property
    def step(self) -> int:
        """How dark the wash is: the fuller, the darker."""
        if self.share is None or not self.share.expected:
            return 0
        return STEPS * self.share.came // self.share.expected


@dataclass(frozen=True)
class Line:
    """One place or one organisation: a mark with its word, or a share, for each meeting drawn."""

    name: str
    cells: Sequence[Cell]
    share: Share


@dataclass(frozen=True)
class AttendancePage:
    """The register of a board's meetings in a window; `drawn` of `many` stand one by one."""

    months: Sequence[tuple[str, str]]
    rows: Sequence[Line]
    totals: Sequence[Share]
    share: Share
    many: int
    by_organisation: bool
    is_illustrative: bool

    @property
    def drawn(self) -> int:
        """How many meetings stand one by one."""
        return len(self.months)


class Registered(NamedTuple):
    """What the register says of one place at one meeting."""

    place: int
    meeting: int
    reply: str
    came: str
    illustrative: bool
    number: int
    seat: str
    body: str


def attendance(
    board: Board, *, until: date, since: date | None = None, by_organisation: bool = False
) -> AttendancePage:
    """Return who came to the meetings of `board`; two queries.

    `until`: the last day; `since`: the first, or None for the last twelve meetings. A place
    counts for the organisation that its seat represents, else for its holder's of that day.
    """
    meetings = _meetings(board, until=until, since=since)
    register = _register(meetings)
    lines: dict[str | int, list[Registered]] = {}
    for row in sorted(register, key=_body_first) if by_organisation else register:
        lines.setdefault(row.body if by_organisation else row.place, []).append(row)
    drawn = meetings[-COLUMNS:]
    draw = _shares if by_organisation else _marks
    return AttendancePage(
        months=[(f"{meeting.on:%b}", f"{meeting.on:%Y}") for meeting in drawn],
        rows=[
            Line(
                name=(held[0].body or NO_BODY) if by_organisation else _name(held[0]),
                cells=draw(board, held, drawn),
                share=_share(board, held),
            )
            for held in lines.values()
        ],
        totals=[cell.share or Share(0, 0) for cell in _shares(board, register, drawn)],
        share=_share(board, register),
        many=len(meetings),
        by_organisation=by_organisation,
        is_illustrative=any(row.illustrative for row in register),
    )


def _body_first(row: Registered) -> tuple[bool, str]:
    """Order by organisation; last who comes for none."""
    return not row.body, row.body.lower()


def _meetings(board: Board, *, until: date, since: date | None) -> list[Meeting]:
    """Return the meetings of a window that have a register, the oldest first."""
    known = Attendance.objects.exclude(came=Came.UNKNOWN)
    held = Meeting.objects.filter(Exists(known.filter(meeting=OuterRef("pk"))), board=board)
    rows = held.filter(on__lte=until).order_by("-on", "-pk")
    rows = rows[:MEETINGS_SHOWN] if since is None else rows.filter(on__gte=since)
    return list(rows)[::-1]


def _register(meetings: Sequence[Meeting]) -> list[Registered]:
    """Return the register of some meetings, place by place; one query."""
    rows = Attendance.objects.filter(meeting__in=meetings).order_by(
        "place__seat__order", "place__seat", "place__number"
    )
    columns = ("place", "meeting", "reply", "came", "illustrative")
    body = Coalesce(F("place__seat__represents__name"), Subquery(_holders_body()), Value(""))
    found = rows.annotate(body=body)
    values = found.values_list(*columns, "place__number", "place__seat__title", "body")
    return [Registered(*row) for row in values]


def _holders_body() -> "QuerySet[Appointment, str]":
    """Return the organisation of who held the place on the day of the meeting."""
    held = Appointment.objects.filter(
        runs_on(OuterRef("meeting__on")), place=OuterRef("place")
    ).order_by("pk")
    return held.values_list("holder__organisation__name", flat=True)[:1]


def _name(row: Registered) -> str:
    return row.seat if row.number == 1 else f"{row.seat}, place {row.number}"


def _share(board: Board, rows: Collection[Registered]) -> Share:
    counted = {Came.PRESENT, Came.REMOTE, *([Came.DEPUTY] if board.deputies_count else [])}
    return Share(sum(row.came in counted for row in rows), len(rows))


def _marks(board: Board, held: Sequence[Registered], meetings: Sequence[Meeting]) -> list[Cell]:
    of = {row.meeting: row for row in held}
    return [Cell(*_mark(of.get(meeting.pk))) for meeting in meetings]


def _mark(row: Registered | None) -> tuple[str, str]:
    if row is None:
        return NO_SEAT
    if row.came in MARKS:
        return MARKS[Came(row.came)]
    return APOLOGIES if row.reply == Attendance.Reply.APOLOGIES else ABSENT


def _shares(board: Board, held: Sequence[Registered], meetings: Sequence[Meeting]) -> list[Cell]:
    of: dict[int, list[Registered]] = defaultdict(list)
    for row in held:
        of[row.meeting].append(row)
    return [Cell("", "", _share(board, of[meeting.pk])) for meeting in meetings]
