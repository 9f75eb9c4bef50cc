"""Meetings: the page of one, planning one, changing when and where it is."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance import queries
from governance.changes import meetings as changes
from governance.changes.drafts import Sheet
from governance.forms.meetings import MeetingForm
from governance.http import Request, allow, may, signed_in, today
from governance.models import Board, Meeting
from governance.queries import asking
from governance.queries.arising import arising
from governance.queries.expected import Expected, expected_at, lacked_quorum
from governance.queries.notes import notes_at
from governance.queries.register import declared, voted
from governance.queries.written import reported
from governance.scope import scope_of
from governance.views.editing import Editor, edit_page
from governance.views.readings import is_read

CHANGE = "governance.change_meeting"


@require_safe
def meeting_view(request: Request, pk: int) -> HttpResponse:
    """Show one meeting; a planned one to its board only."""
    meeting = get_object_or_404(queries.meeting_by(pk))
    allow(request, "governance.view_meeting", meeting, board=meeting.board_id)
    scope = scope_of(request.user)
    inside = may(request, "governance.read_drafts", meeting) or meeting.pk in scope.meetings
    sources = queries.Sources()
    page = queries.meeting_page(meeting, is_member=inside, sources=sources, scope=scope)
    if any(item.tells_exempt for item in page.items):
        is_read(request, meeting, "the page of the meeting")
    context = {
        "page": page,
        "board": meeting.board,
        "lacked_quorum": bool(page.decisions) and lacked_quorum(meeting, _expected(meeting)),
        "goes_on": queries.goes_on(meeting, is_member=inside),
        "is_inside": inside,
        "has_begun": meeting.on <= today(),
        "declared": declared(meeting, scope=scope, sources=sources) if inside else [],
        "voted": voted(meeting, scope=scope, sources=sources) if inside else [],
        "arising": arising(meeting, scope=scope, on=today()) if inside else None,
        "in_writing": reported(meeting) if inside and meeting.board_id else [],
        "notes": notes_at(meeting, scope=scope) if inside else {},
        "questions": asking.questions_shown(meeting),
        "takes_questions": asking.takes_questions(meeting, on=today()),
        "may_change": may(request, CHANGE, meeting),
        "sees_minutes": may(request, "governance.read_minutes", meeting),
    }
    return render(request, "governance/meeting_view.html", context)


def _expected(meeting: Meeting) -> list[Expected]:
    """Return who was expected where that says whether an adjourned meeting had its quorum."""
    return expected_at(meeting) if meeting.state == Meeting.State.ADJOURNED else []


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_add(request: Request, slug: str) -> HttpResponse:
    """Plan one more meeting of a board."""
    board = get_object_or_404(queries.board_by(slug))
    allow(request, CHANGE, board, board=board.pk)
    address = f"{board.get_absolute_url()}meetings/add/"

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Meeting:
        by, at = signed_in(request), timezone.now()
        return changes.plan_meeting(board, values=values, by=by, at=at, key=key)

    editor = Editor(
        form=MeetingForm,
        sheet=Sheet("meeting", f"new-of-{board.pk}", address, f"A new meeting of {board}"),
        save=save,
        heading="Plan a meeting",
        initial={"kind": Meeting.Kind.ORDINARY},
        button="Plan the meeting",
        told="The meeting is planned. Only the board sees it until its agenda is published.",
        **_same(board),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: Request, pk: int) -> HttpResponse:
    """Change when and where a meeting is."""
    meeting = get_object_or_404(queries.meeting_by(pk))
    allow(request, CHANGE, meeting, board=meeting.board_id)
    board, title = meeting.board, queries.meeting_called(meeting)
    if board is None:
        raise AssertionError("only a board's meeting may be changed")

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Meeting:
        by, at = signed_in(request), timezone.now()
        changes.edit_meeting(meeting, version=version, values=values, by=by, at=at, key=key)
        return meeting

    editor = Editor(
        form=MeetingForm,
        sheet=Sheet("meeting", str(meeting.pk), f"{meeting.get_absolute_url()}edit/", title),
        save=save,
        heading="When and where",
        row=meeting,
        told="The meeting is saved.",
        **_same(board, meeting),
    )
    return edit_page(request, editor)


def _same(board: Board, meeting: Meeting | None = None) -> dict[str, Any]:
    """Return what planning and changing have in common."""
    return {
        "done": lambda row: row.get_absolute_url(),
        "options": {"board": board, "themes": queries.themes_of(board)},
        "where": "governance/meeting_crumbs.html",
        "context": {"board": board, "meeting": meeting},
    }
