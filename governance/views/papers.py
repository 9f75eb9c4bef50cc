"""The papers of a meeting: one to read, asked for, written, sent as a file, given out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from governance import queries
from governance.changes import papers as changes
from governance.changes.drafts import Sheet
from governance.editing import Refused
from governance.forms.papers import PaperForm, SendForm
from governance.http import Request, allow, may, signed_in, today
from governance.models import AgendaItem, Meeting, MeetingPaper, User
from governance.queries import papers as of_papers
from governance.views.agenda import meeting_kept
from governance.views.editing import Editor, edit_page
from governance.views.readings import is_read

WRITE = "governance.write_paper"
ALONE = "sandbox; default-src 'none'; frame-ancestors 'none'"


def paper_to(request: Request, right: str, pk: int, paper: int) -> MeetingPaper:
    """Return a paper on which the person has `right`."""
    row = get_object_or_404(of_papers.paper_by(pk, paper))
    allow(request, right, row, board=row.item.meeting.board_id)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def paper_add(request: Request, pk: int, item: int) -> HttpResponse:
    """Ask for one more paper to an item."""
    row = get_object_or_404(queries.item_by(pk, item).filter(removed_at=None))
    meeting = meeting_kept(request, pk, row)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> MeetingPaper:
        by, at = signed_in(request), timezone.now()
        return changes.add_paper(row, values=values, by=by, at=at, key=key)

    address = reverse("governance:paper-add", args=[meeting.pk, row.pk])
    editor = Editor(
        sheet=Sheet("paper", f"new-to-{row.pk}", address, f"A new paper, {row.title}"),
        save=save,
        heading=f"A paper to item {row.number}",
        standfirst=row.title,
        initial={"title": row.title, "lead": row.lead_id},
        button="Ask for the paper",
        told="The paper is asked for. Send its PDF, or hand in what is written here.",
        **_same(meeting, row, None, only_text=False),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_edit(request: Request, pk: int, paper: int) -> HttpResponse:
    """Change what a paper is called, who owes it, and its words."""
    row = paper_to(request, WRITE, pk, paper)
    item = row.item
    keeps = may(request, "governance.change_meeting", item.meeting)
    if item.exempt:
        is_read(request, item.meeting, f"“{row.title}”, item {item.number}")

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> MeetingPaper:
        changes.edit_paper(row, version=version, values=values, by=signed_in(request), key=key)
        return row

    editor = Editor(
        sheet=Sheet("paper", str(row.pk), f"{row.get_absolute_url()}edit/", row.title),
        save=save,
        heading=row.title,
        row=row,
        told="The paper is saved.",
        **_same(item.meeting, item, row, only_text=not keeps),
    )
    return edit_page(request, editor)


def _same(
    meeting: Meeting, item: AgendaItem, paper: MeetingPaper | None, *, only_text: bool
) -> dict[str, Any]:
    """Return what asking for a paper and changing it have in common."""
    board, due = meeting.board, meeting.papers_due_on
    people = queries.people_around(board, on=today()) if board else User.objects.none()
    kept = {each for each in (item.lead_id, paper and paper.lead_id) if each}
    return {
        "form": PaperForm,
        "done": lambda row: row.get_absolute_url(),
        "options": {
            "people": people | User.objects.filter(pk__in=kept),
            "due": queries.day(due) if due else "",
            "only_text": only_text,
        },
        "where": "governance/paper_crumbs.html",
        "template": "governance/paper_edit.html",
        "context": {
            "board": board,
            "meeting": meeting,
            "called": queries.meeting_called(meeting),
            "paper": paper,
        },
    }


@require_http_methods(["GET", "HEAD", "POST"])
def paper_send(request: Request, pk: int, paper: int) -> HttpResponse:
    """Show where a paper's PDF is sent; read one whole, then keep it."""
    row = paper_to(request, WRITE, pk, paper)
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if request.method != "POST" or not form.is_valid():
        return _sending(request, row, form, status=422 if form.errors else 200)
    content, pages = form.cleaned_data["file"]
    sent = changes.Sent(content, pages)
    try:
        file = changes.send_file(row, sent=sent, by=signed_in(request), at=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _sending(request, row, form, status=422)
    messages.success(request, f"Edition {file.edition} is in: {queries.counted(pages, 'page')}.")
    return redirect(row)


def _sending(
    request: Request, paper: MeetingPaper, form: SendForm, *, status: int
) -> HttpResponse:
    meeting = paper.item.meeting
    context = {
        "form": form,
        "paper": paper,
        "meeting": meeting,
        "board": meeting.board,
        "called": queries.meeting_called(meeting),
    }
    return render(request, "governance/paper_send.html", context, status=status)


@require_safe
def paper_file(request: Request, pk: int, paper: int, edition: int) -> HttpResponse:
    """Give out an edition of a paper, byte for byte as it was sent; nothing in it runs here."""
    row = paper_to(request, "governance.read_paper", pk, paper)
    file = get_object_or_404(of_papers.file_by(row, edition).defer("content"))
    if row.item.exempt:
        what = f"“{row.title}”, item {row.item.number}, edition {edition} as PDF"
        is_read(request, row.item.meeting, what)
    etag = quote_etag(file.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    response = HttpResponse(bytes(file.content), content_type="application/pdf")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = content_disposition_header(True, file.name) or ""
    response["Content-Security-Policy"] = ALONE
    return response
