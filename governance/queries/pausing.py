"""Times without chasing: the boards whose people the clock does not write to on a day."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from governance.models import Pause, runs_on


def boards_in_pause(on: date) -> "QuerySet[Any, Any]":
    """Return the keys of the boards that chase nobody on a day, to be asked within a query."""
    return Pause.objects.filter(runs_on(on)).order_by().values_list("board", flat=True)
