"""The account pages' forms: the library's own, in our words."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django import forms

EMAIL_EXAMPLE = "Write your e-mail address like name@example.org"
NEW_HINT = "At least 12 characters. Four words that you can remember make a good one."


def say(field: forms.Field, label: str, *, needed: str, hint: str = "") -> None:
    """Give a field of the library its label, its hint and the sentence for an empty answer."""
    field.label = label
    field.help_text = hint
    field.error_messages["required"] = needed
    field.widget.attrs.pop("placeholder", None)


def say_email(field: forms.Field, *, autocomplete: str) -> None:
    """Give a field for an e-mail address its label and its sentences."""
    say(field, "E-mail address", needed="Enter your e-mail address")
    field.error_messages["invalid"] = EMAIL_EXAMPLE
    field.widget.attrs.update({"autocomplete": autocomplete, "spellcheck": "false"})


def say_new(form: forms.Form, what: str = "New password") -> None:
    """Give the two fields of a password to choose their labels."""
    first, second = form.fields["password1"], form.fields["password2"]
    named = what.lower()
    say(first, what, needed=f"Enter a {named}", hint=NEW_HINT)
    say(second, f"{what} again", needed=f"Enter the {named} a second time")


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what the library gives."""
        super().__init__(*args, **kwargs)
        say_email(self.fields["login"], autocomplete="username")
        say(self.fields["password"], "Password", needed="Enter your password")


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """The address to which a link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what the library gives."""
        super().__init__(*args, **kwargs)
        say_email(self.fields["email"], autocomplete="username")


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice, behind the link of the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what the library gives."""
        super().__init__(*args, **kwargs)
        say_new(self)


class ChangedPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The old password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what the library gives."""
        super().__init__(*args, **kwargs)
        say(self.fields["oldpassword"], "Old password", needed="Enter your old password")
        say_new(self)
