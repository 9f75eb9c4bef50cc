"""Another e-mail address: it changes once it is confirmed at the old one and at the new one.

Only the hashes of the two tokens are kept. An administrator's word stands for the old address
where there is none, and where nobody ever came in by it: a mistyped one is a stranger's. Where the
old mailbox is closed, two administrators vouch, as for a lost second step.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils import timezone

from governance import audit
from governance.changes.links import hash_of, token_for
from governance.changes.mail import LINK, write_to
from governance.editing import Refused, refusals_in_words
from governance.models import NewAddress, User
from governance.queries import day
from portal.changes.invitations import end_invitation, has_account
from portal.changes.sessions import end_sessions

STANDS_FOR = timedelta(days=7)
OPENS = "/addresses/"
TAKEN = "Somebody has that e-mail address already."
ASKED = "Confirm a change of address at the partnership portal"
AT_OLD = """Somebody asked that the account of {post} is written to at {new} instead of here.
{how}"""
AT_NEW = """Somebody asked that the account of {post} is written to at this address.
{how}"""
HOW = """
If that is right, open this link and confirm it:

{link}

{until} If it is not right, do nothing, and tell the partnership.
"""
BOTH = "The address changes once it is confirmed at both addresses, until {until}."
NEW_ALONE = "It is written to once that is confirmed, until {until}."
DONE = "The address of your account at the partnership portal changed"
DONE_BODY = """The account of {post} is written to at another address from now on.

Whoever was signed in elsewhere was signed out. If this is not right, tell the partnership.
"""


@dataclass(frozen=True)
class Side:
    """One of the two confirmations: which change, and at which of the addresses."""

    change: NewAddress
    is_new: bool


def ask(person: User, *, address: str, by: User, at: datetime) -> NewAddress:
    """Ask at the old and the new address whether that of `person` changes.

    What was asked before and waits ends. Asked again for the same address, that stands.

    :raises Refused: the address is somebody's, or the person's own already
    """
    address = address.lower()
    with refusals_in_words(NewAddress), audit.change(by=by, what=f"asked for {person}’s address"):
        person = User.objects.select_for_update(of=["self"]).get(pk=person.pk)
        _check(person, address, by=by)
        waits = NewAddress.objects.filter(person=person, done_at=None, cancelled_at=None)
        same = waits.filter(address=address, until__gt=at).first()
        if same is not None:
            return same
        waits.update(cancelled_at=at)
        return _ask(person, address, by=by, at=at)


def _check(person: User, address: str, *, by: User) -> None:
    if (person.email or "").lower() == address:
        raise Refused("That is the address already.")
    if User.objects.filter(email__iexact=address).exists():
        raise Refused(TAKEN)
    if not person.is_active or person.left_on is not None:
        raise Refused("Who has left or is suspended keeps their address.")


def needs_old(person: User, *, by: User) -> bool:
    """Say whether a change that `by` asks for is to be confirmed at the old address."""
    return bool(person.email) and (by == person or has_account(person))


def _ask(person: User, address: str, *, by: User, at: datetime) -> NewAddress:
    mark, is_asked = secrets.token_hex(8), needs_old(person, by=by)
    keys = {is_new: f"address {mark} {'new' if is_new else 'old'}" for is_new in (False, True)}
    change = NewAddress.objects.create(
        person=person,
        address=address,
        old_sha256=hash_of(token_for(person, keys[False]) if is_asked else secrets.token_hex(32)),
        new_sha256=hash_of(token_for(person, keys[True])),
        asked_at=at,
        asked_by=by,
        until=at + STANDS_FOR,
        old_confirmed_at=None if is_asked or by == person else at,
    )
    until = (BOTH if is_asked else NEW_ALONE).format(until=day(timezone.localdate(change.until)))
    how = HOW.format(link=LINK, until=until)
    old = person.email if is_asked else ""
    for is_new, words, to in ((False, AT_OLD, old), (True, AT_NEW, address)):
        if to:
            body = words.format(post=person, new=address, how=how)
            write_to(
                person,
                key=keys[is_new],
                title=ASKED,
                body=body,
                at=at,
                leads_to=OPENS,
                address=to,
            )
    return change


def may_vouch(change: NewAddress, *, by: User) -> bool:
    """Say whether `by`, an administrator, may confirm in the place of the old address.

    Where there is one it takes two: one who asked for the change, and another.
    """
    if change.old_confirmed_at is not None or by == change.person:
        return False
    return not change.person.email or change.person_id != change.asked_by_id != by.pk


def vouch(change: NewAddress, *, by: User, at: datetime) -> bool:
    """Confirm as administrator in the place of the old address; say whether it changed.

    :raises Refused: it is confirmed at the old one, by another administrator, or one's own
    """
    if not may_vouch(change, by=by):
        raise Refused("It is confirmed at the old address.")
    return confirm(Side(change, is_new=False), but=None, at=at, by=by)


def cancel(change: NewAddress, *, by: User, at: datetime) -> None:
    """Let the address be; cancelled or done before, nothing happens."""
    with audit.change(by=by, what=f"left the address of {change.person} as it was"):
        waits = NewAddress.objects.filter(pk=change.pk, done_at=None, cancelled_at=None)
        waits.update(cancelled_at=at)


def waiting(person: User, *, at: datetime) -> NewAddress | None:
    """Return the change of address that waits to be confirmed; None where none does."""
    waits = NewAddress.objects.filter(person=person, done_at=None, cancelled_at=None)
    return waits.filter(until__gt=at).first()


def side_of(token: str, *, at: datetime) -> Side | None:
    """Return what `token` confirms; None for one that is guessed, used or over."""
    hashed = hash_of(token)
    waits = NewAddress.objects.filter(done_at=None, cancelled_at=None, until__gt=at)
    mine = Q(old_sha256=hashed, old_confirmed_at=None) | Q(
        new_sha256=hashed, new_confirmed_at=None
    )
    change = waits.filter(mine, person__is_active=True).select_related("person").first()
    if change is None or change.person.left_on is not None:
        return None
    return Side(change, is_new=change.new_sha256 == hashed)


def confirm(side: Side, *, but: str | None, at: datetime, by: User | None = None) -> bool:
    """Confirm at one address; say whether that was the second, so that the address changed.

    `but`: the session that stays, of whoever confirms while signed in as the person; `by`: who
    confirms, if not the person.

    :raises Refused: the address became somebody else's meanwhile
    """
    which = "new" if side.is_new else "old"
    stamp, what = f"{which}_confirmed_at", f"confirmed at the {which} address"
    with refusals_in_words(User), audit.change(by=by or side.change.person, what=what):
        change = NewAddress.objects.select_for_update().get(pk=side.change.pk)
        if change.cancelled_at is not None or change.done_at is not None:
            return change.done_at is not None
        setattr(change, stamp, getattr(change, stamp) or at)
        change.save(update_fields=[stamp])
        if change.old_confirmed_at is None or change.new_confirmed_at is None:
            return False
        _change(change, but=but, at=at)
        return True


def _change(change: NewAddress, *, but: str | None, at: datetime) -> None:
    person = User.objects.select_for_update(of=["self"]).get(pk=change.person_id)
    old = person.email if has_account(person) else ""
    if User.objects.exclude(pk=person.pk).filter(email__iexact=change.address).exists():
        raise Refused(TAKEN)
    User.objects.filter(pk=person.pk).update(email=change.address)
    NewAddress.objects.filter(pk=change.pk).update(done_at=at)
    # The library would let one sign in with an address that it wrote down.
    EmailAddress.objects.filter(user=person).delete()
    end_sessions(person, but=but)
    end_invitation(person, by=change.asked_by, at=at)
    body = DONE_BODY.format(post=person)
    for which, to in (("old", old), ("new", change.address)):
        if to:
            key = f"address {change.pk} changed, {which}"
            write_to(person, key=key, title=DONE, body=body, at=at, address=to)
    if person.is_young:
        write_to(person, key=f"address {change.pk} changed", title=DONE, body=body, at=at)
