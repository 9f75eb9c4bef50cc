"""The page of a priority's delivery plan."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.http import Request, allow, may, today
from governance.models import User
from governance.scope import scope_of
from governance.views.tables import TYPES, table_file
from priorities import queries
from priorities.models import Commitment, DeliveryPlan, Plan, Priority
from priorities.rules import is_sponsor, runs

COLUMNS = (
    *("Action", "What will be done", "Expected outcome", "Lead", "Starts", "Due"),
    *("First agreed date", "State", "Reason", "Partners accepted", "Partners asked"),
    "Illustrative",
)


@require_safe
def delivery_view(request: Request, slug: str, number: int) -> HttpResponse:
    """Show who does what by when; a draft to its board only."""
    plan = get_object_or_404(Plan.objects.select_related("board", "organisation"), slug=slug)
    on = queries.day_of(plan, on=today())
    priorities = Priority.objects.filter(delivery_plan__isnull=False)
    priority = get_object_or_404(
        queries.with_sponsors(
            priorities.select_related("delivery_plan__published_version"), on=on
        ),
        plan=plan,
        number=number,
    )
    priority.plan = plan
    delivery = priority.delivery_plan
    allow(request, "priorities.view_deliveryplan", delivery, board=plan.board_id)
    reads_drafts = may(request, "priorities.compare_deliveryplan", delivery)
    page = queries.delivery_page(delivery, priority, on=on, reads_drafts=reads_drafts)
    form = request.GET.get("format")
    if form in TYPES:
        return _file(form, page)
    context = {"page": page, "plan": plan, **_hands(request, delivery, page)}
    return render(request, "priorities/delivery_view.html", context)


def _file(form: str, page: queries.DeliveryPage) -> HttpResponse:
    """Answer with the page's actions as a file."""
    rows = [
        (
            *(row.number, row.title, row.outcome, row.lead, row.starts_on, row.due_on),
            *(row.first_due_on, row.state_word, row.reason, row.accepted, row.asked),
            "illustrative" if row.origin and row.origin.illustrative else "",
        )
        for row in page.actions
    ]
    name = f"{page.priority.plan.slug}-{page.priority.number}-delivery"
    return table_file(form, name=name, head=COLUMNS, rows=rows)


def _hands(request: Request, delivery: DeliveryPlan, page: queries.DeliveryPage) -> dict[str, Any]:
    """Return what this reader may do on the page, and who else is at it."""
    if not isinstance(request.user, User):
        return {}
    may_edit = may(request, "priorities.change_deliveryplan", delivery)
    led = set()
    if not may_edit and runs(request.user, delivery):
        led = {row.pk for row in page.actions if row.lead_person == request.user.pk}
    edits_any = may_edit or bool(led)
    also = queries.also_here(delivery, request.user, at=timezone.now()) if edits_any else ()
    return {
        "may_edit": may_edit,
        "led": led,
        "edits_any": edits_any,
        "also_here": also,
        "may_compare": may(request, "priorities.compare_deliveryplan", delivery),
        "to_answer": _to_answer(request.user, delivery, page),
    }


def _to_answer(person: User, delivery: DeliveryPlan, page: queries.DeliveryPage) -> set[int]:
    """Return the commitments that the person answers for, or whose amended part they accept."""
    if not runs(person, delivery):
        return set()
    mine = scope_of(person).organisations(delivery.priority.plan.board_id)
    accepts = is_sponsor(person, delivery)
    return {
        row.pk
        for row in page.commitments
        if row.organisation_key in mine or (accepts and row.state == Commitment.State.AMENDED)
    }
