"""Actions edited in place: a row becomes its form and comes back as itself."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.changes.drafts import drop_draft
from governance.editing import Refused, RowGone, StaleEdit
from governance.forms.conflicts import answered, questions, sent_values, typed_in
from governance.http import Request, allow, answer_part, may, number_in, signed_in, today
from governance.views import drafts
from priorities import queries
from priorities.changes import actions as changes
from priorities.changes.delivery import bring_back, edit_action, remove_action
from priorities.forms.actions import ActionForm
from priorities.models import DeliveryAction, DeliveryPlan

Sent = Mapping[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
def action_add(request: Request, slug: str, number: int) -> HttpResponse:
    """Write one more action at the end of the plan."""
    delivery = get_object_or_404(queries.delivery_by(slug, number))
    board = delivery.priority.plan.board_id
    allow(request, "priorities.change_deliveryplan", delivery, board=board)
    if request.method == "POST":
        return NEW.get(request.POST.get("deed", ""), _add)(request, delivery)
    kept = drafts.drafting(signed_in(request), queries.action_sheet(delivery, None))
    initial = {"state": "not_started", "key": secrets.token_hex(8)}
    form = ActionForm(
        organisations=queries.leads_to_choose(delivery),
        initial={**initial, **typed_in(kept.values, ActionForm.edited(), also=ActionForm.also)},
    )
    return _form(request, form, delivery, None, kept=kept)


def _add(request: Request, delivery: DeliveryPlan) -> HttpResponse:
    form = ActionForm(request.POST.dict(), organisations=queries.leads_to_choose(delivery))
    if not form.is_valid():
        return _form(request, form, delivery, None, status=422)
    by, key = signed_in(request), form.cleaned_data["key"]
    try:
        action = changes.add_action(
            delivery, values=form.values, by=by, at=timezone.now(), key=key
        )
    except Refused as reason:
        form.refuse(str(reason))
        return _form(request, form, delivery, None, status=422)
    drop_draft(queries.action_sheet(delivery, None), by=by)
    return _row(request, action, "is added")


@require_http_methods(["GET", "HEAD", "POST"])
def action_edit(request: Request, slug: str, number: int, pk: int) -> HttpResponse:
    """Show an action as its form; take what was typed, or what is to be done with it."""
    action = get_object_or_404(queries.action_by(slug, number, pk))
    board = action.plan.priority.plan.board_id
    allow(request, "priorities.change_deliveryaction", action, board=board)
    if request.method == "POST":
        return DEEDS.get(request.POST.get("deed", ""), _save)(request, action)
    if action.removed_at is not None:
        raise Http404
    kept = drafts.drafting(signed_in(request), queries.action_sheet(action.plan, action))
    initial = {**ActionForm.initial_of(action), "key": secrets.token_hex(8)}
    form = ActionForm(
        organisations=queries.leads_to_choose(action.plan, action),
        initial={**initial, **typed_in(kept.values, ActionForm.edited(), also=ActionForm.also)},
    )
    return _form(request, form, action.plan, action, kept=kept)


def _save(request: Request, action: DeliveryAction) -> HttpResponse:
    """Save what was typed, field by field; whoever is second chooses which text stays."""
    sent = request.POST.dict()
    chosen = answered(sent, ActionForm.edited())
    form = _bound(chosen or sent, action)
    if "seen" in sent:
        form.only_sent()
    if not form.is_valid():
        return _again(request, form, action)
    by, version = signed_in(request), form.cleaned_data["version"] or 0
    try:
        edit_action(
            action,
            version=version,
            values=form.values,
            by=by,
            at=timezone.now(),
            why_moved=form.cleaned_data["why_moved"],
            key=form.cleaned_data["key"],
        )
    except StaleEdit as stale:
        return _conflict(request, stale, chosen or sent, version)
    except RowGone:
        return _gone(request, action, form)
    except Refused as reason:
        form.refuse(str(reason))
        return _again(request, form, action, why=str(reason))
    drop_draft(queries.action_sheet(action.plan, action), by=by)
    return _row(request, action, "is saved")


def _bound(sent: Sent, action: DeliveryAction) -> ActionForm:
    leads = queries.leads_to_choose(action.plan, action)
    return ActionForm(dict(sent), organisations=leads, present=action.lead)


def _again(
    request: Request, form: ActionForm, action: DeliveryAction, *, why: str = ""
) -> HttpResponse:
    """Show the form with what is to be put right, whole where only a part was sent."""
    action.refresh_from_db()
    if set(ActionForm.edited()) - form.fields.keys():
        stood = sent_values(ActionForm.initial_of(action), ActionForm)
        whole = {name: str(value) for name, value in form.data.items()}
        form = _bound({**stood, **whole}, action)
        if form.is_valid() and why:
            form.refuse(why)
    return _form(request, form, action.plan, action, status=422)


def _form(
    request: Request,
    form: ActionForm,
    delivery: DeliveryPlan,
    action: DeliveryAction | None,
    *,
    status: int = 200,
    kept: drafts.Drafting | None = None,
) -> HttpResponse:
    kept = kept or drafts.drafting(signed_in(request), queries.action_sheet(delivery, action))
    context = {"form": form, "delivery": delivery, "action": action, "drafting": kept}
    context["earlier"] = queries.earlier_dates(action.slips.all()) if action else ()
    context["may_ask"] = may(request, "priorities.change_deliveryplan", delivery)
    return _fragment(request, "_action_form", context, status=status)


def _conflict(request: Request, stale: StaleEdit, sent: Sent, version: int) -> HttpResponse:
    asked = questions(
        stale,
        sent,
        version=version,
        names=ActionForm.edited(),
        form=ActionForm,
        also=ActionForm.also,
    )
    action = stale.row
    delivery: DeliveryPlan = action.plan  # type: ignore[attr-defined]
    sheet = queries.action_sheet(delivery, action)  # type: ignore[arg-type]
    kept = drafts.drafting(signed_in(request), sheet)
    context = {"questions": asked, "action": action, "delivery": delivery, "drafting": kept}
    return _fragment(request, "_action_conflict", context, status=409)


def _gone(request: Request, action: DeliveryAction, form: ActionForm) -> HttpResponse:
    """Say that the action was removed, and give back what was typed."""
    typed = [(form.fields[name].label, form.data.get(name)) for name in ("title", "outcome")]
    context = {"action": action, "delivery": action.plan, "typed": typed}
    return _fragment(request, "_action_removed", context, status=409)


def _remove(request: Request, action: DeliveryAction) -> HttpResponse:
    """Take the action out; what stands in its place brings it back."""
    if action.removed_at is None:
        by = signed_in(request)
        remove_action(action, version=action.version, by=by, at=timezone.now())
        drop_draft(queries.action_sheet(action.plan, action), by=by)
    return _fragment(
        request, "_action_removed", {"action": action, "delivery": action.plan, "typed": ()}
    )


def _restore(request: Request, action: DeliveryAction) -> HttpResponse:
    if action.removed_at is not None:
        bring_back(action, by=signed_in(request), at=timezone.now())
    return _row(request, action, "is back")


def _move(up: bool) -> Callable[[Request, DeliveryAction], HttpResponse]:
    def move(request: Request, action: DeliveryAction) -> HttpResponse:
        board = action.plan.priority.plan.board_id
        allow(request, "priorities.change_deliveryplan", action.plan, board=board)
        past = number_in(request.POST.get("past", ""))
        by, at = signed_in(request), timezone.now()
        try:
            changes.move_action(action, up=up, past=past or None, by=by, at=at)
        except Refused as reason:
            messages.error(request, str(reason))
        return redirect(action.plan)

    return move


def _keep(request: Request, action: DeliveryAction) -> HttpResponse:
    return drafts.keep(request, signed_in(request), queries.action_sheet(action.plan, action))


def _forget(request: Request, action: DeliveryAction) -> HttpResponse:
    return drafts.forget(request, signed_in(request), queries.action_sheet(action.plan, action))


def _keep_new(request: Request, delivery: DeliveryPlan) -> HttpResponse:
    return drafts.keep(request, signed_in(request), queries.action_sheet(delivery, None))


def _forget_new(request: Request, delivery: DeliveryPlan) -> HttpResponse:
    return drafts.forget(request, signed_in(request), queries.action_sheet(delivery, None))


def _row(request: Request, action: DeliveryAction, done: str) -> HttpResponse:
    """Answer with the action as its row; without JavaScript with the plan."""
    told = f"Action {action.plan.priority.number}.{action.number} {done}."
    if not request.htmx:
        messages.success(request, told)
        return redirect(f"{action.plan.get_absolute_url()}#action-{action.pk}")
    row = queries.action_row(action, on=today())
    context = {
        "action": row,
        "delivery": action.plan,
        "may_edit": True,
        "may_move": may(request, "priorities.change_deliveryplan", action.plan),
        "told": told,
    }
    return render(request, "priorities/_action_row.html", context)


def _fragment(
    request: Request, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer with a part of the plan, on the page of the action where it is asked for alone."""
    part, page = f"priorities/{name}.html", "priorities/action_edit.html"
    return answer_part(request, part, page=page, context=context, status=status)


DEEDS: dict[str, Callable[[Request, DeliveryAction], HttpResponse]] = {
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
