"""Nominations, for who keeps the membership: asking, taking up, declining, asking again."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.changes import nominating
from governance.changes.drafts import Sheet
from governance.editing import Refused
from governance.forms.appointing import NEW, AppointForm
from governance.forms.nominating import AskForm, ReasonForm
from governance.http import Request, allow, signed_in, today
from governance.models import Appointment, Nomination, Place
from governance.queries import nominations as queries
from governance.queries import places
from governance.views.editing import Editor, form_page
from governance.views.places import appointed, place_of
from governance.views.whom import whom, whom_page

State = Nomination.State
TIME = timedelta(days=21)  # to answer in, if nothing else is said


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_ask(request: Request, slug: str, pk: int) -> HttpResponse:
    """Ask the nominating organisation of a seat for somebody to take a place."""
    place = place_of(request, slug, pk)
    body = place.seat.nominated_by
    begun = {
        "address": body.nominations_to if body else "",
        "due_on": (today() + TIME).isoformat(),
        "key": secrets.token_hex(8),
    }
    if request.method != "POST":
        waiting = queries.nominations_of(place).filter(state__in=queries.OPEN).first()
        if waiting is not None:
            messages.info(request, f"{waiting.organisation} is asked already.")
            return redirect(waiting)
        return _ask_page(request, place, AskForm(initial=begun))
    form = AskForm({**begun, **request.POST.dict()})
    if form.is_valid():
        try:
            asked = nominating.ask(
                place, **form.cleaned_data, by=signed_in(request), at=timezone.now()
            )
        except Refused as reason:
            form.refuse(str(reason))
        else:
            messages.success(request, f"{asked.organisation} is asked for somebody.")
            return redirect(asked)
    return _ask_page(request, place, form, status=422)


def _ask_page(request: Request, place: Place, form: AskForm, *, status: int = 200) -> HttpResponse:
    page = places.place_page(place, on=today())
    wanted = queries.wanted_from(place, on=today())
    context = {"form": form, "page": page, "wanted": wanted}
    return render(request, "governance/nomination_ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_view(request: Request, slug: str, place: int, pk: int) -> HttpResponse:
    """Show a nomination; appoint who is named, decline, withdraw or ask again."""
    nomination = get_object_or_404(queries.nomination_by(slug, place, pk))
    board = nomination.place.seat.board
    allow(request, "governance.appoint", board, board=board.pk)
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is not None:
        return deed(request, nomination)
    return whom_page(request, _editor(request, nomination))


def _editor(
    request: Request, nomination: Nomination, *, refused: ReasonForm | None = None
) -> Editor:
    """Return what the page needs: the appointment that would be made of who is named."""
    place = nomination.place
    page = queries.nomination_page(nomination, on=today())
    sheet = Sheet("nomination", str(nomination.pk), nomination.get_absolute_url(), page.seat)
    reasons = {
        state.value: refused
        if refused is not None and refused.prefix == state
        else ReasonForm(prefix=state.value)
        for state in (State.DECLINED, State.WITHDRAWN)
    }
    return Editor(
        form=AppointForm,
        sheet=sheet,
        save=lambda values, _version, key, also: _accept(request, nomination, values, key, also),
        done=lambda _: place.get_absolute_url(),
        heading=f"{nomination.organisation} for {page.seat}",
        initial=_begun(nomination),
        options=whom(request, sheet, email=nomination.email),
        button="Appoint",
        told=appointed,
        where="governance/place_crumbs.html",
        template="governance/nomination_view.html",
        context={
            "page": places.place_page(place, on=today()),
            "here": "Nomination",
            "asked": page,
            "reasons": reasons,
        },
    )


def _begun(nomination: Nomination) -> dict[str, Any]:
    """Return what the form begins with: who is named, found by e-mail or new."""
    known = queries.person_named(nomination, on=today())
    who = {"who": known.pk} if known else {"who": NEW, "post": nomination.post}
    return {
        **who,
        "email": "" if known else nomination.email,
        "starts_on": today(),
        "standing": Appointment.Standing.SUBSTANTIVE,
        "how": f"nominated by {nomination.organisation}"[:200],
    }


def _accept(
    request: Request,
    nomination: Nomination,
    values: dict[str, Any],
    key: str,
    also: dict[str, Any],
) -> Appointment:
    standing = Appointment.Standing(values.pop("standing"))
    return nominating.accept(
        nomination,
        holder=also["who"],
        standing=standing,
        **values,
        by=signed_in(request),
        at=timezone.now(),
        key=key,
    )


def _turn_down(state: Nomination.State) -> Callable[[Request, Nomination], HttpResponse]:
    def turn_down(request: Request, nomination: Nomination) -> HttpResponse:
        form = ReasonForm(request.POST, prefix=state.value)
        if not form.is_valid():
            editor = _editor(request, nomination, refused=form)
            return form_page(request, editor, status=422)
        by, at, reason = signed_in(request), timezone.now(), form.cleaned_data["reason"]
        try:
            nominating.turn_down(nomination, state=state, reason=reason, by=by, at=at)
        except Refused as why:
            messages.error(request, str(why))
        return redirect(nomination)

    return turn_down


def _ask_again(request: Request, nomination: Nomination) -> HttpResponse:
    try:
        is_new = nominating.ask_again(nomination, by=signed_in(request), at=timezone.now())
    except Refused as why:
        messages.error(request, str(why))
    else:
        done = "is asked again" if is_new else "was asked again already: once is enough"
        messages.success(request, f"{nomination.organisation} {done}.")
    return redirect(nomination)


DEEDS: dict[str, Callable[[Request, Nomination], HttpResponse]] = {
    "decline": _turn_down(State.DECLINED),
    "withdraw": _turn_down(State.WITHDRAWN),
    "ask again": _ask_again,
}
