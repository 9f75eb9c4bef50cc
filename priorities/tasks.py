"""What runs by the clock on this storey: an id or nothing in, one change called."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from priorities.changes import asking, rounds


@shared_task
def turn_rounds(**_later: Any) -> None:
    """Open today's rounds, ask partners, and close those whose quarter is two weeks past."""
    opened = rounds.open_due_rounds(on=timezone.localdate(), at=timezone.now())
    for each in opened:
        asking.ask_for_answers(each, at=timezone.now())
    rounds.close_past_rounds(on=timezone.localdate(), at=timezone.now())
