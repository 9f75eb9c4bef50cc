"""The form of an action."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.forms import NamedField, date_field
from governance.forms.conflicts import typed_in
from governance.models import Organisation
from priorities.models import ActionState, DeliveryAction

EDITED = ("title", "outcome", "lead", "state", "state_reason", "starts_on", "due_on")
# Where on the form a refusal of the domain belongs.
PLACES = {
    "Say why it worsened.": "state_reason",
    "Say why it is at risk or off track.": "state_reason",
    "Say why the date moves.": "why_moved",
    "An action is not due before it starts.": "due_on",
}


class LeadField(NamedField):
    """Which organisation leads; the present lead is not looked up again."""

    present: Organisation | None = None

    def to_python(self, value: Any) -> Any:
        """Return the organisation chosen."""
        if self.present is not None and str(value) == str(self.present.pk):
            return self.present
        return super().to_python(value)


class ActionForm(forms.Form):
    """What an action says, how it stands, and the reasons for a worse state or a new date.

    `version`: the version that the person read; `key`: the mark by which a second sending is
    recognised; `seen`: the version whose conflicts the person has chosen between.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    title = forms.CharField(
        label="What will be done",
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say what will be done"},
    )
    outcome = forms.CharField(
        label="Expected outcome", required=False, widget=forms.Textarea({"rows": 2})
    )
    state = forms.ChoiceField(
        label="State",
        choices=ActionState.choices,
        error_messages={"required": "Choose a state"},
    )
    state_reason = forms.CharField(
        label="Why it worsened",
        required=False,
        help_text="Needed where the state is worse than before. It is printed in the report.",
        widget=forms.Textarea({"rows": 2}),
    )
    lead = LeadField(
        Organisation.objects.none(),
        label="Lead organisation",
        required=False,
        empty_label="None yet",
    )
    starts_on = date_field("Starts")
    due_on = date_field("Due")
    why_moved = forms.CharField(
        label="Why the date moves",
        required=False,
        help_text="Needed where the due date is another than before. It is kept with the date.",
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        organisations: "QuerySet[Organisation]",
        present: Organisation | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer `organisations` as leads; `present` leads now."""
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["lead"].present = present  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_helptext"

    def only_sent(self) -> None:
        """Ask for no more than what was sent: a page of conflicts sends what is in question."""
        for name in EDITED:
            if name not in self.data:
                del self.fields[name]

    @property
    def values(self) -> dict[str, Any]:
        """The clean values of the row's own fields."""
        return {name: self.cleaned_data[name] for name in EDITED if name in self.fields}

    def refuse(self, sentence: str) -> None:
        """Say at its place why the domain refuses."""
        place = PLACES.get(sentence)
        self.add_error(place if place in self.fields else None, sentence)


def initial_of(action: DeliveryAction) -> dict[str, Any]:
    """Return what the form of an action begins with."""
    values = {name: getattr(action, name) for name in EDITED}
    return {**values, "version": action.version}


def typed_before(values: Mapping[str, str]) -> dict[str, str]:
    """Return what a draft puts into the form."""
    return typed_in(values, EDITED, also=("why_moved",))
