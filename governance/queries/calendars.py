"""Meetings as a calendar shows them: a board's that are out, or all that a person attends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from governance.models import Board, CalendarFeed, Meeting, User
from governance.queries.meetings import meeting_where
from governance.rules import meetings_seen
from governance.scope import GUESTS, MEMBERS, scope_of

State = Meeting.State
LOOK_BACK = timedelta(days=365)
OFF = (State.CANCELLED, State.POSTPONED)
STATUS = {State.PLANNED: "TENTATIVE", **dict.fromkeys(OFF, "CANCELLED")}


@dataclass(frozen=True)
class Happening:
    """One meeting in a calendar; without a time it takes the whole day."""

    key: int
    title: str
    starts: date | datetime
    ends: date | datetime
    where: str
    address: str
    status: str
    sequence: int


def board_calendar(board: Board, *, on: date) -> Sequence[Happening]:
    """Return the meetings of `board` that were published, a year back and all to come; one query.

    Of one that was called off after it was out the calendar says so.
    """
    out = ~Q(state=State.PLANNED) & (~Q(state__in=OFF) | Q(agenda_out_on__isnull=False))
    return _happenings(board.meetings.filter(out), on=on, inside=False)


def own_calendar(person: User, *, on: date) -> Sequence[Happening]:
    """Return the meetings of the person's boards, planned ones too, and those they stand in at.

    By their rights of today: one query beside those of the Scope; none for who has left.
    """
    scope = scope_of(person, on=on)
    mine = Q(board__in=scope.boards(MEMBERS | GUESTS)) | Q(pk__in=scope.meetings)
    return _happenings(Meeting.objects.filter(mine, meetings_seen(scope)), on=on, inside=True)


def feed_made(person: User) -> datetime | None:
    """Return when the address of a person's calendar was made; None where there is none."""
    feeds = CalendarFeed.objects.filter(person=person, revoked_at=None)
    made: datetime | None = feeds.values_list("made_at", flat=True).first()
    return made


def _happenings(meetings: "QuerySet[Meeting]", *, on: date, inside: bool) -> Sequence[Happening]:
    known = meetings.filter(on__gte=on - LOOK_BACK, on_known__in=["", "day"])
    rows = known.select_related("board", "convened_by").order_by("on", "pk")
    return [_happening(each, inside=inside) for each in rows]


def _happening(meeting: Meeting, *, inside: bool) -> Happening:
    starts, ends = _times(meeting)
    joining = f" ({meeting.joining})" if inside and meeting.joining else ""
    kind = meeting.title or meeting.get_kind_display()
    whose = meeting.board or meeting.convened_by
    planned = " (planned)" if meeting.state == State.PLANNED else ""
    return Happening(
        key=meeting.pk,
        title=f"{whose}: {kind}{planned}",
        starts=starts,
        ends=ends,
        where=f"{meeting_where(meeting)}{joining}".strip(),
        address=meeting.get_absolute_url(),
        status=STATUS.get(State(meeting.state), "CONFIRMED"),
        sequence=meeting.version,
    )


def _times(meeting: Meeting) -> tuple[date | datetime, date | datetime]:
    """Return when a meeting begins and ends; without a time the day and the one after."""
    if meeting.starts_at is None:
        return meeting.on, meeting.on + timedelta(days=1)
    starts = timezone.make_aware(datetime.combine(meeting.on, meeting.starts_at))
    if meeting.ends_at is None:
        return starts, starts + timedelta(hours=2)
    return starts, timezone.make_aware(datetime.combine(meeting.on, meeting.ends_at))
