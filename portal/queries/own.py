"""What is a person's own on a day: seats, offices, whom they answer for, what they sponsor."""

from dataclasses import dataclass
from datetime import date

from governance.models import Appointment, Office, Respondent, User
from governance.queries import day
from governance.scope import once
from priorities.models import DeliveryPlan, Priority
from priorities.queries import Duties, duties_of
from priorities.scope import part_of


@dataclass(frozen=True)
class SeatHeld:
    """A seat a person holds today."""

    title: str
    board: str
    address: str
    since: str
    illustrative: bool


@dataclass(frozen=True)
class Sponsored:
    """A priority a person sponsors today through a place, with its four duties."""

    number: int
    title: str
    address: str
    plan: str
    delivery: str
    delivery_address: str
    duties: Duties


def seats_held(person: User, *, on: date) -> list[SeatHeld]:
    """Return the seats that a person holds, longest first; one query."""
    rows = Appointment.objects.on(on).filter(holder=person).select_related("seat__board")
    return [
        SeatHeld(
            title=row.seat.title,
            board=row.seat.board.name,
            address=row.seat.board.get_absolute_url(),
            since=f"since {day(row.starts_on)}" if row.starts_on else "",
            illustrative=row.illustrative,
        )
        for row in rows.order_by("starts_on", "pk")
    ]


def answers_for(person: User, *, on: date) -> list[SeatHeld]:
    """Return the organisations for which a person answers, and on which boards; one query."""
    rows = Respondent.objects.on(on).filter(person=person).select_related("organisation", "board")
    return [
        SeatHeld(
            title=row.organisation.name,
            board=row.board.name,
            address=row.board.get_absolute_url(),
            since=f"since {day(row.starts_on)}" if row.starts_on else "",
            illustrative=row.illustrative,
        )
        for row in rows.order_by("starts_on", "pk")
    ]


def offices_held(person: User, *, on: date) -> list[str]:
    """Return the offices that a person holds, in words; one query."""
    rows = Office.objects.on(on).filter(person=person).select_related("board")
    return [_office(row) for row in rows.order_by("kind", "pk")]


def _office(office: Office) -> str:
    kind = office.get_kind_display()
    words = f"{kind} of {office.board}" if office.board else f"{kind} of the whole partnership"
    return words[0].upper() + words[1:]


def priorities_sponsored(person: User) -> list[Priority]:
    """Return the priorities that a person sponsors today; one query a request."""
    return once(person, "priorities sponsored", lambda: _priorities(person))


def _priorities(person: User) -> list[Priority]:
    mine = part_of(person).sponsors
    if not mine:
        return []
    rows = Priority.objects.filter(pk__in=mine).select_related("plan__board", "delivery_plan")
    return list(rows.order_by("plan", "number"))


def sponsored(person: User, *, on: date) -> list[Sponsored]:
    """Return each priority that a person sponsors with its four duties; six queries."""
    priorities = priorities_sponsored(person)
    if not priorities:
        return []
    return [_priority(each) for each in duties_of(priorities, on=on)]


def _priority(duties: Duties) -> Sponsored:
    priority: Priority = duties.priority
    delivery: DeliveryPlan | None = getattr(priority, "delivery_plan", None)
    return Sponsored(
        number=priority.number,
        title=priority.called,
        address=priority.get_absolute_url(),
        plan=priority.plan.title,
        delivery=delivery.get_state_display().capitalize() if delivery else "",
        delivery_address=delivery.get_absolute_url() if delivery else "",
        duties=duties,
    )
