"""What runs by the clock on this storey: an id or nothing in, one change called."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from priorities.changes import asking, rounds


@shared_task
def turn_rounds(**_later: Any) -> None:
    """Open today's rounds, ask partners, and close those whose quarter is two weeks past."""
    on, at = timezone.localdate(), timezone.now()
    asking.ask_by_the_clock(rounds.open_due_rounds(on=on, at=at), on=on, at=at)
    rounds.close_past_rounds(on=on, at=at)
