"""The form of planned business."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.forms import MeetingField, RecordForm, date_field
from governance.forms.minutes import PersonField
from governance.forms.new_board import capital_choices
from governance.forms.questions import words
from governance.models import AgendaItem, Meeting, Subject, User, WorkProgrammeItem


class PlannedForm(RecordForm):
    """What business is planned, for when, and who brings it."""

    title = forms.CharField(
        label="Business", max_length=200, error_messages={"required": "Say what the business is"}
    )
    kind = forms.ChoiceField(label="Kind", choices=capital_choices(WorkProgrammeItem.Kind.choices))
    purpose = forms.ChoiceField(
        label="Purpose", choices=capital_choices(AgendaItem.Purpose.choices)
    )
    meeting = MeetingField(
        Meeting.objects.none(),
        label="For the meeting",
        required=False,
        empty_label="No meeting yet",
    )
    due_on = date_field("Or about when", help_text="Where no meeting is named.")
    lead = PersonField(
        User.objects.none(), label="Who brings it", required=False, empty_label="Nobody yet"
    )
    subject = forms.ModelChoiceField(
        Subject.objects.none(), label="About", required=False, empty_label="Nothing of the portal"
    )
    note = words("Note", rows=2)
    dropped_because = words(
        "If it is dropped: why",
        rows=2,
        help_text="Left empty it stays planned.",
    )

    def __init__(
        self,
        *args: Any,
        meetings: "QuerySet[Meeting]",
        people: "QuerySet[User]",
        subjects: "QuerySet[Subject]",
        **kwargs: Any,
    ) -> None:
        """Offer `meetings` to plan for, `people` to bring it, `subjects` it may be about."""
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]
        self.fields["lead"].queryset = people  # type: ignore[attr-defined]
        self.fields["subject"].queryset = subjects  # type: ignore[attr-defined]
