"""The agenda as its officers keep it: items, their order, and how it comes out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes import agenda as changes
from governance.changes.drafts import Sheet
from governance.changes.publishing import WHY_LATE, publish_agenda, publish_supplement
from governance.editing import Refused, RowGone
from governance.forms.agenda import ItemForm, LateAgendaForm
from governance.http import (
    Request,
    allow,
    look_anew,
    number_in,
    signed_in,
    today,
    wants_part,
)
from governance.models import AgendaItem, Meeting, User
from governance.scope import scope_of
from governance.views.editing import Editor, edit_page
from governance.views.readings import is_read, is_read_of
from governance.views.tables import page_asked

CHANGE = "governance.change_meeting"


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_view(request: Request, pk: int) -> HttpResponse:
    """Show the agenda for who keeps it; by POST bring it out."""
    meeting = meeting_kept(request, pk)
    form = LateAgendaForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _agenda(request, meeting, form)
    if not form.is_valid():
        return _agenda(request, meeting, form, status=422)
    try:
        told = _bring_out(request, meeting, form.cleaned_data["late_reason"])
    except Refused as refusal:
        form.add_error("late_reason" if str(refusal) == WHY_LATE else None, str(refusal))
        return _agenda(request, meeting, form, status=422)
    messages.success(request, told)
    return redirect("governance:agenda-view", meeting.pk)


def _bring_out(request: Request, meeting: Meeting, late_reason: str) -> str:
    by, at = signed_in(request), timezone.now()
    if request.POST.get("deed") == "supplement":
        number = publish_supplement(meeting, by=by, at=at)
        return f"Supplementary agenda {number} is out." if number else "No late item waits."
    publish_agenda(meeting, by=by, at=at, late_reason=late_reason)
    return "The agenda is out. The board is told."


def _agenda(
    request: Request, meeting: Meeting, form: LateAgendaForm, *, status: int = 200
) -> HttpResponse:
    scope = scope_of(request.user)
    page = queries.agenda_page(meeting, scope=scope, page=page_asked(request, "read"))
    if page.tells_exempt:
        is_read(request, meeting, "the agenda as its officers keep it")
    context = {
        "page": page,
        "meeting": meeting,
        "board": meeting.board,
        "called": queries.meeting_called(meeting),
        "form": form,
    }
    return render(request, "governance/agenda_view.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def item_add(request: Request, pk: int) -> HttpResponse:
    """Put one more item on the agenda."""
    meeting = meeting_kept(request, pk)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> AgendaItem:
        by, at = signed_in(request), timezone.now()
        return changes.add_item(meeting, values=values, by=by, at=at, key=key)

    address = reverse("governance:item-add", args=[meeting.pk])
    is_late = meeting.agenda_out_on is not None
    title = f"A new item, {queries.meeting_called(meeting)}"
    editor = Editor(
        sheet=Sheet("item", f"new-of-{meeting.pk}", address, title),
        save=save,
        heading=f"Put {'a late' if is_late else 'an'} item on the agenda",
        initial={"purpose": AgendaItem.Purpose.DISCUSS},
        button="Put it on the agenda",
        told="The item is on the agenda.",
        **_same(meeting, is_late=is_late),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: Request, pk: int, item: int) -> HttpResponse:
    """Show an item as its form; take what was typed, or what is to be done with it."""
    row = get_object_or_404(queries.item_by(pk, item))
    meeting = meeting_kept(request, pk, row)
    deed = DEEDS.get(request.POST.get("deed", "")) if request.method == "POST" else None
    if deed is not None:
        return deed(request, row)
    if row.removed_at is not None:
        raise Http404
    is_read_of(request, meeting, row, "what is kept")

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> AgendaItem:
        by, place = signed_in(request), also["place"]
        changes.edit_item(row, version=version, values=values, by=by, key=key, place=place)
        return row

    address = reverse("governance:item-edit", args=[meeting.pk, row.pk])
    editor = Editor(
        sheet=Sheet("item", str(row.pk), address, f"Item {row.number}, {row.title}"),
        save=save,
        heading=f"Item {row.number}: {row.title}",
        row=row,
        told=lambda saved: f"Item {saved.number} is saved.",
        template="governance/item_edit.html",
        **_same(meeting, row, is_late=bool(row.late_reason)),
    )
    return edit_page(request, editor)


def _same(meeting: Meeting, item: AgendaItem | None = None, *, is_late: bool) -> dict[str, Any]:
    """Return what putting on and changing have in common."""
    board, on = meeting.board, today()
    if board is None:
        raise AssertionError("only a board's agenda may be changed")
    agenda = reverse("governance:agenda-view", args=[meeting.pk])
    people = queries.people_around(board, on=on)
    if item is not None and item.lead_id is not None:
        people |= User.objects.filter(pk=item.lead_id)
    return {
        "form": ItemForm,
        "done": lambda row: f"{agenda}#item-{row.pk}",
        "options": {
            "people": people,
            "chairs": queries.chairs_of(board, on=on),
            "subjects": queries.themes_of(board),
            "is_late": is_late,
            "is_placed": item is not None and meeting.agenda_out_on is None,
            "was_exempt": item is not None and item.exempt,
        },
        "where": "governance/agenda_crumbs.html",
        "context": {
            "board": board,
            "meeting": meeting,
            "item": item,
            "called": queries.meeting_called(meeting),
        },
    }


def meeting_kept(request: Request, pk: int, item: AgendaItem | None = None) -> Meeting:
    """Return the meeting whose agenda the person keeps, that of `item` where one is given."""
    meeting: Meeting = item.meeting if item else get_object_or_404(queries.meeting_by(pk))
    allow(request, CHANGE, meeting, board=meeting.board_id)
    return meeting


def _remove(request: Request, item: AgendaItem) -> HttpResponse:
    """Take the item off; the agenda lists it below, where it can be brought back."""
    try:
        changes.remove_item(item, by=signed_in(request), at=timezone.now())
        messages.success(request, f"“{item.title}” is off the agenda. It can be brought back.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governance:agenda-view", item.meeting_id)


def _restore(request: Request, item: AgendaItem) -> HttpResponse:
    try:
        changes.bring_back(item, by=signed_in(request), at=timezone.now())
        messages.success(request, f"“{item.title}” is back on the agenda.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governance:agenda-view", item.meeting_id)


def _move(up: bool) -> Callable[[Request, AgendaItem], HttpResponse]:
    def move(request: Request, item: AgendaItem) -> HttpResponse:
        past = number_in(request.POST.get("past", "")) or None
        why_not = ""
        try:
            changes.move_item(item, up=up, past=past, by=signed_in(request), at=timezone.now())
        except RowGone:
            why_not = "The item was taken off meanwhile."
        except Refused as refusal:
            why_not = str(refusal)
        if why_not:
            messages.error(request, why_not)
            if wants_part(request):
                return look_anew()
        return redirect("governance:agenda-view", item.meeting_id)

    return move


DEEDS: dict[str, Callable[[Request, AgendaItem], HttpResponse]] = {
    "remove": _remove,
    "bring back": _restore,
    "up": _move(up=True),
    "down": _move(up=False),
}
