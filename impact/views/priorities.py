"""The page of a priority: what is to change, who leads, and whether anyone is better off."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from governance.http import Request, allow, may, today, wants_part
from governance.models import User
from governance.scope import scope_of
from impact import queries
from impact.models import Measure
from impact.rules import kept_seen
from priorities.models import DeliveryPlan, Plan, Priority
from priorities.queries import day_of, with_sponsors


@require_safe
def priority_view(request: Request, slug: str, number: int) -> HttpResponse:
    """Show one priority with its measures; that of a draft plan to its board only."""
    plan = _plan(request, slug)
    on = day_of(plan, on=today())
    priorities = Priority.objects.select_related(
        "accountable", "delivery_plan", "source__document"
    )
    priority = get_object_or_404(with_sponsors(priorities, on=on), plan=plan, number=number)
    priority.plan = plan
    delivery = _delivery(request, priority, "priorities.view_deliveryplan")
    page = queries.priority_page(
        priority,
        on=on,
        delivery=delivery,
        reads_drafts=bool(delivery) and may(request, "priorities.compare_deliveryplan", delivery),
        sees_open_rounds=may(request, "governance.read_drafts", plan),
        seen=Measure.objects.filter(kept_seen(scope_of(request.user))),
    )
    context = {"page": page, "plan": plan, "priority": priority}
    return render(request, "impact/priority_view.html", context)


@require_safe
def priority_measures(request: Request, slug: str, number: int) -> HttpResponse:
    """Show which measures a priority and its actions should move; htmx gets the table alone."""
    plan = _plan(request, slug)
    priorities = Priority.objects.select_related("delivery_plan")
    priority = get_object_or_404(priorities, plan=plan, number=number)
    priority.plan = plan
    seen = Measure.objects.filter(kept_seen(scope_of(request.user)))
    delivery = _delivery(request, priority, "priorities.view_deliveryaction")
    moved = queries.measures_of_priority(priority, delivery=delivery, seen=seen)
    name = "_priority_measures" if wants_part(request) else "priority_measures"
    may_tie = isinstance(request.user, User) and may(request, "impact.tie_measure", priority)
    context = {"moved": moved, "plan": plan, "priority": priority, "delivery": delivery}
    context["may_tie"] = may_tie
    response = render(request, f"impact/{name}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _plan(request: Request, slug: str) -> Plan:
    plan = get_object_or_404(Plan.objects.select_related("board", "organisation"), slug=slug)
    allow(request, "priorities.view_plan", plan, board=plan.board_id)
    return plan


def _delivery(request: Request, priority: Priority, right: str) -> DeliveryPlan | None:
    """Return the priority's delivery plan where the person has `right` on it."""
    delivery: DeliveryPlan | None = getattr(priority, "delivery_plan", None)
    return delivery if delivery and may(request, right, delivery) else None
