"""Telling a person what happened: a notice at the desk, and one mail that leads there."""

from datetime import datetime

from django.conf import settings

from governance.changes.mail import write_to
from governance.models import Notification, Subject, User

LONGEST = 300


def tell(
    person: User, *, subject: Subject, event: str, text: str, mail: str, at: datetime
) -> Notification:
    """Tell `person` of `event` about `subject`; told again it stays as it was.

    `text`: the sentence at the desk; `mail`: the title of the mail, which everybody may read.
    """
    notice, is_new = Notification.objects.get_or_create(
        person=person, subject=subject, event=event, defaults={"text": _cut(text), "at": at}
    )
    if is_new:
        body = f"{mail}. Read it at {settings.ADDRESS.rstrip('/')}{subject.address}\n"
        key = f"subject {subject.pk} {event}"
        write_to(person, key=key, title=mail, body=body, at=at, board=subject.board)
    return notice


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
