"""What people see when something is not there, not allowed, too much, or away.

The pages for faults (400, 500, 503) are drawn without the request: neither the database nor a
context processor has a part in them.
"""

import sys
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from psycopg.errors import UndefinedColumn, UndefinedTable

from governance.changes.drafts import TICKET, sheet_of
from governance.http import NoSuchDay, layout
from portal.views.too_late import look_over

RETRY_AFTER_SECONDS = "10"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be read; of a day that there is not, how to write it."""
    if isinstance(exception, NoSuchDay):
        typed = {"typed": exception.typed, "sentence": str(exception)}
        return _refuse(request, "no_such_day.html", status=422, **typed)
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say who can, where a person may not."""
    who_can = str(exception) if exception and str(exception) else ""
    return _refuse(request, "403.html", status=403, who_can=who_can)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was open too long; what was typed in its form is kept."""
    return look_over(request) or _refuse(
        request, "403.html", status=403, page_was_open_too_long=True
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing is there, or nothing that this person may see.

    Signing in leads back to where one was, but for an address that is a secret itself. Who came by
    a link of a mail reads, whatever the link lacks, the same words of such links.
    """
    came_from = getattr(exception, "came_from", request.path)
    link = getattr(exception, "words", "")
    return _refuse(request, "404.html", status=404, came_from=came_from, link=link)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say how long to wait after too many tries."""
    return render(request, "429.html", status=429)


def fault(request: HttpRequest) -> HttpResponse:
    """Say that something broke here; while the database is not ready, that it will be back.

    Django calls this inside the handling of the exception, wherever it was raised: in a view, in
    a middleware, in a template.
    """
    if _is_database_away(sys.exception()):
        page = render_to_string("503.html", {"layout": layout(request), **_to_send_again(request)})
        headers = {"Retry-After": RETRY_AFTER_SECONDS, "Vary": "HX-Request"}
        return HttpResponse(page, status=503, headers=headers)
    return HttpResponse(render_to_string("500.html", _to_send_again(request)), status=500)


def _to_send_again(request: HttpRequest) -> dict[str, Any]:
    """Return what a form sent that broke here, so that it can be sent again from the page.

    Only what came with a ticket of ours: that is a form of somebody's own words, never a
    password.
    """
    try:
        sent = request.POST.dict() if request.method == "POST" else {}
    except (BadRequest, SuspiciousOperation, UnreadablePostError):
        return {}
    if sheet_of(sent.get(TICKET, "")) is None:
        return {}
    return {"sent": sent, "address": request.get_full_path()}


def _is_database_away(fault: BaseException | None) -> bool:
    """Say whether nobody answers, or an upgrade has not made its tables yet."""
    unmade = isinstance(fault, ProgrammingError) and isinstance(
        fault.__cause__, UndefinedTable | UndefinedColumn
    )
    return unmade or isinstance(fault, OperationalError | InterfaceError)


def _refuse(request: HttpRequest, name: str, *, status: int, **context: Any) -> HttpResponse:
    """Answer with the page of a refusal; where htmx asked, with its sentences alone."""
    response = render(request, name, {"layout": layout(request), **context}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
