"""One place at a table, for who keeps the membership: its page, and appointing to it."""

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.changes.boards import appoint
from governance.changes.drafts import Sheet
from governance.forms.appointing import AppointForm
from governance.http import Request, allow, signed_in, today
from governance.models import Appointment, Place
from governance.queries import places as queries
from governance.queries.nominations import nomination_page, nominations_of
from governance.queries.people import has_come_in
from governance.views.editing import Editor
from governance.views.whom import whom, whom_page


@require_safe
def place_view(request: Request, slug: str, pk: int) -> HttpResponse:
    """Show who holds a place, who did, and what can be done."""
    place = place_of(request, slug, pk)
    page = queries.place_page(place, on=today())
    nominations = [nomination_page(each, on=today()) for each in nominations_of(place)]
    context = {"page": page, "nominations": nominations, "key": secrets.token_hex(8)}
    context["is_asked"] = any(each.is_open for each in nominations)
    return render(request, "governance/place_view.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def place_appoint(request: Request, slug: str, pk: int) -> HttpResponse:
    """Appoint somebody who is found, or somebody new, to a place."""
    place = place_of(request, slug, pk)
    page = queries.place_page(place, on=today())
    heading = f"Appoint somebody to {page.called}"
    address = reverse("governance:place-appoint", args=[slug, pk])
    sheet = Sheet("appoint", str(pk), address, heading)
    editor = Editor(
        form=AppointForm,
        sheet=sheet,
        save=lambda values, _version, key, also: _appoint(request, place, values, key, also),
        done=lambda _: place.get_absolute_url(),
        back=place.get_absolute_url(),
        heading=heading,
        standfirst=page.standfirst,
        initial=_begun(place),
        options=whom(request, sheet),
        button="Appoint",
        told=appointed,
        where="governance/place_crumbs.html",
        template="governance/place_appoint.html",
        context={"page": page, "here": "Appoint"},
    )
    return whom_page(request, editor)


def _begun(place: Place) -> dict[str, Any]:
    return {
        "starts_on": today(),
        "standing": Appointment.Standing.SUBSTANTIVE,
        "organisation": place.seat.represents_id,
    }


def _appoint(
    request: Request, place: Place, values: dict[str, Any], key: str, also: dict[str, Any]
) -> Appointment:
    standing = Appointment.Standing(values.pop("standing"))
    return appoint(
        place=place,
        holder=also["who"],
        standing=standing,
        **values,
        by=signed_in(request),
        at=timezone.now(),
        key=key,
    )


def place_of(request: Request, slug: str, pk: int) -> Place:
    """Return the place, for who may appoint to it."""
    place = get_object_or_404(queries.place_by(slug, pk))
    board = place.seat.board
    allow(request, "governance.appoint", board, board=board.pk)
    return place


def appointed(row: Appointment) -> str:
    """Say who is appointed, and what they still need to take part."""
    person = row.holder
    said = told(row, f"{person} is appointed.")
    if not person.email:
        return (
            f"{said} They have no e-mail address: nothing reaches them, and they cannot sign in."
        )
    if has_come_in(person):
        return said
    return f"{said} They have no account yet: invite them from their page."


def told(row: Appointment, words: str) -> str:
    """Say what was done, and how full the table is now."""
    filled = queries.filled(row.place.seat.board, on=today())
    return f"{words} {filled}." if filled else words
