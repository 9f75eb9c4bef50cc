"""Signed links: one person's way to what is asked of them, without an account.

Only the hash of a token is kept. The token of a link that goes by mail is worked out from the
portal's secret key and the mail's own key, so that each try to send it carries the same one.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.crypto import salted_hmac

from governance import audit
from governance.models import Organisation, SignedLink, Subject, User
from governance.queries.nominations import nomination_of
from governance.scope import Scope, scope_of

TOKEN_BYTES = 32
SALT = "governance.changes.links"


def new_token() -> str:
    """Return 256 random bits as a word for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_for(person: User, key: str) -> str:
    """Return the token, 256 bits long, of the link in the mail that `person` gets about `key`."""
    digest = salted_hmac(SALT, f"{person.pk}:{key}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of(token: str) -> str:
    """Return what is kept of a token: its SHA-256 in 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue_link(
    token: str,
    *,
    person: User,
    purpose: SignedLink.Purpose,
    subjects: Iterable[Subject],
    until: datetime,
    by: User | None,
    at: datetime,
    organisation: Organisation | None = None,
) -> SignedLink:
    """Make `token` open what `person` is asked about `subjects`, until the instant `until`.

    `organisation`: whose colleague a person without a seat is; the link ends when they leave it.
    Issued again it stays as it was.
    """
    with audit.change(by=by, what=f"sent {person} a link"):
        link, is_new = SignedLink.objects.get_or_create(
            token_sha256=hash_of(token),
            defaults={
                "person": person,
                "organisation": organisation,
                "purpose": purpose,
                "made_at": at,
                "asked_by": by,
                "until": until,
            },
        )
        if is_new:
            link.subjects.set(subjects)
        return link


def revoke_link(link: SignedLink, *, by: User, at: datetime) -> None:
    """End a link before its time; ended before, it keeps its first end."""
    with audit.change(by=by, what=f"revoked a link of {link.person}"):
        SignedLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at)
        link.refresh_from_db()


def link_of(token: str, *, purpose: SignedLink.Purpose, at: datetime) -> SignedLink | None:
    """Return the link that `token` opens; None for one that is guessed, revoked or ended."""
    return _standing(Q(token_sha256=hash_of(token)), purpose=purpose, at=at)


def link_by(pk: int, *, purpose: SignedLink.Purpose, at: datetime) -> SignedLink | None:
    """Return the link that a cookie names, as long as it stands: a revoked one is none."""
    return _standing(Q(pk=pk), purpose=purpose, at=at)


def _standing(which: Q, *, purpose: SignedLink.Purpose, at: datetime) -> SignedLink | None:
    links = SignedLink.objects.filter(which, purpose=purpose, revoked_at=None, until__gt=at)
    link = links.select_related("person").first()
    if link is None:
        return None
    return link if STANDS.get(link.purpose, _is_one_of_us)(link, scope_of(link.person)) else None


def _is_one_of_us(link: SignedLink, scope: Scope) -> bool:
    """Say whether a link's person sits or answers somewhere, or is still a colleague."""
    return bool(scope.seats or scope.answers) or _works_there(link, scope)


def _may_nominate(link: SignedLink, scope: Scope) -> bool:
    """Say whether what a link asks its person for can still be answered by them."""
    return scope.person is not None and nomination_of(link) is not None


def _is_unused(link: SignedLink, scope: Scope) -> bool:
    """Say whether an invitation was not accepted yet: it opens once."""
    return scope.person is not None and link.last_used_at is None


# Whether a link is still for the person it was made for, by its purpose.
STANDS: dict[str, Callable[[SignedLink, Scope], bool]] = {
    SignedLink.Purpose.NOMINATE: _may_nominate,
    SignedLink.Purpose.INVITE: _is_unused,
}


def _works_there(link: SignedLink, scope: Scope) -> bool:
    """Say whether a colleague's link is still that of somebody of the organisation."""
    is_one = link.organisation_id is not None and scope.person is not None
    return is_one and link.person.organisation_id == link.organisation_id


def use_up(link: SignedLink, *, at: datetime) -> bool:
    """Use a link that opens once; say whether this was the one time."""
    unused = SignedLink.objects.filter(pk=link.pk, last_used_at=None, revoked_at=None)
    return bool(unused.filter(until__gt=at).update(last_used_at=at))


def use_link(link: SignedLink, *, at: datetime) -> None:
    """Keep when a link was last acted by; opening it is no act."""
    SignedLink.objects.filter(pk=link.pk).update(last_used_at=at)
