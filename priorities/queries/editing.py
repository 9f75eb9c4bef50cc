"""What people need who edit a delivery plan: its action by key, who else is here, drafts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from governance.changes.drafts import Sheet
from governance.models import Draft, Organisation, Seat, User
from priorities.models import Commitment, DeliveryAction, DeliveryPlan, Milestone

ACTION = "action"
MILESTONE = "milestone"
PART = "part"
STILL_HERE = timedelta(minutes=10)


def delivery_by(slug: str, number: int) -> QuerySet[DeliveryPlan]:
    """Return the query for a delivery plan by its address, with what rights are judged by."""
    plans = DeliveryPlan.objects.select_related("priority__plan__board")
    return plans.filter(priority__plan__slug=slug, priority__number=number)


def action_by(slug: str, number: int, pk: int) -> QuerySet[DeliveryAction]:
    """Return the query for an action, removed or not, by its address."""
    actions = DeliveryAction.objects.select_related("plan__priority__plan__board", "lead")
    return actions.filter(pk=pk, plan__priority__plan__slug=slug, plan__priority__number=number)


def milestone_by(slug: str, number: int, pk: int) -> QuerySet[Milestone]:
    """Return the query for a milestone, removed or not, of a priority with a delivery plan."""
    rows = Milestone.objects.select_related("priority__delivery_plan", "priority__plan__board")
    return rows.filter(
        pk=pk,
        priority__plan__slug=slug,
        priority__number=number,
        priority__delivery_plan__isnull=False,
    )


def delivery_of(milestone: Milestone) -> DeliveryPlan:
    """Return the delivery plan on whose page a milestone stands; it comes with it."""
    assert milestone.priority is not None  # noqa: S101 -- the milestones of a plan have one
    delivery: DeliveryPlan = milestone.priority.delivery_plan
    return delivery


def commitment_by(slug: str, number: int, pk: int) -> QuerySet[Commitment]:
    """Return the query for a commitment of a plan's present actions, by its address."""
    rows = Commitment.objects.select_related(
        "action__plan__priority__plan__board", "organisation", "answered_by"
    )
    return rows.exclude(state=Commitment.State.WITHDRAWN).filter(
        pk=pk,
        action__removed_at=None,
        action__plan__priority__plan__slug=slug,
        action__plan__priority__number=number,
    )


def silent_partners(delivery: DeliveryPlan) -> QuerySet[Commitment]:
    """Return the commitments of a plan that nobody has answered, in the order of its actions."""
    rows = Commitment.objects.filter(action__plan=delivery, action__removed_at=None)
    waiting = rows.filter(state=Commitment.State.PROPOSED).select_related("organisation", "action")
    return waiting.order_by("action__number", "organisation__name")


def partners_to_ask(action: DeliveryAction) -> QuerySet[Organisation]:
    """Return the organisations not asked yet for a part in an action, the board's own first."""
    asked = action.commitments.values("organisation")
    return _nearest_first(action.plan, Q(ends_on=None)).exclude(pk__in=asked)


def leads_to_choose(
    delivery: DeliveryPlan, action: DeliveryAction | None = None
) -> QuerySet[Organisation]:
    """Return the organisations that may lead, the board's own first.

    The present lead is among them, closed or not.
    """
    may_lead = Q(ends_on=None)
    if action is not None and action.lead_id is not None:
        may_lead |= Q(pk=action.lead_id)
    return _nearest_first(delivery, may_lead)


def _nearest_first(delivery: DeliveryPlan, offered: Q) -> QuerySet[Organisation]:
    """Return organisations by name, after those with a seat on the board of the plan."""
    seats = Seat.objects.filter(board=delivery.priority.plan.board_id)
    here = Q(pk__in=seats.filter(represents__isnull=False).values("represents"))
    first = Case(When(here, then=Value(0)), default=Value(1))
    return Organisation.objects.filter(offered).order_by(first, "name")


def action_sheet(delivery: DeliveryPlan, action: DeliveryAction | None) -> Sheet:
    """Return the form of an action, or of one to be added, as drafts are kept of it."""
    plan, number = delivery.get_absolute_url(), delivery.priority.number
    if action is None:
        return Sheet(ACTION, f"new-in-{delivery.pk}", f"{plan}new/", f"A new action {number}.")
    title = f"Action {number}.{action.number}, {action.title}"
    return Sheet(ACTION, str(action.pk), f"{plan}{action.pk}/", title)


def milestone_sheet(delivery: DeliveryPlan, milestone: Milestone | None) -> Sheet:
    """Return the form of a milestone, or of one to be added, as drafts are kept of it."""
    place = f"{delivery.get_absolute_url()}milestones/"
    number = delivery.priority.number
    if milestone is None:
        title = f"A new milestone of priority {number}"
        return Sheet(MILESTONE, f"new-in-{delivery.pk}", f"{place}new/", title)
    title = f"Milestone of priority {number}, {milestone.what}"
    return Sheet(MILESTONE, str(milestone.pk), f"{place}{milestone.pk}/", title)


def part_sheet(commitment: Commitment) -> Sheet:
    """Return the form in which an organisation answers for its part, as drafts are kept of it."""
    action = commitment.action
    address = f"{action.plan.get_absolute_url()}commitments/{commitment.pk}/"
    number = f"{action.plan.priority.number}.{action.number}"
    title = f"{commitment.organisation}: your part in action {number}"
    return Sheet(PART, str(commitment.pk), address, title)


def also_here(delivery: DeliveryPlan, person: User, *, at: datetime) -> Sequence[str]:
    """Return the posts of the others who typed in a plan's actions a moment ago; one query."""
    keys = delivery.actions.values_list(Cast("pk", CharField()), flat=True)
    drafts = Draft.objects.filter(form=ACTION, key__in=keys, kept_at__gte=at - STILL_HERE)
    others = drafts.exclude(person=person).select_related("person").order_by("person", "pk")
    return list(dict.fromkeys(each.person.called for each in others))
