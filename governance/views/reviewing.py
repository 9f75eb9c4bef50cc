"""What everybody who may sign in may see, looked at one by one: kept, or to be ended."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.changes.reviewing import review_access
from governance.editing import Refused
from governance.http import Request, may, number_in, said_in, signed_in, today
from governance.queries.people import known_people
from governance.queries.reviewing import reviews
from governance.rules import WHO
from governance.views.people import CHANGE
from governance.views.tables import asked_form, rows_asked, table_file

HEAD = (
    *("Post", "Organisation", "May see", "Exempt papers of", "Term", "Last here", "Looked at"),
    *("Note", "Illustrative"),
)
LONGEST = 1_000  # characters of a note
TOO_LONG = "Shorten it to 1,000 characters: it has {:,}."


@require_http_methods(["GET", "HEAD", "POST"])
def access_review(request: Request) -> HttpResponse:
    """Show everybody who may sign in with what they may see; by POST keep it or say it ends."""
    if not may(request, CHANGE, None):
        raise PermissionDenied(WHO[CHANGE])
    if request.method == "POST":
        return _review(request)
    return _page(request)


def _review(request: Request) -> HttpResponse:
    sent = request.POST
    person = get_object_or_404(known_people(), pk=number_in(sent.get("person", "")))
    note = " ".join(said_in(sent, "note").split())
    outcome, key = sent.get("outcome", ""), f"{sent.get('key', '')[:30]}-{person.pk}"
    by, at = signed_in(request), timezone.now()
    try:
        _refuse_too_long(note)
        review_access(person, outcome=outcome, note=note, by=by, at=at, key=key)
    except Refused as reason:
        refused = {"pk": person.pk, "why": str(reason), "note": note}
        return _page(request, refused=refused, status=422)
    messages.success(request, f"{person}: it is written down.")
    return redirect(f"{request.get_full_path()}#person-{person.pk}")


def _refuse_too_long(note: str) -> None:
    if len(note) > LONGEST:
        raise Refused(TOO_LONG.format(len(note)))


def _page(request: Request, *, refused: Any = None, status: int = 200) -> HttpResponse:
    listed = reviews(on=today(), show=request.GET.get("show", ""), page=rows_asked(request))
    form = asked_form(request)
    if form:
        rows = [
            (
                *(row.post, row.organisation, "; ".join(row.sees), "; ".join(row.exempt)),
                *(row.ended, row.seen, row.reviewed, row.note),
                "illustrative" if row.illustrative else "",
            )
            for row in listed.rows.rows
        ]
        return table_file(form, name="access-review", head=HEAD, rows=rows)
    context = {"listed": listed, "refused": refused, "key": secrets.token_hex(8)}
    context["me"] = signed_in(request).pk
    return render(request, "governance/access_review.html", context, status=status)
