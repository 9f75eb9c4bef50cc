"""Days that people type: a day typed is known to the day, whatever was known before."""

from collections.abc import Mapping
from typing import Any

from governance.models import Known

SPAN = {"starts_on": "starts_known", "ends_on": "ends_known"}


def days_typed(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what follows by itself from the days of a span among `values`: how they are known."""
    return {
        known: Known.DAY
        for day, known in SPAN.items()
        if day in values and values[day] != getattr(row, day)
    }
