"""What people type is kept before they save it: through sign-out, error and lost network.

A form that wants this names itself by a `Sheet`, shows `components/draft.html` and answers the
deeds "keep" and "forget" (`governance.views.drafts`). With the form goes a ticket, signed, that
says who was given it: what is sent with it when the session has ended is kept for that person
and for nobody else.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

from governance.models import Draft, User

LARGEST = 60_000  # letters in all the fields of one form
SALT = "governance.changes.drafts"
TICKET = "ticket"  # the field that it is sent in
LIFE = timedelta(days=3)  # a form left open over a weekend
# What is sent with a form and is not typed.
UNTYPED = frozenset({"csrfmiddlewaretoken", "deed", TICKET})


class TooLong(Exception):
    """More was typed than a draft keeps."""


@dataclass(frozen=True)
class Sheet:
    """The form that somebody types in: its kind, what it is about, its address, its name."""

    form: str
    key: str
    address: str
    title: str


def keep_draft(sheet: Sheet, *, values: Mapping[str, str], by: User, at: datetime) -> Draft:
    """Keep what `by` has typed so far in a form; the newest takes the place of the one before.

    :raises TooLong: it is more than a draft keeps; what was kept before stays
    """
    clean = {
        name: text.replace("\x00", "") for name, text in values.items() if name not in UNTYPED
    }
    if sum(map(len, clean.values())) > LARGEST:
        raise TooLong
    found = {"address": sheet.address, "title": sheet.title[:300], "values": clean, "kept_at": at}
    draft, _ = Draft.objects.update_or_create(
        person=by, form=sheet.form, key=sheet.key, defaults=found
    )
    return draft


def drop_draft(sheet: Sheet, *, by: User) -> None:
    """Forget what `by` typed in a form: it is saved, or not wanted."""
    Draft.objects.filter(person=by, form=sheet.form, key=sheet.key).delete()


def ticket_for(person: User, sheet: Sheet) -> str:
    """Return what a form is sent with so that its text is not lost with the session."""
    return signing.dumps((person.pk, *astuple(sheet)), salt=SALT, compress=True)


def sheet_of(ticket: str) -> tuple[int, Sheet] | None:
    """Return to whom which form was given; None where the ticket is not ours or has lapsed."""
    try:
        person, *sheet = signing.loads(ticket, salt=SALT, max_age=LIFE)
    except signing.BadSignature:
        return None
    return person, Sheet(*sheet)


def keep_refused(sent: Mapping[str, str], *, at: datetime) -> Sheet | None:
    """Keep what came with a ticket after its session had ended; return the form, None if not.

    Only the person to whom the form was given ever sees it, and only once signed in.
    """
    given = sheet_of(sent.get(TICKET, ""))
    if given is None:
        return None
    key, sheet = given
    person = User.objects.filter(pk=key, is_active=True).first()
    if person is None or (person.left_on and person.left_on <= timezone.localdate(at)):
        return None
    try:
        keep_draft(sheet, values=sent, by=person, at=at)
    except TooLong:
        return None
    return sheet
