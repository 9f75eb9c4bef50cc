"""The meeting that comes next to a person: where, what they replied, what of it is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from governance.models import AgendaItem, Attendance, Meeting
from governance.queries import Sources, number_word
from governance.queries.expected import Expected, expected_at
from governance.queries.meetings import (
    NOT_HELD,
    OVER,
    meeting_when,
    meeting_where,
    replies_to_come,
)
from governance.queries.notice import Notice, notice_of
from governance.queries.replies import RepliesPart
from governance.queries.sources import Origin
from governance.scope import Scope


@dataclass(frozen=True)
class NextMeeting:
    """The meeting that comes next, as a desk has room for it; its page has the agenda."""

    meeting: Meeting
    when: str
    where: str
    reply: str
    replies: RepliesPart | None
    agenda: str
    is_illustrative: bool
    notice: Notice
    origin: Origin | None

    @property
    def whose(self) -> str:
        """The body that meets, by its kind; who convenes it where no board does."""
        board = self.meeting.board
        return f"the {board.get_kind_display()}" if board else str(self.meeting.convened_by)

    @property
    def day(self) -> str:
        """The day and the month."""
        return f"{self.meeting.on.day} {self.meeting.on:%B}"


def next_meeting(scope: Scope, sources: Sources) -> NextMeeting | None:
    """Return the next meeting of a board one sits on, or to which one comes as a deputy.

    One query, and four more where one lies ahead.
    """
    boards = {seat.board for seat in scope.seats}
    ahead = Meeting.objects.filter(
        Q(board__in=boards) | Q(pk__in=scope.meetings), on__gte=scope.day
    ).exclude(state__in=[*NOT_HELD, *OVER])
    found = (
        ahead.select_related("board", "convened_by", "source__document")
        .order_by("on", "pk")
        .first()
    )
    if found is None:
        return None
    expected, items = expected_at(found), list(found.items.order_by("number"))
    return NextMeeting(
        meeting=found,
        when=meeting_when(found),
        where=meeting_where(found),
        reply=_reply(expected, scope),
        replies=replies_to_come(found, expected, scope),
        agenda=_agenda(items, scope),
        is_illustrative=any(each.illustrative for each in items),
        notice=notice_of(found, on=scope.day),
        origin=sources.of(found),
    )


def _agenda(items: Sequence[AgendaItem], scope: Scope) -> str:
    """Say how many items there are, and which of them the person brings."""
    if not items:
        return ""
    many = f"{number_word(len(items))} item{'' if len(items) == 1 else 's'}"
    own = [f"item {each.number}, {each.title}" for each in items if each.lead_id == scope.person]
    yours = f" Yours: {'; '.join(own)}." if own else ""
    return f"{many.capitalize()}.{yours}"


def _reply(expected: Sequence[Expected], scope: Scope) -> str:
    """Say what the person replied for the place they hold, or whose deputy they are."""
    for each in expected:
        if each.place.pk in scope.places:
            return REPLIED[Attendance.Reply(each.row.reply)].format(each.row.deputy or "a deputy")
    for each in expected:
        if each.row.deputy_id == scope.person:
            return f"You come as deputy for the {each.place.seat.title}."
    return ""


REPLIED = {
    Attendance.Reply.NONE: "You have not said yet whether you come.",
    Attendance.Reply.COMING: "You said you are coming.",
    Attendance.Reply.APOLOGIES: "You sent apologies.",
    Attendance.Reply.DEPUTY: "{} comes in your place.",
}
