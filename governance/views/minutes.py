"""The minutes of a meeting: read, written item by item, sent round, agreed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes import minutes as changes
from governance.changes.drafts import Sheet
from governance.editing import Refused
from governance.forms.minutes import AgreedAtForm, MinuteForm, OpeningForm
from governance.http import Request, allow, may, signed_in
from governance.models import AgendaItem, Meeting, Minutes
from governance.queries import minutes as found
from governance.queries.points import points_open
from governance.scope import scope_of
from governance.views.editing import Editor, edit_page
from governance.views.readings import is_read

CHANGE = "governance.change_meeting"
AGREE = "governance.agree_minutes"


@require_http_methods(["GET", "HEAD", "POST"])
def minutes_view(request: Request, pk: int) -> HttpResponse:
    """Show the minutes; by POST send the draft round, or record at which meeting it was agreed."""
    meeting = get_object_or_404(queries.meeting_by(pk))
    allow(request, "governance.read_minutes", meeting, board=meeting.board_id)
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("deed", ""), _agree)
        right = AGREE if deed is _agree else CHANGE
        allow(request, right, meeting, board=meeting.board_id)
        return deed(request, meeting)
    return _page(request, meeting)


def minutes_kept(meeting: Meeting) -> Minutes | None:
    """Return what is kept of a meeting's minutes, with the meeting that agreed them."""
    return Minutes.objects.filter(meeting=meeting).select_related("agreed_in").first()


def _page(
    request: Request, meeting: Meeting, form: AgreedAtForm | None = None, *, status: int = 200
) -> HttpResponse:
    minutes = minutes_kept(meeting)
    inside = may(request, "governance.read_drafts", meeting)
    may_write = meeting.minutes_agreed_on is None and may(request, CHANGE, meeting)
    may_agree = meeting.minutes_agreed_on is None and may(request, AGREE, meeting)
    if may_agree and form is None:
        form = AgreedAtForm(**_later(meeting))
    scope = scope_of(request.user)
    board = meeting.board if inside else None
    page = found.minutes_page(meeting, minutes, scope=scope)
    if page.tells_exempt:
        is_read(request, meeting, "the minutes")
    context = {
        "meeting": meeting,
        "board": meeting.board,
        "called": queries.meeting_called(meeting),
        "minutes": minutes,
        "page": page,
        "carried": points_open(board, before=meeting, scope=scope) if board else [],
        "may_write": may_write,
        "form": form if may_agree else None,
    }
    return render(request, "governance/minutes_view.html", context, status=status)


def _later(meeting: Meeting) -> dict[str, Any]:
    """Return the meetings at which the minutes can be agreed, and of which board they are."""
    return {"meetings": found.meetings_to_agree_at(meeting), "board": meeting.board_id}


def _circulate(request: Request, meeting: Meeting) -> HttpResponse:
    by = signed_in(request)
    try:
        minutes = changes.minutes_of(meeting, by=by)
        sent = changes.circulate(minutes, by=by, at=timezone.now())
        messages.success(request, "The board is told." if sent else "The board was told before.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governance:minutes-view", meeting.pk)


def _agree(request: Request, meeting: Meeting) -> HttpResponse:
    form = AgreedAtForm(request.POST, **_later(meeting))
    if not form.is_valid():
        return _page(request, meeting, form, status=422)
    by = signed_in(request)
    try:
        minutes = changes.minutes_of(meeting, by=by)
        changes.agree(minutes, at_meeting=form.cleaned_data["meeting"], by=by)
    except Refused as refusal:
        meeting.refresh_from_db(fields=["minutes_agreed_on"])
        if meeting.minutes_agreed_on is not None:  # the form is not there any more
            messages.error(request, str(refusal))
            return redirect("governance:minutes-view", meeting.pk)
        form.add_error("meeting", str(refusal))
        return _page(request, meeting, form, status=422)
    messages.success(request, "The minutes are agreed. From now on they stand as they are.")
    return redirect("governance:minutes-view", meeting.pk)


DEEDS: dict[str, Callable[[Request, Meeting], HttpResponse]] = {
    "circulate": _circulate,
    "agree": _agree,
}


@require_http_methods(["GET", "HEAD", "POST"])
def minutes_opening(request: Request, pk: int) -> HttpResponse:
    """Write what stands before the first item."""
    meeting = get_object_or_404(queries.meeting_by(pk))
    allow(request, CHANGE, meeting, board=meeting.board_id)
    by = signed_in(request)
    minutes = minutes_kept(meeting)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Minutes:
        kept = minutes or changes.minutes_of(meeting, by=by)
        changes.open_with(kept, version=version or 1, values=values, by=by, key=key)
        return kept

    address = reverse("governance:minutes-opening", args=[meeting.pk])
    heading = "Before the first item"
    editor = Editor(
        form=OpeningForm,
        sheet=Sheet("minutes-opening", str(meeting.pk), address, heading),
        save=save,
        heading=heading,
        row=minutes,
        told="The minutes are saved.",
        **_same(meeting, "#opening"),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def minute_edit(request: Request, pk: int, item: int) -> HttpResponse:
    """Write what the minutes say of one item."""
    meeting = get_object_or_404(queries.meeting_by(pk))
    allow(request, CHANGE, meeting, board=meeting.board_id)
    row = get_object_or_404(meeting.items.all(), pk=item)
    if row.exempt and row.minute:
        is_read(request, meeting, f"the minute of item {row.number}")

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> AgendaItem:
        by = signed_in(request)
        changes.write_minute(row, version=version, values=values, by=by, key=key)
        return row

    address = reverse("governance:minute-edit", args=[meeting.pk, row.pk])
    heading = f"{row.number} {row.title}"
    editor = Editor(
        form=MinuteForm,
        sheet=Sheet("minute", str(row.pk), address, heading),
        save=save,
        heading=heading,
        row=row,
        told="The minute is saved.",
        **_same(meeting, f"#item-{row.number}"),
    )
    return edit_page(request, editor)


def _same(meeting: Meeting, place: str = "") -> dict[str, Any]:
    """Return what all pages of writing minutes have in common."""
    return {
        "done": lambda _: reverse("governance:minutes-view", args=[meeting.pk]) + place,
        "where": "governance/meeting_crumbs.html",
        "context": {"board": meeting.board, "meeting": meeting},
    }
