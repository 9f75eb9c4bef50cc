"""Mail: a row written with the change that causes it, sent by the worker, one recipient each.

A mail holds no confidential text, only a link. The row is the queue: whoever claims it sends it,
so that doubled tasks and several senders send it once.
"""

import logging
from datetime import datetime, time, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from governance.changes.links import token_for
from governance.models import Board, Message, User

LEASE = timedelta(seconds=60)
TRIES = 3
PAUSES = (timedelta(minutes=1), timedelta(minutes=10))  # after the first try, after the second
A_DAY = 20  # mails to one person
A_RUN = 500
SIGNED = "\n-- \nThe portal of the {place} {partnership}. No mail of it asks for a password.\n"
LINK = "{link}"  # stands in a body for the signed link, of which no row keeps the token
ANSWER = "/answer/"  # what a link opens where nothing else is said

logger = logging.getLogger(__name__)


def write_to(
    person: User,
    *,
    key: str,
    title: str,
    body: str,
    at: datetime,
    board: Board | None = None,
    address: str = "",
    leads_to: str = "",
) -> Message | None:
    """Write one mail to `person` about `key`; the worker sends it. None where no address is known.

    `body`: what everybody may read, with LINK where the signed link is to stand; it opens
    `leads_to`, the page of what is due where that is empty. `address`: another than the person's
    own, where the mail is about that address. Written again it stays as it was. Who is under 18 is
    written to through their supporter.
    """
    reader = person if address else person.reader
    if reader is None or not (address or reader.email):
        return None
    told = {"title": title, "body": body, "board": board, "written_at": at}
    message, _ = Message.objects.get_or_create(
        person=reader, key=key, defaults={**told, "address": address, "leads_to": leads_to}
    )
    return message


def send_waiting(*, at: datetime) -> int:
    """Send what waits, oldest first and at most 500; return how many were sent."""
    waiting = Message.objects.filter(_is_due()).order_by("written_at", "pk")
    return sum(send(pk, at=at) for pk in list(waiting.values_list("pk", flat=True)[:A_RUN]))


def send(message_id: int, *, at: datetime) -> bool:
    """Send one mail; safe to call twice: the row decides. Say whether it was sent."""
    message = _claim(message_id)
    if message is None:
        return False
    if has_ended(message.person, at=at, address=message.address):
        return _settle(message, state=Message.State.DROPPED, reason="The person has left.")
    if _sent_today(message.person, at=at) >= A_DAY:
        return _wait(message, until=_tomorrow(at), attempt=message.attempt - 1)
    try:
        _mail(message).send()
    except (SMTPException, OSError) as fault:
        logger.warning("Message %s could not be sent: %s", message.pk, type(fault).__name__)
        return _fail(message, fault, at=at)
    return _settle(message, state=Message.State.SENT, sent_at=Now())


def has_ended(person: User, *, at: datetime, address: str = "") -> bool:
    """Say whether nothing is sent to `person` any more, at their own or another `address`."""
    left = person.left_on is not None and person.left_on <= timezone.localdate(at)
    return left or not person.is_active or not (address or person.email)


def _is_due() -> Q:
    """Return the condition that a mail waits for its time no longer, or that its sender died."""
    waiting = Q(state=Message.State.WAITING) & (Q(not_before=None) | Q(not_before__lte=Now()))
    return waiting | Q(state=Message.State.SENDING, lease_until__lte=Now())


def _claim(message_id: int) -> Message | None:
    """Take a mail for this sender alone; None where another has it, or it is done."""
    mine = Message.objects.filter(_is_due(), pk=message_id)
    spent = mine.filter(attempt__gte=TRIES)
    spent.update(state=Message.State.FAILED, reason="The sender died three times.")
    taken = mine.filter(attempt__lt=TRIES).update(
        state=Message.State.SENDING, attempt=F("attempt") + 1, lease_until=Now() + LEASE
    )
    return Message.objects.select_related("person").get(pk=message_id) if taken else None


def _mail(message: Message) -> EmailMessage:
    """Return the mail of a row; each try makes the same one."""
    token = token_for(message.person, message.key)
    link = f"{settings.ADDRESS.rstrip('/')}{message.leads_to or ANSWER}{token}/"
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return EmailMessage(
        subject=message.title,
        body=message.body.replace(LINK, link) + _signature(),
        to=[message.address or message.person.email or ""],
        headers={"Message-ID": f"<message-{message.pk}@{domain}>"},
    )


def _signature() -> str:
    return SIGNED.format(place=settings.PLACE, partnership=settings.PARTNERSHIP)


def _fail(message: Message, fault: Exception, *, at: datetime) -> bool:
    refused = isinstance(fault, SMTPRecipientsRefused)
    if refused or message.attempt >= TRIES:
        why = "The address was refused." if refused else f"Three tries: {type(fault).__name__}."
        return _settle(message, state=Message.State.FAILED, reason=why)
    return _wait(message, until=at + PAUSES[message.attempt - 1], attempt=message.attempt)


def _wait(message: Message, *, until: datetime, attempt: int) -> bool:
    return _settle(message, state=Message.State.WAITING, not_before=until, attempt=attempt)


def _settle(message: Message, **columns: object) -> bool:
    """Write how a try ended, if the mail is still this sender's; say whether it was sent."""
    mine = Message.objects.filter(
        pk=message.pk, state=Message.State.SENDING, attempt=message.attempt
    )
    mine.update(lease_until=None, **columns)
    return columns["state"] == Message.State.SENT


def _sent_today(person: User, *, at: datetime) -> int:
    midnight = _tomorrow(at) - timedelta(days=1)
    return Message.objects.filter(person=person, sent_at__gte=midnight).count()


def _tomorrow(at: datetime) -> datetime:
    day = timezone.localdate(at) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))
