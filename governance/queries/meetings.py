"""Meetings of a board: what was held, what comes next and whether it will be quorate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import OuterRef, Q, QuerySet

from governance.models import (
    ActionPoint,
    Attendance,
    Board,
    Classification,
    Decision,
    Meeting,
    Subject,
)
from governance.periods import DayShown
from governance.queries.agenda import Item, agenda_items
from governance.queries.counting import how_many
from governance.queries.expected import TO_COME, Expected, expected_at
from governance.queries.notice import Notice, notice_of
from governance.queries.paging import Paged, paged
from governance.queries.replies import RepliesPart, replies_part
from governance.queries.sources import Origin, Sources
from governance.queries.wording import clock, counted, day, known_date, weekday
from governance.rules import decisions_seen, meetings_seen, reads_exempt
from governance.scope import Scope

MEETINGS = 10  # on one page
# Subjects that are no business of a meeting.
HAPPENINGS = (
    *("meeting", "round", "progress", "procedure", "nomination"),
    *("membership", "place", "board", "closing", "desk", "draft"),
)
NOT_HELD = (Meeting.State.POSTPONED, Meeting.State.CANCELLED)
# Done with, also on the day itself: the register is closed, or it goes on in another meeting.
OVER = (Meeting.State.HELD, Meeting.State.INQUORATE, Meeting.State.ADJOURNED)
DEEDS: dict[str, str] = {
    Meeting.State.PLANNED: "Postpone or cancel",
    Meeting.State.PUBLISHED: "Postpone, cancel or adjourn",
    Meeting.State.POSTPONED: "Give it a new day, or cancel it",
    Meeting.State.INQUORATE: "Adjourn",
}


@dataclass(frozen=True)
class MeetingRow:
    """One meeting in a list."""

    when: str
    title: str
    address: str
    what: str
    state: str
    origin: Origin | None


@dataclass(frozen=True)
class MeetingPage:
    """One meeting: when and where, agenda, decisions, and for members the replies."""

    meeting: Meeting
    title: str
    when: str
    where: str
    state: str
    items: Sequence[Item]
    decisions: Sequence[tuple[str, str, Origin | None]]
    points: Sequence[tuple[str, str, str, Origin | None]]
    replies: RepliesPart | None
    present: str
    presided: str
    joining: str
    notice: Notice
    origin: Origin | None
    sources: Sources

    @property
    def happens(self) -> bool:
        """Whether it takes place, as far as is known."""
        return self.meeting.state not in NOT_HELD

    @property
    def is_to_come(self) -> bool:
        """Whether when and where can still be changed."""
        return self.meeting.state in TO_COME

    @property
    def deeds(self) -> str:
        """What else can become of it, in words."""
        return DEEDS.get(self.meeting.state, "")


@dataclass(frozen=True)
class BoardMeetings:
    """The meetings of one board: the next one by itself, the others newest first."""

    next: MeetingPage | None
    rows: Paged[MeetingRow]
    sources: Sources


def meeting_by(pk: int) -> QuerySet[Meeting]:
    """Return the query for a meeting by its key, with what rights are judged by."""
    rows = Meeting.objects.select_related(
        *("board", "convened_by", "source__document", "theme", "presided_by"),
        *("goes_on_in", "goes_on_from"),
    )
    return rows.filter(pk=pk)


def themes_of(board: Board) -> QuerySet[Subject]:
    """Return what a meeting of `board` may be about, and an item may belong to."""
    about = board.subjects.exclude(classification=Classification.EXEMPT)
    return about.exclude(kind__in=HAPPENINGS).order_by("title", "pk")


def board_meetings(
    board: Board, *, day: DayShown, scope: Scope, is_member: bool, page: int = 1
) -> BoardMeetings:
    """Return the meetings of `board`; three queries, and four more where one lies ahead.

    On another day than today: those held before it, and the one that came next, of which only
    what was decided by then is told. Who replied is no dated fact, and so is left out.
    """
    sources = Sources()
    seen = board.meetings.filter(meetings_seen(scope)).select_related(
        "source__document", "convened_by"
    )
    over = OVER if day.is_today else ()
    ahead = seen.filter(on__gte=day.on).exclude(state__in=[*NOT_HELD, *over])
    following = ahead.order_by("on", "pk").first()
    others = seen.exclude(pk=following.pk) if following else seen
    by = None if day.is_today else day.on
    if by:
        others = others.filter(on__lte=by)
    found = paged(
        with_decided(others, scope=scope, by=by).order_by("-on", "-pk"), number=page, size=MEETINGS
    )
    inside = is_member and not by
    return BoardMeetings(
        next=meeting_page(following, is_member=inside, sources=sources, scope=scope, by=by)
        if following
        else None,
        rows=replace(found, rows=[meeting_row(each, sources) for each in found.rows]),
        sources=sources,
    )


def with_decided(
    meetings: QuerySet[Meeting], *, scope: Scope, by: date | None = None
) -> QuerySet[Meeting]:
    """Count as `decided` what the person may read of each meeting's decisions, made by a day."""
    seen = Decision.objects.filter(decisions_seen(scope), _made(by), meeting=OuterRef("pk"))
    return meetings.annotate(decided=how_many(seen, of="meeting"))


def meeting_row(meeting: Meeting, sources: Sources, *, names_whose: bool = False) -> MeetingRow:
    """Return a meeting, annotated with `decided`, as a line of a list.

    `names_whose` puts the board's name in place of a bare "Ordinary meeting".
    """
    many: int = meeting.decided  # type: ignore[attr-defined]
    whose = str(meeting.board or meeting.convened_by)
    title = meeting.title or (whose if names_whose else _title(meeting))
    return MeetingRow(
        when=known_date(meeting.on, meeting.on_known),
        title=title,
        address=meeting.get_absolute_url(),
        what="" if meeting.what.rstrip(".") == title else meeting.what,
        state=counted(many, "decision") if many else meeting.get_state_display().capitalize(),
        origin=sources.of(meeting),
    )


def meeting_page(
    meeting: Meeting,
    *,
    is_member: bool,
    sources: Sources,
    scope: Scope,
    by: date | None = None,
) -> MeetingPage:
    """Return all of one meeting; four queries, and four more for members of its board.

    `by`: the last day of whose decisions is told; today's page tells all.
    """
    decisions = meeting.decisions.filter(decisions_seen(scope), _made(by))
    expected = expected_at(meeting) if is_member else []
    return MeetingPage(
        meeting=meeting,
        title=_title(meeting),
        when=meeting_when(meeting),
        where=meeting_where(meeting),
        state=meeting.get_state_display(),
        items=agenda_items(meeting, scope=scope, sources=sources, is_inside=is_member),
        decisions=[
            (row.get_kind_display().capitalize(), row.text, sources.of(row))
            for row in decisions.select_related("source__document").order_by("number")
        ],
        points=_points(meeting, sources, scope) if is_member else [],
        replies=replies_to_come(meeting, expected, scope),
        present=_present(meeting, expected),
        presided=meeting.presided_by.called if is_member and meeting.presided_by else "",
        joining=meeting.joining if is_member else "",
        notice=notice_of(meeting, on=scope.day),
        origin=sources.of(meeting),
        sources=sources,
    )


def goes_on(meeting: Meeting, *, is_member: bool) -> tuple[str, str, str] | None:
    """Return where a meeting goes on, or from which it goes on, as words, address and day."""
    before: Meeting | None = getattr(meeting, "goes_on_from", None)
    other, words = (before, "It goes on from") if before else (meeting.goes_on_in, "It goes on in")
    if other is None or (other.state == Meeting.State.PLANNED and not is_member):
        return None
    return words, other.get_absolute_url(), meeting_called(other)


def _made(by: date | None) -> Q:
    return Q(on__lte=by) if by else Q()


def _points(
    meeting: Meeting, sources: Sources, scope: Scope
) -> list[tuple[str, str, str, Origin | None]]:
    """Return what people were asked, of exempt items for who reads those."""
    open_to_all = Q(item=None) | Q(item__exempt=False)
    seen = Q() if reads_exempt(scope, meeting) else open_to_all
    points = meeting.action_points.filter(seen)
    rows = points.select_related("who", "passed_to", "source__document").order_by("number")
    return [(row.what, row.who.called, _stands(row), sources.of(row)) for row in rows]


def _stands(point: ActionPoint) -> str:
    """Return how a point stands, and to which board it was passed on."""
    state = point.get_state_display().capitalize()
    if point.passed_to is None or point.passed_on is None:
        return state
    return f"{state}, passed to {point.passed_to} on {day(point.passed_on)}"


def meeting_called(meeting: Meeting) -> str:
    """Return how a meeting is called where its board is named beside it."""
    return f"{_title(meeting)}, {known_date(meeting.on, meeting.on_known)}"


def _title(meeting: Meeting) -> str:
    if meeting.title:
        return meeting.title
    kind = meeting.get_kind_display()
    return kind[0].upper() + kind[1:]


def meeting_where(meeting: Meeting) -> str:
    """Return where a meeting is, and whether one can take part remotely."""
    if not meeting.hybrid:
        return meeting.venue
    return f"{meeting.venue}, or remotely" if meeting.venue else "Remotely"


def meeting_when(meeting: Meeting) -> str:
    """Return when a meeting is, as far as it is known."""
    if meeting.on_known not in ("", "day"):
        return known_date(meeting.on, meeting.on_known)
    if meeting.starts_at is None:
        return weekday(meeting.on)
    until = f" to {clock(meeting.ends_at)}" if meeting.ends_at else ""
    return f"{weekday(meeting.on)}, {clock(meeting.starts_at)}{until}"


def _present(meeting: Meeting, expected: Sequence[Expected]) -> str:
    known = [each for each in expected if each.row.came != Attendance.Came.UNKNOWN]
    if known:
        here = sum(each.row.came != Attendance.Came.ABSENT for each in known)
        return f"{here} of {counted(len(expected), 'place')}, deputies counted"
    return f"{meeting.head_count} people" if meeting.head_count else ""


def replies_to_come(
    meeting: Meeting, expected: Sequence[Expected], scope: Scope
) -> RepliesPart | None:
    """Return the replies to a meeting to come, as long as nobody has marked who came."""
    known = any(each.row.came != Attendance.Came.UNKNOWN for each in expected)
    if not expected or known or meeting.state not in TO_COME or meeting.board is None:
        return None
    return replies_part(meeting, expected, scope=scope)
