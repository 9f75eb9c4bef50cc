"""What the workers are told on the ground storey: mail that waits is sent."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from governance.changes import mail


@shared_task
def send_mail(**_later: Any) -> None:
    """Send what waits. Safe to run twice at once: the row decides, not the queue."""
    mail.send_waiting(at=timezone.now())
