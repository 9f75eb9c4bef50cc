"""Requests as views meet them: typed, and with the answer to who may."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import rules
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from governance.models import User
from governance.periods import DayShown
from governance.rules import WHO
from governance.scope import scope_of

LONGEST = 10  # digits: no key has as many
# How people write a day, the first as browsers send it.
DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]
_DAY = forms.DateField(input_formats=DAYS)


class Request(HttpRequest):
    """A request behind the middleware: who asks, and whether htmx does."""

    user: User | AnonymousUser
    htmx: HtmxDetails


def today() -> date:
    """Return the day in Europe/London."""
    return timezone.localdate()


class NoSuchDay(BadRequest):
    """The address names a day to look at that there is not."""

    def __init__(self, typed: str) -> None:
        """Keep what was typed, as much of it as a day could be."""
        super().__init__("That is not a real date. Write it like 3 December 2013 or 2013-12-03.")
        self.typed = typed[:40]


def day_asked(request: HttpRequest) -> DayShown:
    """Return the day that the page is to show: `?as_at=2013-12-03`, or today.

    What is dated is shown by its own dates; rights, exemption and suppression are those of now.
    Links that templates write by `{% dated %}` keep the day.

    :raises NoSuchDay: what is asked for is no day
    """
    day = _day_in(request)
    request.day_shown = day  # type: ignore[attr-defined]
    return day


def _day_in(request: HttpRequest) -> DayShown:
    typed = request.GET.get("as_at", "").strip()
    try:
        on = _DAY.clean(typed) if typed else today()
    except ValidationError as reason:
        raise NoSuchDay(typed) from reason
    return DayShown(on=on, today=today())


def day_passed_over(request: HttpRequest) -> DayShown | None:
    """Return the day that was asked for of a page that shows today whatever is asked.

    None where no other day was asked for, where the page shows it, or tells that it is none.
    """
    if hasattr(request, "day_shown"):
        return None
    try:
        day = _day_in(request)
    except NoSuchDay:
        return None
    return None if day.is_today else day


def number_in(text: str) -> int:
    """Return the whole number that a browser sent; 0 for what is none, or longer than a key."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST else 0


def said_in(fields: QueryDict, name: str) -> str:
    """Return what was typed or chosen in a field, without the sign that no database holds."""
    return fields.get(name, "").replace("\0", "").strip()


def sent_in(request: HttpRequest) -> dict[str, str]:
    """Return what a browser sent, by name; several ticks of one name are one text, with commas."""
    return {name: ",".join(map(str, values)) for name, values in request.POST.lists()}


def layout(request: HttpRequest) -> str:
    """Return what a refusal stands in: the whole page, or its place where htmx asks."""
    return "components/alone.html" if wants_part(request) else "base.html"


def wants_part(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of a page; going back asks for the whole."""
    asked = request.headers
    return "HX-Request" in asked and "HX-History-Restore-Request" not in asked


def answer_part(
    request: HttpRequest, part: str, *, page: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Answer htmx with the template `part` alone, anybody else with the `page` around it."""
    template = part if wants_part(request) else page
    response = render(request, template, {**context, "part": part}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def look_anew() -> HttpResponse:
    """Answer htmx that the whole page is to be loaded anew: it stands otherwise meanwhile."""
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


def signed_in(request: Request) -> User:
    """Return who is signed in, behind a rule that lets nobody else through.

    :raises PermissionDenied: nobody is
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def may(request: Request, right: str, thing: Any) -> bool:
    """Say whether the person has `right` on `thing`; one query a request, whoever asks."""
    return bool(rules.has_perm(right, request.user, thing))


def allow(request: Request, right: str, thing: Any, *, board: int | None) -> None:
    """Let through who has `right` on `thing`, which belongs to `board`.

    :raises Http404: the person has nothing to do with the board, and learns nothing of it
    :raises PermissionDenied: the board is theirs, the right is not; says who has it
    """
    if may(request, right, thing):
        return
    if scope_of(request.user).is_inside(board):
        raise PermissionDenied(WHO[right])
    raise Http404
