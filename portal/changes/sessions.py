"""Ending sessions: one's own, or all of a person whose way in has changed."""

from datetime import datetime

from governance.models import User
from portal.models import Session


def end_sessions(person: User, *, but: str | None = None) -> int:
    """End every session of `person` but that with the key `but`; return how many there were."""
    return Session.objects.filter(person=person).exclude(pk=but or "").delete()[0]


def end_session(person: User, key: str) -> bool:
    """End that one session of `person`; say whether there was one."""
    return bool(Session.objects.filter(person=person, pk=key).delete()[0])


def forget_lapsed(*, at: datetime) -> int:
    """Remove the sessions that ended before `at`; return how many."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
