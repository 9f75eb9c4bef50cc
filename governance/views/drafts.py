"""Drafts in a form's view: what stands in it on return, and the deeds "keep" and "forget"."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.changes import drafts
from governance.changes.drafts import Sheet
from governance.http import Request, sent_in, signed_in
from governance.models import Draft, User
from governance.queries.drafts import draft_of

TOO_LONG = "Too long to be kept as a draft: save it."


@dataclass(frozen=True)
class Drafting:
    """What `components/draft.html` needs: the form, what is kept of it, and its ticket."""

    sheet: Sheet
    draft: Draft | None
    ticket: str

    @property
    def values(self) -> Mapping[str, Any]:
        """What was typed, by the field's name; nothing where nothing is kept."""
        return self.draft.values if self.draft else {}


def drafting(person: User, sheet: Sheet) -> Drafting:
    """Return what is kept of a form for `person`; one query."""
    return Drafting(sheet, draft_of(person, sheet), drafts.ticket_for(person, sheet))


def comes_too_late(request: Request, sheet: Sheet) -> bool:
    """Say whether a form is only opened, and nothing is kept in it that would be lost to sight."""
    return request.method != "POST" and draft_of(signed_in(request), sheet) is None


def keep(request: Request, person: User, sheet: Sheet) -> HttpResponse:
    """Keep what is being typed and say when; without JavaScript the form comes back with it."""
    told = ""
    try:
        drafts.keep_draft(sheet, values=sent_in(request), by=person, at=timezone.now())
    except drafts.TooLong:
        told = TOO_LONG
    if request.htmx:
        context = {"drafting": drafting(person, sheet), "told": told}
        return render(request, "governance/_draft_kept.html", context)
    if told:
        messages.error(request, told)
    return redirect(sheet.address)


def forget(request: Request, person: User, sheet: Sheet) -> HttpResponse:
    """Throw away what was typed and not saved; the form comes back as it was."""
    drafts.drop_draft(sheet, by=person)
    return redirect(sheet.address)
