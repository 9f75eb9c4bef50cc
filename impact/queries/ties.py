"""What may be tied to a priority and its actions, and what is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from governance.queries import Origin, Sources
from impact.models import ActionMeasure, Measure, PriorityMeasure
from priorities.models import DeliveryAction, Plan, Priority
from priorities.rules import SHOWN_TO_ALL

OF_PRIORITY = "priority"


@dataclass(frozen=True)
class Tie:
    """One measure, and what should move it; `to` names that as the form does."""

    title: str
    code: str
    address: str
    to: str
    words: str
    origin: Origin | None


def measures_to_tie(seen: QuerySet[Measure], plan: Plan) -> QuerySet[Measure]:
    """Return which of the measures that a person sees may be tied to a priority of `plan`.

    Those of another plan's draft may not: who reads this plan would read of them.
    """
    shown = Q(plan=None) | Q(plan=plan) | Q(plan__state__in=SHOWN_TO_ALL)
    return seen.filter(shown).order_by("title", "pk")


def actions_to_tie(priority: Priority) -> QuerySet[DeliveryAction]:
    """Return the actions of a priority's delivery plan in their order."""
    rows = DeliveryAction.objects.filter(plan__priority=priority, removed_at=None)
    return rows.order_by("number")


def served_by(priority: Priority, actions: Sequence[DeliveryAction]) -> list[tuple[str, str]]:
    """Return what a measure may be tied to, each with its name in the form."""
    of_actions = [
        (str(row.pk), f"Action {priority.number}.{row.number}: {row.title}") for row in actions
    ]
    return [(OF_PRIORITY, "The priority itself"), *of_actions]


def ties_of(
    priority: Priority,
    actions: Sequence[DeliveryAction],
    *,
    seen: QuerySet[Measure],
    sources: Sources,
) -> list[Tie]:
    """Return the measures among `seen` tied to a priority and its `actions`; two queries."""
    return [*_of_priority(priority, seen, sources), *_of_actions(priority, actions, seen, sources)]


def _of_priority(priority: Priority, seen: QuerySet[Measure], sources: Sources) -> Iterator[Tie]:
    links = PriorityMeasure.objects.filter(priority=priority, measure__in=seen)
    rows = links.select_related("measure", "source__document").order_by("order", "pk")
    for link in rows:
        if link.measure is not None:
            origin = sources.of(link)
            yield _tie(link.measure, OF_PRIORITY, "The priority itself", origin)


def _of_actions(
    priority: Priority,
    actions: Sequence[DeliveryAction],
    seen: QuerySet[Measure],
    sources: Sources,
) -> Iterator[Tie]:
    numbers = {row.pk: f"Action {priority.number}.{row.number}" for row in actions}
    links = ActionMeasure.objects.filter(action__in=numbers, measure__in=seen)
    rows = links.select_related("measure", "source__document").order_by("action__number", "pk")
    for link in rows:
        origin = sources.of(link)
        yield _tie(link.measure, str(link.action_id), numbers[link.action_id], origin)


def _tie(measure: Measure, to: str, words: str, origin: Origin | None) -> Tie:
    address = measure.get_absolute_url()
    return Tie(measure.title, measure.code, address, to, words, origin)
