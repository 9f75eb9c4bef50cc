"""The list of actions: one more, another order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from governance import audit
from governance.changes.ordering import in_new_order
from governance.editing import Refused, refusals_in_words
from governance.models import User
from priorities.changes.redrafting import begin_wording, open_draft
from priorities.models import ActionState, DeliveryAction, DeliveryPlan


def add_action(
    delivery: DeliveryPlan, *, values: Mapping[str, Any], by: User, at: datetime, key: str = ""
) -> DeliveryAction:
    """Write one more action at the end of a plan; its first due date is the agreed one.

    `values`: clean values of the form by field name; `key`: the mark of the form, by which a
    second sending is recognised: it adds nothing. A removed action keeps its number.

    :raises Refused: a constraint forbids it
    """
    what = "added an action"
    with refusals_in_words(DeliveryAction), audit.change(by=by, what=what, key=key):
        _hold(delivery)
        made: DeliveryAction | None = audit.made_by_form(delivery.actions.all(), key)
        if made is not None:
            return made
        open_draft(delivery, by=by, at=at)
        done = values.get("state") == ActionState.COMPLETE
        return DeliveryAction.objects.create(
            plan=delivery,
            number=_last_number(delivery) + 1,
            first_due_on=values.get("due_on"),
            completed_on=timezone.localdate(at) if done else None,
            **values,
        )


def move_action(
    action: DeliveryAction, *, up: bool, by: User, at: datetime, past: int | None = None
) -> None:
    """Let an action change places, and numbers, with the one above or below it.

    `past`: the key of an action that it goes past instead. At the end of the list, or where that
    one is not on this side any more, nothing happens.

    :raises Refused: the action was removed meanwhile
    """
    where = "up" if up else "down"
    with audit.change(by=by, what=f"moved action {action.number} {where}"):
        begin_wording(action.plan, by=by, at=at)
        _hold(action.plan)
        action.refresh_from_db(fields=["number", "removed_at"])
        if action.removed_at is not None:
            raise Refused("The action was removed meanwhile.")
        shown = action.plan.actions.filter(removed_at=None).order_by("number")
        numbers = dict(shown.values_list("pk", "number"))
        order = in_new_order(list(numbers), action.pk, up=up, past=past)
        _number_anew(action.plan, numbers, order)
        action.refresh_from_db()


def _number_anew(delivery: DeliveryPlan, numbers: Mapping[int, int], order: Sequence[int]) -> None:
    """Give the same numbers out in a new order, to those actions whose number is another.

    For a moment these stand behind all, as no two may have the same.
    """
    last = _last_number(delivery)
    new = {
        key: number
        for key, number in zip(order, numbers.values(), strict=True)
        if numbers[key] != number
    }
    for behind, key in enumerate(new, start=last + 1):
        DeliveryAction.objects.filter(pk=key).update(number=behind)
    for key, number in new.items():
        DeliveryAction.objects.filter(pk=key).update(number=number)


def _hold(delivery: DeliveryPlan) -> None:
    """Let one writer at a time give out numbers in a plan."""
    DeliveryPlan.objects.select_for_update(no_key=True).get(pk=delivery.pk)


def _last_number(delivery: DeliveryPlan) -> int:
    last: int | None = delivery.actions.aggregate(last=Max("number"))["last"]
    return last or 0
