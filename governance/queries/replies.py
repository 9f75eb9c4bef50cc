"""What was replied to a meeting: the forecast, one's own places, and every place by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from governance.models import Attendance, Board, Meeting, Organisation, Place, User
from governance.queries.expected import (
    TO_COME,
    Expected,
    Replies,
    begins,
    expected_at,
    forecast,
    quorum_rule,
)
from governance.scope import Scope

Reply = Attendance.Reply
MARKS = {
    Reply.COMING: "present",
    Reply.DEPUTY: "deputy",
    Reply.APOLOGIES: "apologies",
    Reply.NONE: "no-reply",
}


@dataclass(frozen=True)
class ReplyRow:
    """One place and what was replied for it; `is_own`: the reader replies for it."""

    place: int
    seat: str
    holder: str
    reply: str
    word: str
    mark: str
    is_own: bool
    illustrative: bool


@dataclass(frozen=True)
class RepliesPart:
    """The replies to a meeting as somebody who sits with its board sees them."""

    meeting: Meeting
    forecast: Replies
    rows: Sequence[ReplyRow]
    is_open: bool
    may_be_afar: bool

    @property
    def own(self) -> Sequence[ReplyRow]:
        """The places that the reader replies for."""
        return [row for row in self.rows if row.is_own]


def replies_part(meeting: Meeting, expected: Sequence[Expected], *, scope: Scope) -> RepliesPart:
    """Return the replies of `expected`, the places of `meeting`; one query."""
    if meeting.board is None:
        raise AssertionError("only a board's meeting has places")
    return RepliesPart(
        meeting=meeting,
        forecast=forecast(meeting, expected, quorum_rule(meeting.board, on=meeting.on)),
        rows=[_row(each, scope) for each in expected],
        is_open=takes_replies(meeting),
        may_be_afar=meeting.hybrid and meeting.board.remote != Board.Remote.NEVER,
    )


def replies_of(meeting: Meeting, *, scope: Scope) -> RepliesPart:
    """Return the replies to `meeting`; three queries."""
    return replies_part(meeting, expected_at(meeting), scope=scope)


def takes_replies(meeting: Meeting) -> bool:
    """Say whether one can still reply: it is to come and has not begun."""
    is_to_come = meeting.state in TO_COME[:2]
    return is_to_come and timezone.now() < begins(meeting)


def places_of(meeting: Meeting) -> QuerySet[Place]:
    """Return the places of the board of `meeting`, with their seats."""
    return Place.objects.filter(seat__board=meeting.board_id).select_related("seat__represents")


def deputies_for(place: Place, holder: User | None) -> QuerySet[User]:
    """Return who can come in the place of `holder`: people of the organisation, but not they."""
    body: Organisation | None = place.seat.represents or (holder.organisation if holder else None)
    people = User.objects.filter(organisation=body, is_active=True, left_on=None)
    if body is None:
        people = people.none()
    if holder is not None:
        people = people.exclude(pk=holder.pk)
    return people.order_by("post", "distinction", "pk")


def _row(each: Expected, scope: Scope) -> ReplyRow:
    row, place = each.row, each.place
    return ReplyRow(
        place=place.pk,
        seat=place.seat.title,
        holder=each.holder.called if each.holder else "",
        reply=f"{row.reply}{' afar' if row.from_afar else ''}",
        word=reply_words(row),
        mark=MARKS[Reply(row.reply)],
        is_own=place.pk in scope.places | scope.prepares_for,
        illustrative=row.illustrative,
    )


def reply_words(row: Attendance) -> str:
    """Say what was replied for a place."""
    if row.reply == Reply.DEPUTY:
        who = row.deputy.called if row.deputy else row.deputy_called
        afar = ", remotely" if row.from_afar else ""
        return f"deputy: {who or 'not named'}{afar}"
    if row.reply == Reply.COMING and row.from_afar:
        return "coming, remotely"
    return str(row.get_reply_display())
