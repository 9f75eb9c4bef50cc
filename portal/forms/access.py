"""The form of why a person can see something: which address, on which day."""

from django import forms

from governance.forms import PlainForm, date_field


class AccessForm(PlainForm):
    """An address of the portal, and a day."""

    what = forms.CharField(
        label="Address of the page",
        max_length=400,
        help_text="As it stands in the browser.",
        widget=forms.TextInput({"aria-describedby": "id_what_helptext", "autocomplete": "off"}),
        error_messages={"required": "Say which page"},
    )
    on = date_field("On which day", help_text="Empty for today.")
