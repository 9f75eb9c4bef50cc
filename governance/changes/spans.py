"""Days that people type: how a day typed is known, and which day makes sense."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from governance.editing import Refused
from governance.models import Known

PAST = "Give a day that is still to come."
SPAN = {"starts_on": "starts_known", "ends_on": "ends_known"}


def days_typed(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what follows by itself from the days of a span among `values`: how they are known."""
    return {
        known: Known.DAY
        for day, known in SPAN.items()
        if day in values and values[day] != getattr(row, day)
    }


def only_to_come(day: date, *, at: datetime) -> None:
    """Let through a day by which something can still be done.

    :raises Refused: it is past
    """
    if day < timezone.localdate(at):
        raise Refused(PAST)
