"""The form of another e-mail address."""

from typing import Any

from django import forms

from governance.forms import PlainForm


class AddressForm(PlainForm):
    """The address that is to take the place of the one that stands."""

    address = forms.EmailField(
        label="New e-mail address",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": "Enter the new address",
            "invalid": "Enter an e-mail address, like name@example.org",
        },
    )

    def refuse(self, sentence: Any) -> None:
        """Say at the field why the address cannot be taken."""
        self.add_error("address", str(sentence))
