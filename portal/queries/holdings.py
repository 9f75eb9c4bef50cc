"""What a person holds and leaves behind: seats, offices, and what they have in hand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from governance.models import (
    ActionPoint,
    AgendaItem,
    Appointment,
    Attendance,
    Challenge,
    Meeting,
    MeetingPaper,
    Nomination,
    Office,
    Respondent,
    User,
    WorkProgrammeItem,
)
from governance.queries import day, span
from governance.queries.places import called
from governance.queries.points import point_called
from portal.queries import held
from portal.queries.held import Rows
from priorities.models import DeliveryAction, HandedOn, Sponsorship


@dataclass(frozen=True)
class Holding:
    """One thing held: `left` says what becomes of it if nobody takes it over."""

    kind: str
    pk: int
    what: str
    where: str
    when: str
    address: str
    left: str
    may_hand: bool

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{self.kind}-{self.pk}"


@dataclass(frozen=True)
class HoldingGroup:
    """Things of one kind, under their head."""

    kind: str
    head: str
    note: str
    rows: Sequence[Holding]


@dataclass(frozen=True)
class Kind:
    """A kind of thing that people hold: which rows, and how each is told."""

    head: str
    rows: Callable[[User, date], Rows]
    tell: Callable[[Any], tuple[str, str, str, str]]  # what, where, when, address
    left: str
    note: str = ""
    may_hand: bool = True


def holdings(person: User, *, on: date) -> list[HoldingGroup]:
    """Return all that `person` holds on a day or will hold; one query a kind."""
    groups = [_group(code, kind, kind.rows(person, on)) for code, kind in KINDS.items()]
    return [each for each in groups if each.rows]


def rows_of(code: str, person: User, *, on: date) -> Rows:
    """Return the rows of one kind that a person holds."""
    return KINDS[code].rows(person, on)


def holding(code: str, row: Any) -> Holding:
    """Return one row as it is told."""
    kind = KINDS[code]
    what, where, when, address = kind.tell(row)
    return Holding(code, row.pk, what, where, when, address, kind.left, kind.may_hand)


def _group(code: str, kind: Kind, rows: Rows) -> HoldingGroup:
    return HoldingGroup(code, kind.head, kind.note, [holding(code, row) for row in rows])


def each_holding(groups: Sequence[HoldingGroup]) -> Iterator[Holding]:
    """Yield every thing of all kinds."""
    return (row for group in groups for row in group.rows)


Told = tuple[str, str, str, str]


def _seat(row: Appointment) -> Told:
    board = row.place.seat.board
    return called(row.place), board.name, span(row), row.place.get_absolute_url()


def _sponsorship(row: Sponsorship) -> Told:
    priority = row.priority
    what = f"Sponsor of {priority.called}"
    return what, priority.plan.title, span(row), priority.get_absolute_url()


def _office(row: Office) -> Told:
    kind = row.get_kind_display()
    where = row.board.name if row.board else "the whole partnership"
    if row.assists:
        where = f"to {row.assists}"
    return kind[0].upper() + kind[1:], where, span(row), ""


def _aide(row: Office) -> Told:
    return f"{row.person} assists them", "", span(row), ""


def _answer(row: Respondent) -> Told:
    board = row.board
    return f"Answers for {row.organisation}", board.name, span(row), board.get_absolute_url()


def _action(row: DeliveryAction) -> Told:
    priority = row.plan.priority
    where = f"Action {priority.number}.{row.number}, {priority.plan.title}"
    when = f"due {day(row.due_on)}" if row.due_on else ""
    return row.title, where, when, f"{row.plan.get_absolute_url()}#action-{row.pk}"


def _item(row: HandedOn) -> Told:
    commitment = row.commitment
    where = f"{commitment.organisation.called}, {row.round.board}, {row.round.label}"
    return commitment.action.title, where, f"due {day(row.round.due_on)}", ""


def _point(row: ActionPoint) -> Told:
    where = str(row.meeting.board or row.meeting.convened_by)
    when = f"due {day(row.due_on)}" if row.due_on else ""
    return point_called(row), where, when, row.get_absolute_url()


def _paper(row: MeetingPaper) -> Told:
    return row.title, *_at(row.item.meeting)


def _of_agenda(row: AgendaItem) -> Told:
    return row.title, *_at(row.meeting)


def _at(meeting: Meeting) -> tuple[str, str, str]:
    return str(meeting.board or ""), day(meeting.on), meeting.get_absolute_url()


def _planned(row: WorkProgrammeItem) -> Told:
    return row.title, row.board.name, "", row.board.get_absolute_url()


def _supported(row: User) -> Told:
    where = row.organisation.called if row.organisation else ""
    return f"Supports {row}", where, "", reverse("governance:person-view", args=[row.pk])


def _deputy(row: Attendance) -> Told:
    return f"Deputy for {row.place.seat}", *_at(row.meeting)


def _challenge(row: Challenge) -> Told:
    where = f"asked of {row.put_to.called}, {row.board}"
    return row.question_shown, where, f"answer due {day(row.due_on)}", ""


def _nomination(row: Nomination) -> Told:
    seat = row.place.seat
    what = f"Asked to name somebody for {seat}"
    return what, seat.board.name, f"due {day(row.due_on)}", row.get_absolute_url()


VACANT = "Leave it vacant"
STAYS = "Leave it with their post"
FROM_NOW = "Handed over at once, not on the last day."
KINDS: dict[str, Kind] = {
    "seat": Kind("Seats", held.seats, _seat, VACANT),
    "sponsorship": Kind(
        "Priorities they sponsor",
        held.sponsorships,
        _sponsorship,
        "It goes with the seat",
        note="A seat sponsors. It can pass to the seat of somebody else on the board.",
    ),
    "office": Kind("Offices", held.offices, _office, "It ends"),
    "aide": Kind("Who assists them", held.aides, _aide, "It ends", may_hand=False),
    "respondent": Kind("Organisations they answer for", held.answers, _answer, "It ends"),
    "action": Kind("Actions they lead", held.actions, _action, "Nobody leads it", note=FROM_NOW),
    "item": Kind(
        "Parts they answer for this quarter",
        held.items,
        _item,
        "It goes back to the organisation",
        note=FROM_NOW,
    ),
    "point": Kind("What meetings asked of them", held.points, _point, STAYS, note=FROM_NOW),
    "paper": Kind("Papers they owe", held.papers, _paper, "Nobody owes it", note=FROM_NOW),
    "agenda": Kind(
        "Items they bring", held.business, _of_agenda, "Nobody brings it", note=FROM_NOW
    ),
    "programme": Kind(
        "Planned business", held.programme, _planned, "Nobody leads it", note=FROM_NOW
    ),
    "young": Kind(
        "Young people they support",
        held.supported,
        _supported,
        "Choose who supports them",
        note=f"They are written to through a supporter. {FROM_NOW}",
    ),
    "deputy": Kind("Whom they stand in for", held.deputising, _deputy, "It ends", may_hand=False),
    "challenge": Kind(
        "Questions they asked",
        held.challenges,
        _challenge,
        "It stays",
        note="Who asked is kept for good; the chair closes them.",
        may_hand=False,
    ),
    "nomination": Kind(
        "Nominations they are asked for",
        held.nominations,
        _nomination,
        "Their link ends",
        note="Withdraw the question and ask another contact.",
        may_hand=False,
    ),
}
