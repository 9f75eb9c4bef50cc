"""What the workers are told on the ground storey: mail is sent, the history is sealed."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from governance.changes import asking, challenges, endings, mail, sealing, written


@shared_task
def send_mail(**_later: Any) -> None:
    """Send what waits. Safe to run twice at once: the row decides, not the queue."""
    mail.send_waiting(at=timezone.now())


@shared_task
def remind_of_challenges(**_later: Any) -> None:
    """Remind who is to answer a question. Safe to run twice: each is told once of each event."""
    challenges.remind(on=timezone.localdate(), at=timezone.now())


@shared_task
def seal_history(**_later: Any) -> None:
    """Seal what was written. Safe to run twice at once: the second finds nothing to do."""
    sealing.seal_all(at=timezone.now())


@shared_task
def tell_head(**_later: Any) -> None:
    """Write the newest seal to who keeps the system; told twice it is one mail."""
    sealing.tell_head(at=timezone.now())


@shared_task
def tell_of_ending_terms(**_later: Any) -> None:
    """Tell of terms that run out. Safe to run twice: each person is told once at each step."""
    endings.tell_of_ending_terms(on=timezone.localdate(), at=timezone.now())


@shared_task
def forget_askers(**_later: Any) -> None:
    """Forget who asked what was settled long ago. Safe to run twice: the row decides."""
    asking.forget_askers(on=timezone.localdate(), at=timezone.now())


@shared_task
def remind_of_procedures(**_later: Any) -> None:
    """Remind who has not answered in writing. Safe to run twice: each is told once of each."""
    written.remind_of_procedures(on=timezone.localdate(), at=timezone.now())
