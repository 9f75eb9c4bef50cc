"""Milestones edited in place, as actions are: a row becomes its form and comes back as itself."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.changes.drafts import drop_draft
from governance.editing import Refused, RowGone, StaleEdit
from governance.forms.conflicts import answered, questions, sent_values, typed_in
from governance.http import Request, allow, answer_part, number_in, signed_in, today
from governance.models import Known
from governance.views import drafts
from priorities import queries
from priorities.changes import milestones as changes
from priorities.forms.milestones import MilestoneForm
from priorities.models import DeliveryPlan, Milestone

Sent = Mapping[str, str]
RIGHT = "priorities.change_deliveryplan"


@require_http_methods(["GET", "HEAD", "POST"])
def milestone_add(request: Request, slug: str, number: int) -> HttpResponse:
    """Write one more milestone of the priority."""
    delivery = get_object_or_404(queries.delivery_by(slug, number))
    allow(request, RIGHT, delivery, board=delivery.priority.plan.board_id)
    if request.method == "POST":
        return NEW.get(request.POST.get("deed", ""), _add)(request, delivery)
    kept = drafts.drafting(signed_in(request), queries.milestone_sheet(delivery, None))
    initial = {
        "key": secrets.token_hex(8),
        **typed_in(kept.values, MilestoneForm.edited(), also=MilestoneForm.also),
    }
    form = MilestoneForm(initial=initial, on=today())
    return _form(request, form, delivery, None, kept=kept)


def _add(request: Request, delivery: DeliveryPlan) -> HttpResponse:
    form = MilestoneForm(request.POST.dict(), on=today())
    if not form.is_valid():
        return _form(request, form, delivery, None, status=422)
    by, key = signed_in(request), form.cleaned_data["key"]
    at = timezone.now()
    milestone = changes.add_milestone(delivery, values=form.values, by=by, at=at, key=key)
    drop_draft(queries.milestone_sheet(delivery, None), by=by)
    return _row(request, milestone, delivery, "The milestone is added.")


@require_http_methods(["GET", "HEAD", "POST"])
def milestone_edit(request: Request, slug: str, number: int, pk: int) -> HttpResponse:
    """Show a milestone as its form; take what was typed, or what is to be done with it."""
    milestone = get_object_or_404(queries.milestone_by(slug, number, pk))
    delivery = queries.delivery_of(milestone)
    allow(request, RIGHT, delivery, board=delivery.priority.plan.board_id)
    if request.method == "POST":
        return DEEDS.get(request.POST.get("deed", ""), _save)(request, milestone)
    if milestone.removed_at is not None:
        raise Http404
    kept = drafts.drafting(signed_in(request), queries.milestone_sheet(delivery, milestone))
    initial = {
        **MilestoneForm.initial_of(milestone),
        "key": secrets.token_hex(8),
        **typed_in(kept.values, MilestoneForm.edited(), also=MilestoneForm.also),
    }
    form = MilestoneForm(initial=initial, on=today(), known=_known(milestone))
    return _form(request, form, delivery, milestone, kept=kept)


def _save(request: Request, milestone: Milestone) -> HttpResponse:
    """Save what was typed, field by field; whoever is second chooses which text stays."""
    sent = request.POST.dict()
    chosen = answered(sent, MilestoneForm.edited())
    form = _bound(chosen or sent, milestone)
    if "seen" in sent:
        form.only_sent()
    if not form.is_valid():
        return _again(request, form, milestone)
    by, version = signed_in(request), form.cleaned_data["version"] or 0
    try:
        changes.edit_milestone(
            milestone,
            version=version,
            values=form.values,
            by=by,
            at=timezone.now(),
            why_moved=form.cleaned_data["why_moved"],
            key=form.cleaned_data["key"],
        )
    except StaleEdit as stale:
        return _conflict(request, stale, milestone, chosen or sent, version)
    except RowGone:
        return _removed(request, milestone, typed=str(form.data.get("what", "")))
    except Refused as reason:
        form.refuse(str(reason))
        return _again(request, form, milestone, why=str(reason))
    delivery = queries.delivery_of(milestone)
    drop_draft(queries.milestone_sheet(delivery, milestone), by=by)
    return _row(request, milestone, delivery, "The milestone is saved.")


def _bound(sent: Sent, milestone: Milestone) -> MilestoneForm:
    return MilestoneForm(dict(sent), on=today(), known=_known(milestone))


def _known(milestone: Milestone) -> str:
    """Return a date known only in part, in words; nothing where the day is known."""
    is_day = milestone.due_known in {"", Known.DAY} and milestone.due_until is None
    if is_day or milestone.due_on is None:
        return ""
    return queries.due_words(milestone.due_on, milestone.due_known, milestone.due_until)


def _again(
    request: Request, form: MilestoneForm, milestone: Milestone, *, why: str = ""
) -> HttpResponse:
    """Show the form with what is to be put right, whole where only a part was sent."""
    milestone.refresh_from_db()
    if set(MilestoneForm.edited()) - form.fields.keys():
        stood = sent_values(MilestoneForm.initial_of(milestone), MilestoneForm)
        whole = {name: str(value) for name, value in form.data.items()}
        form = _bound({**stood, **whole}, milestone)
        if form.is_valid() and why:
            form.refuse(why)
    return _form(request, form, queries.delivery_of(milestone), milestone, status=422)


def _form(
    request: Request,
    form: MilestoneForm,
    delivery: DeliveryPlan,
    milestone: Milestone | None,
    *,
    status: int = 200,
    kept: drafts.Drafting | None = None,
) -> HttpResponse:
    sheet = queries.milestone_sheet(delivery, milestone)
    kept = kept or drafts.drafting(signed_in(request), sheet)
    context = {"form": form, "delivery": delivery, "milestone": milestone, "drafting": kept}
    context["earlier"] = queries.earlier_dates(milestone.slips.all()) if milestone else ()
    return _fragment(request, "_milestone_form", context, status=status)


def _conflict(
    request: Request, stale: StaleEdit, milestone: Milestone, sent: Sent, version: int
) -> HttpResponse:
    asked = questions(
        stale,
        sent,
        version=version,
        names=MilestoneForm.edited(),
        form=MilestoneForm,
        also=MilestoneForm.also,
    )
    delivery = queries.delivery_of(milestone)
    kept = drafts.drafting(signed_in(request), queries.milestone_sheet(delivery, milestone))
    context = {"questions": asked, "milestone": milestone}
    context |= {"delivery": delivery, "drafting": kept}
    return _fragment(request, "_milestone_conflict", context, status=409)


def _removed(request: Request, milestone: Milestone, *, typed: str = "") -> HttpResponse:
    """Show what stands in the place of a removed milestone: the way back, and what was typed."""
    context = {"milestone": milestone, "delivery": queries.delivery_of(milestone), "typed": typed}
    return _fragment(request, "_milestone_removed", context, status=409 if typed else 200)


def _remove(request: Request, milestone: Milestone) -> HttpResponse:
    if milestone.removed_at is None:
        by = signed_in(request)
        version, at = milestone.version, timezone.now()
        with suppress(StaleEdit):  # somebody else removed it at this moment
            changes.remove_milestone(milestone, version=version, by=by, at=at)
        drop_draft(queries.milestone_sheet(queries.delivery_of(milestone), milestone), by=by)
    return _removed(request, milestone)


def _restore(request: Request, milestone: Milestone) -> HttpResponse:
    if milestone.removed_at is not None:
        changes.bring_milestone_back(milestone, by=signed_in(request), at=timezone.now())
    return _row(request, milestone, queries.delivery_of(milestone), "The milestone is back.")


def _move(up: bool) -> Callable[[Request, Milestone], HttpResponse]:
    def move(request: Request, milestone: Milestone) -> HttpResponse:
        past = number_in(request.POST.get("past", "")) or None
        try:
            changes.move_milestone(milestone, up=up, past=past, by=signed_in(request))
        except Refused as reason:
            messages.error(request, str(reason))
        return redirect(f"{queries.delivery_of(milestone).get_absolute_url()}#milestones")

    return move


def _keep(request: Request, milestone: Milestone) -> HttpResponse:
    sheet = queries.milestone_sheet(queries.delivery_of(milestone), milestone)
    return drafts.keep(request, signed_in(request), sheet)


def _forget(request: Request, milestone: Milestone) -> HttpResponse:
    sheet = queries.milestone_sheet(queries.delivery_of(milestone), milestone)
    return drafts.forget(request, signed_in(request), sheet)


def _keep_new(request: Request, delivery: DeliveryPlan) -> HttpResponse:
    return drafts.keep(request, signed_in(request), queries.milestone_sheet(delivery, None))


def _forget_new(request: Request, delivery: DeliveryPlan) -> HttpResponse:
    return drafts.forget(request, signed_in(request), queries.milestone_sheet(delivery, None))


def _row(
    request: Request, milestone: Milestone, delivery: DeliveryPlan, told: str
) -> HttpResponse:
    """Answer with the milestone as its row; without JavaScript with the plan."""
    if not request.htmx:
        messages.success(request, told)
        return redirect(f"{delivery.get_absolute_url()}#milestone-{milestone.pk}")
    on = queries.day_of(delivery.priority.plan, on=today())
    row = queries.milestone_row(milestone, on=on)
    context = {"milestone": row, "delivery": delivery, "may_edit": True, "told": told}
    return render(request, "priorities/_milestone_row.html", context)


def _fragment(
    request: Request, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer with a part of the plan, on the page of the milestone where it is asked for alone."""
    part, page = f"priorities/{name}.html", "priorities/milestone_edit.html"
    return answer_part(request, part, page=page, context=context, status=status)


DEEDS: dict[str, Callable[[Request, Milestone], HttpResponse]] = {
    "remove": _remove,
    "bring back": _restore,
    "up": _move(up=True),
    "down": _move(up=False),
    "keep": _keep,
    "forget": _forget,
}
NEW: dict[str, Callable[[Request, DeliveryPlan], HttpResponse]] = {
    "keep": _keep_new,
    "forget": _forget_new,
}
