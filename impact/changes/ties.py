"""Which measure a priority or an action should move: tied, and untied again."""

from typing import Any, cast

from django.db.models import Max

from governance import audit
from governance.changes.removing import bring_back
from governance.models import User
from impact.models import ActionMeasure, Measure, PriorityMeasure
from priorities.models import DeliveryAction, Priority

Served = Priority | DeliveryAction
Tie = PriorityMeasure | ActionMeasure


def tie_measure(measure: Measure, served: Served, *, by: User) -> Tie:
    """Say that `served` should move a measure; said again it stays said once.

    A priority has its measures in the order in which they were tied; one that was untied comes
    back as it was, with its place and its source.
    """
    what = f"tied “{measure.title}” to {_called(served)}"
    with audit.change(by=by, what=what):
        type(served)._default_manager.select_for_update(no_key=True).get(pk=served.pk)
        stands = served.measure_links.filter(measure=measure).first()
        return stands or _untied_before(measure, served, by=by) or _tied_anew(measure, served)


def _untied_before(measure: Measure, served: Served, *, by: User) -> Tie | None:
    """Bring back the tie that was taken out last; None where there was none."""
    of_action = isinstance(served, DeliveryAction)
    kept: Any = ActionMeasure if of_action else PriorityMeasure
    of_served = {"action" if of_action else "priority": served, "measure": measure}
    gone = kept.pgh_event_model.objects.filter(pgh_label="delete", **of_served)
    last = gone.order_by("pgh_id").last()
    return cast("Tie | None", last and bring_back(last, by=by))


def _tied_anew(measure: Measure, served: Served) -> Tie:
    if isinstance(served, DeliveryAction):
        return ActionMeasure.objects.create(action=served, measure=measure)
    last: int | None = served.measure_links.aggregate(last=Max("order"))["last"]
    order = 0 if last is None else last + 1
    return PriorityMeasure.objects.create(priority=served, measure=measure, order=order)


def untie_measure(measure: Measure, served: Served, *, by: User) -> bool:
    """Take back that `served` should move a measure; say whether it was said at all."""
    what = f"untied “{measure.title}” from {_called(served)}"
    with audit.change(by=by, what=what):
        links = served.measure_links.filter(measure=measure)
        return bool(links.delete()[0])


def _called(served: Served) -> str:
    kind = "action" if isinstance(served, DeliveryAction) else "priority"
    return f"{kind} {served.number}"
