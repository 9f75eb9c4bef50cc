"""How a person signs in: password, second step, and where they are signed in now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.utils import timezone

from governance.models import User
from governance.queries import day, people_with_news

CODES, PASSKEY, RECOVERY = (
    Authenticator.Type.TOTP,
    Authenticator.Type.WEBAUTHN,
    Authenticator.Type.RECOVERY_CODES,
)
FACTORS = [CODES, PASSKEY]  # recovery codes stand in for one of these, never alone


@dataclass(frozen=True)
class Factor:
    """One thing that only its owner has: what it is called, since when, last used."""

    pk: int
    name: str
    when: str
    opens_alone: bool = False


@dataclass(frozen=True)
class Security:
    """All that opens one account."""

    has_password: bool
    codes: Factor | None
    passkeys: Sequence[Factor]
    recovery_left: int | None

    @property
    def has_factor(self) -> bool:
        """Say whether there is a second step."""
        return self.codes is not None or bool(self.passkeys)


def person_known(pk: int) -> User | None:
    """Return a person as each request needs them: with their news, and `has_factor`; one query."""
    statement, kinds = _statement_of_one()
    return next(iter(User.objects.raw(statement, [*kinds, pk])), None)


@cache
def _statement_of_one() -> tuple[str, tuple[Any, ...]]:
    """Return the SQL that reads one person, and what it takes before their key.

    Every request asks it, and to write it takes five times as long as to have it answered: it
    is written once.
    """
    own = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    one = people_with_news().annotate(has_factor=Exists(own)).filter(pk=0)
    statement, (*kinds, _) = one.query.sql_with_params()
    return statement, tuple(kinds)


def has_factor(person: User) -> bool:
    """Say whether a person has a second step; no query for whom a request was made by."""
    known: bool | None = vars(person).get("has_factor")
    if known is not None:
        return known
    return bool(Authenticator.objects.filter(user=person, type__in=FACTORS).exists())


def security(person: User) -> Security:
    """Return what opens the account of `person`; one query."""
    own = list(Authenticator.objects.filter(user=person).order_by("pk"))
    codes = [_factor(each, "Codes from an app") for each in own if each.type == CODES]
    left = [len(each.wrap().get_unused_codes()) for each in own if each.type == RECOVERY]
    return Security(
        has_password=person.has_usable_password(),
        codes=codes[0] if codes else None,
        passkeys=[_factor(each, each.wrap().name) for each in own if each.type == PASSKEY],
        recovery_left=left[0] if left else None,
    )


def _factor(own: Authenticator, name: str) -> Factor:
    used = f"last used {_day(own.last_used_at)}" if own.last_used_at else "not used yet"
    alone = own.type == PASSKEY and bool(own.wrap().is_passwordless)
    return Factor(own.pk, name, f"Added {_day(own.created_at)}, {used}", opens_alone=alone)


def _day(at: datetime) -> str:
    return day(timezone.localdate(at))
