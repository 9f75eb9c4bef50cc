"""The forms of nominations: whom to ask until when, who is named, why one is not taken up."""

from datetime import date
from typing import Any

from django import forms

from governance.forms.fields import RecordForm, date_field
from governance.forms.plain import LineField, PlainForm
from governance.http import today


class AskForm(PlainForm):
    """Where the nominating organisation is asked, and until when."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    address = forms.EmailField(
        label="Its address for nominations",
        help_text="One mail goes there, with a link that needs no account.",
        error_messages={"required": "Enter the address at which it is asked"},
    )
    due_on = date_field("Answer by", required=True)

    def clean_due_on(self) -> date:
        """Take no day that is over: nobody could answer by then."""
        due: date = self.cleaned_data["due_on"]
        if due < today():
            raise forms.ValidationError("Enter today, or a day to come")
        return due

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be asked."""
        self.add_error("address" if "address" in sentence else None, sentence)


class NominateForm(RecordForm):
    """Who is named, as the nominating organisation answers."""

    post = LineField(
        label="Their post",
        max_length=200,
        help_text="As “Head teacher, Elm Primary School”. No name is needed.",
        error_messages={"required": "Give the post of the person you name"},
    )
    email = forms.EmailField(
        label="Their e-mail address",
        required=False,
        help_text="They are written to there once they are appointed.",
    )
    words = forms.CharField(
        label="What else should be known",
        required=False,
        max_length=2000,
        help_text="As how long they can stay, or whom you elected as their deputy.",
        widget=forms.Textarea({"rows": 3}),
    )

    def show_theirs(self, version: int) -> None:
        """Let the next sending through, after somebody else's was shown."""
        again: Any = self.data.copy()  # type: ignore[attr-defined]
        again["version"] = str(version)
        self.data = again


class NobodyForm(PlainForm):
    """Why the nominating organisation names nobody."""

    reason = forms.CharField(
        label="Why",
        max_length=1000,
        help_text="As “nobody can spare the time this year”. Whoever asked is told it.",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say why"},
    )


class ReasonForm(PlainForm):
    """Why a nomination is not taken up, or nobody is wanted any more."""

    reason = forms.CharField(
        label="Why",
        max_length=1000,
        help_text="The nominating organisation is told it.",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say why"},
    )
