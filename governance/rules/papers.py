"""Who reads the papers of a meeting, and who hands them in."""

from typing import Any

import rules
from django.db.models import Q

from governance.models import AgendaItem, Meeting, MeetingPaper, Seat
from governance.rules.board import (
    EXEMPT_READERS,
    OFFICER,
    is_open,
    items_seen,
    meetings_seen,
    reads_drafts,
    reads_exempt,
    right,
)
from governance.scope import GUESTS, Person, Scope, scope_of

YOUNG = frozenset({Seat.Role.YOUNG_PERSON.value})


def is_young_here(scope: Scope, board: int | None) -> bool:
    """Say whether the person sits on a board as young people's representative and in no other way.

    They read papers that are marked suitable.
    """
    others = EXEMPT_READERS | GUESTS
    return scope.sits_on(board, YOUNG) and not scope.sits_on(board, others)


def owes(scope: Scope, paper: MeetingPaper) -> bool:
    """Say whether a paper is asked of the person."""
    return paper.lead_id is not None and paper.lead_id == scope.person


@rules.predicate
def keeps_paper(person: Person, paper: MeetingPaper) -> bool:
    """The person keeps the meeting, or the paper is asked of them."""
    scope = scope_of(person)
    return scope.holds(OFFICER, paper.item.meeting.board_id) or owes(scope, paper)


@rules.predicate
def is_in_the_pack(person: Person, paper: MeetingPaper) -> bool:
    """The paper was handed in and not taken out, and the person reads papers of its kind."""
    scope, item = scope_of(person), paper.item
    if paper.received_on is None or paper.withdrawn_on is not None or item.removed_at is not None:
        return False
    if is_young_here(scope, item.meeting.board_id):
        return paper.is_suitable and not item.exempt
    if item.exempt:
        return reads_exempt(scope, item.meeting)
    return _is_told(person, paper)


@rules.predicate
def is_kept_open(person: Person, paper: MeetingPaper) -> bool:
    """The board of the paper's meeting still runs."""
    return bool(is_open(person, paper.item.meeting))


def _is_told(person: Person, paper: MeetingPaper) -> bool:
    """Say whether the item is out for everybody, or the person reads what is not out yet."""
    meeting, item = paper.item.meeting, paper.item
    inside = reads_drafts(person, meeting) or meeting.pk in scope_of(person).meetings
    is_waiting = bool(item.late_reason) and item.out_on is None
    return bool(inside) or (meeting.state != Meeting.State.PLANNED and not is_waiting)


def papers_seen(scope: Scope) -> Q:
    """Return the condition on papers that the person reads: the list-twin of the page."""
    boards: Any = scope.boards(EXEMPT_READERS) | (scope.boards_as(OFFICER) - {None})
    told = Q(meeting__in=Meeting.objects.filter(meetings_seen(scope))) & items_seen(scope)
    exempt = Q(meeting__board__in=boards) | Q(meeting__in=scope.meetings)
    items = AgendaItem.objects.filter(told, Q(exempt=False) | exempt)
    in_pack = Q(received_on__isnull=False, withdrawn_on=None, item__in=items)
    young = {each for each in scope.boards(YOUNG) if is_young_here(scope, each)}
    if young:
        suitable = Q(is_suitable=True, item__exempt=False)
        in_pack &= ~Q(item__meeting__board__in=young) | suitable
    return in_pack | _kept_by(scope)


def _kept_by(scope: Scope) -> Q:
    """Return the condition on papers of meetings that the person keeps, or asked of them."""
    if scope.is_everywhere(OFFICER):
        return Q(pk__isnull=False)
    boards: Any = scope.boards_as(OFFICER)
    asked = Q(lead=scope.person) if scope.person is not None else Q(pk__in=[])
    return Q(item__meeting__board__in=boards) | asked


right(
    "governance.read_paper",
    keeps_paper | is_in_the_pack,
    who="Members of the board read its papers, exempt ones too; guests read what is not exempt,"
    " and young people’s representatives what is marked as suitable for them.",
)
right(
    "governance.write_paper",
    is_kept_open & keeps_paper,
    who="The board’s officers hand papers in, and those of whom they are asked.",
)
