"""The second step's forms: the library's own, in our words; each code opens once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from portal.forms.accounts import say

USED = "This code was used already. Wait for the next one."
NO_PASSKEY = "Your device did not give a passkey that belongs here. Try again."
NAME_HINT = "So that you know it again: work laptop, own phone."
ALONE = "Sign in with it alone, without a password"
LONGEST_NAME = 60


class Once:
    """Takes a code once, in whichever form, for as long as its moment lasts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what the library gives."""
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        say(field, "Code", needed="Type the code", hint=self.hint)
        field.widget.attrs.update(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        )

    hint = "Six figures from the app on your phone, or one of your recovery codes."

    def clean_code(self) -> str:
        """Return the code.

        :raises ValidationError: it is not the code of this moment, or was used before
        """
        code: str = super().clean_code()  # type: ignore[misc]
        moments = 2 * app_settings.TOTP_TOLERANCE + 1
        key = f"code-of-{self.user.pk}-{normalize_user_code(code)}"  # type: ignore[attr-defined]
        if not cache.add(key, "used", timeout=moments * app_settings.TOTP_PERIOD):
            raise ValidationError(USED, code="used")
        return code


class CodeForm(Once, AuthenticateForm):  # type: ignore[misc]
    """The code with which a sign-in goes on."""


class CodeAgainForm(Once, ReauthenticateForm):  # type: ignore[misc]
    """The code with which somebody signed in shows again that it is them."""


class FirstCodeForm(Once, ActivateTOTPForm):  # type: ignore[misc]
    """The first code, which shows that the app was set up."""

    hint = "Six figures. The app shows new ones every half minute."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep the secret that this session was shown before.

        The library makes a new one for each look, and phones load a page anew that one comes
        back to from the app: the codes of the app would never be those of the page.
        """
        shown = context.request.session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if shown:
            self.secret = context.request.session[SECRET_SESSION_KEY] = shown


class PasswordAgainForm(PasswordForm):  # type: ignore[misc]
    """The password with which somebody signed in shows again that it is them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what the library gives."""
        super().__init__(*args, **kwargs)
        say(self.fields["password"], "Password", needed="Enter your password")


@contextmanager
def passkey_in_words() -> Iterator[None]:
    """Say of any passkey that is not taken the same sentence, also of what is none."""
    try:
        yield
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as fault:
        is_ours = isinstance(fault, ValidationError) and fault.code != "incorrect_code"
        raise fault if is_ours else ValidationError(NO_PASSKEY, code="passkey") from fault


class _Given:
    """The passkey that the browser's script puts into the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what the library gives."""
        super().__init__(*args, **kwargs)
        errors = {"required": NO_PASSKEY, "invalid": NO_PASSKEY}
        self.fields["credential"].error_messages.update(errors)  # type: ignore[attr-defined]

    def clean_credential(self) -> Any:
        """Return whose passkey it is.

        :raises ValidationError: it is nobody's here, or none at all
        """
        with passkey_in_words():
            return super().clean_credential()  # type: ignore[misc]


class PasskeyForm(_Given, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The passkey with which a sign-in goes on."""


class PasskeyAgainForm(_Given, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The passkey with which somebody signed in shows again that it is them."""


class PasskeyAloneForm(_Given, LoginWebAuthnForm):  # type: ignore[misc]
    """The passkey that opens without a password."""


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: its name, and whether it opens alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what the library gives."""
        kwargs["initial"] = {"passwordless": True, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        say(self.fields["name"], "Name", needed="Give it a name", hint=NAME_HINT)
        self.fields["name"].widget.attrs.update({"maxlength": LONGEST_NAME, "autocomplete": "off"})
        self.fields["passwordless"].label = ALONE
        self.fields["credential"].error_messages.update(
            {"required": NO_PASSKEY, "invalid": NO_PASSKEY}
        )

    def clean(self) -> dict[str, Any]:
        """Return what was given.

        :raises ValidationError: no passkey, or one that was made for another page
        """
        with passkey_in_words():
            cleaned: dict[str, Any] = super().clean()
            return cleaned

    def clean_name(self) -> str:
        """Return the name, cut to what fits a line."""
        name: str = super().clean_name()
        return name[:LONGEST_NAME]


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what the library gives."""
        super().__init__(*args, **kwargs)
        say(self.fields["name"], "Name", needed="Give it a name", hint=NAME_HINT)
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_NAME
        self.fields["name"].validators.append(MaxLengthValidator(LONGEST_NAME))
