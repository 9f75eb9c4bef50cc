"""Another e-mail address: asked for, confirmed behind two links, or left as it was."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from governance.editing import Refused
from governance.http import Request, signed_in
from governance.models import NewAddress, User
from governance.views.people import person_to_change
from portal.changes import addresses as changes
from portal.forms.addresses import AddressForm

private = cache_control(private=True, no_store=True)
SENT = "A link was sent to both addresses. The address changes once both are confirmed."
FIRST = "A link was sent to the new address. It is taken once it is confirmed there."
CHANGED = "The address is changed. Whoever was signed in elsewhere was signed out."
HALF = "That is confirmed. The address changes once it is confirmed at the other one, too."


class NoChange(Http404):
    """A link that confirms nothing; the page does not say its token again."""

    came_from = "/people/me/"
    words = (
        "It may be mistyped, or it has ended: a change of address is confirmed once at each of the"
        " two addresses, within a week. How far yours is stands on your profile."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def address_own(request: Request) -> HttpResponse:
    """Ask that one's own address changes."""
    return _ask(request, signed_in(request), back=reverse("governance:profile"))


@require_http_methods(["GET", "HEAD", "POST"])
def address_change(request: Request, pk: int) -> HttpResponse:
    """Ask that the address of a person changes, for who keeps people."""
    person = person_to_change(request, pk)
    return _ask(request, person, back=reverse("governance:person-view", args=[pk]))


def _ask(request: Request, person: User, *, back: str) -> HttpResponse:
    """Show the form and what waits; take another address, or settle what waits."""
    at, by = timezone.now(), signed_in(request)
    waits = changes.waiting(person, at=at)
    context = {
        "person": person,
        "back": back,
        "waits": waits,
        "is_own": person == by,
        "needs_old": changes.needs_old(person, by=by),
        "may_vouch": waits is not None and changes.may_vouch(waits, by=by),
    }
    if request.method != "POST":
        return _page(request, context, AddressForm())
    if request.POST.get("deed") in {"cancel", "vouch"}:
        return _settle(request, waits, back=back)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, context, form, status=422)
    try:
        asked = changes.ask(person, address=form.cleaned_data["address"], by=by, at=at)
    except Refused as reason:
        form.refuse(reason)
        return _page(request, context, form, status=422)
    told = SENT if context["needs_old"] else FIRST
    if not person.email and asked.old_confirmed_at is None:
        told = f"{FIRST[:-1]}, and by the membership administrator."
    messages.success(request, told)
    return redirect(back)


def _settle(request: Request, waits: NewAddress | None, *, back: str) -> HttpResponse:
    """Leave the address as it is, or confirm in the place of an old address that is not there."""
    at, by = timezone.now(), signed_in(request)
    if waits is None:
        return redirect(back)
    if request.POST["deed"] == "cancel":
        changes.cancel(waits, by=by, at=at)
        messages.success(request, "The address stays as it was.")
        return redirect(back)
    try:
        is_done = changes.vouch(waits, by=by, at=at)
        messages.success(request, CHANGED if is_done else HALF)
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(back)


def _page(
    request: Request, context: dict[str, object], form: AddressForm, *, status: int = 200
) -> HttpResponse:
    page = "portal/address_change.html"
    return render(request, page, {**context, "form": form}, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def address_confirm(request: Request, token: str) -> HttpResponse:
    """Show what is to be confirmed; only sending the form confirms it."""
    at = timezone.now()
    side = changes.side_of(token, at=at)
    if side is None:
        raise NoChange
    context = {"side": side, "change": side.change}
    if request.method != "POST":
        return render(request, "portal/address_confirm.html", context)
    is_own = request.user == side.change.person
    try:
        is_done = changes.confirm(side, but=request.session.session_key if is_own else None, at=at)
    except Refused as reason:
        context["reason"] = str(reason)
        return render(request, "portal/address_confirm.html", context, status=422)
    messages.success(request, CHANGED if is_done else HALF)
    return redirect("governance:profile" if is_own else "portal:front")
