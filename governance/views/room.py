"""The room: a typed line becomes a decision, an action point or a question; each can be edited."""

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes import challenges, deciding
from governance.changes.drafts import Sheet, drop_draft
from governance.changes.holding import HAPPENS, still_to_come
from governance.editing import Refused
from governance.forms.conflicts import typed_in
from governance.forms.minutes import (
    DECISION,
    POINT,
    QUESTION,
    DecisionForm,
    LineForm,
)
from governance.http import Request, allow, may, number_in, signed_in, today
from governance.models import Decision, Meeting
from governance.queries import minutes as found
from governance.queries.challenges import partners_of
from governance.queries.room import people_at, recorded
from governance.scope import scope_of
from governance.views import drafts
from governance.views.editing import Editor, edit_page
from governance.views.readings import is_read, is_read_of

CHANGE = "governance.change_meeting"
KEPT = {"keep": drafts.keep, "forget": drafts.forget}
TOLD = {
    DECISION: "The decision is written down.",
    POINT: "The action point is written down, and who is to do it is told.",
    QUESTION: "The question is asked, and who answers for the organisation is told.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_room(request: Request, pk: int) -> HttpResponse:
    """Take a typed line down as what the button says; show what was taken down so far."""
    meeting = get_object_or_404(queries.meeting_by(pk))
    allow(request, CHANGE, meeting, board=meeting.board_id)
    me, sheet = signed_in(request), _sheet(meeting)
    if request.method == "POST":
        kept = KEPT.get(request.POST.get("deed", ""))
        return kept(request, me, sheet) if kept else _take_down(request, meeting)
    typed = typed_in(drafts.drafting(me, sheet).values, [*LineForm.base_fields])
    begins = {"item": number_in(request.GET.get("item", "")) or None, **typed}
    begins["key"] = secrets.token_hex(8)
    return _page(request, meeting, LineForm(initial=begins, meeting=meeting, **offers(meeting)))


def _sheet(meeting: Meeting) -> Sheet:
    """Return what a line is called that is typed and not yet taken down."""
    address = reverse("governance:meeting-room", args=[meeting.pk])
    return Sheet("room", str(meeting.pk), address, "A line typed in the room")


def offers(meeting: Meeting) -> dict[str, Any]:
    """Return whom a line of the room can be for."""
    if meeting.board is None:
        raise AssertionError("only a board's meeting may be changed")
    return {
        "people": people_at(meeting.board, on=meeting.on),
        "partners": partners_of(meeting.board, on=meeting.on),
    }


def _page(
    request: Request, meeting: Meeting, form: LineForm, *, status: int = 200
) -> HttpResponse:
    minutes = found.minutes_page(meeting, None, scope=scope_of(request.user))
    taken = recorded(meeting)
    if taken and not form.is_bound:  # the next line is typed at once
        form.fields["line"].widget.attrs["autofocus"] = True
    if minutes.tells_exempt:
        is_read(request, meeting, "what is taken down in the room")
    context = {
        "meeting": meeting,
        "board": meeting.board,
        "called": queries.meeting_called(meeting),
        "form": form,
        "recorded": taken,
        "stands": _stands(meeting),
        "drafting": drafts.drafting(signed_in(request), _sheet(meeting)),
        "minutes": minutes,
    }
    return render(request, "governance/meeting_room.html", context, status=status)


def _stands(meeting: Meeting) -> str:
    """Say why nothing is taken down any more, or not now."""
    if meeting.minutes_agreed_on is not None:
        return deciding.AGREED
    if meeting.state not in HAPPENS:
        return f"The meeting is {meeting.get_state_display()}: nothing is taken down."
    return still_to_come(meeting, on=today())


def _take_down(request: Request, meeting: Meeting) -> HttpResponse:
    deed = request.POST.get("deed", DECISION)
    form = LineForm(request.POST, meeting=meeting, **offers(meeting))
    if not form.is_valid() or not form.complete_for(deed):
        return _page(request, meeting, form, status=422)
    try:
        TAKEN.get(deed, _decide)(request, meeting, form.cleaned_data)
    except Refused as refusal:
        form.refuse(str(refusal))
        return _page(request, meeting, form, status=422)
    drop_draft(_sheet(meeting), by=signed_in(request))
    messages.success(request, TOLD.get(deed, TOLD[DECISION]))
    item = form.cleaned_data["item"]
    place = reverse("governance:meeting-room", args=[meeting.pk])
    return redirect(f"{place}?item={item.pk}" if item else place)


def _decide(request: Request, meeting: Meeting, said: dict[str, Any]) -> None:
    deciding.decide(
        meeting,
        text=said["line"],
        kind=said["kind"] or Decision.Kind.RESOLVED,
        item=said["item"],
        by=signed_in(request),
        at=timezone.now(),
        key=said["key"],
    )


def _ask_for(request: Request, meeting: Meeting, said: dict[str, Any]) -> None:
    deciding.ask_for(
        meeting,
        what=said["line"],
        who=said["who"],
        due_on=said["due_on"],
        item=said["item"],
        by=signed_in(request),
        at=timezone.now(),
        key=said["key"],
    )


def _question(request: Request, meeting: Meeting, said: dict[str, Any]) -> None:
    if meeting.board is None:
        raise AssertionError("only a board's meeting may be changed")
    challenges.ask(
        meeting.board,
        question=said["line"],
        put_to=said["put_to"],
        due_on=said["due_on"],
        by=signed_in(request),
        at=timezone.now(),
        key=said["key"],
        raised_in=meeting,
    )


TAKEN: dict[str, Callable[[Request, Meeting, dict[str, Any]], None]] = {
    DECISION: _decide,
    POINT: _ask_for,
    QUESTION: _question,
}


@require_http_methods(["GET", "HEAD", "POST"])
def decision_edit(request: Request, pk: int) -> HttpResponse:
    """Put a decision into other words, until the minutes are agreed."""
    decisions = Decision.objects.select_related("board", "meeting__board", "item")
    decision = get_object_or_404(decisions.filter(meeting__isnull=False), pk=pk)
    allow(request, CHANGE, decision, board=decision.board_id)
    if decision.meeting is not None:
        is_read_of(request, decision.meeting, decision.item, "a decision")

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Decision:
        by = signed_in(request)
        deciding.edit_decision(decision, version=version, values=values, by=by, key=key)
        return decision

    address = reverse("governance:decision-edit", args=[decision.pk])
    editor = Editor(
        form=DecisionForm,
        sheet=Sheet("decision", str(decision.pk), address, "A decision"),
        save=save,
        heading="The words of the decision",
        row=decision,
        told="The decision is saved.",
        **of_meeting(request, decision.meeting),
    )
    return edit_page(request, editor)


def _after(request: Request, meeting: Meeting) -> str:
    """Return where one goes on: to the minutes, or to the desk who does not read those yet."""
    if may(request, "governance.read_minutes", meeting):
        return reverse("governance:minutes-view", args=[meeting.pk])
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def of_meeting(request: Request, meeting: Meeting | None, **more: Any) -> dict[str, Any]:
    """Return what a page of editing shows of the meeting, and where one goes on after it."""
    if meeting is None:
        raise AssertionError("what is written down in the room belongs to a meeting")
    after = _after(request, meeting)
    return {
        "done": lambda _: after,
        "back": after,
        "where": "governance/meeting_crumbs.html",
        "context": {"board": meeting.board, "meeting": meeting, **more},
    }
