"""A person's own calendar: an address made, known to them alone, and ended again."""

from datetime import datetime

from governance import audit
from governance.changes.links import hash_of, new_token
from governance.models import CalendarFeed, User


def make_feed(*, by: User, at: datetime) -> str:
    """Give `by` a new address and return its token; the one before opens nothing any more.

    Only the hash of the token is kept, so that it cannot be shown again.
    """
    token = new_token()
    with audit.change(by=by, what="made an address of their own calendar"):
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        _end(by, at=at)
        CalendarFeed.objects.create(person=by, token_sha256=hash_of(token), made_at=at)
    return token


def end_feed(*, by: User, at: datetime) -> None:
    """End the address of one's own calendar; ended before, nothing changes."""
    with audit.change(by=by, what="ended the address of their own calendar"):
        _end(by, at=at)


def feed_of(token: str) -> CalendarFeed | None:
    """Return the calendar that a token opens; None for one that is guessed or was ended."""
    feeds = CalendarFeed.objects.filter(token_sha256=hash_of(token), revoked_at=None)
    return feeds.select_related("person").first()


def _end(person: User, *, at: datetime) -> None:
    CalendarFeed.objects.filter(person=person, revoked_at=None).update(revoked_at=at)
