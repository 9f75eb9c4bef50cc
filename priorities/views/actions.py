"""The actions of a delivery plan: one more, one edited."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.http import Request, allow, today
from priorities import queries
from priorities.changes.actions import add_action, move_action
from priorities.changes.delivery import bring_back, edit_action, remove_action
from priorities.forms.actions import ActionForm
from priorities.models import DeliveryAction, DeliveryPlan
from priorities.views.rows import RIGHT, Kind, add_row, edit_row


def _options(delivery: DeliveryPlan, action: DeliveryAction | None) -> Mapping[str, Any]:
    present = action.lead if action else None
    return {"organisations": queries.leads_to_choose(delivery, action), "present": present}


ACTIONS = Kind(
    noun="action",
    one="an action",
    columns=7,
    layout="fields fields-axis",
    anchor="",
    form=ActionForm,
    called=lambda action: f"action {action.plan.priority.number}.{action.number}",
    plan=lambda action: action.plan,
    sheet=queries.action_sheet,
    shown=lambda action: queries.action_row(action, on=today()),
    options=_options,
    begins={"state": "not_started"},
    add=add_action,
    edit=edit_action,
    remove=remove_action,
    bring_back=bring_back,
    move=lambda action, **where: move_action(action, at=timezone.now(), **where),
)


@require_http_methods(["GET", "HEAD", "POST"])
def action_add(request: Request, slug: str, number: int) -> HttpResponse:
    """Write one more action at the end of the plan."""
    delivery = get_object_or_404(queries.delivery_by(slug, number))
    allow(request, RIGHT, delivery, board=delivery.priority.plan.board_id)
    return add_row(request, ACTIONS, delivery)


@require_http_methods(["GET", "HEAD", "POST"])
def action_edit(request: Request, slug: str, number: int, pk: int) -> HttpResponse:
    """Show an action as its form; take what was typed, or what is to be done with it."""
    action = get_object_or_404(queries.action_by(slug, number, pk))
    board = action.plan.priority.plan.board_id
    allow(request, "priorities.change_deliveryaction", action, board=board)
    return edit_row(request, ACTIONS, action)
