"""Which measures a priority and its actions should move, as its delivery plan shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from governance.queries import Sources
from impact.models import ActionMeasure, Measure
from impact.queries.figures import Figures
from impact.queries.measures import MeasureRow, measure_row
from priorities.models import DeliveryPlan, Priority


@dataclass(frozen=True)
class Moved:
    """One measure with the actions that should move it; without a figure yet, its title alone."""

    title: str
    address: str
    row: MeasureRow | None
    actions: Sequence[tuple[str, str]]  # as printed: number and title


def measures_of_priority(
    priority: Priority, *, delivery: DeliveryPlan | None, seen: QuerySet[Measure]
) -> list[Moved]:
    """Return the measures of a priority among `seen`; four queries, whatever their number.

    `delivery` is its delivery plan where the person may see it.
    """
    sources = Sources()
    moves = _actions(priority, delivery, seen)
    served = Measure.objects.filter(pk__in=seen, priority_links__priority=priority)
    for measure in served.order_by("priority_links__order", "pk"):
        moves.setdefault(measure, [])
    figures = Figures(moves)
    moved = []
    for measure, by in moves.items():
        judged = figures.of(measure)
        row = measure_row(judged, sources) if judged else None
        moved.append(Moved(measure.title, measure.get_absolute_url(), row, by))
    return moved


def _actions(
    priority: Priority, delivery: DeliveryPlan | None, seen: QuerySet[Measure]
) -> dict[Measure, list[tuple[str, str]]]:
    if delivery is None:
        return {}
    links = ActionMeasure.objects.filter(
        action__plan=delivery, action__removed_at=None, measure__in=seen
    )
    found: dict[Measure, list[tuple[str, str]]] = {}
    for link in links.select_related("action", "measure").order_by("action__number", "pk"):
        number = f"{priority.number}.{link.action.number}"
        found.setdefault(link.measure, []).append((number, link.action.title))
    return found
