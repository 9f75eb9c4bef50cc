"""What an administrator says who asks for a reset: of whom, and how they know them."""

from typing import Any

from django import forms

from governance.forms import PlainForm
from governance.models import User
from portal.forms.accounts import say, say_email

KNOWN_HINT = "You rang them on a number you had before; you met them. A mail alone is not enough."


class ResetForm(PlainForm):
    """Whose second step is lost, and how it was made sure that it is them."""

    email = forms.EmailField(max_length=254)
    how_known = forms.CharField(max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what forms take."""
        super().__init__(*args, **kwargs)
        say_email(self.fields["email"], autocomplete="off")
        self.fields["email"].label = "E-mail address of the person"
        self.fields["email"].error_messages |= {
            "required": "Enter the person’s e-mail address",
            "invalid": "Write the e-mail address like name@example.org",
        }
        say(
            self.fields["how_known"],
            "How do you know that it is them?",
            needed="Say how you know that it is them",
            hint=KNOWN_HINT,
        )

    def clean_email(self) -> User:
        """Return the person with that address.

        :raises ValidationError: there is none
        """
        person = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if person is None:
            raise forms.ValidationError("Nobody here has that address.")
        return person
