"""The history as sentences, for those who may read it, and that of one record."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.http import Request, may, number_in
from governance.rules import WHO
from governance.scope import scope_of
from portal.forms.history import HistoryForm
from portal.queries.history import KINDS, Asked, history_page, record_history
from portal.queries.history.page import place_in
from portal.queries.history.words import kind_in_words
from portal.rules.history import kinds_read

RIGHT = "portal.read_history"


@require_safe
def history(request: Request) -> HttpResponse:
    """Show who did what, newest first, a page at a time."""
    if not may(request, RIGHT, None):
        raise PermissionDenied(WHO[RIGHT])
    read = kinds_read(scope_of(request.user))
    kinds = sorted(((kind, kind_in_words(kind)) for kind in read), key=lambda each: each[1])
    form = HistoryForm(request.GET, kinds=kinds)
    context = {"form": form, "is_narrowed": any(request.GET.get(name) for name in form.fields)}
    if not form.is_valid():
        return render(request, "portal/history.html", context, status=422)
    chosen = form.cleaned_data
    asked = Asked(
        kinds=frozenset({chosen["kind"]}) if chosen["kind"] else read,
        who=chosen["who"],
        first=chosen["first"],
        last=chosen["last"],
        before=place_in(request.GET.get("before", "")),
    )
    context["page"] = history_page(asked)
    return render(request, "portal/history.html", context)


@require_safe
def history_record(request: Request, kind: str, pk: int) -> HttpResponse:
    """Show what was done to one record."""
    if kind not in KINDS:
        raise Http404
    if not may(request, RIGHT, kind):
        raise PermissionDenied(WHO[RIGHT])
    before = number_in(request.GET.get("before", "")) or None
    page = record_history(kind, pk, before=before)
    if not page.deeds:
        raise Http404
    latest = page.deeds[0].records[0]
    context = {"page": page, "record": latest}
    return render(request, "portal/history_record.html", context)
