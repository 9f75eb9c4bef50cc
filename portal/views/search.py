"""The page of search: one field, one list of what a person may see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.http import Request
from governance.queries.search import exempt_of
from governance.views.readings import decisions_are_read
from governance.views.tables import page_asked
from portal.search import search as find


@require_safe
def search(request: Request) -> HttpResponse:
    """Show what holds the words that were typed."""
    found = find(request.GET.get("q", ""), request.user, page=page_asked(request))
    decisions = [hit.key for hit in found.hits.rows if hit.kind == "Decision"]
    decisions_are_read(request, exempt_of(decisions), "found by search")
    return render(request, "portal/search.html", {"found": found})
