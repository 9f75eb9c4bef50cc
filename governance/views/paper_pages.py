"""One paper with what is done with it, and the list of all papers of a meeting."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes import papers as changes
from governance.changes.chasing_papers import remind_of_papers
from governance.changes.drafts import Sheet, drop_draft
from governance.editing import Refused
from governance.forms.conflicts import typed_in
from governance.forms.papers import ClearanceForm, TakeOutForm
from governance.http import Request, allow, may, said_in, signed_in, today
from governance.models import MeetingPaper, PaperClearance
from governance.queries import papers as of_papers
from governance.queries.agenda import exempt_under
from governance.rules import WHO
from governance.views import drafts
from governance.views.agenda import meeting_kept
from governance.views.papers import WRITE, paper_to
from governance.views.readings import is_read

CHANGE = "governance.change_meeting"
Done = str | forms.Form  # what was done, in words; or the form to put right


@require_http_methods(["GET", "HEAD", "POST"])
def paper_view(request: Request, pk: int, paper: int) -> HttpResponse:
    """Show one paper; by POST hand it in, clear it, take it out of the pack."""
    row = paper_to(request, "governance.read_paper", pk, paper)
    if request.method != "POST":
        return _paper(request, row)
    allow(request, WRITE, row, board=row.item.meeting.board_id)
    name, sheet = request.POST.get("deed", ""), _sheet(row)
    if name == "forget":
        return drafts.forget(request, signed_in(request), sheet)
    if name != "hand in" and not may(request, CHANGE, row.item.meeting):
        raise PermissionDenied(WHO[CHANGE])
    try:
        done = DEEDS.get(name, _nothing)(request, row)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(row)
    if isinstance(done, forms.Form):
        return _paper(request, row, wrong=done, status=422)
    drop_draft(sheet, by=signed_in(request))
    messages.success(request, done)
    return redirect(row)


def _sheet(paper: MeetingPaper) -> Sheet:
    """Return what is typed on the page when the session ends: its forms are one sheet."""
    return Sheet("paper-page", str(paper.pk), paper.get_absolute_url(), f"About “{paper.title}”")


def _hand_in(request: Request, paper: MeetingPaper) -> Done:
    changes.hand_in(paper, by=signed_in(request), at=timezone.now())
    return "The paper is in the pack."


def _clear(request: Request, paper: MeetingPaper) -> Done:
    form = ClearanceForm(request.POST)
    if not form.is_valid():
        return form
    said = form.cleaned_data
    kind = PaperClearance.Kind(said.pop("kind"))
    changes.clear_paper(paper, kind=kind, by=signed_in(request), **said)
    return f"Cleared for {kind.label}."


def _unclear(request: Request, paper: MeetingPaper) -> Done:
    kind = said_in(request.POST, "kind")
    changes.take_clearance_back(paper, kind=kind, by=signed_in(request))
    return "The clearance is taken back."


def _take_out(request: Request, paper: MeetingPaper) -> Done:
    form = TakeOutForm(request.POST)
    if not form.is_valid():
        return form
    because = form.cleaned_data["because"]
    changes.take_out(paper, because=because, by=signed_in(request), at=timezone.now())
    return "The paper is out of the pack. It is kept, and can be put back."


def _put_back(request: Request, paper: MeetingPaper) -> Done:
    changes.put_back(paper, by=signed_in(request))
    return "The paper is back in the pack."


def _nothing(request: Request, paper: MeetingPaper) -> Done:
    return "Nothing was done."


DEEDS: dict[str, Callable[[Request, MeetingPaper], Done]] = {
    "hand in": _hand_in,
    "clear": _clear,
    "take clearance back": _unclear,
    "take out": _take_out,
    "put back": _put_back,
}


def _paper(
    request: Request,
    paper: MeetingPaper,
    *,
    wrong: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    meeting = paper.item.meeting
    if paper.item.exempt:
        is_read(request, meeting, f"“{paper.title}”, item {paper.item.number}")
    may_change = may(request, CHANGE, meeting)
    drafting = drafts.drafting(signed_in(request), _sheet(paper)) if may_change else None
    typed = drafting.values if drafting and not wrong else {}
    shown: dict[str, Any] = {
        "page": of_papers.paper_page(paper, on=today()),
        "exempt": exempt_under(paper.item.exempt_paragraphs) if paper.item.exempt else "",
        "meeting": meeting,
        "board": meeting.board,
        "called": queries.meeting_called(meeting),
        "may_write": may(request, WRITE, paper),
        "may_change": may_change,
        "drafting": drafting,
        "clearing": _form(ClearanceForm, wrong, typed),
        "taking_out": _form(TakeOutForm, wrong, typed),
        "wrong": wrong,
    }
    return render(request, "governance/paper_view.html", shown, status=status)


def _form(
    made: type[forms.Form], wrong: forms.Form | None, typed: Mapping[str, str]
) -> forms.Form:
    """Return the form to put right, or one with what was typed when the session ended."""
    if isinstance(wrong, made):
        return wrong
    return made(initial=typed_in(typed, [*made.base_fields]))


@require_http_methods(["GET", "HEAD", "POST"])
def papers_due(request: Request, pk: int) -> HttpResponse:
    """Show all papers of a meeting and who owes them; by POST remind those who do."""
    meeting = meeting_kept(request, pk)
    if request.method == "POST":
        owed = of_papers.owed(meeting)
        one = request.POST.get("remind", "")
        chosen = [each for each in owed if not one or str(each.pk) == one]
        if one and not chosen:
            get_object_or_404(owed.none())
        told = remind_of_papers(meeting, chosen, by=signed_in(request), at=timezone.now())
        messages.success(request, _told(len(told)))
        return redirect("governance:papers-due", meeting.pk)
    context = {
        "page": of_papers.papers_page(meeting, on=today()),
        "meeting": meeting,
        "board": meeting.board,
        "called": queries.meeting_called(meeting),
    }
    return render(request, "governance/papers_due.html", context)


def _told(many: int) -> str:
    if not many:
        return "Nobody is reminded: those who owe a paper were reminded today, or have no address."
    return f"{queries.counted(many, 'person', 'people')} reminded."
