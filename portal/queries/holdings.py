"""What a person holds and leaves behind: seats, offices, and what they have in hand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from governance.models import (
    ActionPoint,
    AgendaItem,
    Appointment,
    Attendance,
    Challenge,
    MeetingPaper,
    Nomination,
    Office,
    Respondent,
    User,
    WorkProgrammeItem,
)
from governance.queries import day, span
from governance.queries.nominations import OPEN
from governance.queries.places import called
from governance.queries.points import point_called
from priorities.models import ActionState, DeliveryAction, HandedOn, Sponsorship

Rows = QuerySet[Any]


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
    """Return all that `person` holds on a day or will hold; one query a kind, of which eleven."""
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


def _lasts(on: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gt=on)


def _seats(person: User, on: date) -> Rows:
    rows = Appointment.objects.filter(_lasts(on), holder=person)
    return rows.select_related("place__seat__board", "place__seat__nominated_by").order_by("pk")


def _sponsorships(person: User, on: date) -> Rows:
    held = Appointment.objects.filter(_lasts(on), holder=person).values("place")
    rows = Sponsorship.objects.filter(_lasts(on), place__in=held)
    return rows.select_related("priority__plan__board", "place__seat").order_by("pk")


def _offices(person: User, on: date) -> Rows:
    rows = Office.objects.filter(_lasts(on), person=person)
    return rows.select_related("board", "assists").order_by("pk")


def _aides(person: User, on: date) -> Rows:
    rows = Office.objects.filter(_lasts(on), assists=person)
    return rows.select_related("person").order_by("pk")


def _answers(person: User, on: date) -> Rows:
    rows = Respondent.objects.filter(_lasts(on), person=person)
    return rows.select_related("organisation", "board").order_by("pk")


def _actions(person: User, on: date) -> Rows:
    rows = DeliveryAction.objects.filter(lead_person=person, removed_at=None)
    open_ones = rows.exclude(state=ActionState.COMPLETE)
    return open_ones.select_related("plan__priority__plan").order_by("plan", "number")


def _items(person: User, on: date) -> Rows:
    rows = HandedOn.objects.filter(handed_to=person, round__closed_at=None)
    return rows.select_related("round__board", "commitment__action", "commitment__organisation")


def _points(person: User, on: date) -> Rows:
    rows = ActionPoint.objects.filter(who=person, state=ActionPoint.State.OPEN)
    return rows.select_related("item", "meeting__board", "meeting__convened_by").order_by("pk")


def _papers(person: User, on: date) -> Rows:
    rows = MeetingPaper.objects.filter(lead=person, received_on=None, item__meeting__on__gte=on)
    return rows.select_related("item__meeting__board").order_by("pk")


def _business(person: User, on: date) -> Rows:
    rows = AgendaItem.objects.filter(lead=person, meeting__on__gte=on)
    return rows.select_related("meeting__board").order_by("pk")


def _programme(person: User, on: date) -> Rows:
    rows = WorkProgrammeItem.objects.filter(lead=person, dropped_because="", item=None)
    return rows.select_related("board").order_by("pk")


def _deputising(person: User, on: date) -> Rows:
    rows = Attendance.objects.filter(deputy=person, meeting__on__gte=on)
    return rows.select_related("meeting__board", "place__seat").order_by("pk")


def _challenges(person: User, on: date) -> Rows:
    mine = Challenge.objects.filter(asked_by=person).exclude(state=Challenge.State.CLOSED)
    return mine.select_related("board", "put_to", "asked_by").order_by("pk")


def _nominations(person: User, on: date) -> Rows:
    rows = Nomination.objects.filter(asked=person, state__in=OPEN)
    return rows.select_related("place__seat__board", "organisation").order_by("pk")


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
    address = row.board.get_absolute_url()
    return f"Answers for {row.organisation}", row.board.name, span(row), address


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
    meeting = row.item.meeting
    return row.title, str(meeting.board or ""), day(meeting.on), meeting.get_absolute_url()


def _of_agenda(row: AgendaItem) -> Told:
    meeting = row.meeting
    return row.title, str(meeting.board or ""), day(meeting.on), meeting.get_absolute_url()


def _planned(row: WorkProgrammeItem) -> Told:
    return row.title, row.board.name, "", row.board.get_absolute_url()


def _deputy(row: Attendance) -> Told:
    meeting = row.meeting
    what = f"Deputy for {row.place.seat}"
    return what, str(meeting.board or ""), day(meeting.on), meeting.get_absolute_url()


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
    "seat": Kind("Seats", _seats, _seat, VACANT),
    "sponsorship": Kind(
        "Priorities they sponsor",
        _sponsorships,
        _sponsorship,
        "It goes with the seat",
        note="A seat sponsors. It can pass to the seat of somebody else on the board.",
    ),
    "office": Kind("Offices", _offices, _office, "It ends"),
    "aide": Kind("Who assists them", _aides, _aide, "It ends", may_hand=False),
    "respondent": Kind("Organisations they answer for", _answers, _answer, "It ends"),
    "action": Kind("Actions they lead", _actions, _action, "Nobody leads it", note=FROM_NOW),
    "item": Kind(
        "Parts they answer for this quarter",
        _items,
        _item,
        "It goes back to the organisation",
        note=FROM_NOW,
    ),
    "point": Kind("What meetings asked of them", _points, _point, STAYS, note=FROM_NOW),
    "paper": Kind("Papers they owe", _papers, _paper, "Nobody owes it", note=FROM_NOW),
    "agenda": Kind("Items they bring", _business, _of_agenda, "Nobody brings it", note=FROM_NOW),
    "programme": Kind("Planned business", _programme, _planned, "Nobody leads it", note=FROM_NOW),
    "deputy": Kind("Whom they stand in for", _deputising, _deputy, "It ends", may_hand=False),
    "challenge": Kind(
        "Questions they asked",
        _challenges,
        _challenge,
        "It stays",
        note="Who asked is kept for good; the chair closes them.",
        may_hand=False,
    ),
    "nomination": Kind(
        "Nominations they are asked for",
        _nominations,
        _nomination,
        "Their link ends",
        note="Withdraw the question and ask another contact.",
        may_hand=False,
    ),
}
