"""Inviting people who are known by post and address to open their account: once, by mail."""

from datetime import datetime, timedelta

from django.utils import timezone

from governance import audit
from governance.changes import links
from governance.changes.mail import LINK, write_to
from governance.editing import Refused
from governance.models import SignedLink, User
from governance.queries import day
from governance.scope import scope_of
from portal.queries import has_factor

STANDS_FOR = timedelta(days=14)
OPENS = "/accounts/invitation/"
FOR = SignedLink.Purpose.INVITE
TITLE = "Open your account at the partnership portal"
BODY = """{by} invites you to the partnership portal, as {post}.

Open this link and choose how you will sign in:

{link}

It works once, until {until}. You sign in with the address {email}.

If you did not expect this, ask them first. Nobody from the portal ever asks for your password.
"""
FOR_SUPPORTER = """You support {post} in the partnership. {by} invites them to its portal.

Sit down together, open this link, and let them choose a password that is theirs alone:

{link}

It works once, until {until}. They sign in with the address {email}.
"""


def invite(person: User, *, by: User, at: datetime) -> SignedLink:
    """Write to `person`, who cannot sign in yet, with a link that opens their account once.

    Who is under 18 is written to through their supporter. While an invitation stands, that is it.

    :raises Refused: without an address, without a supporter's, left, suspended, or has a way in
    """
    with audit.change(by=by, what=f"invited {person}"):
        person = User.objects.select_for_update(of=["self"]).get(pk=person.pk)
        standing = _standing(person, at=at)
        return standing or _send(person, by=by, at=at)


def send_again(link: SignedLink, *, by: User, at: datetime) -> SignedLink | None:
    """Send a new link in the place of `link`, which ends; None where it had ended already.

    :raises Refused: as `invite` does
    """
    with audit.change(by=by, what=f"invited {link.person} again"):
        person = User.objects.select_for_update(of=["self"]).get(pk=link.person_id)
        link.refresh_from_db()
        if link.revoked_at is not None or link.last_used_at is not None:
            return None
        links.revoke_link(link, by=by, at=at)
        return _standing(person, at=at) or _send(person, by=by, at=at)


def accept(link: SignedLink, *, password: str | None, at: datetime) -> bool:
    """Use an invitation up, and keep the password chosen; False where it was used meanwhile."""
    with audit.change(by=link.person, what="opened their account"):
        if not links.use_up(link, at=at):
            return False
        if password is not None:
            link.person.set_password(password)
            link.person.save(update_fields=["password"])
        return True


def invitation_of(token: str, *, at: datetime) -> SignedLink | None:
    """Return the invitation that `token` opens; None for one that is guessed or over."""
    return _for_beginners(links.link_of(token, purpose=FOR, at=at))


def invitation_by(pk: int, *, at: datetime) -> SignedLink | None:
    """Return the invitation that a cookie names, as long as it stands."""
    return _for_beginners(links.link_by(pk, purpose=FOR, at=at))


def can_sign_in(person: User) -> bool:
    """Say whether a person has a way in already: a password, or a passkey."""
    return person.has_usable_password() or has_factor(person)


def has_account(person: User) -> bool:
    """Say whether a person ever had a way in: by an invitation, or through their organisation."""
    return can_sign_in(person) or person.last_login is not None


def end_invitation(person: User, *, by: User, at: datetime) -> None:
    """Let the invitation that stands open nothing; without one nothing happens."""
    link = _standing(person, at=at)
    if link is not None:
        links.revoke_link(link, by=by, at=at)


def key_of(person: int, made_at: datetime) -> str:
    """Return by what the mail of an invitation is known."""
    return f"invitation {person} {made_at.isoformat()}"


def _for_beginners(link: SignedLink | None) -> SignedLink | None:
    return link if link and not has_account(link.person) else None


def _standing(person: User, *, at: datetime) -> SignedLink | None:
    return person.signed_links.filter(
        purpose=FOR, revoked_at=None, last_used_at=None, until__gt=at
    ).first()


def _send(person: User, *, by: User, at: datetime) -> SignedLink:
    """Write the mail and make its link."""
    _require_beginner(person)
    until, key = at + STANDS_FOR, key_of(person.pk, at)
    words = FOR_SUPPORTER if person.is_young else BODY
    body = words.format(
        by=by, post=person, link=LINK, email=person.email, until=day(timezone.localdate(until))
    )
    message = write_to(person, key=key, title=TITLE, body=body, at=at, leads_to=OPENS)
    if message is None:
        raise Refused("Their supporter has no e-mail address: give one first.")
    token = links.token_for(message.person, key)
    return links.issue_link(
        token, person=person, purpose=FOR, subjects=[], until=until, by=by, at=at
    )


def _require_beginner(person: User) -> None:
    """Refuse whom an invitation would not reach, or not help.

    :raises Refused: with the sentence that says why
    """
    if scope_of(person).person is None:
        raise Refused(f"{person} has left or is suspended.")
    if not person.email:
        raise Refused(f"{person} has no e-mail address: give one first.")
    if has_account(person):
        raise Refused(f"{person} can sign in already.")
