"""Who answers: the person who is signed in, or the one a signed link was sent to."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from governance.http import Request
from governance.models import SignedLink, User
from governance.queries import number_word
from governance.views.by_link import Door, NoSuchLink
from priorities import queries
from priorities.models import ReportingRound
from priorities.queries import DueItem

DOOR = Door(
    purpose=SignedLink.Purpose.ANSWER,
    name="answer",
    somebody_else=(
        "This link was sent to somebody else. Sign out to open it, or answer from your own desk."
    ),
)


@dataclass(frozen=True)
class Answering:
    """Who answers, by which link if any, and all that they are or were asked."""

    person: User
    link: SignedLink | None
    asked: list[DueItem]

    @property
    def sealed(self) -> str:
        """What a form carries by which link it was shown; nothing for who is signed in."""
        return DOOR.seal(self.link) if self.link else ""

    @cached_property
    def items(self) -> list[DueItem]:
        """What the person answers."""
        return [each for each in self.asked if not each.is_elsewhere and not each.is_declined]

    @property
    def handed_on(self) -> list[DueItem]:
        """What a colleague answers instead."""
        return [each for each in self.asked if each.is_elsewhere and not each.is_declined]

    @property
    def declined(self) -> list[DueItem]:
        """What the organisation does not take on."""
        return [each for each in self.asked if each.is_declined]

    @property
    def rounds(self) -> list[ReportingRound]:
        """The rounds that ask, the older first."""
        return list({each.round.pk: each.round for each in self.asked}.values())

    def item(self, commitment: int, period: str) -> DueItem:
        """Return what is asked about a commitment, in the newest round where none is named.

        :raises Http404: the person is not asked about it
        """
        for each in reversed(self.asked):
            if each.commitment.pk == commitment and period in {"", each.round.slug}:
                return each
        raise Http404

    def position(self, item: DueItem) -> int:
        """Return which of the items it is, from one; 0 for what somebody else has in hand."""
        return self.items.index(item) + 1 if item in self.items else 0

    @property
    def open_items(self) -> list[DueItem]:
        """Those that nothing was sent for."""
        return [each for each in self.items if each.sent is None]

    @property
    def left(self) -> str:
        """How long the open items take, at half a minute each."""
        many = len(self.open_items)
        if many <= 1:
            return "about half a minute"
        minutes = (many + 1) // 2
        return f"about {number_word(minutes)} minute{'' if minutes == 1 else 's'}"


def answering(request: Request) -> Answering | None:
    """Return who answers and what they are asked; None where nobody is known.

    Whoever sends something is met with what a colleague declined meanwhile, too.

    :raises Http404: the cookie's link was revoked or ended
    """
    if isinstance(request.user, User):
        asked = queries.due_items(request.user, declined_by_any=request.method == "POST")
        return Answering(request.user, None, asked)
    link = DOOR.held(request)
    return _by_link(link, declined_by_any=request.method == "POST") if link else None


def opened(request: Request, token: str) -> SignedLink:
    """Return the link that `token` opens for whoever asks.

    :raises Http404: guessed, revoked, expired or ended: nobody learns which
    :raises PermissionDenied: somebody else is signed in
    """
    link = DOOR.opened(request, token)
    _by_link(link)
    return link


def _by_link(link: SignedLink, *, declined_by_any: bool = False) -> Answering:
    """Return what a link's person is asked.

    :raises Http404: a colleague without a seat is asked nothing any more
    """
    rounds = set(link.subjects.values_list("address", flat=True))
    asked = queries.due_items(link.person, rounds=rounds, declined_by_any=declined_by_any)
    if link.organisation_id is not None and not asked:
        raise NoSuchLink(DOOR.path)
    return Answering(link.person, link, asked)
