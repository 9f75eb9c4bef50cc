"""Agenda and papers of a meeting as one PDF: asked for, made by a worker, given to its readers."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from governance import queries
from governance.http import Request, allow
from governance.models import Meeting
from governance.views.papers import ALONE
from governance.views.readings import is_read
from portal.changes.packs import ask_for_pack
from portal.models import Pack
from portal.models.packs import Circle
from portal.queries.kept_back import kept_back
from portal.queries.packs import SINCE, pack_page
from portal.reports.content import pack_from
from portal.reports.gathering import gather
from portal.rules.packs import PackFor


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_pack(request: Request, pk: int) -> HttpResponse:
    """Show the pack's editions and what is being made; take that it is asked for."""
    meeting = _meeting(request, pk)
    if request.method == "POST":
        by = request.user if request.user.is_authenticated else None
        ask_for_pack(meeting, by=by, at=timezone.now())
        return redirect("portal:agenda-pack", meeting.pk)
    is_part = request.htmx and not request.htmx.history_restore_request
    name = "portal/_pack_state.html" if is_part else "portal/pack_view.html"
    context = {"page": pack_page(meeting, request.user), "board": meeting.board}
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def pack_file(request: Request, pk: int, edition: int, circle: str) -> HttpResponse:
    """Give out the file of an edition, to whom it is open at this moment."""
    meeting = _meeting(request, pk)
    if circle not in Circle:
        raise Http404
    allow(request, "portal.read_pack", PackFor(meeting, Circle(circle)), board=meeting.board_id)
    ready = Pack.objects.filter(meeting=meeting).editions()
    pack = get_object_or_404(ready, edition=edition)
    document = get_object_or_404(pack.documents.defer("body"), circles__contains=[circle])
    content, whose = pack_from(pack.content or {}), Circle(circle)
    since = kept_back([content], now=gather(meeting).content)
    if not since.gives_out(content, whose):
        context = {"meeting": meeting, "why": SINCE}
        return render(request, "portal/no_pack.html", context, status=410)
    if since.tells_exempt(content, whose):
        is_read(request, meeting, f"the pack, edition {edition}")
    response = HttpResponse(bytes(document.body), content_type="application/pdf")
    name = f"papers-{meeting.board.slug if meeting.board else 'meeting'}-{meeting.on}"
    only = "" if whose == Circle.PUBLIC else "-board-only"
    named = content_disposition_header(False, f"{name}-edition-{edition}{only}.pdf")
    response["Content-Disposition"] = named or ""
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = ALONE
    return response


def _meeting(request: Request, pk: int) -> Meeting:
    meeting = get_object_or_404(queries.meeting_by(pk))
    allow(request, "governance.view_meeting", meeting, board=meeting.board_id)
    return meeting
