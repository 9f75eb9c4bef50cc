"""What becomes of a meeting that is not held as planned: postponed, cancelled, adjourned."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes import meetings as changes
from governance.changes.drafts import Sheet, drop_draft
from governance.editing import Refused
from governance.forms.meetings import GoesOnForm, NewDayForm, ReasonForm
from governance.http import Request, allow, signed_in
from governance.models import Meeting, User
from governance.views import drafts

State = Meeting.State
Change = Callable[[Meeting, dict[str, Any], User], Meeting]


def _postpone(meeting: Meeting, said: dict[str, Any], by: User) -> Meeting:
    changes.postpone(meeting, because=said["because"], by=by, at=timezone.now())
    return meeting


def _cancel(meeting: Meeting, said: dict[str, Any], by: User) -> Meeting:
    changes.cancel(meeting, because=said["because"], by=by, at=timezone.now())
    return meeting


def _take_up(meeting: Meeting, said: dict[str, Any], by: User) -> Meeting:
    changes.take_up(meeting, values=said, by=by, at=timezone.now())
    return meeting


def _adjourn(meeting: Meeting, said: dict[str, Any], by: User) -> Meeting:
    because = said.pop("because")
    return changes.adjourn(meeting, because=because, values=said, by=by, at=timezone.now())


@dataclass(frozen=True)
class Deed:
    """One thing that can become of a meeting: from which states, by which form."""

    heading: str
    button: str
    told: str
    states: tuple[str, ...]
    form: type[forms.Form]
    change: Change


DEEDS = {
    "take up": Deed(
        heading="Give it a new day",
        button="Set the new day",
        told="The meeting has its new day.",
        states=(State.POSTPONED,),
        form=NewDayForm,
        change=_take_up,
    ),
    "postpone": Deed(
        heading="Postpone it",
        button="Postpone the meeting",
        told="The meeting is postponed.",
        states=(State.PLANNED, State.PUBLISHED),
        form=ReasonForm,
        change=_postpone,
    ),
    "adjourn": Deed(
        heading="Adjourn it",
        button="Adjourn the meeting",
        told="The meeting is adjourned. It goes on in this one, with what is unfinished.",
        states=changes.ADJOURNS,
        form=GoesOnForm,
        change=_adjourn,
    ),
    "cancel": Deed(
        heading="Cancel it",
        button="Cancel the meeting",
        told="The meeting is cancelled.",
        states=(State.PLANNED, State.PUBLISHED, State.POSTPONED),
        form=ReasonForm,
        change=_cancel,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_state(request: Request, pk: int) -> HttpResponse:
    """Show what can become of a meeting; by POST let it."""
    meeting = get_object_or_404(queries.meeting_by(pk))
    allow(request, "governance.change_meeting", meeting, board=meeting.board_id)
    if request.method != "POST":
        return _page(request, meeting)
    name = request.POST.get("deed", "")
    if name == "forget":
        return drafts.forget(request, signed_in(request), _sheet(meeting))
    deed = DEEDS.get(name)
    if deed is None:
        return _page(request, meeting, status=422)
    form = deed.form(request.POST, prefix=_prefix(name))
    if not form.is_valid():
        return _page(request, meeting, sent={name: form}, status=422)
    try:
        goes_to = deed.change(meeting, form.cleaned_data, signed_in(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, meeting, sent={name: form}, status=422)
    drop_draft(_sheet(meeting), by=signed_in(request))
    messages.success(request, deed.told)
    return redirect(goes_to)


def _sheet(meeting: Meeting) -> Sheet:
    """Return what is typed on the page when the session ends: all of its forms are one sheet."""
    address = reverse("governance:meeting-state", args=[meeting.pk])
    return Sheet("meeting-state", str(meeting.pk), address, "What becomes of a meeting")


def _prefix(name: str) -> str:
    """Return what the fields of one of the page's forms begin with."""
    return name.replace(" ", "-")


def _form(
    deed: Deed, prefix: str, begins: Mapping[str, Any], typed: Mapping[str, str]
) -> forms.Form:
    """Return a form as it begins, with what was typed in it when the session ended."""
    kept = {name: typed.get(f"{prefix}-{name}") for name in deed.form.base_fields}
    found = {name: text for name, text in kept.items() if text is not None}
    return deed.form(initial={**begins, **found}, prefix=prefix)


def _page(
    request: Request,
    meeting: Meeting,
    *,
    sent: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    sent = sent or {}
    begins = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at, "venue": meeting.venue}
    drafting = drafts.drafting(signed_in(request), _sheet(meeting))
    shown = [
        (name, deed, sent.get(name) or _form(deed, _prefix(name), begins, drafting.values))
        for name, deed in DEEDS.items()
        if meeting.state in deed.states or name in sent
    ]
    context = {
        "meeting": meeting,
        "board": meeting.board,
        "called": queries.meeting_called(meeting),
        "forms": shown,
        "wrong": next(iter(sent.values()), None),
        "drafting": drafting,
    }
    return render(request, "governance/meeting_state.html", context, status=status)
