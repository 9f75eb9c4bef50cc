"""The register of a meeting as it is taken, and what was declared and voted there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from governance.models import Attendance, Board, Declaration, Meeting, User, Vote
from governance.queries.expected import (
    Expected,
    Replies,
    expected_at,
    quorum_rule,
    register_standing,
)
from governance.queries.replies import reply_words
from governance.queries.sources import Origin, Sources
from governance.rules import reads_exempt
from governance.scope import CHAIRS, Scope

Came = Attendance.Came
TAPS = (
    (Came.PRESENT, "Present"),
    (Came.REMOTE, "Remotely"),
    (Came.DEPUTY, "Deputy"),
    (Came.ABSENT, "Absent"),
)


@dataclass(frozen=True)
class RegisterRow:
    """One place with how it was filled, and the taps that say so."""

    place: int
    seat: str
    holder: str
    replied: str
    came: str
    is_guest: bool
    illustrative: bool


@dataclass(frozen=True)
class RegisterPage:
    """The register while it is taken."""

    meeting: Meeting
    rows: Sequence[RegisterRow]
    standing: Replies
    taps: Sequence[tuple[str, str]]
    presiding: Sequence[tuple[int, str]]

    @property
    def unmarked(self) -> int:
        """How many places are not marked yet."""
        return sum(row.came == Came.UNKNOWN for row in self.rows)

    @property
    def is_closed(self) -> bool:
        """Whether it was closed: the meeting was held, or inquorate."""
        return self.meeting.state in (Meeting.State.HELD, Meeting.State.INQUORATE)

    @property
    def is_agreed(self) -> bool:
        """Whether the minutes are agreed, so that nothing changes any more."""
        return self.meeting.minutes_agreed_on is not None


@dataclass(frozen=True)
class Noted:
    """An interest or a vote in a list."""

    pk: int
    head: str
    text: str
    note: str
    origin: Origin | None
    is_exempt: bool = False


def register_page(meeting: Meeting) -> RegisterPage:
    """Return the register of `meeting`; three queries."""
    board = meeting.board
    if board is None:
        raise AssertionError("only a board's meeting has places")
    expected = expected_at(meeting)
    is_afar = board.remote != Board.Remote.NEVER
    return RegisterPage(
        meeting=meeting,
        rows=[_row(each) for each in expected],
        standing=register_standing(meeting, expected, quorum_rule(board, on=meeting.on)),
        taps=[(came.value, word) for came, word in TAPS if is_afar or came != Came.REMOTE],
        presiding=_presiding(expected),
    )


def who_may_preside(meeting: Meeting) -> QuerySet[User]:
    """Return whom the register offers to preside: who is expected, and the deputies named."""
    keys = [key for key, _ in _presiding(expected_at(meeting))]
    return User.objects.filter(pk__in=keys)


def declared(meeting: Meeting, *, scope: Scope, sources: Sources) -> list[Noted]:
    """Return the interests that were declared, on exempt items for who reads those; one query."""
    rows = meeting.declarations.filter(_seen(meeting, scope))
    found = rows.select_related("person", "item", "source__document").order_by(
        "item__number", "pk"
    )
    return [
        Noted(
            pk=row.pk,
            head=row.person.called,
            text=row.interest_shown,
            note="; ".join(filter(None, [_at(row), row.get_kind_display(), _withdrew(row)])),
            origin=sources.of(row),
            is_exempt=_is_exempt(row),
        )
        for row in found.order_by("item__number", "pk")
    ]


def voted(meeting: Meeting, *, scope: Scope, sources: Sources) -> list[Noted]:
    """Return the votes that were taken, on exempt items for who reads those; one query."""
    rows = meeting.votes.filter(_seen(meeting, scope))
    found = rows.select_related("item", "source__document").order_by("item__number", "pk")
    return [
        Noted(
            pk=row.pk,
            head=row.motion,
            text=vote_words(row),
            note=_at(row),
            origin=sources.of(row),
            is_exempt=_is_exempt(row),
        )
        for row in found
    ]


def vote_words(row: Vote) -> str:
    """Say how a vote went.

    >>> vote_words(Vote(votes_for=4, against=4, casting="for"))
    '4 for, 4 against, none abstained; casting vote for: carried'
    """
    told = f"{row.votes_for} for, {row.against} against, {row.abstained or 'none'} abstained"
    if row.casting:
        told = f"{told}; casting vote {row.casting}"
    carried = row.votes_for > row.against or row.casting == Vote.Casting.FOR
    return f"{told}: {'carried' if carried else 'lost'}"


def _seen(meeting: Meeting, scope: Scope) -> Q:
    return Q() if reads_exempt(scope, meeting) else Q(item=None) | Q(item__exempt=False)


def _at(row: Declaration | Vote) -> str:
    return f"item {row.item.number}, {row.item.title}" if row.item else ""


def _is_exempt(row: Declaration | Vote) -> bool:
    return row.item is not None and row.item.exempt


def _withdrew(row: Declaration) -> str:
    return "left while the item was taken" if row.withdrew else "stayed"


def _row(each: Expected) -> RegisterRow:
    return RegisterRow(
        place=each.place.pk,
        seat=each.place.seat.title,
        holder=each.holder.called if each.holder else "",
        replied=reply_words(each.row),
        came=each.row.came,
        is_guest=not each.is_member,
        illustrative=each.illustrative,
    )


def _presiding(expected: Sequence[Expected]) -> list[tuple[int, str]]:
    """Return who may preside: chair and vice chair before the others."""
    chairs_first = sorted(expected, key=lambda each: each.place.seat.role not in CHAIRS)
    people = [
        person
        for each in chairs_first
        for person in (each.holder, each.row.deputy)
        if person is not None and each.is_member and not person.is_young
    ]
    return list({person.pk: (person.pk, person.called) for person in people}.values())
