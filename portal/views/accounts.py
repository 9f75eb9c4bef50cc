"""How people sign in and out and keep their passwords: nobody signs up by themselves."""

import logging
from smtplib import SMTPException
from typing import Any, cast

from allauth.account import views as library
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from csp.decorators import csp_update
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.models import User
from portal.changes.invitations import has_account
from portal.changes.sessions import end_sessions
from portal.forms import accounts as forms
from portal.queries import person_known
from portal.queries.sessions import BEGAN
from portal.views import sessions
from portal.views.factors import changed, tell_changed
from portal.views.refusing import Refusing

CHOSEN = "A new password was chosen for your account."
WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code",
    "mfa_reauthenticate:webauthn": "Use your passkey",
}
LAST_HERE = "last_here"  # in the session: when the person signed in the time before

logger = logging.getLogger(__name__)


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Finds who is signed in together with what the masthead says of them."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person as requests need them, by one query; None for a closed account."""
        person = person_known(user_id)
        return person if person and self.user_can_authenticate(person) else None

    def user_can_authenticate(self, user: User) -> bool:
        """Say whether the account is open: whoever left is as the public from that day."""
        return bool(super().user_can_authenticate(user)) and not _has_left(user)


def _has_left(person: User) -> bool:
    return person.left_on is not None and person.left_on <= timezone.localdate()


class PortalAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Members come in by the seat they hold, never by signing up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed.",
        "email_password_mismatch": "E-mail address and password do not match. Check both.",
        "enter_current_password": "This is not your old password.",
        "incorrect_password": "This is not your password.",
        "rate_limited": "Too many tries. Wait five minutes, then try again.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """Say that the account is closed to whoever left, as to whoever was suspended."""
        if _has_left(user):
            return cast("HttpResponse", self.respond_user_inactive(request, user))
        return cast("HttpResponse | None", super().pre_login(request, user, **more))

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign the person in; the session keeps when, as what, and when before."""
        before = user.last_login
        super().login(request, user)
        if before is not None:
            request.session[LAST_HERE] = before.isoformat()
        sessions.begin(request, user)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send the link to whoever has an account: a new password is no way round an invitation.

        Who is under 18 is written to through their supporter. That the mail server is away is
        not told to who asks, who would learn from it that the address is known.
        """
        reader = user.reader
        is_open = has_account(user) and user.is_active and not _has_left(user)
        if not is_open or reader is None or not reader.email:
            return
        try:
            super().send_password_reset_mail(user, reader.email, context)
        except (SMTPException, OSError) as fault:
            logger.warning("A link for a new password was not sent: %s", type(fault).__name__)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return how somebody may show that it is still them, in our words."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**way, "description": WAYS[way["id"]]} for way in ways]

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask nobody again who signed in a moment ago."""
        began = self.request.session.get(BEGAN, 0.0)
        return bool(timezone.now().timestamp() - began > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the person to their desk."""
        return reverse("portal:home")


class SignIn(Refusing, library.LoginView):  # type: ignore[misc]
    """Sign in by e-mail address and password, by a passkey, or through one's organisation."""

    form_class = forms.SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let the page's forms lead to the organisations: browsers ask of redirects, too."""
        origins = [each.origin for each in settings.OPENID]
        view: Any = super().dispatch
        if origins:
            view = csp_update({"form-action": origins})(view)
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the context with the organisations."""
        return {**super().get_context_data(**kwargs), "organisations": settings.OPENID}


class SignOut(library.LogoutView):  # type: ignore[misc]
    """Sign out; the browser forgets what it kept of the portal."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session."""
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response


class ForgottenPassword(Refusing, library.PasswordResetView):  # type: ignore[misc]
    """Ask for a link by mail; the answer is the same whether the address is known or not."""

    form_class = forms.ForgottenPasswordForm


class NewPassword(Refusing, library.PasswordResetFromKeyView):  # type: ignore[misc]
    """Choose a new password behind the link of the mail; wherever one was signed in is ended."""

    form_class = forms.NewPasswordForm

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep the password, end every session, and tell."""
        response: HttpResponse = super().form_valid(form)
        end_sessions(self.reset_user, but=self.request.session.session_key)
        tell_changed(self.reset_user, CHOSEN, at=timezone.now())
        return response


class ChangePassword(Refusing, library.PasswordChangeView):  # type: ignore[misc]
    """Choose a new password while signed in."""

    form_class = forms.ChangedPasswordForm
    success_url = reverse_lazy("portal:home")

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep the password, end the other sessions, and tell."""
        response: HttpResponse = super().form_valid(form)
        changed(self.request, CHOSEN, at=timezone.now())
        return response

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead who has no password yet to where a link for one is asked for."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)


sign_in = SignIn.as_view()
sign_out = SignOut.as_view()
inactive = library.AccountInactiveView.as_view()
forgotten_password = ForgottenPassword.as_view()
link_sent = library.PasswordResetDoneView.as_view()
new_password = NewPassword.as_view()
new_password_kept = library.PasswordResetFromKeyDoneView.as_view()
change_password = ChangePassword.as_view()


@require_safe
def sign_up_closed(request: HttpRequest) -> HttpResponse:
    """Say that accounts come with a seat."""
    return render(request, "account/signup_closed.html", status=404)
