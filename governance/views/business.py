"""What a meeting declares and votes, noted and put right in one place each."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes import declaring as changes
from governance.changes.drafts import Sheet
from governance.editing import Refused
from governance.forms import RecordForm
from governance.forms.business import DeclarationForm, VoteForm
from governance.http import Request, number_in, signed_in
from governance.models import Declaration, Meeting, User, Vote
from governance.views.agenda import meeting_kept
from governance.views.editing import Editor, edit_page
from governance.views.readings import is_read_of

Row = Declaration | Vote


@require_http_methods(["GET", "HEAD", "POST"])
def declaration_add(request: Request, pk: int) -> HttpResponse:
    """Note an interest that somebody declares."""
    return _add(
        request, pk, "declaration", DeclarationForm, changes.declare, heading="Note an interest"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def vote_add(request: Request, pk: int) -> HttpResponse:
    """Note a vote."""
    note = partial(changes.record_vote, at=timezone.now())
    return _add(request, pk, "vote", VoteForm, note, heading="Note a vote")


@require_http_methods(["GET", "HEAD", "POST"])
def declaration_edit(request: Request, pk: int, declaration: int) -> HttpResponse:
    """Put a declared interest right, or strike it out."""
    meeting = meeting_kept(request, pk)
    row = get_object_or_404(meeting.declarations.select_related("item"), pk=declaration)
    return _edit(request, meeting, row, DeclarationForm, changes.change_declaration)


@require_http_methods(["GET", "HEAD", "POST"])
def vote_edit(request: Request, pk: int, vote: int) -> HttpResponse:
    """Put a vote right, or strike it out."""
    meeting = meeting_kept(request, pk)
    row = get_object_or_404(meeting.votes.select_related("item"), pk=vote)
    return _edit(request, meeting, row, VoteForm, changes.change_vote)


def _add(
    request: Request,
    pk: int,
    what: str,
    form: type[RecordForm],
    note: Callable[..., Row],
    *,
    heading: str,
) -> HttpResponse:
    meeting = meeting_kept(request, pk)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Row:
        return note(meeting, values=values, by=signed_in(request), key=key)

    address = reverse(f"governance:{what}-add", args=[meeting.pk])
    begins = {"item": number_in(request.GET.get("item", "")) or None, "abstained": 0}
    editor = Editor(
        sheet=Sheet(what, f"new-of-{meeting.pk}", address, heading),
        save=save,
        heading=heading,
        initial=begins,
        button="Note it",
        told="It is noted.",
        **_same(meeting, form),
    )
    return edit_page(request, editor)


def _edit(
    request: Request,
    meeting: Meeting,
    row: Row,
    form: type[RecordForm],
    change: Callable[..., Any],
) -> HttpResponse:
    row.meeting = meeting
    if request.POST.get("deed") == "remove":
        return _strike_out(request, row)
    is_read_of(request, meeting, row.item, f"a {row._meta.verbose_name}")

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Row:
        change(row, version=version, values=values, by=signed_in(request), key=key)
        return row

    what = type(row).__name__.lower()
    address = reverse(f"governance:{what}-edit", args=[meeting.pk, row.pk])
    editor = Editor(
        sheet=Sheet(what, str(row.pk), address, str(row)),
        save=save,
        heading="Put it right",
        row=row,
        template="governance/business_edit.html",
        **_same(meeting, form, row),
    )
    return edit_page(request, editor)


def _strike_out(request: Request, row: Row) -> HttpResponse:
    try:
        changes.strike_out(row, by=signed_in(request))
        messages.success(request, "It is struck out. The history keeps it.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governance:register-view", row.meeting_id)


def _same(meeting: Meeting, form: type[RecordForm], row: Row | None = None) -> dict[str, Any]:
    """Return what noting and putting right have in common."""
    if meeting.board is None:
        raise AssertionError("only a board's meeting may be changed")
    people = queries.people_around(meeting.board, on=meeting.on)
    if isinstance(row, Declaration):
        people |= User.objects.filter(pk=row.person_id)
    register = reverse("governance:register-view", args=[meeting.pk])
    return {
        "form": form,
        "done": lambda row: (
            f"{register}#{'declared' if isinstance(row, Declaration) else 'votes'}"
        ),
        "options": {
            "people": people,
            "items": meeting.items.order_by("number"),
        },
        "where": "governance/meeting_crumbs.html",
        "context": {
            "board": meeting.board,
            "meeting": meeting,
            "called": queries.meeting_called(meeting),
        },
    }
