"""The minutes of a meeting as a document: PDF, Word or a page of their own."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from governance import queries
from governance.http import Request, allow
from governance.queries.minutes import minutes_page
from governance.scope import scope_of
from governance.views.minutes import minutes_kept
from governance.views.readings import is_read
from portal.models import ReportDocument
from portal.reports import minutes, page, pdf, word
from portal.reports.content import PaperContent
from portal.views.kept_pages import own_look_only
from portal.views.reports import CONTENT_TYPES

Kind = ReportDocument.Kind


@require_safe
def minutes_document(request: Request, pk: int, kind: str) -> HttpResponse:
    """Answer with the minutes as this person may read them: the same bytes for the same words."""
    meeting = get_object_or_404(queries.meeting_by(pk))
    allow(request, "governance.read_minutes", meeting, board=meeting.board_id)
    if kind not in PRINTERS:
        raise Http404
    shown = minutes_page(meeting, minutes_kept(meeting), scope=scope_of(request.user))
    try:
        body = PRINTERS[kind](minutes.compose(meeting, shown))
    except OSError:  # the system lacks what the PDF is drawn with
        return render(request, "portal/no_pdf.html", {"meeting": meeting}, status=503)
    if shown.tells_exempt:
        is_read(request, meeting, f"the minutes as {Kind(kind).label}")
    response = HttpResponse(body, content_type=CONTENT_TYPES[Kind(kind)])
    name = f"minutes-{meeting.board.slug if meeting.board else 'meeting'}-{meeting.on}.{kind}"
    is_file = kind == Kind.WORD
    response["Content-Disposition"] = content_disposition_header(is_file, name) or ""
    if kind == Kind.HTML:
        response["Content-Security-Policy"] = own_look_only(body)
    return response


def _as_page(content: PaperContent) -> bytes:
    return page.render(content).encode()


PRINTERS: Mapping[str, Callable[[PaperContent], bytes]] = {
    Kind.PDF: pdf.render,
    Kind.WORD: word.render,
    Kind.HTML: _as_page,
}
