"""Where a person is signed in: each browser in plain words, and since when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from governance.models import User
from governance.queries import day
from portal.models import Session
from portal.rules import acts_for_others

# What a session keeps: when it began and was last used, in which roles, in what browser.
BEGAN, SEEN, ROLES, DEVICE = "began", "seen", "roles", "device"
SALT = "portal.queries.sessions"

# What a browser says of itself: each looks like the ones below it, so the order matters.
BROWSERS = {
    "Edge": r"\bEdg(?:A|iOS)?/",
    "Opera": r"\bOPR/",
    "Samsung Internet": r"\bSamsungBrowser/",
    "Firefox": r"\b(?:Firefox|FxiOS)/",
    "Chrome": r"(?:Chrome|CriOS|Chromium)/",
    "Safari": r"\bSafari/",
}
SYSTEMS = {
    "an iPhone": r"\biPhone\b",
    "an iPad": r"\biPad\b",
    "Android": r"\bAndroid\b",
    "a Chromebook": r"\bCrOS\b",
    "Windows": r"\bWindows\b",
    "a Mac": r"\bMac(?:intosh| OS X)\b",
    "Linux": r"\bLinux\b",
}


@dataclass(frozen=True)
class SignedInRow:
    """One browser in which a person is signed in."""

    mark: str  # names the session in a form, and opens nothing
    device: str
    began: str
    seen: str
    is_this: bool


def device_of(agent: str) -> str:
    """Say in plain words what a browser calls itself.

    >>> device_of("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604")
    'Safari on an iPhone'
    >>> device_of("curl/8.1")
    'A browser'
    """
    browser = next((name for name, sign in BROWSERS.items() if re.search(sign, agent)), "")
    system = next((name for name, sign in SYSTEMS.items() if re.search(sign, agent)), "")
    return f"{browser or 'A browser'} on {system}" if system else browser or "A browser"


def signed_in(person: User, *, this: str | None, at: datetime) -> list[SignedInRow]:
    """Return where `person` is signed in, this browser first, then the last used; one query."""
    alive = [
        (row.pk, data)
        for row in Session.objects.filter(person=person, expire_date__gt=at)
        if not is_over(data := row.get_decoded(), person, at=at) and _has_hash(data, person)
    ]
    alive.sort(key=lambda each: (each[0] == this, each[1].get(SEEN, 0.0)), reverse=True)
    return [_row(key, data, person, is_this=key == this) for key, data in alive]


def key_of(person: User, mark: str) -> str | None:
    """Return the key of the session of `person` that a form names; None where it has ended."""
    keys = Session.objects.filter(person=person).values_list("pk", flat=True)
    return next((key for key in keys if constant_time_compare(mark_of(key), mark)), None)


def mark_of(key: str) -> str:
    """Return what names a session on a page: from it nobody finds the key."""
    return salted_hmac(SALT, key, algorithm="sha256").hexdigest()[:20]


def is_over(data: Mapping[str, Any], person: User, *, at: datetime) -> bool:
    """Say whether a session has ended: too old, left alone too long, or the roles are others."""
    now, first = at.timestamp(), _first(person)
    began, seen = data.get(BEGAN, first), data.get(SEEN, first)
    if now - began > settings.SESSION_COOKIE_AGE or now - seen > _idle(person, now - seen):
        return True
    return ROLES in data and data[ROLES] != acts_for_others(person)


def _idle(person: User, away: float) -> int:
    """Return how long a person may be away; asks for their roles only where it matters."""
    shorter: int = settings.IDLE_SECONDS_IN_OFFICE
    longer: int = settings.IDLE_SECONDS
    return shorter if away > shorter and acts_for_others(person) else longer


def _first(person: User) -> float:
    """Return when a session began that does not say so: with the sign-in."""
    return person.last_login.timestamp() if person.last_login else 0.0


def _has_hash(data: Mapping[str, Any], person: User) -> bool:
    """Say whether the password is still that of the sign-in."""
    return constant_time_compare(data.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())


def _row(key: str, data: Mapping[str, Any], person: User, *, is_this: bool) -> SignedInRow:
    return SignedInRow(
        mark=mark_of(key),
        device=data.get(DEVICE, device_of("")),
        began=_when(data.get(BEGAN, _first(person))),
        seen=_when(data.get(SEEN, _first(person))),
        is_this=is_this,
    )


def _when(stamp: float) -> str:
    at = timezone.localtime(datetime.fromtimestamp(stamp, UTC))
    return f"{day(at.date())}, {at.hour}.{at:%M}"
