"""What a board decides in writing between meetings: sent round, answered, counted."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance import queries
from governance.changes import written as changes
from governance.changes.drafts import Sheet, drop_draft
from governance.editing import Refused
from governance.forms.conflicts import typed_in
from governance.forms.written import CirculateForm, TakeBackForm, WrittenAnswerForm
from governance.http import Request, allow, may, number_in, signed_in, today
from governance.models import Place, WrittenAnswer, WrittenProcedure
from governance.queries import written as found
from governance.scope import scope_of
from governance.views import drafts
from governance.views.editing import Editor, edit_page
from governance.views.tables import page_asked

CHANGE = "governance.change_meeting"
ANSWER = "governance.answer_written"
USUAL = timedelta(days=10)  # to answer in
WHERE = "governance/written_crumbs.html"


@require_safe
def procedure_list(request: Request, slug: str) -> HttpResponse:
    """Show what the board is asked in writing, and what came of it."""
    board = get_object_or_404(queries.board_by(slug))
    allow(request, "governance.read_drafts", board, board=board.pk)
    context = {
        "board": board,
        "tab": "meetings",
        "procedures": found.procedures_of(board, on=today(), page=page_asked(request)),
        "may_change": may(request, CHANGE, board),
    }
    return render(request, "governance/procedure_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def procedure_add(request: Request, slug: str) -> HttpResponse:
    """Send a question round to all voting places."""
    board = get_object_or_404(queries.board_by(slug))
    allow(request, CHANGE, board, board=board.pk)

    def save(
        values: dict[str, Any], version: int, key: str, also: dict[str, Any]
    ) -> WrittenProcedure:
        by, at = signed_in(request), timezone.now()
        return changes.circulate(board, **values, by=by, at=at, key=key)

    address = reverse("governance:procedure-add", args=[board.slug])
    title = f"A question in writing, {board}"
    editor = Editor(
        form=CirculateForm,
        sheet=Sheet("procedure", f"new-of-{board.pk}", address, title),
        save=save,
        done=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        heading="Ask the board in writing",
        standfirst="Every place with a vote is asked. One that wants it at a meeting is enough to"
        " bring it there.",
        initial={"closes_on": today() + USUAL},
        button="Send it round",
        told="The question is sent round. Who votes is told.",
        where=WHERE,
        context={"board": board},
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def procedure_view(request: Request, pk: int) -> HttpResponse:
    """Show a question put in writing with its answers; by POST count them, or take it back."""
    procedure = get_object_or_404(found.procedure_by(pk))
    allow(request, "governance.read_drafts", procedure, board=procedure.board_id)
    if request.method != "POST":
        return _page(request, procedure)
    allow(request, CHANGE, procedure, board=procedure.board_id)
    if request.POST.get("deed") == "forget":
        return drafts.forget(request, signed_in(request), _sheet(procedure))
    form = TakeBackForm(request.POST)
    is_withdrawn = request.POST.get("deed") == "take back"
    if is_withdrawn and not form.is_valid():
        return _page(request, procedure, form, status=422)
    try:
        _end(request, procedure, form.cleaned_data["because"] if is_withdrawn else None)
        drop_draft(_sheet(procedure), by=signed_in(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(procedure.get_absolute_url())


def _sheet(procedure: WrittenProcedure) -> Sheet:
    """Return why a question is taken back, as it is kept when the session ends."""
    address, title = procedure.get_absolute_url(), "Why a question in writing is taken back"
    return Sheet("procedure-end", str(procedure.pk), address, title)


def _end(request: Request, procedure: WrittenProcedure, because: str | None) -> None:
    by, at = signed_in(request), timezone.now()
    if because is not None:
        changes.withdraw(procedure, because=because, by=by, at=at)
        messages.success(request, "The question is taken back. Who votes is told.")
        return
    changes.close(procedure, by=by, at=at)
    messages.success(request, f"It is closed: {procedure.get_state_display()}. Who votes is told.")


def _page(
    request: Request,
    procedure: WrittenProcedure,
    form: TakeBackForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    is_open = procedure.state == WrittenProcedure.State.OPEN
    page = found.procedure_page(procedure, on=today())
    may_answer = is_open and not page.is_over and may(request, ANSWER, procedure)
    own = found.own_places(procedure, scope=scope_of(request.user)) if may_answer else ()
    drafting = drafts.drafting(signed_in(request), _sheet(procedure))
    context = {
        "procedure": procedure,
        "board": procedure.board,
        "page": page,
        "own": own,
        "drafting": drafting,
        "may_change": is_open and may(request, CHANGE, procedure),
        "form": form or TakeBackForm(initial=typed_in(drafting.values, ["because"])),
    }
    return render(request, "governance/procedure_view.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def procedure_answer(request: Request, pk: int) -> HttpResponse:
    """Answer for one's place; `?place=` says for which, where one holds several."""
    procedure = get_object_or_404(found.procedure_by(pk))
    allow(request, ANSWER, procedure, board=procedure.board_id)
    place = _own_place(request, procedure)
    address = f"{reverse('governance:procedure-answer', args=[pk])}?place={place.pk}"
    sheet = Sheet("written-answer", f"{pk}-{place.pk}", address, "An answer in writing")
    is_open = procedure.state == WrittenProcedure.State.OPEN
    if not is_open and drafts.comes_too_late(request, sheet):
        messages.info(request, "It is closed: no answer is taken any more.")
        return redirect(procedure)
    row = procedure.answers.filter(place=place).first()

    def save(
        values: dict[str, Any], version: int, key: str, also: dict[str, Any]
    ) -> WrittenAnswer:
        by, at = signed_in(request), timezone.now()
        return changes.answer(
            procedure, place=place, version=version, values=values, by=by, at=at, key=key
        )

    editor = Editor(
        form=WrittenAnswerForm,
        sheet=sheet,
        save=save,
        done=lambda row: procedure.get_absolute_url(),
        heading=f"Answer for {place}",
        standfirst=procedure.question,
        row=row,
        button="Send the answer",
        told="Your answer is in. You can change it until it is closed.",
        where=WHERE,
        context={"board": procedure.board, "procedure": procedure},
    )
    return edit_page(request, editor)


def _own_place(request: Request, procedure: WrittenProcedure) -> Place:
    """Return the voting place of theirs that the person answers for.

    :raises Http404: they hold none, or not the one that is named
    """
    own = found.own_places(procedure, scope=scope_of(request.user))
    named = request.GET.get("place", "")
    place = own.filter(pk=number_in(named)).first() if named else own.first()
    if place is None:
        raise Http404
    return place
