"""Pages that everyone may read: the front page, and whether the portal is well."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.http import Request, today
from governance.queries.asking import ASKER_KEPT
from impact.disclosure import THRESHOLD
from portal import queries


@require_safe
def front(request: Request) -> HttpResponse:
    """Show what the partnership published."""
    context = {"front": queries.front(on=today()), "demonstration": settings.DEMONSTRATION}
    return render(request, "portal/front.html", context)


@require_safe
def accessibility(request: Request) -> HttpResponse:
    """Say what the portal does for whoever reads it in another way, and where it falls short."""
    return render(request, "portal/accessibility.html")


@require_safe
def privacy(request: Request) -> HttpResponse:
    """Say what is held about people, why and for how long."""
    hours = settings.SESSION_COOKIE_AGE // 3600
    context = {"hours": hours, "hidden": THRESHOLD, "asker_kept": ASKER_KEPT.capitalize()}
    return render(request, "portal/privacy.html", context)


@require_safe
def formats(request: Request) -> HttpResponse:
    """Show the formats of the house, each with its sections."""
    return render(request, "portal/format_list.html", {"formats": queries.format_list()})


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say whether the database answers."""
    connection.ensure_connection()
    return JsonResponse({"database": "ok"})
