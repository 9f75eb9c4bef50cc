"""Papers that officers write: begun on one short page, then read and sent on its way."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.changes.drafts import Sheet, drop_draft
from governance.editing import Refused, StaleEdit
from governance.http import Request, allow, may, number_in, said_in, signed_in, today
from governance.models import Board
from governance.rules import WHO
from governance.scope import scope_of
from governance.views import drafts
from governance.views.editing import Editor, edit_page
from portal import queries
from portal.changes import papers as changes
from portal.changes.asking import CannotAsk, ask_for_paper
from portal.forms.papers import BeginForm, HeadForm, cleared_before, cleared_in, head_of
from portal.models import Report, ReportFormat
from portal.queries import papers as papers_queries
from portal.reports import page as printer
from portal.reports.papers import build_kept, format_of
from portal.views.kept_pages import own_look_only


@require_http_methods(["GET", "HEAD", "POST"])
def paper_begin(request: Request) -> HttpResponse:
    """Ask which paper is to be written; begin it."""
    scope = scope_of(request.user)
    boards = Board.objects.filter(queries.boards_to_write_for(scope)).order_by("name")
    data = request.POST if request.method == "POST" else None
    first = {"board": said_in(request.GET, "board")}
    form = BeginForm(data, boards=boards, at=timezone.now(), initial=first)
    if not form.has_boards:
        raise PermissionDenied(WHO["portal.write_paper"])
    if data is None or not form.is_valid():
        status = 200 if data is None else 422
        return render(request, "portal/paper_begin.html", {"form": form}, status=status)
    by = signed_in(request)
    wanted = {**form.cleaned_data, "authors": str(by)}
    return redirect(changes.begin_paper(**wanted, by=by, at=timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def paper_view(request: Request, pk: int) -> HttpResponse:
    """Show a paper in work with its sections as they will print; take what is to be done."""
    paper = get_object_or_404(papers_queries.papers(), pk=pk)
    allow(request, "portal.view_paper", paper, board=paper.board_id)
    if request.method != "POST":
        return _page(request, paper)
    if request.POST.get("deed") == "forget":
        return drafts.forget(request, signed_in(request), _sheet(paper))
    if request.POST.get("deed") not in DEEDS:
        raise Http404
    deed, right = DEEDS[request.POST["deed"]]
    allow(request, right, paper, board=paper.board_id)
    try:
        return deed(request, paper)
    except (Refused, CannotAsk) as reason:
        return _page(request, paper, refused=str(reason), status=422)
    except StaleEdit:
        refused = "Somebody changed the head of the paper meanwhile: read it again."
        return _page(request, paper, refused=refused, status=409)


def _page(
    request: Request, paper: Report, *, refused: str = "", status: int = 200
) -> HttpResponse:
    paper.refresh_from_db(fields=["state", "version"])
    may_write = may(request, "portal.write_paper", paper)
    may_send_back = may(request, "portal.send_back_paper", paper)
    may_say_why = may_send_back and paper.state == Report.State.SUBMITTED
    drafting = drafts.drafting(signed_in(request), _sheet(paper)) if may_say_why else None
    typed = drafting.values.get("because", "") if drafting else ""
    context = {
        "page": papers_queries.paper_page(paper, on=today()),
        "may_write": may_write,
        "may_send_back": may_send_back,
        "drafting": drafting,
        "because": said_in(request.POST, "because") or typed,
        "copies": ReportFormat.objects.by_hand().exclude(pk=paper.format_id).order_by("title")
        if may_write
        else (),
        "refused": refused,
        "at": request.GET.get("at", ""),
    }
    return render(request, "portal/paper_view.html", context, status=status)


def _sheet(paper: Report) -> Sheet:
    """Return why a paper is sent back, as it is kept when the session ends."""
    title = f"What is to be changed in “{paper.title}”"
    return Sheet("paper-back", str(paper.pk), paper.get_absolute_url(), title)


def _submit(request: Request, paper: Report) -> HttpResponse:
    version = number_in(request.POST.get("version", ""))
    run = changes.submit(paper, version=version, by=signed_in(request), at=timezone.now())
    return redirect(run)


def _send_back(request: Request, paper: Report) -> HttpResponse:
    because = said_in(request.POST, "because")
    if not because and not may(request, "portal.write_paper", paper):
        raise Refused("Say what is to be changed.")
    changes.send_back(paper, because=because, by=signed_in(request), at=timezone.now())
    drop_draft(_sheet(paper), by=signed_in(request))
    messages.success(request, "The paper is a draft again.")
    return redirect(paper)


def _copy(request: Request, paper: Report) -> HttpResponse:
    chosen = get_object_or_404(
        ReportFormat.objects.by_hand(), code=said_in(request.POST, "format")
    )
    copy = changes.copy_paper(paper, format=chosen, by=signed_in(request), at=timezone.now())
    messages.success(request, f"This is the copy as {chosen}. The texts are taken over.")
    return redirect(copy)


def _ask(request: Request, paper: Report) -> HttpResponse:
    return redirect(ask_for_paper(paper, by=signed_in(request), at=timezone.now()))


DEEDS: dict[str, tuple[Callable[[Request, Report], HttpResponse], str]] = {
    "submit": (_submit, "portal.write_paper"),
    "send back": (_send_back, "portal.send_back_paper"),
    "copy": (_copy, "portal.write_paper"),
    "ask": (_ask, "portal.write_paper"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def paper_head(request: Request, pk: int) -> HttpResponse:
    """Show the head of a paper as its form; save what was typed."""
    paper = get_object_or_404(papers_queries.papers(), pk=pk)
    allow(request, "portal.write_paper", paper, board=paper.board_id)

    def save(values: Mapping[str, Any], version: int, key: str, also: Mapping[str, Any]) -> Report:
        changes.write_head(
            paper,
            version=version,
            values=head_of(values),
            cleared=cleared_in(values),
            before=cleared_before(also),
            by=signed_in(request),
            key=key,
        )
        return paper

    sheet = papers_queries.head_sheet(paper)
    return edit_page(
        request,
        Editor(
            form=HeadForm,
            sheet=sheet,
            save=save,
            done=lambda _: paper.get_absolute_url(),
            heading=sheet.title,
            row=paper,
            options={"made_of": format_of(paper.format)},
            told="The head is saved.",
            template="portal/paper_head.html",
            context={"paper": paper},
        ),
    )


@require_safe
def paper_preview(request: Request, pk: int) -> HttpResponse:
    """Show the whole paper as it will look, made of what is written now."""
    paper = get_object_or_404(papers_queries.papers(), pk=pk)
    allow(request, "portal.view_paper", paper, board=paper.board_id)
    body = printer.render(build_kept(paper).content).encode()
    response = HttpResponse(body, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = own_look_only(body)
    return response
