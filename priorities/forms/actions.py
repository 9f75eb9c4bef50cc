"""The form of an action."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.forms import OrganisationField, date_field
from governance.models import Organisation
from priorities.forms.rows import RowForm
from priorities.models import ActionState


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
    lead = OrganisationField(label="Lead organisation", required=False)
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
        self.fields["lead"].offered = organisations  # type: ignore[attr-defined]
        self.fields["lead"].present = present  # type: ignore[attr-defined]
