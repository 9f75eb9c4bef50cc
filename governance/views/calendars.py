"""Calendars to subscribe to: a board's meetings, and a person's own by a secret address."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

import icalendar
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from governance import queries
from governance.changes import calendars as changes
from governance.http import Request, signed_in, today
from governance.queries import calendars as found
from governance.queries.calendars import Happening
from governance.scope import scope_of

ICS = "text/calendar; charset=utf-8"


@require_safe
def board_feed(request: Request, slug: str) -> HttpResponse:
    """Answer with the published meetings of a board."""
    board = get_object_or_404(queries.board_by(slug))
    happenings = found.board_calendar(board, on=today())
    return _answer(happenings, name=board.name, file=board.slug)


@require_safe
def person_feed(request: Request, token: str) -> HttpResponse:
    """Answer with the meetings of whose secret address this is, by their rights of now."""
    feed = changes.feed_of(token)
    if feed is None or scope_of(feed.person).person is None:
        raise Http404
    happenings = found.own_calendar(feed.person, on=today())
    response = _answer(happenings, name="My meetings", file="my-meetings")
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: Request) -> HttpResponse:
    """Show whether one's own calendar has an address; by POST make a new one, or end it."""
    me, at = signed_in(request), timezone.now()
    if request.method != "POST":
        return render(request, "governance/calendar.html", {"made": found.feed_made(me)})
    if request.POST.get("deed") == "end":
        changes.end_feed(by=me, at=at)
        messages.success(request, "The address is ended. Calendars that used it find nothing.")
        return redirect("governance:calendar")
    place = reverse("governance:person-feed", args=[changes.make_feed(by=me, at=at)])
    address = f"{settings.ADDRESS.rstrip('/')}{place}"
    context = {"made": at, "address": address}
    return render(request, "governance/calendar.html", context)


def _answer(happenings: Iterable[Happening], *, name: str, file: str) -> HttpResponse:
    written = icalendar.Calendar()
    written.add("prodid", "-//The partnership portal//EN")
    written.add("version", "2.0")
    written.add("x-wr-calname", name)
    for each in happenings:
        written.add_component(_event(each))
    response = HttpResponse(written.to_ical(), content_type=ICS)
    response["Content-Disposition"] = content_disposition_header(False, f"{file}.ics") or ""
    return response


def _event(each: Happening) -> icalendar.Event:
    event = icalendar.Event()
    host = settings.ADDRESS.partition("://")[2].partition("/")[0].partition(":")[0]
    event.add("uid", f"meeting-{each.key}@{host}")
    # Of the day, not the second: the same calendar is the same text all day.
    event.add("dtstamp", timezone.make_aware(datetime.combine(today(), time.min)))
    event.add("dtstart", _everywhere(each.starts))
    event.add("dtend", _everywhere(each.ends))
    event.add("summary", each.title)
    event.add("sequence", each.sequence)
    event.add("status", each.status)
    event.add("url", f"{settings.ADDRESS.rstrip('/')}{each.address}")
    if each.where:
        event.add("location", each.where)
    return event


def _everywhere(when: date | datetime) -> date | datetime:
    """Return a moment as every calendar reads it: by a zone's name some read it wrongly."""
    return when.astimezone(UTC) if isinstance(when, datetime) else when
