"""Who asks, answers and closes questions; who refers from board to board and responds."""

from typing import Any

import rules
from django.db.models import Q

from governance.models import Challenge, Classification, Referral, Succession
from governance.rules.board import (
    EXEMPT_READERS,
    OFFICER,
    boards_read,
    is_chair,
    is_officer,
    is_open,
    reads_drafts,
    right,
)
from governance.scope import CHAIRS, GUESTS, MEMBERS, Person, Scope, scope_of


def _boards_of(challenge: Challenge) -> set[int]:
    """Return the board that asked, and the one that took over the question."""
    return {challenge.board_id, challenge.heard_by_id}


@rules.predicate
def answers_for_asked(person: Person, challenge: Challenge) -> bool:
    """The person answers for the organisation that the challenge is put to."""
    scope = scope_of(person)
    return any(challenge.put_to_id in scope.organisations(each) for each in _boards_of(challenge))


@rules.predicate
def knows_its_subject(person: Person, challenge: Challenge) -> bool:
    """What is asked about is not exempt, or the person reads exempt papers of the board."""
    about = challenge.subject
    if about is None or about.classification != Classification.EXEMPT:
        return True
    scope = scope_of(person)
    return any(
        scope.sits_on(board, EXEMPT_READERS) or scope.holds(OFFICER, board)
        for board in _boards_of(challenge)
    )


@rules.predicate
def reads_for_either_board(person: Person, challenge: Challenge) -> bool:
    """The person reads the drafts of the board that asked, or of the one that took over."""
    return _reads_any(scope_of(person), _boards_of(challenge))


@rules.predicate
def chairs_its_board(person: Person, challenge: Challenge) -> bool:
    """The person chairs the board that hears the answer, or stands in for the chair."""
    return scope_of(person).sits_on(challenge.heard_by_id, CHAIRS)


@rules.predicate
def is_heard(person: Person, challenge: Challenge) -> bool:
    """The board that hears the answer still runs."""
    return challenge.heard_by.is_open(scope_of(person).day)


sees_challenge = (reads_for_either_board & knows_its_subject) | answers_for_asked


def challenges_seen(scope: Scope) -> Q:
    """Return the condition on challenges that the person sees: the list-twin of the page."""
    plain = Q(subject=None) | ~Q(subject__classification=Classification.EXEMPT)
    if not scope.is_everywhere(OFFICER):
        inside: Any = scope.boards(EXEMPT_READERS) | (scope.boards_as(OFFICER) - {None})
        either = boards_read(scope) | Q(passed_to__in=_read_by(scope))
        seen = either & (plain | Q(board__in=inside) | Q(passed_to__in=inside))
    else:
        seen = boards_read(scope)
    held = {(seat.board, seat.organisation) for seat in scope.seats if seat.organisation}
    for board, organisation in scope.answers | held:
        seen |= Q(board=board, put_to=organisation) | Q(passed_to=board, put_to=organisation)
    return seen


def _reads_any(scope: Scope, boards: set[int]) -> bool:
    """Say whether the person reads the drafts of one of `boards`."""
    return any(
        scope.sits_on(board, MEMBERS | GUESTS) or scope.holds(OFFICER, board) for board in boards
    )


def _read_by(scope: Scope) -> Any:
    """Return the boards whose drafts the person reads."""
    return scope.boards(MEMBERS | GUESTS) | (scope.boards_as(OFFICER) - {None})


@rules.predicate
def reads_either_board(person: Person, referral: Referral) -> bool:
    """The person reads the drafts of the board that refers or of the one that is to respond.

    Where the first was closed, its successors stand in its place.
    """
    sender, receiver = referral.from_board_id, referral.heard_by_id
    scope = scope_of(person)
    if _reads_any(scope, {sender, receiver, referral.to_board_id}):
        return True
    heirs = Succession.objects.filter(from_board=sender).values_list("to_board", flat=True)
    return bool(_read_by(scope)) and _reads_any(scope, set(heirs))


@rules.predicate
def speaks_for_receiver(person: Person, referral: Referral) -> bool:
    """The person chairs the board that is to respond, or is its officer."""
    scope, board = scope_of(person), referral.heard_by_id
    return scope.sits_on(board, CHAIRS) or scope.holds(OFFICER, board)


def referrals_seen(scope: Scope) -> Q:
    """Return the condition on referrals that the person sees: the list-twin of the page."""
    if scope.is_everywhere(OFFICER):
        return Q(pk__isnull=False)
    boards = _read_by(scope)
    senders = Succession.objects.filter(to_board__in=boards).values("from_board")
    receives = Q(to_board__in=boards) | Q(passed_to__in=boards)
    return Q(from_board__in=boards) | Q(from_board__in=senders) | receives


right(
    "governance.add_challenge",
    is_open & reads_drafts,
    who="Whoever sits at the board's table can ask, while the board runs.",
)
right(
    "governance.answer_challenge",
    is_heard & answers_for_asked,
    who="Who answers for the organisation asked, or sits for it on the board, can answer.",
)
right(
    "governance.close_challenge",
    is_heard & chairs_its_board,
    who="The chair or vice chair closes a challenge.",
)
right(
    "governance.view_challenge",
    sees_challenge,
    who="The board and who answers for the organisation asked read a question and its answer.",
)
right(
    "governance.refer",
    is_open & (is_chair | is_officer),
    who="The chair and the officers of a board refer to another board, while it runs.",
)
right(
    "governance.view_referral",
    reads_either_board,
    who="The two boards read what the one refers to the other.",
)
right(
    "governance.answer_referral",
    speaks_for_receiver,
    who="The chair and the officers of the board that was asked respond.",
)
