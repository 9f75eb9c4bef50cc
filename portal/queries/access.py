"""Why a person can see something: each right with the dated facts that give it, on any day.

Which fact gives a right is found by asking the rule itself of somebody who has that fact alone.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import rules
from django.contrib.auth.models import AnonymousUser
from django.urls import Resolver404, resolve

from governance.models import Appointment, Board, Meeting, Office, Respondent, User
from governance.queries import day, span
from governance.queries.people import office_words
from governance.rules import WHO
from governance.scope import OfficeHeld, Scope, scope_of
from portal.models import Report, ReportRun
from priorities.models import DeliveryPlan, Plan

# The rights that are asked of each kind of thing, and in which words.
RIGHTS: dict[type[Any], tuple[tuple[str, str], ...]] = {
    Board: (
        ("governance.read_drafts", "Reads what the board has in draft"),
        ("governance.comment", "Comments"),
        ("governance.change_meeting", "Keeps its meetings"),
        ("governance.appoint", "Appoints to its places"),
        ("priorities.run_rounds", "Opens and closes its rounds"),
        ("portal.ask_report", "Asks for its reports"),
    ),
    Meeting: (
        ("governance.view_meeting", "Sees the meeting"),
        ("governance.change_meeting", "Keeps the meeting"),
    ),
    Plan: (
        ("priorities.view_plan", "Sees the plan"),
        ("priorities.change_plan", "Edits the plan"),
    ),
    DeliveryPlan: (
        ("priorities.view_deliveryplan", "Sees the delivery plan"),
        ("priorities.compare_deliveryplan", "Compares its versions"),
        ("priorities.change_deliveryplan", "Edits it"),
        ("priorities.agree_deliveryplan", "Agrees it"),
        ("priorities.publish_deliveryplan", "Publishes it"),
        ("priorities.nudge", "Reminds its partners"),
    ),
    ReportRun: (
        ("portal.view_report", "Sees that there is the report"),
        ("portal.read_report", "Reads the report"),
        ("portal.approve_report", "Approves it"),
        ("portal.publish_report", "Publishes it"),
        ("portal.withdraw_report", "Withdraws it"),
    ),
    Report: (
        ("portal.view_paper", "Reads the paper"),
        ("portal.write_paper", "Writes it"),
        ("portal.send_back_paper", "Sends it back"),
    ),
}
EVERYBODY = "It is open to everybody."
OF_THEIR_OWN = "They lead, wrote or answer for a part of it themselves."


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


def thing_at(address: str) -> Any:
    """Return what the page at an address is of; None where there is no such thing."""
    path = urlsplit(address.strip()).path
    try:
        match = resolve(path)
    except Resolver404:
        return None
    room, given = path.strip("/").split("/")[0], match.kwargs
    if room == "boards" and "slug" in given:
        return Board.objects.filter(slug=given["slug"]).first()
    if room == "meetings" and "pk" in given:
        return Meeting.objects.filter(pk=given["pk"]).select_related("board").first()
    if room == "plans" and "slug" in given:
        return _plan(given)
    if room == "reports" and "pk" in given:
        is_paper = path.startswith("/reports/write/")
        rows: Any = (Report if is_paper else ReportRun).objects.select_related("board")
        return rows.filter(pk=given["pk"]).first()
    return None


def _plan(given: dict[str, Any]) -> Any:
    if "number" in given:
        delivery = DeliveryPlan.objects.filter(
            priority__plan__slug=given["slug"], priority__number=given["number"]
        )
        found = delivery.select_related("priority__plan__board").first()
        if found is not None:
            return found
    return Plan.objects.filter(slug=given["slug"]).select_related("board").first()


def access(person: User, thing: Any, *, on: date) -> Access:
    """Return what `person` may do with `thing` on a day, and by which facts."""
    facts = dict(facts_of(person, on=on))
    alone = {words: _only(person, scope, on) for words, scope in facts.items()}
    bare = _only(person, Scope(person=scope_of(_on(person, on)).person, day=on), on)
    rows = [
        _right(name, words, thing, _on(person, on), bare, alone)
        for name, words in RIGHTS[type(thing)]
    ]
    board = thing if isinstance(thing, Board) else _board_of(thing)
    return Access(
        kind=str(thing._meta.verbose_name),
        board=board.name if board else "",
        rights=rows,
        facts=list(facts),
        note=_note(person, on),
    )


def _right(
    name: str, words: str, thing: Any, person: User, bare: User, alone: dict[str, User]
) -> RightRow:
    if not rules.has_perm(name, person, thing):
        return RightRow(words, is_held=False, reasons=[WHO[name]])
    if rules.has_perm(name, AnonymousUser(), thing):
        return RightRow(words, is_held=True, reasons=[EVERYBODY])
    reasons = [fact for fact, who in alone.items() if rules.has_perm(name, who, thing)]
    if rules.has_perm(name, bare, thing):
        reasons = [OF_THEIR_OWN]
    return RightRow(words, is_held=True, reasons=reasons or list(alone))


def _board_of(thing: Any) -> Board | None:
    plan = thing.priority.plan if isinstance(thing, DeliveryPlan) else thing
    board: Board | None = plan.board
    return board


def _note(person: User, on: date) -> str:
    if person.left_on is not None and person.left_on <= on:
        return f"They left on {day(person.left_on)}, and are as the public from then on."
    return "" if person.is_active else "They are suspended, and are as the public."


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
