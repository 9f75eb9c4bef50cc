"""Lost second steps: one administrator asks for a reset, another confirms it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.editing import Refused
from governance.http import Request, may, number_in, signed_in
from governance.rules import WHO
from governance.views.tables import page_asked
from portal.changes import resets as changes
from portal.forms.resets import ResetForm
from portal.models import FactorReset
from portal.queries import resets as queries

RIGHT = "portal.reset_second_step"
NOBODY_ELSE = "Nobody else can today: let a second person keep the membership first."


@require_http_methods(["GET", "HEAD", "POST"])
def resets(request: Request) -> HttpResponse:
    """Show what waits for a second administrator; by POST ask, confirm or withdraw.

    :raises PermissionDenied: whoever keeps neither membership nor accounts
    """
    if not may(request, RIGHT, None):
        raise PermissionDenied(WHO[RIGHT])
    if request.method != "POST":
        return _page(request, ResetForm(), status=200)
    deed = next((name for name in DEEDS if name in request.POST), "")
    return _decide(request, deed) if deed else _ask(request)


def _ask(request: Request) -> HttpResponse:
    """Ask for a reset, and tell the other administrators."""
    form = ResetForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    me, at, person = signed_in(request), timezone.now(), form.cleaned_data["email"]
    try:
        asked = changes.ask_reset(person, how_known=form.cleaned_data["how_known"], by=me, at=at)
    except Refused as reason:
        form.add_error(None, str(reason))
        return _page(request, form, status=422)
    others = queries.administrators(on=at, but={me.pk, person.pk})
    changes.tell_others(asked, others, address=reverse("portal:resets"), at=at)
    told = f"Another administrator must confirm that {person} begins anew."
    messages.info(request, told if others else f"{told} {NOBODY_ELSE}")
    return redirect("portal:resets")


def _decide(request: Request, deed: str) -> HttpResponse:
    """Confirm or withdraw what a form names; say what was done."""
    rows = FactorReset.objects.select_related("person__supporter", "asked_by")
    reset = get_object_or_404(rows, pk=number_in(request.POST[deed]))
    try:
        messages.info(request, DEEDS[deed](request, reset))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("portal:resets")


def _confirm(request: Request, reset: FactorReset) -> str:
    done = changes.confirm_reset(reset, by=signed_in(request), at=timezone.now())
    return f"{reset.person} sets up a new second step." if done else "That was confirmed already."


def _withdraw(request: Request, reset: FactorReset) -> str:
    changes.withdraw_reset(reset, by=signed_in(request), at=timezone.now())
    return f"The second step of {reset.person} stays."


DEEDS: dict[str, Callable[[Request, FactorReset], str]] = {
    "confirm": _confirm,
    "withdraw": _withdraw,
}


def _page(request: Request, form: ResetForm, *, status: int) -> HttpResponse:
    found = queries.resets(signed_in(request), page=page_asked(request), at=timezone.now())
    context = {"resets": found, "form": form}
    return render(request, "portal/resets.html", context, status=status)
