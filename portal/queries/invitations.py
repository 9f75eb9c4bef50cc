"""Who was invited to open an account and what came of it, and who was not yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from governance.changes.nominating import CONTACT
from governance.models import Message, SignedLink, User
from governance.queries import Paged, day, paged
from portal.changes.invitations import FOR, key_of
from portal.queries.security import FACTORS

A_PAGE = 20
SENDING = {
    Message.State.WAITING: "on its way",
    Message.State.SENDING: "on its way",
    Message.State.FAILED: "could not be sent",
    Message.State.DROPPED: "was not sent",
}


@dataclass(frozen=True)
class BeginnerRow:
    """Somebody who has an address and no way in."""

    pk: int
    post: str
    organisation: str
    email: str


@dataclass(frozen=True)
class InvitedRow:
    """The last invitation of a person, and how it stands."""

    pk: int
    post: str
    email: str
    state: str
    when: str
    why: str
    may_send_again: bool
    may_revoke: bool


@dataclass(frozen=True)
class Invitations:
    """A page of who was invited, and one of who was not."""

    invited: Paged[InvitedRow]
    beginners: Paged[BeginnerRow]

    @property
    def keys(self) -> str:
        """The keys of those listed who were not invited, with commas."""
        return ",".join(str(each.pk) for each in self.beginners.rows)


def invitations(*, page: int, waiting: int, at: datetime) -> Invitations:
    """Return page `page` of the invited and page `waiting` of the others; five queries."""
    found = paged(_last_ones(), number=page, size=A_PAGE)
    sent = _mails(found.rows)
    others = paged(beginners(at=at), number=waiting, size=A_PAGE)
    return Invitations(
        invited=replace(found, rows=[_invited(each, sent, at=at) for each in found.rows]),
        beginners=replace(others, rows=[_beginner(each) for each in others.rows]),
    )


def beginners(*, at: datetime) -> "QuerySet[User]":
    """Return whom nobody invited yet: with an address, without a way in, neither left nor shut."""
    stays = Q(left_on=None) | Q(left_on__gt=timezone.localdate(at))
    own = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    asked = SignedLink.objects.filter(person=OuterRef("pk"), purpose=FOR)
    return (
        User.objects.filter(stays, is_active=True, email__isnull=False, last_login=None)
        .exclude(email="")
        .exclude(post=CONTACT)  # a mailbox, which answers by its link
        .filter(Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX))
        .exclude(Exists(own))
        .exclude(Exists(asked))
        .select_related("organisation")
        .order_by("post", "distinction", "pk")
    )


def _last_ones() -> "QuerySet[SignedLink]":
    """Return the last invitation of each person: who has not opened it first, the newest first."""
    own = Authenticator.objects.filter(user=OuterRef("person"), type__in=FACTORS)
    links = SignedLink.objects.filter(purpose=FOR)
    last = links.order_by("person", "-made_at", "-pk").distinct("person").values("pk")
    return (
        links.filter(pk__in=last)
        .select_related("person")
        .annotate(has_factor=Exists(own))
        .order_by(F("last_used_at").desc(nulls_first=True), "-made_at", "-pk")
    )


def _mails(rows: Sequence[SignedLink]) -> dict[str, Message]:
    keys = [key_of(each.person_id, each.made_at) for each in rows]
    return {each.key: each for each in Message.objects.filter(key__in=keys)}


def _beginner(person: User) -> BeginnerRow:
    organisation = person.organisation.called if person.organisation else ""
    return BeginnerRow(person.pk, str(person), organisation, person.email or "")


def _invited(link: SignedLink, sent: dict[str, Message], *, at: datetime) -> InvitedRow:
    mail = sent.get(key_of(link.person_id, link.made_at))
    state, when, why = _state(link, mail, at=at)
    is_open = state in {"sent", *SENDING.values()}
    return InvitedRow(
        pk=link.pk,
        post=str(link.person),
        email=link.person.email or "",
        state=state,
        when=when,
        why=why,
        may_send_again=is_open or state in {"lapsed", "revoked"},
        may_revoke=is_open,
    )


def _state(link: SignedLink, mail: Message | None, *, at: datetime) -> tuple[str, str, str]:
    """Return how an invitation stands, since when, and why."""
    if link.last_used_at:
        return "accepted", _day(link.last_used_at), ""
    if _has_left(link.person, at=at):
        return "ended", _day(link.made_at), "The person has left or is suspended."
    if _has_account(link):
        return "not needed", _day(link.made_at), "The person has found another way in."
    if link.revoked_at:
        return "revoked", _day(link.revoked_at), ""
    if link.until <= at:
        return "lapsed", _day(link.until), ""
    if mail is None or mail.state == Message.State.SENT:
        return "sent", _day(link.made_at), f"Works until {_day(link.until)}."
    return SENDING[Message.State(mail.state)], _day(link.made_at), mail.reason


def _has_account(link: SignedLink) -> bool:
    person = link.person
    has_way_in = person.has_usable_password() or vars(link)["has_factor"]
    return has_way_in or person.last_login is not None


def _has_left(person: User, *, at: datetime) -> bool:
    left = person.left_on is not None and person.left_on <= timezone.localdate(at)
    return left or not person.is_active


def _day(at: datetime) -> str:
    return day(timezone.localdate(at))
