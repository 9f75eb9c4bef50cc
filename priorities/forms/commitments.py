"""The forms of commitments: what an organisation is asked for, and its answer."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.forms import OrganisationField, PlainForm, RecordForm
from governance.models import Organisation
from priorities.models import Commitment

ACCEPTED, AMENDED = Commitment.State.ACCEPTED, Commitment.State.AMENDED
ANSWERS = (
    (ACCEPTED.value, "Accept it as asked"),
    (AMENDED.value, "Accept it with another part"),
    (Commitment.State.DECLINED.value, "Decline it"),
)


class AskForm(PlainForm):
    """Whom to ask for what part in an action."""

    organisation = OrganisationField(
        label="Organisation",
        help_text="Its name, or a part of it.",
        error_messages={"required": "Choose an organisation"},
    )
    part = forms.CharField(
        label="Its part",
        help_text="What you ask of it, in a sentence or two.",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what its part is"},
    )

    def __init__(self, *args: Any, organisations: "QuerySet[Organisation]", **kwargs: Any) -> None:
        """Offer `organisations` to be asked."""
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offered = organisations  # type: ignore[attr-defined]


class PartForm(RecordForm):
    """An organisation's answer for its part."""

    places = {"Say why it is declined or amended.": "reason"}

    state = forms.ChoiceField(
        label="Your answer",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer"},
    )
    part = forms.CharField(label="Your part", required=False, widget=forms.Textarea({"rows": 3}))
    reason = forms.CharField(
        label="Why",
        required=False,
        help_text="Needed where you decline, or offer another part.",
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason, and for the other part, where the answer needs them."""
        answer = super().clean() or {}
        if answer.get("state") not in {None, ACCEPTED} and not answer.get("reason"):
            self.add_error("reason", "Say why it is declined or amended.")
        if answer.get("state") == AMENDED and not answer.get("part"):
            self.add_error("part", "Say what your part will be")
        return answer
