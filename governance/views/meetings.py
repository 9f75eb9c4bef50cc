"""The page of one meeting."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from governance import queries
from governance.http import Request, allow, may
from governance.models import Meeting
from governance.scope import scope_of


@require_safe
def meeting_view(request: Request, pk: int) -> HttpResponse:
    """Show one meeting; a planned one to its board only."""
    meetings = Meeting.objects.select_related("board", "convened_by", "source__document")
    meeting = get_object_or_404(meetings, pk=pk)
    allow(request, "governance.view_meeting", meeting, board=meeting.board_id)
    inside = may(request, "governance.read_drafts", meeting)
    page = queries.meeting_page(
        meeting, is_member=inside, sources=queries.Sources(), scope=scope_of(request.user)
    )
    context = {"page": page, "board": meeting.board, "tab": "meetings"}
    return render(request, "governance/meeting_view.html", context)
