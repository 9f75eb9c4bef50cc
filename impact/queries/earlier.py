"""What a figure said before it was changed, by whom and why."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from impact import judgement
from impact.models import Measure, Observation, Revision, Symbol
from impact.queries.observed import EVERYONE


@dataclass(frozen=True)
class Earlier:
    """One change of a figure; `said` is empty where it was typed, or its words stayed."""

    at: datetime
    who: str
    said: str
    reason: str


def own_figures(measure: Measure) -> QuerySet[Observation]:
    """Return the figures of a measure that are typed one by one: observed, in the own area."""
    own = {"measure": measure, "area__is_home": True, "breakdown": EVERYONE}
    actual = Observation.objects.filter(**own, kind=Observation.Kind.ACTUAL)
    return actual.select_related("source__document")


def earlier_words(measure: Measure, figure: Observation) -> list[Earlier]:
    """Return the changes of a figure, newest first; one query."""
    rows = Revision.objects.filter(observation=figure).select_related("by").order_by("-pk")
    return [Earlier(row.at, _hand(row), _said(measure, row.before), row.reason) for row in rows]


def last_hand(figure: Observation) -> str:
    """Say who changed a figure last; of one that nobody changed, the portal itself."""
    changes = Revision.objects.filter(observation=figure).select_related("by")
    return _hand(changes.order_by("pk").last())


def _hand(change: Revision | None) -> str:
    by = change.by if change else None
    return by.called if by else "The portal"


def _said(measure: Measure, before: dict[str, str]) -> str:
    if before.get("symbol"):
        return str(Symbol(before["symbol"]).label)
    if before.get("value"):
        return judgement.figure(Decimal(before["value"]), measure.decimals, measure.unit)
    return ""
