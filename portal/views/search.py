"""The page of search: one field, one list of what a person may see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.http import Request
from governance.views.tables import page_asked
from portal.search import search as find


@require_safe
def search(request: Request) -> HttpResponse:
    """Show what holds the words that were typed."""
    found = find(request.GET.get("q", ""), request.user, page=page_asked(request))
    return render(request, "portal/search.html", {"found": found})
