"""Figures of a measure, one a year, and the priority that measures are tied to."""

from datetime import date
from decimal import Decimal
from typing import Any

from impact.models import Area, Measure
from tests.factories import ObservationFactory, PriorityFactory


def figures(measure: Measure, area: Area, *values: float, **more: Any) -> None:
    """Yearly figures that end with 2023."""
    for back, value in enumerate(reversed(values)):
        year = 2023 - back
        ObservationFactory(
            measure=measure,
            area=area,
            starts_on=date(year, 1, 1),
            ends_on=date(year + 1, 1, 1),
            label=str(year),
            value=Decimal(str(value)),
            **more,
        )


def priority(**more: Any) -> Any:
    return PriorityFactory(plan__slug="plan", number=1, title="Belonging", **more)
