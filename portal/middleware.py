"""What every request passes: default deny, and the headers of the settings sheet."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseNotModified,
)
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.decorators import sync_only_middleware

from governance.changes.drafts import TICKET
from governance.http import layout
from governance.models import User
from portal.queries import has_factor
from portal.queries.fresh import mark
from portal.rules import PUBLIC, RULES, needs_second_step
from portal.views import sessions
from portal.views.too_late import sign_in_first

Answer = Callable[[HttpRequest], HttpResponse]

PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS = ", ".join(
    f"{feature}={'(self)' if feature in PASSKEYS else '()'}"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        *PASSKEYS,
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)


@sync_only_middleware
def headers(get_response: Answer) -> Answer:
    """Set the headers that no library sets; what a signed-in person sees is never stored."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_signed_in(request):
            response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def _is_signed_in(request: HttpRequest) -> bool:
    """Say whether the session names a person, without asking the database who it is."""
    session = getattr(request, "session", None)
    return session is not None and session.accessed and "_auth_user_id" in session


# What is for everybody but follows from more than the database, the code and the day.
ALWAYS_NEW = {
    *("portal:health", "portal:outbox", "portal:styleguide"),
    *("portal:answer", "portal:answer-item", "portal:answer-link", "governance:person-feed"),
    *("governance:nominate", "governance:nominate-link"),
    "portal:address-confirm",
}
SHORTEST = 66  # signs of a mark of ours, with its quotes


@sync_only_middleware
def same_as_before(get_response: Answer) -> Answer:
    """Tell a visitor whose page has not changed so, before anything of it is made.

    Only whoever comes without a cookie is a visitor, and only pages that set none, and were given
    to visitors by their rule, are marked: nobody is told of a page that another person was given.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        held = request.META.get("HTTP_IF_NONE_MATCH", "")
        if len(held) >= SHORTEST and _is_visitor(request):
            now = request.page_mark = mark(request)  # type: ignore[attr-defined]
            if now in held:
                return _marked(HttpResponseNotModified(), now)
        response = get_response(request)
        told: str | None = getattr(request, "page_to_mark", None)
        is_plain = response.status_code == 200 and not response.streaming and not response.cookies
        if told and is_plain and not {"ETag", "Cache-Control"} & response.headers.keys():
            return _marked(response, told)
        return response

    def view(request: HttpRequest, *_: object) -> None:
        """Read the mark before the page is made, so that it is never newer than the page."""
        match = request.resolver_match
        name = match.view_name if match else ""
        if RULES.get(name) == PUBLIC and name not in ALWAYS_NEW and _is_visitor(request):
            known = getattr(request, "page_mark", None)
            request.page_to_mark = known or mark(request)  # type: ignore[attr-defined]

    answer.process_view = view  # type: ignore[attr-defined]
    return answer


def _is_visitor(request: HttpRequest) -> bool:
    """Say whether somebody reads a page who left and brings nothing that names them."""
    asked = request.META
    reads = request.method in {"GET", "HEAD"}
    return reads and not asked.get("HTTP_COOKIE") and "HTTP_HX_REQUEST" not in asked


def _marked(response: HttpResponse, told: str) -> HttpResponse:
    response.headers["ETag"] = told
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response


@sync_only_middleware
def sessions_end(get_response: Answer) -> Answer:
    """End a session that is over; what was asked for is then asked by nobody."""

    def answer(request: HttpRequest) -> HttpResponse:
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        if known and isinstance(request.user, User):
            if sessions.is_over(request, request.user):
                logout(request)
            else:
                sessions.note(request)
        elif known and SESSION_KEY in request.session:
            logout(request)  # suspended or gone: what ended does not come back with the account
        return get_response(request)

    return answer


@sync_only_middleware
def not_that_way(get_response: Answer) -> Answer:
    """Say in words that an address takes no such method; the header `Allow` stays."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            context = {"layout": layout(request)}
            response.content = render_to_string("405.html", context, request).encode()
            patch_vary_headers(response, ["HX-Request"])
        return response

    return answer


@sync_only_middleware
def default_deny(get_response: Answer) -> Answer:
    """Open an address only by its rule: without one it is not there."""

    def view(
        request: HttpRequest, view_func: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        rule = RULES.get(match.view_name) if match else None
        if rule is None:
            raise Http404
        if rule == PUBLIC or request.user.is_authenticated:
            return None
        return sign_in_first(request)

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return sign_in_first(request) if _was_signed_out(request, response) else response

    answer.process_view = view  # type: ignore[attr-defined]
    return answer


def _was_signed_out(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether a page for everybody refused what its form was given to somebody to send."""
    if request.method != "POST" or response.status_code not in {403, 404}:
        return False
    is_led_on = "HX-Redirect" in response.headers
    return not is_led_on and TICKET in request.POST and not request.user.is_authenticated


# What somebody may open who is yet to set up their second step: what leads to it, and the way out.
BEFORE_SECOND_STEP = {
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "account_reauthenticate", "mfa_reauthenticate"),
    *("mfa_reauthenticate_webauthn", "account_logout"),
}


@sync_only_middleware
def second_step_first(get_response: Answer) -> Answer:
    """Lead whoever needs a second step and has none to where one is set up, and nowhere else."""

    def view(
        request: HttpRequest, view_func: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        person, match = request.user, request.resolver_match
        if not settings.SECOND_STEP_NEEDED or not isinstance(person, User):
            return None
        if (match and match.view_name in BEFORE_SECOND_STEP) or has_factor(person):
            return None
        if not needs_second_step(person):
            return None
        address = reverse("mfa_index")
        if "HX-Request" in request.headers:
            return HttpResponse(status=401, headers={"HX-Redirect": address})
        return redirect(address)

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    answer.process_view = view  # type: ignore[attr-defined]
    return answer
