"""What search finds on the second storey: plans, priorities, actions."""

from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce

from governance.queries import Among, Looked, place
from governance.scope import Person, scope_of
from priorities.models import (
    ACTION_SEARCHED,
    PLAN_SEARCHED,
    PRIORITY_SEARCHED,
    DeliveryAction,
    DeliveryPlan,
    Plan,
    Priority,
)
from priorities.rules import deliveries_seen, plans_seen


def _owner(plan: str) -> Coalesce:
    """Return who owns the plan that `plan` leads to."""
    board, body = f"{plan}board__name", f"{plan}organisation__name"
    return Coalesce(F(board), F(body), Value(""), output_field=TextField())


def search(looked: Looked, person: Person) -> list[Among]:
    """Return what `person` may see of plans, their priorities and actions."""
    plans = Plan.objects.filter(plans_seen(scope_of(person)))
    deliveries = DeliveryPlan.objects.filter(deliveries_seen(person))
    actions = DeliveryAction.objects.filter(removed_at=None, plan__in=deliveries)
    return [
        looked.among(
            plans,
            PLAN_SEARCHED,
            kind="Plan",
            address=place("/plans/", "slug", "/"),
            board=_owner(""),
        ),
        looked.among(
            Priority.objects.filter(plan__in=plans),
            PRIORITY_SEARCHED,
            kind="Priority",
            address=place("/plans/", "plan__slug", "/", "number", "/"),
            board=_owner("plan__"),
        ),
        looked.among(
            actions,
            ACTION_SEARCHED,
            kind="Action",
            address=place(
                "/plans/",
                "plan__priority__plan__slug",
                "/",
                "plan__priority__number",
                "/delivery/",
            ),
            board=_owner("plan__priority__plan__"),
        ),
    ]
