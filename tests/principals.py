"""The kinds of people whom rights are given to, each made for one board."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils import timezone

from governance.models import Board, Meeting, Office, Seat, User
from priorities.models import Priority
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    DeliveryActionFactory,
    OfficeFactory,
    RespondentFactory,
    SponsorshipFactory,
    UserFactory,
)

Principal = User | AnonymousUser
YESTERYEAR = date(2023, 4, 1)


def public(board: Board) -> Principal:
    return AnonymousUser()


def no_seat(board: Board) -> Principal:
    return UserFactory()


def seated(role: str) -> Callable[[Board], Principal]:
    def make(board: Board) -> Principal:
        voting = role in {"chair", "vice_chair", "member", "young_person"}
        young = {"holder__young": True} if role == "young_person" else {}
        seat = {"place__seat__role": role, "place__seat__voting": voting}
        return AppointmentFactory(place__seat__board=board, **seat, **young).holder

    return make


def sponsor(board: Board, priority: Priority | None = None) -> User:
    """Return who holds the place that sponsors a priority of the board's."""
    chosen = {"priority": priority} if priority else {"priority__plan__board": board}
    place = SponsorshipFactory(**chosen).place
    return AppointmentFactory(place=place).holder


def officer_of(kind: str) -> Callable[[Board], Principal]:
    def make(board: Board) -> Principal:
        return OfficeFactory(board=board, kind=kind).person

    return make


def everywhere(kind: str) -> Callable[[Board], Principal]:
    def make(board: Board) -> Principal:
        return OfficeFactory(board=None, kind=kind).person

    return make


def respondent(board: Board) -> Principal:
    return RespondentFactory(board=board).person


def system_administrator(board: Board) -> Principal:
    return UserFactory(is_staff=True)


def former(board: Board) -> Principal:
    gone = {"starts_on": YESTERYEAR, "ends_on": date(2024, 4, 1)}
    return AppointmentFactory(place__seat__board=board, **gone).holder


def suspended(board: Board) -> Principal:
    return AppointmentFactory(place__seat__board=board, holder__is_active=False).holder


def deputy(board: Board) -> Principal:
    """Return who stands in for somebody at a meeting that is planned for next month."""
    to_come = {"meeting__on": timezone.localdate() + timedelta(days=30)}
    planned = {"meeting__board": board, "meeting__state": Meeting.State.PLANNED}
    person = UserFactory()
    AttendanceFactory(**to_come, **planned, deputy=person, reply="deputy", came="unknown")
    return person


def assistant(board: Board) -> Principal:
    """Return who prepares for a sponsor of the board's."""
    office = {"kind": Office.Kind.ASSISTANT, "board": None, "assists": sponsor(board)}
    return OfficeFactory(**office).person


def action_lead(board: Board) -> Principal:
    """Return who leads an action of the board's, and sits nowhere."""
    person = UserFactory()
    DeliveryActionFactory(plan__priority__plan__board=board, lead_person=person)
    return person


PRINCIPALS: dict[str, Callable[[Board], Principal]] = {
    "public": public,
    "no seat": no_seat,
    "member": seated(Seat.Role.MEMBER),
    "chair": seated(Seat.Role.CHAIR),
    "vice chair": seated(Seat.Role.VICE_CHAIR),
    "critical friend": seated(Seat.Role.CRITICAL_FRIEND),
    "observer": seated(Seat.Role.OBSERVER),
    "invitee": seated(Seat.Role.INVITEE),
    "young person": seated(Seat.Role.YOUNG_PERSON),
    "sponsor": sponsor,
    "respondent": respondent,
    "officer": officer_of(Office.Kind.PARTNERSHIP_OFFICER),
    "officer everywhere": everywhere(Office.Kind.PARTNERSHIP_OFFICER),
    "scrutiny officer": everywhere(Office.Kind.SCRUTINY_OFFICER),
    "approver": officer_of(Office.Kind.DATA_APPROVER),
    "membership administrator": everywhere(Office.Kind.MEMBERSHIP_ADMINISTRATOR),
    "system administrator": system_administrator,
    "deputy": deputy,
    "assistant": assistant,
    "action lead": action_lead,
    "former": former,
    "suspended": suspended,
}


def people(board: Board) -> dict[str, Principal]:
    """Return one of each kind of people, made for `board`."""
    return {who: make(board) for who, make in PRINCIPALS.items()}


def holders(persons: dict[str, Principal], name: str, thing: object) -> set[str]:
    """Return which of `persons` have the right `name` on `thing`."""
    return {who for who, person in persons.items() if person.has_perm(name, thing)}


def opening(person: Principal, name: str, model: type[Model]) -> set[Model]:
    """Return the rows of `model` on which `person` has the right `name`."""
    return {row for row in model._default_manager.all() if person.has_perm(name, row)}
