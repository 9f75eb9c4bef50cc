"""Which measure a priority or an action should move: tied, and untied again."""

from django.db.models import Max

from governance import audit
from governance.models import User
from impact.models import ActionMeasure, Measure, PriorityMeasure
from priorities.models import DeliveryAction, Priority

Served = Priority | DeliveryAction


def tie_measure(measure: Measure, served: Served, *, by: User) -> PriorityMeasure | ActionMeasure:
    """Say that `served` should move a measure; said again it stays said once.

    A priority has its measures in the order in which they were tied.
    """
    what = f"tied “{measure.title}” to {_called(served)}"
    with audit.change(by=by, what=what):
        if isinstance(served, DeliveryAction):
            return ActionMeasure.objects.get_or_create(action=served, measure=measure)[0]
        Priority.objects.select_for_update(no_key=True).get(pk=served.pk)
        last: int | None = served.measure_links.aggregate(last=Max("order"))["last"]
        order = {"order": 0 if last is None else last + 1}
        links = PriorityMeasure.objects
        return links.get_or_create(priority=served, measure=measure, defaults=order)[0]


def untie_measure(measure: Measure, served: Served, *, by: User) -> bool:
    """Take back that `served` should move a measure; say whether it was said at all."""
    what = f"untied “{measure.title}” from {_called(served)}"
    with audit.change(by=by, what=what):
        links = served.measure_links.filter(measure=measure)
        return bool(links.delete()[0])


def _called(served: Served) -> str:
    kind = "action" if isinstance(served, DeliveryAction) else "priority"
    return f"{kind} {served.number}"
