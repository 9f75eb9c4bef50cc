"""Signed links in the browser: the token is swapped for a narrow cookie, which names the link.

The cookie opens nothing but the pages below the link's own path; the link is looked up anew with
each request. A form says, signed, for which link it was shown: two links of one mailbox stand open
side by side in one browser, which has one cookie. A link that is guessed, revoked, expired or
ended is met with one and the same 404.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone

from governance.changes import links
from governance.http import Request
from governance.models import SignedLink, User

FIELD = "link"  # in a form: for which link it was shown


class NoSuchLink(Http404):
    """A link that opens nothing; the page does not say its token again."""

    words = (
        "It may be mistyped, or it has ended: a link works until what it asks for is settled, or"
        " until the day that its mail names. Whoever sent it can send a new one."
    )

    def __init__(self, came_from: str) -> None:
        """Keep where the link would have led."""
        super().__init__()
        self.came_from = came_from


def seal(link: SignedLink, salt: str) -> str:
    """Return what a form carries, so that it is answered for the link that it was shown for."""
    return signing.Signer(salt=f"{salt}.form").sign(str(link.pk))


def named_by(request: Request, *, cookie: str, salt: str) -> str:
    """Return the key of the link that a form was shown for, else that the cookie names; or none.

    :raises BadSignature: the form does not say it as it was given to it
    """
    sealed = request.POST.get(FIELD)
    if sealed:
        return signing.Signer(salt=f"{salt}.form").unsign(sealed)
    named = request.get_signed_cookie(cookie, default="", salt=salt)
    return named or ""


@dataclass(frozen=True)
class Door:
    """What links of one purpose open: the path of their pages, and the name of their cookie.

    `somebody_else` is said to who is signed in as another than the link was sent to.
    """

    purpose: SignedLink.Purpose
    name: str
    somebody_else: str

    @property
    def path(self) -> str:
        """Where the cookie is sent to."""
        return f"/{self.name}/"

    @property
    def cookie(self) -> str:
        """The name of the cookie."""
        return f"__Secure-{self.name}" if settings.SECURE else self.name

    @property
    def salt(self) -> str:
        """What the cookie is signed with besides the portal's key."""
        return f"portal.{self.name}"

    def opened(self, request: Request, token: str) -> SignedLink:
        """Return the link that `token` opens for whoever asks.

        :raises NoSuchLink: guessed, revoked, expired or ended: nobody learns which
        :raises PermissionDenied: somebody else is signed in
        """
        link = links.link_of(token, purpose=self.purpose, at=timezone.now())
        if link is None:
            raise NoSuchLink(self.path)
        self.only_for(request, link)
        return link

    def only_for(self, request: Request, link: SignedLink) -> None:
        """Let through whom the link was sent to, and who is not signed in.

        :raises PermissionDenied: somebody else is signed in
        """
        if isinstance(request.user, User) and request.user.pk != link.person_id:
            raise PermissionDenied(self.somebody_else)

    def held(self, request: Request) -> SignedLink | None:
        """Return the link of the form or of the cookie; None where there is neither.

        :raises NoSuchLink: it was revoked, or has ended
        """
        try:
            named = named_by(request, cookie=self.cookie, salt=self.salt)
        except signing.BadSignature as fault:
            raise NoSuchLink(self.path) from fault
        if not named:
            return None
        link = links.link_by(int(named), purpose=self.purpose, at=timezone.now())
        if link is None:
            raise NoSuchLink(self.path)
        return link

    def seal(self, link: SignedLink) -> str:
        """Return what a form of the link's page carries."""
        return seal(link, self.salt)

    def remember(self, response: HttpResponse, link: SignedLink, *, at: datetime) -> None:
        """Put the narrow cookie: which link it is, signed, until the link ends."""
        response.set_signed_cookie(
            self.cookie,
            str(link.pk),
            salt=self.salt,
            max_age=int((link.until - at).total_seconds()),
            path=self.path,
            secure=settings.SECURE,
            httponly=True,
            samesite="Lax",
        )
