"""What a person is to the partnership on a day: seats, offices, whom they answer for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeAlias, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from governance.models import Appointment, Attendance, Meeting, Office, Respondent, Seat, User

Person: TypeAlias = User | AnonymousUser
T = TypeVar("T")

CHAIRS = frozenset({Seat.Role.CHAIR.value, Seat.Role.VICE_CHAIR.value})
MEMBERS = CHAIRS | {Seat.Role.MEMBER.value, Seat.Role.YOUNG_PERSON.value}
GUESTS = frozenset(
    {Seat.Role.CRITICAL_FRIEND.value, Seat.Role.OBSERVER.value, Seat.Role.INVITEE.value}
)
ASSISTANT = Office.Kind.ASSISTANT
# Who and when, in the place of whom a request is really about.
SOMEBODY, SOME_DAY = -1, date.min


@dataclass(frozen=True)
class SeatHeld:
    """A place that a person holds on the day, with what its seat is for."""

    board: int
    place: int
    role: str
    organisation: int | None


@dataclass(frozen=True)
class OfficeHeld:
    """An office that a person holds on the day; no board means the whole partnership."""

    kind: str
    board: int | None


@dataclass(frozen=True)
class Scope:
    """All that a person's rights follow from on one day; the public's is empty."""

    person: int | None = None
    day: date = date.min
    is_system_administrator: bool = False
    seats: tuple[SeatHeld, ...] = ()
    offices: tuple[OfficeHeld, ...] = ()
    answers: frozenset[tuple[int, int | None]] = frozenset()  # board, organisation
    meetings: frozenset[int] = frozenset()  # those to come as somebody's deputy
    prepares_for: frozenset[int] = frozenset()  # places of the people assisted
    prepares_on: frozenset[int] = frozenset()  # the boards of those places

    @property
    def places(self) -> frozenset[int]:
        """The places held."""
        return frozenset(seat.place for seat in self.seats)

    def boards(self, roles: frozenset[str]) -> frozenset[int]:
        """Return the boards on which the person sits in one of `roles`."""
        return frozenset(seat.board for seat in self.seats if seat.role in roles)

    def sits_on(self, board: int | None, roles: frozenset[str]) -> bool:
        """Say whether the person sits on `board` in one of `roles`."""
        return board in self.boards(roles)

    def boards_as(self, kind: Office.Kind) -> frozenset[int | None]:
        """Return the boards for which the person holds an office; None is the whole."""
        return frozenset(office.board for office in self.offices if office.kind == kind)

    def is_everywhere(self, kind: Office.Kind) -> bool:
        """Say whether the person holds an office for the whole partnership."""
        return None in self.boards_as(kind)

    def holds(self, kind: Office.Kind, board: int | None) -> bool:
        """Say whether the person holds an office for `board`, alone or with all others."""
        return not self.boards_as(kind).isdisjoint({board, None})

    def organisations(self, board: int | None) -> frozenset[int]:
        """Return for whom the person may answer on `board`: as respondent, or by their place."""
        sent = {organisation for on, organisation in self.answers if on == board}
        represented = {seat.organisation for seat in self.seats if seat.board == board}
        return frozenset(each for each in sent | represented if each is not None)

    def is_inside(self, board: int | None) -> bool:
        """Say whether `board` is one of the person's, so that a missing right is a 403.

        An assistant's boards are those on which the people assisted sit.
        """
        charged = {office.board for office in self.offices if office.kind != ASSISTANT}
        return (
            any(seat.board == board for seat in self.seats)
            or not charged.isdisjoint({board, None})
            or any(on == board for on, _ in self.answers)
            or board in self.prepares_on
        )


PUBLIC = Scope()


def scope_of(person: Person, *, on: date | None = None) -> Scope:
    """Return what `person` is on the day `on` (today if not given); one query a request.

    Who left or is suspended is as the public. A person of whom another day is asked carries it
    (`User.asked_on`).
    """
    day = on or getattr(person, "asked_on", None) or timezone.localdate()
    if not person.is_authenticated or not person.is_active:
        return PUBLIC
    if person.left_on is not None and person.left_on <= day:
        return PUBLIC
    return once(person, day, lambda: _scope(person, day))


def once(person: User, key: Any, make: Callable[[], T]) -> T:
    """Return what `make` gave for this person's object, and so for this request, before."""
    kept: dict[Any, Any] | None = getattr(person, "remembered", None)
    if kept is None:
        kept = person.remembered = {}
    if key not in kept:
        kept[key] = make()
    found: T = kept[key]
    return found


def _scope(person: User, day: date) -> Scope:
    facts: dict[str, list[tuple[Any, ...]]] = {}
    for what, *fact in _facts(person.pk, day):
        facts.setdefault(what, []).append(tuple(fact))
    return Scope(
        person=person.pk,
        day=day,
        is_system_administrator=person.is_staff,
        seats=tuple(SeatHeld(b, place, role, o) for b, place, role, o in facts.get("seat", ())),
        offices=tuple(OfficeHeld(kind, board) for board, _, kind, _ in facts.get("office", ())),
        answers=frozenset((board, body) for board, _, _, body in facts.get("answers", ())),
        meetings=frozenset(meeting for _, meeting, _, _ in facts.get("deputy", ())),
        prepares_for=frozenset(place for _, place, _, _ in facts.get("assists", ())),
        prepares_on=frozenset(board for board, _, _, _ in facts.get("assists", ())),
    )


def _facts(person: int, day: date) -> list[tuple[Any, ...]]:
    """Return the dated facts about a person on `day` as rows of one shape, by one query."""
    sql, asked = _question()
    meant: dict[Any, Any] = {SOMEBODY: person, SOME_DAY: day}
    with connection.cursor() as cursor:
        cursor.execute(sql, [meant.get(each, each) for each in asked])
        return list(cursor.fetchall())


@cache
def _question() -> tuple[str, tuple[Any, ...]]:
    """Return the query of `_facts`, put together once: every request asks it."""
    day, person = SOME_DAY, SOMEBODY
    held = Appointment.objects.on(day)
    offices = Office.objects.on(day).filter(person=person)
    assisted = offices.filter(kind=ASSISTANT).values("assists")
    to_come = Attendance.objects.filter(deputy=person, meeting__on__gte=day).exclude(
        meeting__state__in=[Meeting.State.CANCELLED, Meeting.State.POSTPONED]
    )
    seat, place, body = F("seat__board"), F("place"), F("seat__represents")
    sent = Respondent.objects.on(day).filter(person=person)
    facts = _rows(held.filter(holder=person), "seat", seat, place, F("seat__role"), body).union(
        _rows(offices, "office", F("board"), None, F("kind"), None),
        _rows(sent, "answers", F("board"), None, None, F("organisation")),
        _rows(to_come, "deputy", None, F("meeting"), None, None),
        _rows(held.filter(holder__in=assisted), "assists", seat, place, None, None),
        all=True,
    )
    sql, asked = facts.query.sql_with_params()
    return sql, tuple(asked)


def _rows(
    found: "QuerySet[Any]", what: str, board: Any, row: Any, word: Any, body: Any
) -> "QuerySet[Any, tuple[Any, ...]]":
    return found.order_by().values_list(
        Value(what),
        _number(board),
        _number(row),
        Cast(word if word is not None else Value(""), CharField()),
        _number(body),
    )


def _number(column: Any) -> Cast:
    return Cast(column if column is not None else Value(None), BigIntegerField())
