"""Commitments: partners are asked for their part, and answer for themselves."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.editing import Refused
from governance.http import Request, allow, may, signed_in
from governance.views.editing import Editor, edit_page
from priorities import queries
from priorities.changes.delivery import accept_amendment, answer_commitment, ask_for_commitment
from priorities.changes.reminding import remind_partners
from priorities.forms.commitments import AskForm, PartForm
from priorities.models import Commitment


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_ask(request: Request, slug: str, number: int, pk: int) -> HttpResponse:
    """Ask an organisation for its part in an action."""
    actions = queries.action_by(slug, number, pk).filter(removed_at=None)
    action = get_object_or_404(actions)
    board = action.plan.priority.plan.board_id
    allow(request, "priorities.change_deliveryplan", action.plan, board=board)
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, organisations=queries.partners_to_ask(action))
    if form.is_valid():
        try:
            asked = ask_for_commitment(
                action, **form.cleaned_data, by=signed_in(request), at=timezone.now()
            )
        except Refused as reason:
            form.add_error("organisation", str(reason))
        else:
            messages.success(request, f"{asked.organisation} is asked for its part.")
            return redirect(f"{action.plan.get_absolute_url()}#commitments")
    context = {"form": form, "action": action, "delivery": action.plan}
    status = 422 if form.errors else 200
    return render(request, "priorities/commitment_ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def partners_remind(request: Request, slug: str, number: int) -> HttpResponse:
    """Show who has not answered for a part; remind them, once a day."""
    delivery = get_object_or_404(queries.delivery_by(slug, number))
    board = delivery.priority.plan.board_id
    allow(request, "priorities.nudge", delivery, board=board)
    if request.method == "POST":
        reminded = remind_partners(delivery, by=signed_in(request), at=timezone.now())
        names = " and ".join(each.called for each in reminded)
        told = f"{names} reminded." if reminded else "Nobody was reminded: once a day is enough."
        messages.success(request, told)
        return redirect(f"{delivery.get_absolute_url()}#commitments")
    context = {"delivery": delivery, "silent": list(queries.silent_partners(delivery))}
    return render(request, "priorities/partners_remind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_answer(request: Request, slug: str, number: int, pk: int) -> HttpResponse:
    """Answer for the organisation; its amended part the sponsor accepts here."""
    commitment = get_object_or_404(queries.commitment_by(slug, number, pk))
    is_amended = commitment.state == Commitment.State.AMENDED
    if is_amended and may(request, "priorities.accept_amendment", commitment):
        return _accept(request, commitment)
    board = commitment.action.plan.priority.plan.board_id
    allow(request, "priorities.answer_commitment", commitment, board=board)
    sheet = queries.part_sheet(commitment)
    return edit_page(
        request,
        Editor(
            form=PartForm,
            sheet=sheet,
            save=partial(_answer, request, commitment),
            done=lambda _: f"{commitment.action.plan.get_absolute_url()}#commitments",
            heading=sheet.title,
            standfirst=commitment.action.title,
            row=commitment,
            button="Send the answer",
            told=f"{commitment.organisation} has answered.",
            back=commitment.action.plan.get_absolute_url(),
            template="priorities/commitment_answer.html",
            context=_context(commitment),
        ),
    )


def _answer(
    request: Request,
    commitment: Commitment,
    values: Mapping[str, Any],
    version: int,
    key: str,
    _: Mapping[str, Any],
) -> Commitment:
    """Save the answer; what of a page of conflicts stays as it was is as the row says."""
    state = Commitment.State(values.get("state", commitment.state))
    is_other = state == Commitment.State.AMENDED
    answer_commitment(
        commitment,
        version=version,
        state=state,
        part=values.get("part") if is_other else None,
        reason=values.get("reason", commitment.reason),
        by=signed_in(request),
        at=timezone.now(),
        key=key,
    )
    return commitment


def _accept(request: Request, commitment: Commitment) -> HttpResponse:
    if request.method != "POST":
        return render(request, "priorities/commitment_accept.html", _context(commitment))
    by = signed_in(request)
    accept_amendment(commitment, version=commitment.version, by=by)
    messages.success(request, f"The amended part of {commitment.organisation} is accepted.")
    return redirect(f"{commitment.action.plan.get_absolute_url()}#commitments")


def _context(commitment: Commitment) -> dict[str, Any]:
    action = commitment.action
    return {"commitment": commitment, "action": action, "delivery": action.plan}
