"""The form of an action."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.forms import NamedField, date_field
from governance.models import Organisation
from priorities.forms.rows import RowForm
from priorities.models import ActionState


class LeadField(NamedField):
    """Which organisation leads; the present lead is not looked up again."""

    present: Organisation | None = None

    def to_python(self, value: Any) -> Any:
        """Return the organisation chosen."""
        if self.present is not None and str(value) == str(self.present.pk):
            return self.present
        return super().to_python(value)


class ActionForm(RowForm):
    """What an action says, how it stands, and the reasons for a worse state or a new date."""

    places = {
        **RowForm.places,
        "Say why it worsened.": "state_reason",
        "Say why it is at risk or off track.": "state_reason",
        "An action is not due before it starts.": "due_on",
    }

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
