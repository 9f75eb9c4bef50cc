"""The second step: codes from an app, passkeys, recovery codes; shown, added and removed.

The library does the work; here stand our pages, and what each change ends and tells.
"""

import json
from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.changes.mail import write_to
from governance.http import Request, may, signed_in
from governance.models import User
from portal import queries
from portal.forms import factors as forms
from portal.rules import needs_second_step
from portal.views import sessions
from portal.views.refusing import Refusing, TakesForms

LAST_ONE = "This is your only second step, and your part here needs one. Add another first."
TITLE = "Your sign-in has changed"
LOST = "Is the phone or the passkey lost? Take it away under “Your sign-in”, and add another."


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What the library asks of us: our words, and secrets that a copy of the database hides."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This is not the code of this moment. Type the one shown now.",
        "cannot_delete_authenticator": LAST_ONE,
        "cannot_generate_recovery_codes": "Recovery codes stand in for a second step. Add one.",
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret."""
        return _vault().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """Return what stands in the app above the code."""
        return f"{settings.PLACE} {settings.PARTNERSHIP}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say no to the last of somebody whose part needs one."""
        person = authenticator.user
        if not settings.SECOND_STEP_NEEDED or not needs_second_step(person):
            return True
        others = Authenticator.objects.filter(user=person, type__in=queries.FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - its name
        """Return what a passkey is called until somebody names it."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"


def _vault() -> MultiFernet:
    """Return what closes and opens stored secrets: with today's key, and those before it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [sha256(f"second step {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


def changed(request: HttpRequest, what: str, *, at: datetime) -> None:
    """End the person's other sessions, and write to them what was changed."""
    person = request.user
    if isinstance(person, User):
        sessions.end_others(request, person)
        tell_changed(person, what, at=at)


def tell_changed(person: User, what: str, *, at: datetime) -> None:
    """Write to a person that the way into their account was changed."""
    body = f"{what}\n\nIf that was not you, tell the membership administrator at once.\n"
    write_to(person, key=f"{what} {at.isoformat()}", title=TITLE, body=body, at=at)


@require_safe
def security(request: Request) -> HttpResponse:
    """Show what opens one's account, and lead to what changes it."""
    me = signed_in(request)
    mine = queries.security(me)
    needs = settings.SECOND_STEP_NEEDED and needs_second_step(me)
    context = {
        "mine": mine,
        "needs": needs,
        "must_begin": needs and not mine.has_factor,
        "keeps_others": may(request, "portal.invite", None),
    }
    return render(request, "mfa/index.html", context)


class Changing(Refusing):
    """A change of the second step: it ends the other sessions, and the person is told by mail."""

    said = ""

    def form_valid(self, form: Form) -> HttpResponse:
        """Do it, end the other sessions, and tell."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        changed(request, self.said, at=timezone.now())
        return response


class AddCodes(Changing, totp.ActivateTOTPView):  # type: ignore[misc]
    """Set up an app that shows codes."""

    form_class = forms.FirstCodeForm
    said = "Codes from an app were set up for your account."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the context with the secret in groups of four, to type it off the page."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        context["groups"] = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
        return context


class RemoveCodes(Changing, totp.DeactivateTOTPView):  # type: ignore[misc]
    """Take the app's codes away."""

    said = "Codes from an app were removed from your account."


class AddPasskey(Changing, passkeys.AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey."""

    form_class = forms.NewPasskeyForm
    said = "A passkey was added to your account."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the context with the form that was sent and what the browser is asked."""
        context = super().get_context_data(**kwargs)
        return {**context, **kwargs, "asked": json.dumps(context["js_data"])}


class RemovePasskey(Changing, passkeys.RemoveWebAuthnView):  # type: ignore[misc]
    """Take a passkey away."""

    said = "A passkey was removed from your account."
    success_url = reverse_lazy("mfa_index")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse to take the last away from somebody who needs one."""
        self.object = self.get_object()
        if FactorAdapter().can_delete_authenticator(self.object):
            response: HttpResponse = super().post(request, *args, **kwargs)
            return response
        messages.error(request, LAST_ONE)
        return redirect("mfa_index")


class NamePasskey(Refusing, passkeys.EditWebAuthnView):  # type: ignore[misc]
    """Call a passkey something else."""

    form_class = forms.PasskeyNameForm
    success_url = reverse_lazy("mfa_index")


class NewRecoveryCodes(Changing, recovery.GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new recovery codes; the old ones open nothing any more."""

    said = "New recovery codes were made for your account; the old ones no longer work."


class RecoveryCodes(Refusing, recovery.ViewRecoveryCodesView):  # type: ignore[misc]
    """Show recovery codes, once."""


class SecondStep(Refusing, base.AuthenticateView):  # type: ignore[misc]
    """Go on with a sign-in: a code, a passkey, or a recovery code."""

    form_class = forms.CodeForm
    webauthn_form_class = forms.PasskeyForm

    def form_valid(self, form: Form) -> HttpResponse:
        """Go on; who came by a recovery code is told what is left of them, by mail as well."""
        response: HttpResponse = super().form_valid(form)
        own = getattr(form, "authenticator", None)
        if own is not None and own.type == Authenticator.Type.RECOVERY_CODES:
            own.refresh_from_db(fields=["data"])  # the code was marked in a copy, under a lock
            left = len(own.wrap().get_unused_codes())
            told = f"A recovery code opened your account; {left} left."
            messages.info(self.request, f"{told} {LOST}")
            tell_changed(own.user, told, at=timezone.now())
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the context with what the browser is asked."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        own = Authenticator.objects.filter(user=self.stage.login.user)
        return {
            **context,
            "asked": json.dumps(context["js_data"]),
            "has": set(own.values_list("type", flat=True)),
            "faulty": self.form,
        }


class PasskeyAlone(TakesForms, passkeys.LoginWebAuthnView):  # type: ignore[misc]
    """Sign in with a passkey alone."""

    form_class = forms.PasskeyAloneForm


class CodeAgain(Refusing, base.ReauthenticateView):  # type: ignore[misc]
    """Show by a code that it is still oneself."""

    form_class = forms.CodeAgainForm


class PasskeyAgain(Refusing, passkeys.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Show by a passkey that it is still oneself."""

    form_class = forms.PasskeyAgainForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the context with the form that was sent and what the browser is asked."""
        context = super().get_context_data(**kwargs)
        return {**context, **kwargs, "asked": json.dumps(context["js_data"])}


class PasswordAgain(Refusing, ReauthenticateView):  # type: ignore[misc]
    """Show by the password that it is still oneself."""

    form_class = forms.PasswordAgainForm


add_codes = AddCodes.as_view()
remove_codes = RemoveCodes.as_view()
add_passkey = AddPasskey.as_view()
remove_passkey = RemovePasskey.as_view()
name_passkey = NamePasskey.as_view()
new_recovery_codes = NewRecoveryCodes.as_view()
recovery_codes = RecoveryCodes.as_view()
second_step = SecondStep.as_view()
passkey_alone = PasskeyAlone.as_view()
code_again = CodeAgain.as_view()
passkey_again = PasskeyAgain.as_view()
password_again = PasswordAgain.as_view()
