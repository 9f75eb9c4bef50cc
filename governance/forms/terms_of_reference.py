"""The forms of a board's terms of reference: their text, and the meeting that signed them off."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.forms.choosing import MeetingField
from governance.forms.fields import RecordForm
from governance.models import Meeting


class TermsForm(RecordForm):
    """The text of the terms."""

    text = forms.CharField(
        label="Terms of reference",
        help_text="A line left empty begins a new paragraph.",
        widget=forms.Textarea({"rows": 24}),
        error_messages={"required": "Write the terms"},
    )


class SignOffForm(RecordForm):
    """At which meeting the draft was signed off."""

    places = {
        "Choose a meeting of the board that was held.": "signed_off_in",
        "The version before was signed off after that meeting: choose a later one.": (
            "signed_off_in"
        ),
    }

    signed_off_in = MeetingField(
        Meeting.objects.none(),
        label="Signed off at the meeting of",
        help_text="Meetings of the board that were held. The terms hold from that day.",
        empty_label="Choose the meeting",
        error_messages={"required": "Choose the meeting at which they were signed off"},
    )

    def __init__(self, *args: Any, meetings: "QuerySet[Meeting]", **kwargs: Any) -> None:
        """Offer `meetings`."""
        super().__init__(*args, **kwargs)
        self.fields["signed_off_in"].queryset = meetings  # type: ignore[attr-defined]
