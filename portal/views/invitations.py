"""Inviting people to open their account, and opening it: once, behind the link of a mail."""

import json
from collections.abc import Callable

from allauth.account.models import Login
from allauth.account.utils import perform_login
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.webauthn.internal import auth, flows
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from governance.changes.links import revoke_link
from governance.editing import Refused
from governance.http import Request, may, number_in, signed_in
from governance.models import SignedLink, User
from governance.queries import counted
from governance.rules import WHO
from governance.views.by_link import named_by, seal
from governance.views.tables import page_asked
from portal.changes import invitations as changes
from portal.forms.invitations import FirstPasskeyForm, FirstPasswordForm
from portal.queries import invitations as queries

COOKIE = "__Secure-invitation" if settings.SECURE else "invitation"
SALT = "portal.invitation"
RIGHT = "portal.invite"
SOMEBODY_ELSE = "This invitation was sent to somebody else. Sign out to open it."
private = cache_control(private=True, no_store=True)


class NoInvitation(Http404):
    """A link that opens nothing; the page does not say its token again."""

    came_from = "/home/"
    words = (
        "It may be mistyped, or it has ended: an invitation opens an account once, within a"
        " fortnight. If yours is open, sign in; else ask whoever invited you for a new one."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: Request) -> HttpResponse:
    """Show who was invited and who was not; by POST invite, send again or revoke.

    :raises PermissionDenied: whoever keeps neither membership nor accounts
    """
    if not may(request, RIGHT, None):
        raise PermissionDenied(WHO[RIGHT])
    if request.method == "POST":
        try:
            messages.info(request, _do(request))
        except Refused as reason:
            messages.error(request, str(reason))
        return redirect("portal:invitations")
    listed = queries.invitations(
        page=page_asked(request), waiting=page_asked(request, "waiting"), at=timezone.now()
    )
    context = {
        "listed": listed,
        "keeps_people": may(request, "governance.change_membership", None),
    }
    return render(request, "portal/invitations.html", context)


def _do(request: Request) -> str:
    """Do what the form asks; say what was done.

    :raises Http404: it names nobody, or nothing that is to be done
    :raises Refused: with the sentence that says why not
    """
    deed = next((name for name in DEEDS if name in request.POST), "")
    if not deed:
        raise Http404
    return DEEDS[deed](request, request.POST[deed])


def _invite(request: Request, key: str) -> str:
    person = get_object_or_404(User.objects.select_related("supporter"), pk=number_in(key))
    changes.invite(person, by=signed_in(request), at=timezone.now())
    return f"{person} is invited."


def _invite_these(request: Request, listed: str) -> str:
    """Invite those whom the page listed; say how many, and who is not invited and why."""
    keys = [number_in(each) for each in listed.split(",")][: queries.A_PAGE]
    people = User.objects.select_related("supporter").filter(pk__in=keys).order_by("pk")
    why_not = []
    for person in people:
        try:
            changes.invite(person, by=signed_in(request), at=timezone.now())
        except Refused as reason:
            why_not.append(f"{person}: {reason}")
    return " ".join(
        [f"{counted(len(people) - len(why_not), 'person', 'people')} invited.", *why_not]
    )


def _again(request: Request, key: str) -> str:
    link = _invitation(key)
    new = changes.send_again(link, by=signed_in(request), at=timezone.now())
    return f"{link.person} gets a new link." if new else "That invitation had ended already."


def _revoke(request: Request, key: str) -> str:
    link = _invitation(key)
    revoke_link(link, by=signed_in(request), at=timezone.now())
    return f"The invitation of {link.person} is revoked."


DEEDS: dict[str, Callable[[Request, str], str]] = {
    "invite": _invite,
    "these": _invite_these,
    "again": _again,
    "revoke": _revoke,
}


def _invitation(key: str) -> SignedLink:
    links = SignedLink.objects.select_related("person__supporter")
    return get_object_or_404(links, pk=number_in(key), purpose=changes.FOR)


@require_safe
@private
def invitation_link(request: Request, token: str) -> HttpResponse:
    """Swap the token of a link for a narrow cookie; nothing is shown and nothing changes.

    :raises Http404: guessed, used, revoked or ended: nobody learns which
    """
    at = timezone.now()
    link = changes.invitation_of(token, at=at)
    if link is None:
        raise NoInvitation
    _require_nobody_else(request)
    response = redirect("portal:invitation")
    response.set_signed_cookie(
        COOKIE,
        str(link.pk),
        salt=SALT,
        max_age=int((link.until - at).total_seconds()),
        path=changes.OPENS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@private
def invitation(request: Request) -> HttpResponse:
    """Let whoever was invited choose a password or a passkey, and sign them in.

    :raises Http404: no invitation, or one that is over
    """
    link = _held(request)
    _require_nobody_else(request)
    if request.method != "POST":
        return _page(request, link, FirstPasswordForm(user=link.person), status=200)
    if "credential" in request.POST:
        return _with_passkey(request, link)
    return _with_password(request, link)


def _held(request: Request) -> SignedLink:
    """Return the invitation that the form was shown for, else that the cookie names.

    :raises NoInvitation: there is none, or it is over
    """
    try:
        named = named_by(request, cookie=COOKIE, salt=SALT)
    except BadSignature as fault:
        raise NoInvitation from fault
    link = changes.invitation_by(number_in(named), at=timezone.now()) if named else None
    if link is None:
        raise NoInvitation
    return link


def _require_nobody_else(request: Request) -> None:
    """Refuse whoever is signed in: an invitation is for somebody who cannot be.

    :raises PermissionDenied: somebody is
    """
    if request.user.is_authenticated:
        raise PermissionDenied(SOMEBODY_ELSE)


def _with_password(request: Request, link: SignedLink) -> HttpResponse:
    form = FirstPasswordForm(data=request.POST, user=link.person)
    if not form.is_valid():
        return _page(request, link, form, status=422)
    chosen = form.cleaned_data["password1"]
    if not changes.accept(link, password=chosen, at=timezone.now()):
        raise NoInvitation
    return _entered(perform_login(request, link.person))


def _with_passkey(request: Request, link: SignedLink) -> HttpResponse:
    form = FirstPasskeyForm(data=request.POST, user=link.person)
    if not form.is_valid():
        return _page(request, link, form, status=422)
    with transaction.atomic():
        if not changes.accept(link, password=None, at=timezone.now()):
            raise NoInvitation
        given = form.cleaned_data["credential"]
        own = flows.signup_authenticator(request, link.person, form.cleaned_data["name"], given)
    response = flows.perform_passwordless_login(request, own, Login(user=link.person))
    # Without a password nothing else opens the account on the day on which the device is lost.
    made = auto_generate_recovery_codes(request)
    return _entered(redirect("mfa_view_recovery_codes") if made else response)


def _entered(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=changes.OPENS, samesite="Lax")
    return response


def _page(
    request: Request,
    link: SignedLink,
    form: FirstPasswordForm | FirstPasskeyForm,
    *,
    status: int,
) -> HttpResponse:
    is_password = isinstance(form, FirstPasswordForm)
    domain = (link.person.email or "").lower().rpartition("@")[2]
    context = {
        "link": link,
        "sealed": seal(link, SALT),
        "faulty": form,
        "form": form if is_password else FirstPasswordForm(user=link.person),
        "organisations": [each.name for each in settings.OPENID if domain in each.domains],
        "asked": json.dumps({"creation_options": auth.begin_registration(link.person, True)}),
    }
    return render(request, "portal/invitation.html", context, status=status)
