"""Signing in through one's organisation (OpenID Connect): for people who are known here already.

The library speaks the protocol. Ours is who is let in: whoever the organisation vouches for by an
e-mail address that it verified, that is one of its own, and that somebody here is known by.
Nobody is signed up and nothing of the organisation's answer is kept.
"""

import logging
from collections.abc import Mapping
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
    OAuth2View,
)
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, get_random_string
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from governance.models import User
from portal.start.variables import Provider

NONCE_LENGTH = 32
AWAY = "It cannot be reached just now. Try again later, or sign in with your password."
LEFT = "You left its sign-in before the end."
OTHER_QUESTION = "Its answer does not belong to what this browser asked. Begin again."
UNUSABLE = "Its answer could not be used. Begin again."
NOT_VERIFIED = "It has not verified your e-mail address, so it cannot vouch for you here."

logger = logging.getLogger(__name__)


class NotVouched(Exception):
    """The organisation's answer lets nobody in; the message is the sentence for people."""


class PartnerAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Reads what an organisation says: its signed word, and more where that is short."""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Return the sign-in that an answer is for.

        :raises OAuth2Error: no word of who it is, or two words about two people
        """
        word = kwargs["response"].get("id_token")
        if not word:
            raise OAuth2Error("no id_token")
        said = {"id_token": self._decode_id_token(app, word)}
        if "email" not in said["id_token"] and "userinfo_endpoint" in self.openid_config:
            said["userinfo"] = self._fetch_user_info(token.token)
        if len({each.get("sub") for each in said.values()} - {None, ""}) != 1:
            raise OAuth2Error("no sub, or two")
        return self.get_provider().sociallogin_from_response(request, said)


class Partner(OpenIDConnectProvider):  # type: ignore[misc]
    """An organisation that vouches; each question has a mark that only its answer carries."""

    oauth2_adapter_class = PartnerAdapter

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the address may choose: where to go afterwards, and nothing else."""
        following = get_next_redirect_url(request)
        return {"process": AuthProcess.LOGIN, **({"next_url": following} if following else {})}

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponse:
        """Send to the organisation, with a mark that stands in the session, too."""
        nonce = get_random_string(NONCE_LENGTH)
        asked = {**kwargs, "auth_params": {"nonce": nonce}, "nonce": nonce}
        response: HttpResponse = super().redirect(request, process, **asked)
        return response


class PartnerAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Lets in who is known here; knows organisations from the settings alone."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the configured organisations, or that one."""
        return [
            _app(each)
            for each in settings.OPENID
            if provider in {None, Partner.id, each.code} and client_id in {None, each.client}
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Say no."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whom the organisation vouches for; send away whom it does not.

        :raises ImmediateHttpResponse: with the page that says why
        """
        app = sociallogin.provider.app
        try:
            email = vouched(
                sociallogin.account.extra_data,
                nonce=sociallogin.state.get("nonce", ""),
                domains=app.settings["domains"],
            )
            sociallogin.user = known_by(email)
        except NotVouched as reason:
            raise ImmediateHttpResponse(refusal(request, app.name, str(reason))) from reason

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: str = AuthError.UNKNOWN, **more: Any
    ) -> None:
        """Say that the organisation's answer let nobody in.

        :raises ImmediateHttpResponse: with the page that says why
        """
        fault = more.get("exception")
        logger.warning("Sign-in through %s: %s", provider.app.provider_id, fault or error)
        if isinstance(fault, RequestException):
            raise ImmediateHttpResponse(refusal(request, provider.app.name, AWAY, status=503))
        is_stray = "state_id" in more.get("extra_context", {})
        why = LEFT if error == AuthError.CANCELLED else OTHER_QUESTION if is_stray else UNUSABLE
        raise ImmediateHttpResponse(refusal(request, provider.app.name, why))


def vouched(said: Mapping[str, Mapping[str, Any]], *, nonce: str, domains: tuple[str, ...]) -> str:
    """Return the e-mail address that an organisation vouches for, in small letters.

    `said`: the claims of "id_token" and, where those are short, of "userinfo"; `nonce`: the mark
    of the question; `domains`: whose addresses the organisation may speak for.

    :raises NotVouched: the answer to another question, not verified, or not its own to vouch for
    """
    word = said["id_token"]
    if not nonce or not constant_time_compare(str(word.get("nonce", "")), nonce):
        raise NotVouched(OTHER_QUESTION)
    claims = said.get("userinfo", word)
    email = str(claims.get("email") or "").lower()
    if claims.get("email_verified") is not True or not email.isascii():
        raise NotVouched(NOT_VERIFIED)
    if email.rpartition("@")[2] not in domains:
        endings = ", ".join(f"@{each}" for each in domains)
        raise NotVouched(f"It vouches only for addresses that end in {endings}.")
    return email


def known_by(email: str) -> User:
    """Return who is known here by an address.

    :raises NotVouched: nobody is
    """
    person = User.objects.annotate(small=Lower("email")).filter(small=email).first()
    if person is None:
        raise NotVouched(
            f"It vouches for {email}, and nobody here is known by that address. "
            "The membership administrator can add it."
        )
    return person


def refusal(request: HttpRequest, name: str, why: str, *, status: int = 403) -> HttpResponse:
    """Return the page that says why an organisation's sign-in let nobody in."""
    context = {"name": name, "why": why}
    return render(request, "socialaccount/authentication_error.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send to an organisation's sign-in: by a form alone, so that no link signs anybody in."""
    if request.method != "POST":
        _provider(provider_id)
        return redirect("account_login")
    too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="login")
    return too_many or _speak(OAuth2LoginView, request, provider_id)


@require_safe
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take an organisation's answer."""
    return _speak(OAuth2CallbackView, request, provider_id)


def _speak(view: type[OAuth2View], request: HttpRequest, code: str) -> HttpResponse:
    """Talk with an organisation; where it does not answer as it should, say so.

    :raises Http404: no organisation is called that
    """
    provider = _provider(code)
    try:
        response: HttpResponse = view.adapter_view(PartnerAdapter(request, code))(request)
    except (RequestException, KeyError) as fault:
        logger.warning("Sign-in through %s: %s", code, type(fault).__name__)
        return refusal(request, provider.name, AWAY, status=503)
    return response


def _provider(code: str) -> Provider:
    found = next((each for each in settings.OPENID if each.code == code), None)
    if found is None:
        raise Http404
    return found


def _app(provider: Provider) -> SocialApp:
    return SocialApp(
        provider=Partner.id,
        provider_id=provider.code,
        name=provider.name,
        client_id=provider.client,
        secret=provider.secret,
        settings={"server_url": provider.server, "domains": provider.domains},
    )
