"""One appointment, for who keeps the membership: its end, its renewal, who acts for its holder."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.changes.boards import stand_down
from governance.changes.drafts import Sheet
from governance.changes.terms import act_for, appoint_again, extend, may_take_back, take_back
from governance.editing import Refused
from governance.forms import RecordForm
from governance.forms.appointing import AGAIN, EXTEND, ActForm, RenewForm, StandDownForm
from governance.http import Request, allow, signed_in, today
from governance.models import Appointment
from governance.queries import day
from governance.queries import places as queries
from governance.queries.places import A_DAY
from governance.views.editing import Editor, edit_page
from governance.views.places import told
from governance.views.whom import whom, whom_page


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_end(request: Request, slug: str, pk: int) -> HttpResponse:
    """Stand somebody down from a place, with their last day and why."""
    row = _appointment(request, slug, pk)
    if request.POST.get("deed") == "take_back":
        return _take_back(request, row)

    def save(values: dict[str, Any], version: int, key: str, _: dict[str, Any]) -> Appointment:
        ends_on: Any = values.get("ends_on", row.ends_on)
        why = values.get("why_ended", row.why_ended)
        by = signed_in(request)
        stand_down(row, version=version, ends_on=ends_on, why=why, by=by, key=key)
        return row

    editor = _editor(
        row,
        "end",
        form=StandDownForm,
        row=row,
        save=save,
        button="Stand down",
        heading=f"Stand {row.holder} down",
        here="Stand down",
        told=lambda made: told(made, f"{made.holder} is stood down{_after(made)}."),
        more={"may_take_back": may_take_back(row, on=today())},
    )
    return edit_page(request, editor)


def _take_back(request: Request, row: Appointment) -> HttpResponse:
    """Undo an appointment that was made by mistake."""
    try:
        take_back(row, by=signed_in(request), at=timezone.now())
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, told(row, f"The appointment of {row.holder} is taken back."))
    return redirect(row.place)


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_renew(request: Request, slug: str, pk: int) -> HttpResponse:
    """Let a term that ends go on: to a later day, or as a new one that follows."""
    row = _appointment(request, slug, pk)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Appointment:
        by, ends_on = signed_in(request), values.get("ends_on", row.ends_on)
        why = values.get("why_extended", row.why_extended)
        if also["way"] == AGAIN:
            return appoint_again(row, ends_on=ends_on, how=why, by=by, key=key)
        extend(row, version=version, ends_on=ends_on, why=why, by=by, key=key)
        return row

    editor = _editor(
        row,
        "renew",
        form=RenewForm,
        row=row,
        save=save,
        initial={"way": EXTEND, "why_extended": ""},
        button="Renew",
        heading=f"Renew the term of {row.holder}",
        here="Renew",
        told=lambda made: told(made, f"The term of {made.holder} goes on."),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_act(request: Request, slug: str, pk: int) -> HttpResponse:
    """Let somebody hold a place for a time while its holder is away."""
    row = _appointment(request, slug, pk)

    def save(values: dict[str, Any], _version: int, key: str, also: dict[str, Any]) -> Appointment:
        by, at = signed_in(request), timezone.now()
        return act_for(row, actor=also["who"], **values, by=by, at=at, key=key)

    editor = _editor(
        row,
        "act",
        form=ActForm,
        save=save,
        initial={"organisation": row.seat.represents_id},
        options=whom(request, _sheet(row, "act")),
        button="Let them act",
        heading=f"Somebody acts for {row.holder}",
        here="Act for a time",
        told=lambda made: told(made, f"{made.holder} acts for {row.holder}."),
    )
    return whom_page(request, editor)


NAMES = {"end": "Standing down", "renew": "Renewing the term of", "act": "Acting for"}


def _sheet(row: Appointment, what: str) -> Sheet:
    address = reverse(f"governance:appointment-{what}", args=[row.seat.board.slug, row.pk])
    title = f"{NAMES[what]} {row.holder}, {row.seat.board}"
    return Sheet(f"appointment {what}", str(row.pk), address, title)


def _editor(
    about: Appointment,
    what: str,
    *,
    form: type[RecordForm],
    here: str,
    more: dict[str, Any] | None = None,
    **options: Any,
) -> Editor:
    """Return what a page about an appointment needs; `here` stands at the end of its crumbs."""
    page = queries.place_page(about.place, on=today())
    term = queries.term(about, on=today())
    context = {"page": page, "term": term, "here": here, **(more or {})}
    context["goes_on"] = queries.goes_on_after(about)
    return Editor(
        form=form,
        sheet=_sheet(about, what),
        done=lambda _: about.place.get_absolute_url(),
        back=about.place.get_absolute_url(),
        standfirst=f"{page.called}, {term.when}.",
        where="governance/place_crumbs.html",
        template=f"governance/appointment_{what}.html",
        context=context,
        **options,
    )


def _appointment(request: Request, slug: str, pk: int) -> Appointment:
    """Return the appointment, for who may appoint to its board."""
    row = get_object_or_404(queries.appointment_by(slug, pk))
    board = row.seat.board
    allow(request, "governance.appoint", board, board=board.pk)
    return row


def _after(row: Appointment) -> str:
    """Say how long they still hold the place, where their last day is to come."""
    ends: Any = row.ends_on
    return f" after {day(ends - A_DAY)}" if ends > today() else ""
