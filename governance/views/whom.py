"""Choosing a person in a form, without script and among thousands: look, then choose."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from governance.changes.drafts import Sheet
from governance.http import Request, number_in, signed_in, today, wants_part
from governance.models import Organisation, runs_on
from governance.queries.choosing import people_found, people_here, person_found
from governance.queries.drafts import draft_of
from governance.views.editing import Editor, edit_page, typed_so_far


def whom_page(request: Request, editor: Editor) -> HttpResponse:
    """Answer as every page that edits, and to words that are only looked for with who is found."""
    if not _only_looks(request):
        return edit_page(request, editor)
    form: Any = editor.form(initial=request.POST.dict(), **editor.options)
    form.begin_at_found(is_part=wants_part(request))
    return typed_so_far(request, editor, form)


def whom(request: Request, sheet: Sheet, *, email: str = "") -> dict[str, Any]:
    """Return what a form of `forms.appointing.WhoForm` chooses from, by what is typed in it.

    `email`: an address whose person is offered, too.
    """
    on, typed = today(), _typed(request, sheet)
    meant = people_here(on=on).filter(pk=number_in(typed.get("who", "")))
    known = people_here(on=on).filter(email__iexact=typed.get("email") or email or " ")
    return {
        "found": people_found(typed.get("find", ""), on=on),
        "also": [person_found(each) for each in (meant | known).select_related("organisation")],
        "people": people_here(on=on),
        "organisations": Organisation.objects.filter(runs_on(on)).order_by("name"),
    }


def _typed(request: Request, sheet: Sheet) -> Mapping[str, str]:
    """Return what was sent, or what was typed before and kept."""
    if request.method == "POST":
        return request.POST.dict()
    kept = draft_of(signed_in(request), sheet)
    return kept.values if kept else {}


def _only_looks(request: Request) -> bool:
    """Say whether words to look for were sent, and nobody is chosen or written down yet."""
    sent = request.POST
    is_open = not (sent.get("who") or sent.get("post") or sent.get("deed"))
    return sent.get("deed") == "find" or bool(sent.get("find") and is_open)
