"""The meeting that comes next to a person, and what they replied to it."""

from dataclasses import dataclass

from django.db.models import Q

from governance.models import Attendance, Meeting
from governance.queries import MeetingPage, Sources, meeting_page
from governance.queries.meetings import NOT_HELD
from governance.scope import Scope


@dataclass(frozen=True)
class NextMeeting:
    """The meeting that comes next, and what the person replied."""

    page: MeetingPage
    reply: str


def next_meeting(scope: Scope, sources: Sources) -> NextMeeting | None:
    """Return the next meeting of a board one sits on, or to which one comes as a deputy."""
    boards = {seat.board for seat in scope.seats}
    ahead = Meeting.objects.filter(
        Q(board__in=boards) | Q(pk__in=scope.meetings), on__gte=scope.day
    ).exclude(state__in=NOT_HELD)
    found = ahead.select_related("board", "source__document").order_by("on", "pk").first()
    if found is None:
        return None
    page = meeting_page(found, is_member=True, sources=sources, scope=scope)
    return NextMeeting(page, _reply(found, scope))


def _reply(meeting: Meeting, scope: Scope) -> str:
    """Say what the person replied for the place they hold, or whose deputy they are."""
    rows = Attendance.objects.filter(meeting=meeting).select_related("deputy", "place__seat")
    own = rows.filter(Q(place__in=scope.places) | Q(deputy=scope.person)).first()
    if own is None:
        return ""
    if own.deputy_id == scope.person:
        return f"You come as deputy for the {own.place.seat.title}."
    return REPLIED[Attendance.Reply(own.reply)].format(own.deputy or "a deputy")


REPLIED = {
    Attendance.Reply.NONE: "You have not said yet whether you come.",
    Attendance.Reply.COMING: "You said that you come.",
    Attendance.Reply.APOLOGIES: "You sent apologies.",
    Attendance.Reply.DEPUTY: "{} comes in your place.",
}
