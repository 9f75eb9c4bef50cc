"""Two records of one person: shown side by side, merged, and a merging undone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.changes import merging, unmerging
from governance.changes.merging import Clash, Merged
from governance.editing import Refused
from governance.forms.merging import MergeForm, OtherForm
from governance.http import Request, may, signed_in, today
from governance.models import User
from governance.queries.mergers import merger_by, merger_page, side_by_side
from governance.queries.person import person_by
from governance.views.people import CHANGE, address_of, keep_people, person_to_change

PAGE = "governance/person_merge.html"


@require_http_methods(["GET", "HEAD", "POST"])
def person_merge(request: Request, pk: int) -> HttpResponse:
    """Look at two records of one person side by side, and merge the other into this one."""
    stays = person_to_change(request, pk)
    if request.method != "POST":
        return render(request, PAGE, {"person": stays, "form": OtherForm()})
    form = OtherForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, {"person": stays, "form": form}, status=422)
    gone = get_object_or_404(person_by(form.cleaned_data["other"].pk))
    if request.POST.get("deed") == "merge":
        return _merge(request, stays, gone)
    return _look(request, stays, gone)


def _look(request: Request, stays: User, gone: User) -> HttpResponse:
    try:
        merged = merging.try_merge(stays, gone, by=signed_in(request), at=timezone.now())
    except Refused as reason:
        return _again(request, stays, str(reason))
    form = MergeForm(initial={"other": gone.pk}, stays=stays, gone=gone)
    return _both(request, stays, gone, form, merged, status=422 if merged.clashes else 200)


def _merge(request: Request, stays: User, gone: User) -> HttpResponse:
    """Merge what was shown; where a record is another by now, show it again."""
    by, at = signed_in(request), timezone.now()
    form = MergeForm(request.POST, stays=stays, gone=gone)
    if request.POST.get("seen") != _seen(stays, gone):
        messages.error(request, "One of the two was changed since you looked: look again.")
        return _look(request, stays, gone)
    if not form.is_valid():
        merged = merging.try_merge(stays, gone, by=by, at=at)
        return _both(request, stays, gone, form, merged, status=422)
    try:
        done = merging.merge(stays, gone, take=form.take, by=by, at=at)
    except Clash as clash:
        return _both(request, stays, gone, form, clash.merged, status=422)
    except Refused as reason:
        return _again(request, stays, str(reason))
    messages.success(request, "The two records are one. It can be undone.")
    return redirect("governance:merger-view", done.merger.pk if done.merger else 0)


def _again(request: Request, stays: User, why: str) -> HttpResponse:
    form = OtherForm(request.POST)
    form.add_error("other", why)
    return render(request, PAGE, {"person": stays, "form": form}, status=422)


def _both(
    request: Request, stays: User, gone: User, form: MergeForm, merged: Merged, *, status: int
) -> HttpResponse:
    context: dict[str, Any] = {
        "person": stays,
        "gone": gone,
        "form": form,
        "merged": merged,
        "beside": side_by_side(stays, gone, on=today()),
        "seen": _seen(stays, gone),
    }
    return render(request, PAGE, context, status=status)


def _seen(stays: User, gone: User) -> str:
    return f"{stays.pk}.{stays.version} {gone.pk}.{gone.version}"


@require_http_methods(["GET", "HEAD", "POST"])
def merger_view(request: Request, pk: int) -> HttpResponse:
    """Show what a merging moved; undo it when told to."""
    keep_people(request)
    merger = get_object_or_404(merger_by(pk))
    reasons: list[str] = []
    if request.method == "POST":
        try:
            unmerging.undo(merger, by=signed_in(request), at=timezone.now())
        except unmerging.InTheWay as hindered:
            reasons = hindered.reasons
        except Refused as reason:
            reasons = [str(reason)]
        else:
            messages.success(request, "The merging is undone: there are two records again.")
            return redirect(address_of(merger.gone))
    context = {"page": merger_page(merger), "merger": merger, "reasons": reasons}
    context["may_change"] = may(request, CHANGE, None)
    status = 422 if reasons else 200
    return render(request, "governance/merger_view.html", context, status=status)
