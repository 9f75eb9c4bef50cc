"""Somebody leaves: what they hold, who takes it over, a look before it is done, a way back."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.changes.drafts import Sheet, drop_draft
from governance.editing import Refused
from governance.http import Request, number_in, signed_in, today
from governance.models import User
from governance.queries import day
from governance.queries.choosing import people_found, people_here, person_found
from governance.views import drafts
from governance.views.people import person_to_change
from portal.changes import leaving as changes
from portal.forms.leaving import LeavingForm
from portal.models import Leaving
from portal.queries.holdings import HoldingGroup, each_holding, holdings
from portal.queries.leaving import A_DAY, leaving_of, leaving_page


@require_http_methods(["GET", "HEAD", "POST"])
def leaver(request: Request, pk: int) -> HttpResponse:
    """Show what a person holds; hand it over, let them leave, or stay after all."""
    person = person_to_change(request, pk)
    leaving = leaving_of(person)
    if leaving is not None:
        return _left(request, person, leaving)
    groups = holdings(person, on=today())
    deed = request.POST.get("deed", "")
    if deed in {"keep", "forget"}:
        kept: Callable[..., HttpResponse] = getattr(drafts, deed)
        return kept(request, signed_in(request), sheet_of(person))
    if request.method != "POST" or deed in {"find", "change"}:
        sent = request.POST.dict() or _begun(request, person)
        return _page(request, person, groups, _form(groups, sent, initial=sent))
    form = _form(groups, request.POST.dict(), data=request.POST)
    if not form.is_valid():
        return _page(request, person, groups, form, status=422)
    try:
        return DEEDS.get(deed, _preview)(request, person, form)
    except Refused as reason:
        form.add_error("ends_on" if isinstance(reason, changes.TooEarly) else None, str(reason))
        return _page(request, person, groups, form, status=422)


def sheet_of(person: User) -> Sheet:
    """Return what the form is known by where it is kept as a draft."""
    address = reverse("portal:leaver", args=[person.pk])
    return Sheet("leaver", str(person.pk), address, f"{person} leaves")


def _begun(request: Request, person: User) -> dict[str, str]:
    """Return what was typed before and not done; else a form that nobody touched."""
    kept = drafts.drafting(signed_in(request), sheet_of(person))
    return dict(kept.values) or {"key": secrets.token_hex(8)}


def _preview(request: Request, person: User, form: LeavingForm) -> HttpResponse:
    """Show what would be done, and do nothing."""
    ends_on = form.cleaned_data["ends_on"]
    by, at = signed_in(request), timezone.now()
    steps = changes.foresee(person, on=ends_on, to=form.to, by=by, at=at)
    sent = {name: text for name, text in request.POST.items() if name not in UNSENT}
    context = {"person": person, "steps": steps, "sent": sent, "last_day": day(ends_on - A_DAY)}
    context["is_past"] = ends_on <= today()
    return render(request, "portal/leaver_preview.html", context)


UNSENT = {"csrfmiddlewaretoken", "deed", "find"}


def _leave(request: Request, person: User, form: LeavingForm) -> HttpResponse:
    values, by = form.cleaned_data, signed_in(request)
    at, key = timezone.now(), values["key"]
    changes.leave(person, on=values["ends_on"], to=form.to, by=by, at=at, key=key)
    drop_draft(sheet_of(person), by=by)
    messages.success(request, f"{person} leaves after {day(values['ends_on'] - A_DAY)}.")
    return redirect("portal:leaver", person.pk)


DEEDS = {"leave": _leave}


def _left(request: Request, person: User, leaving: Leaving) -> HttpResponse:
    """Show how they leave; let them stay while the day has not come."""
    if request.method == "POST" and request.POST.get("deed") == "stay":
        try:
            changed = changes.stay(leaving, by=signed_in(request), at=timezone.now())
        except Refused as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _stays(person, changed))
        return redirect("portal:leaver", person.pk)
    if request.method == "POST":  # sent twice, or by two at once
        return redirect("portal:leaver", person.pk)
    page = leaving_page(leaving, on=today())
    return render(request, "portal/leaver_left.html", {"person": person, "page": page})


def _stays(person: User, changed: list[str]) -> str:
    told = f"{person} stays, and holds what they held."
    if changed:
        told += f" Changed by others meanwhile, and left so: {'; '.join(changed)}."
    return told


def _form(groups: list[HoldingGroup], sent: Mapping[str, str], **more: Any) -> LeavingForm:
    """Return the form with who was found, and who was chosen before, to be chosen."""
    held, on = list(each_holding(groups)), today()
    found = people_found(sent.get("find", ""), on=on)
    chosen = {number_in(sent.get(each.key, "")) for each in held}
    known = people_here(on=on).filter(pk__in=chosen).select_related("organisation")
    people = {each.pk: person_found(each) for each in known.order_by("pk")}
    people.update({each.pk: each for each in found.people})
    return LeavingForm(held=held, found=found, people=list(people.values()), **more)


def _page(
    request: Request,
    person: User,
    groups: list[HoldingGroup],
    form: LeavingForm,
    *,
    status: int = 200,
) -> HttpResponse:
    rows = [
        (group, [(row, form[row.key] if row.may_hand else None) for row in group.rows])
        for group in groups
    ]
    context = {"person": person, "groups": rows, "form": form}
    context["drafting"] = drafts.drafting(signed_in(request), sheet_of(person))
    return render(request, "portal/leaver.html", context, status=status)
