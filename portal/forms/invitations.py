"""What somebody invited chooses: a password, or a passkey."""

from typing import Any

from allauth.account.forms import SetPasswordForm
from allauth.mfa.webauthn.forms import SignupWebAuthnForm

from portal.forms.accounts import say_new
from portal.forms.factors import NO_PASSKEY, passkey_in_words


class FirstPasswordForm(SetPasswordForm):  # type: ignore[misc]
    """The first password of an account, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what the library gives."""
        super().__init__(*args, **kwargs)
        say_new(self, "Password")


class FirstPasskeyForm(SignupWebAuthnForm):  # type: ignore[misc]
    """A passkey in the place of the first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what the library gives."""
        super().__init__(*args, **kwargs)
        errors = {"required": NO_PASSKEY, "invalid": NO_PASSKEY}
        self.fields["credential"].error_messages.update(errors)

    def clean(self) -> dict[str, Any]:
        """Return what was given.

        :raises ValidationError: no passkey, or one that was made for another page
        """
        with passkey_in_words():
            cleaned: dict[str, Any] = super().clean()
            return cleaned
