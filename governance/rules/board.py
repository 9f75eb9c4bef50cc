"""Who may do what on the ground storey, as terms of reference say it.

Each right has a predicate of the person's scope and the row, and the sentence who has it. Beside
a predicate that decides what is seen stands its list-twin: the same for a queryset.
"""

from datetime import date, timedelta
from typing import Any

import rules
from django.db.models import Q

from governance.models import (
    AgendaItem,
    Board,
    Closing,
    Meeting,
    Office,
    Seat,
    Succession,
    User,
)
from governance.scope import CHAIRS, GUESTS, MEMBERS, Person, Scope, scope_of

WHO: dict[str, str] = {}
OFFICER = Office.Kind.PARTNERSHIP_OFFICER
ADMINISTRATOR = Office.Kind.MEMBERSHIP_ADMINISTRATOR
APPROVER = Office.Kind.DATA_APPROVER
SCRUTINY = Office.Kind.SCRUTINY_OFFICER
EXEMPT_READERS = MEMBERS - {Seat.Role.YOUNG_PERSON.value}


def right(name: str, predicate: Any, *, who: str) -> None:
    """Give the right `name` to whom `predicate` names; `who` is the sentence for all others."""
    rules.add_perm(name, predicate)
    WHO[name] = who


def board_key(thing: Any) -> int | None:
    """Return the key of the board that `thing` is or belongs to."""
    key: int | None = thing.pk if isinstance(thing, Board) else thing.board_id
    return key


@rules.predicate
def is_chair(person: Person, thing: Any) -> bool:
    """The person chairs the board, or stands in for the chair."""
    return scope_of(person).sits_on(board_key(thing), CHAIRS)


@rules.predicate
def is_member(person: Person, thing: Any) -> bool:
    """The person sits on the board with a member's rights."""
    return scope_of(person).sits_on(board_key(thing), MEMBERS)


@rules.predicate
def is_guest(person: Person, thing: Any) -> bool:
    """The person sits with the board as critical friend, observer or standing invitee."""
    return scope_of(person).sits_on(board_key(thing), GUESTS)


@rules.predicate
def is_officer(person: Person, thing: Any) -> bool:
    """The person is partnership officer of the board."""
    return scope_of(person).holds(OFFICER, board_key(thing))


@rules.predicate
def is_administrator(person: Person, thing: Any) -> bool:
    """The person keeps the board's membership."""
    return scope_of(person).holds(ADMINISTRATOR, board_key(thing))


@rules.predicate
def keeps_all_membership(person: Person) -> bool:
    """The person keeps the membership of the whole partnership."""
    return scope_of(person).is_everywhere(ADMINISTRATOR)


@rules.predicate
def looks_after_people(person: Person) -> bool:
    """The person keeps the membership of some board, or is partnership officer of one."""
    scope = scope_of(person)
    return bool(scope.boards_as(ADMINISTRATOR) or scope.boards_as(OFFICER))


@rules.predicate
def is_system_administrator(person: Person) -> bool:
    """The person keeps accounts and settings."""
    return scope_of(person).is_system_administrator


@rules.predicate
def is_open(person: Person, thing: Any) -> bool:
    """The board still runs: a closed one is read-only."""
    board = thing if isinstance(thing, Board) else thing.board
    day = scope_of(person).day
    return board is not None and board.is_open(day) and not _has_passed_on(board, day)


def _has_passed_on(board: Board, day: date) -> bool:
    """On its last day a board may have passed on already what was open: nothing new begins."""
    is_last = board.ends_on == day + timedelta(days=1)
    done = {"state": Closing.State.CARRIED_OUT, "ends_on": board.ends_on}
    return is_last and board.closings.filter(**done).exists()


@rules.predicate
def is_closed(person: Person, board: Board) -> bool:
    """The board has ended: what it kept is read-only."""
    ended = board.ends_on is not None and board.ends_on <= scope_of(person).day
    return ended or board.status == Board.Status.HISTORIC


@rules.predicate
def keeps_what_follows(person: Person, meeting: Meeting) -> bool:
    """The board that met is closed, and the person is an officer of one that follows it."""
    offices = scope_of(person).boards_as(OFFICER)
    if not offices or meeting.board is None or is_open(person, meeting):
        return False
    heirs = Succession.objects.filter(from_board=meeting.board)
    return (heirs if None in offices else heirs.filter(to_board__in=offices)).exists()


@rules.predicate
def is_oneself(person: Person, who: User) -> bool:
    """The person asks about themselves."""
    return scope_of(person).person == who.pk


reads_drafts = is_member | is_guest | is_officer


def boards_read(scope: Scope) -> Q:
    """Return the condition on a row's `board` that the person reads its drafts."""
    if scope.is_everywhere(OFFICER):
        return Q(pk__isnull=False)
    return Q(board__in=scope.boards(MEMBERS | GUESTS) | (scope.boards_as(OFFICER) - {None}))


@rules.predicate
def is_out(person: Person, meeting: Meeting) -> bool:
    """The meeting was published, or was held."""
    return meeting.state != Meeting.State.PLANNED


@rules.predicate
def is_deputy(person: Person, meeting: Meeting) -> bool:
    """The person stands in for somebody at this very meeting."""
    return meeting.pk in scope_of(person).meetings


sees_meeting = is_out | is_deputy | reads_drafts


@rules.predicate
def minutes_are_agreed(person: Person, meeting: Meeting) -> bool:
    """A later meeting agreed the minutes."""
    return meeting.minutes_agreed_on is not None


def meetings_seen(scope: Scope) -> Q:
    """Return the condition on meetings that the person sees: the list-twin of the page."""
    return ~Q(state=Meeting.State.PLANNED) | Q(pk__in=scope.meetings) | boards_read(scope)


def reads_exempt(scope: Scope, meeting: Meeting) -> bool:
    """Say whether the person reads exempt papers of a meeting: members, the deputy, the officer.

    Guests and young people's representatives read what is not exempt.
    """
    return (
        scope.sits_on(meeting.board_id, EXEMPT_READERS)
        or meeting.pk in scope.meetings
        or scope.holds(OFFICER, meeting.board_id)
    )


def decisions_seen(scope: Scope) -> Q:
    """Return the condition on decisions that the person sees: the list-twin of the page."""
    boards: Any = scope.boards(EXEMPT_READERS) | (scope.boards_as(OFFICER) - {None})
    seen = Q(meeting__in=Meeting.objects.filter(meetings_seen(scope)))
    open_to_all = Q(item=None) | Q(item__exempt=False)
    if scope.is_everywhere(OFFICER):
        open_to_all |= Q(pk__isnull=False)
    exempt = Q(board__in=boards) | Q(meeting__in=scope.meetings)
    return (seen & (open_to_all | exempt)) | (Q(meeting=None) & boards_read(scope))


def items_seen(scope: Scope) -> Q:
    """Return the condition on agenda items that the person sees, of meetings that they see.

    A late item is the board's alone until its supplementary agenda is out.
    """
    out = Q(late_reason="") | Q(out_on__isnull=False)
    boards: Any = scope.boards(MEMBERS | GUESTS) | (scope.boards_as(OFFICER) - {None})
    if scope.is_everywhere(OFFICER):
        return Q(pk__isnull=False)
    return out | Q(meeting__board__in=boards) | Q(meeting__in=scope.meetings)


@rules.predicate
def may_read_item(person: Person, item: AgendaItem) -> bool:
    """The paper of an item, exempt or not."""
    if not item.exempt:
        return bool(sees_meeting(person, item.meeting))
    return reads_exempt(scope_of(person), item.meeting)


right(
    "governance.read_drafts",
    reads_drafts,
    who="Members of the board and its officers read its drafts.",
)
right(
    "governance.read_terms",
    reads_drafts | is_administrator,
    who="Members of the board, its officers and its administrator read the draft of its terms.",
)
right("governance.view_meeting", sees_meeting, who="The board sees what is only planned.")
right("governance.read_item", may_read_item, who="Members of the board read its exempt papers.")
right(
    "governance.comment",
    is_open & (is_member | is_officer),
    who="Members of the board comment, while the board runs.",
)
right(
    "governance.read_minutes",
    (is_out & minutes_are_agreed) | reads_drafts | keeps_what_follows,
    who="The board reads draft minutes; everybody reads them once they are agreed.",
)
right(
    "governance.change_meeting",
    is_open & is_officer,
    who="The board's officers keep its meetings.",
)
right(
    "governance.agree_minutes",
    (is_open & is_officer) | keeps_what_follows,
    who="The board's officers keep its minutes; once it is closed, those of who follows.",
)
right(
    "governance.appoint",
    is_open & is_administrator,
    who="The membership administrator appoints and stands people down.",
)
right(
    "governance.read_addresses",
    is_officer | is_administrator,
    who="The board's officers and the membership administrator write to who sits at it.",
)
right(
    "governance.add_board",
    keeps_all_membership,
    who="The membership administrator of the partnership adds boards.",
)
right(
    "governance.change_board",
    is_administrator,
    who="The membership administrator keeps the boards.",
)
right(
    "governance.keep_board",
    is_administrator & ~is_closed,
    who="The membership administrator keeps the boards, until they close.",
)
right(
    "governance.change_membership",
    keeps_all_membership,
    who="The membership administrator of the partnership keeps organisations and people.",
)
right(
    "governance.view_people",
    looks_after_people,
    who="Membership administrators and partnership officers see the people of the partnership.",
)
right("governance.change_profile", is_oneself, who="Everybody keeps their own profile.")
right(
    "governance.manage_accounts",
    is_system_administrator,
    who="The system administrator keeps accounts and settings.",
)
