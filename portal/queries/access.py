"""Why a person can see something: each right with the dated facts that give it, on any day.

Which fact gives a right is found by asking the rule itself of somebody who has that fact alone.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import rules
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from governance.models import Appointment, Meeting, Office, Respondent, User
from governance.queries import day, span
from governance.queries.people import CAN_SIGN_IN, account_words, office_words
from governance.rules import WHO
from governance.scope import OfficeHeld, Scope, scope_of
from portal.queries.explained import RIGHTS, Asked
from portal.queries.page_things import board_of, kind_of
from portal.queries.security import has_factor
from portal.rules import needs_second_step

EVERYBODY = "It is open to everybody."
NO_STEP = "Nothing opens for them until they have set up their second step."
OF_THEIR_OWN = "It is their own, or they lead, wrote or answer for a part of it themselves."


@dataclass(frozen=True)
class RightRow:
    """One right: whether the person has it, and by what; else who has it."""

    words: str
    is_held: bool
    reasons: Sequence[str]


@dataclass(frozen=True)
class Access:
    """What a person may do at one address on a day."""

    kind: str
    board: str
    rights: Sequence[RightRow]
    facts: Sequence[str]
    note: str


def access(person: User, thing: Any, *, on: date) -> Access:
    """Return what `person` may do with `thing` on a day, and by which facts."""
    facts = dict(facts_of(person, on=on))
    alone = {words: _only(person, scope, on) for words, scope in facts.items()}
    bare = _only(person, Scope(person=scope_of(_on(person, on)).person, day=on), on)
    rows = [_right(each, thing, _on(person, on), bare, alone) for each in RIGHTS[type(thing)]]
    board = board_of(thing)
    return Access(
        kind=kind_of(thing),
        board=board.name if board else "",
        rights=rows,
        facts=list(facts),
        note=_note(person, on),
    )


def _right(right: Asked, thing: Any, person: User, bare: User, alone: dict[str, User]) -> RightRow:
    of, words = right.of(thing, person), right.words
    if not rules.has_perm(right.name, person, of):
        return RightRow(words, is_held=False, reasons=[WHO[right.name]])
    if rules.has_perm(right.name, AnonymousUser(), of):
        return RightRow(words, is_held=True, reasons=[EVERYBODY])
    reasons = [fact for fact, who in alone.items() if rules.has_perm(right.name, who, of)]
    if rules.has_perm(right.name, bare, of):
        reasons = [OF_THEIR_OWN]
    return RightRow(words, is_held=True, reasons=reasons or list(alone))


def _note(person: User, on: date) -> str:
    """Say what keeps the person from their rights altogether."""
    if person.left_on is not None and person.left_on <= on:
        return f"They left on {day(person.left_on)}, and are as the public from then on."
    if not person.is_active:
        return "They are suspended, and are as the public."
    account = account_words(person, on=on)
    if account != CAN_SIGN_IN:
        return f"Until they sign in they see what everybody sees: {account}."
    needs = settings.SECOND_STEP_NEEDED and needs_second_step(_on(person, on))
    return NO_STEP if needs and not has_factor(person) else ""


def _on(person: User, on: date) -> User:
    """Return the person as of whom rights are asked on a day, with nothing found out yet."""
    asked = copy.copy(person)
    asked.asked_on, asked.remembered = on, {}
    return asked


def _only(person: User, scope: Scope, on: date) -> User:
    """Return somebody who has no more than `scope`."""
    asked = _on(person, on)
    asked.remembered = {on: scope}
    return asked


def facts_of(person: User, *, on: date) -> Iterator[tuple[str, Scope]]:
    """Yield each fact that rights may follow from on a day, with what it is alone."""
    whole = scope_of(_on(person, on))
    bare = Scope(person=whole.person, day=on)
    if whole.person is None:
        return
    yield from _seats(person, whole, bare)
    yield from _offices(person, whole, bare)
    for row in (
        Respondent.objects.on(on).filter(person=person).select_related("board", "organisation")
    ):
        words = f"answers for {row.organisation.called} on {row.board.name} {span(row)}".strip()
        yield words, replace(bare, answers=frozenset({(row.board_id, row.organisation_id)}))
    for meeting in Meeting.objects.filter(pk__in=whole.meetings).select_related("board"):
        words = f"deputy named for the meeting of {meeting.board or meeting} on {day(meeting.on)}"
        yield words, replace(bare, meetings=frozenset({meeting.pk}))
    if whole.is_system_administrator:
        yield "system administrator", replace(bare, is_system_administrator=True)


def _seats(person: User, whole: Scope, bare: Scope) -> Iterator[tuple[str, Scope]]:
    held = Appointment.objects.filter(holder=person, place__in=whole.places).on(bare.day)
    rows = {row.place_id: row for row in held.select_related("seat__board", "place")}
    for seat in whole.seats:
        row = rows[seat.place]
        words = (
            f"{row.seat.get_role_display()} of {row.seat.board.name} {span(row)}, place"
            f" {row.place.number} of {row.seat.title}"
        )
        yield words, replace(bare, seats=(seat,))


def _offices(person: User, whole: Scope, bare: Scope) -> Iterator[tuple[str, Scope]]:
    for row in (
        Office.objects.on(bare.day).filter(person=person).select_related("board", "assists")
    ):
        words = f"{office_words(row)} {span(row)}".strip()
        if row.kind == Office.Kind.ASSISTANT:
            alone = replace(bare, prepares_for=whole.prepares_for, prepares_on=whole.prepares_on)
            yield f"{words}, of {row.assists}", alone
            continue
        yield words, replace(bare, offices=(OfficeHeld(row.kind, row.board_id),))
