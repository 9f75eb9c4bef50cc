"""The form of a reply: whether a place comes, and who comes in its place."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.forms.agenda import PersonField
from governance.forms.plain import PlainForm
from governance.models import Attendance, User

AFAR = "afar"
CHOICES = [
    (Attendance.Reply.COMING.value, "Coming"),
    (AFAR, "Coming, remotely"),
    (Attendance.Reply.APOLOGIES.value, "Apologies"),
    (Attendance.Reply.DEPUTY.value, "A deputy comes"),
]


class ReplyForm(PlainForm):
    """Whether a place comes; a deputy is a person of the organisation or a post."""

    place = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reply = forms.ChoiceField(
        label="What is the reply?",
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reply"},
    )
    deputy = PersonField(
        User.objects.none(), label="Who comes instead", required=False, empty_label="Choose a post"
    )
    deputy_called = forms.CharField(
        label="Or the post of somebody who is not listed",
        required=False,
        max_length=200,
        help_text="They get no account. Somebody listed reads the papers of this meeting.",
    )
    deputy_afar = forms.BooleanField(label="The deputy takes part remotely", required=False)

    def __init__(
        self, *args: Any, people: "QuerySet[User]", may_be_afar: bool, **kwargs: Any
    ) -> None:
        """Offer `people` as deputies; taking part remotely only where the meeting provides it."""
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = people  # type: ignore[attr-defined]
        if not may_be_afar:
            offered = [each for each in CHOICES if each[0] != AFAR]
            self.fields["reply"].choices = offered  # type: ignore[attr-defined]
            del self.fields["deputy_afar"]

    def clean(self) -> dict[str, Any]:
        """Ask who comes instead; forget it where nobody does."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("reply") != Attendance.Reply.DEPUTY:
            return {**said, "deputy": None, "deputy_called": "", "deputy_afar": False}
        if said.get("deputy") and said.get("deputy_called"):
            self.add_error("deputy_called", "Name a person or a post, not both")
        elif not said.get("deputy") and not said.get("deputy_called") and not self.errors:
            self.add_error("deputy", "Say who comes instead")
        return said
