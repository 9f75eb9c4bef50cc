"""Agenda and papers of a meeting as one PDF, with the papers that this person may read."""

from collections.abc import Sequence
from typing import Any

import pikepdf
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from governance import queries
from governance.http import Request, allow, may
from governance.models import Meeting
from governance.queries.agenda import Item, agenda_items
from governance.queries.meetings import meeting_when, meeting_where
from governance.queries.papers import PaperLine, bodies_of, bytes_in
from governance.queries.written import reported
from governance.scope import scope_of
from governance.views.papers import ALONE
from portal.reports.agenda import front_of, written_paper
from portal.reports.pack import Bound, bind, printed

MOST = 60_000_000  # bytes of papers that are bound while somebody waits
TOO_MUCH = "Its papers are larger than 60 MB together."
BROKEN = "One of its papers cannot be bound in."
NO_PRINTER = "This machine lacks what a PDF is drawn with."


@require_safe
def agenda_pack(request: Request, pk: int) -> HttpResponse:
    """Answer with the pack as this person may read it."""
    meeting = get_object_or_404(queries.meeting_by(pk))
    allow(request, "governance.view_meeting", meeting, board=meeting.board_id)
    scope = scope_of(request.user)
    inside = may(request, "governance.read_drafts", meeting) or meeting.pk in scope.meetings
    items = agenda_items(meeting, scope=scope, sources=queries.Sources(), is_inside=inside)
    papers = [
        (item, line)
        for item in items
        for line in item.papers
        if item.reads and line.is_in and not line.is_out
    ]
    if bytes_in([line.pk for _, line in papers]) > MOST:
        return _none(request, meeting, TOO_MUCH, status=413)
    told = reported(meeting) if inside and meeting.board_id else []
    try:
        body = _bound(meeting, items, papers, [(asked, became) for asked, became, *_ in told])
    except OSError:
        return _none(request, meeting, NO_PRINTER, status=503)
    except pikepdf.PdfError:
        return _none(request, meeting, BROKEN, status=503)
    return _answer(meeting, body)


def _bound(
    meeting: Meeting,
    items: Sequence[Item],
    papers: Sequence[tuple[Item, PaperLine]],
    told: Sequence[tuple[str, str]],
) -> bytes:
    when = meeting_when(meeting)
    bodies = bodies_of([line.pk for _, line in papers])
    bound = [
        Bound(line.title, _as_pdf(meeting, line, bodies[line.pk], when)) for _, line in papers
    ]
    named = [(item.number, line.title) for item, line in papers]

    def front(begins: Sequence[int]) -> Any:
        where = meeting_where(meeting)
        return front_of(meeting, items, named, begins, when=when, where=where, in_writing=told)

    return bind(front, bound, title=f"Agenda and papers, {meeting.board}, {when}")


def _as_pdf(meeting: Meeting, line: PaperLine, body: bytes | str, when: str) -> bytes:
    if isinstance(body, bytes):
        return body
    return printed(written_paper(meeting, line.title, body, when=when))


def _answer(meeting: Meeting, body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type="application/pdf")
    name = f"papers-{meeting.board.slug if meeting.board else 'meeting'}-{meeting.on}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or ""
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = ALONE
    return response


def _none(request: Request, meeting: Meeting, why: str, *, status: int) -> HttpResponse:
    context = {"meeting": meeting, "why": why}
    return render(request, "portal/no_pack.html", context, status=status)
