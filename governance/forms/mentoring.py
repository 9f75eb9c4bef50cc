"""The forms of mentoring: who helps whom into which seat, and what the two write down."""

from typing import Any

from django import forms

from governance.forms.fields import LastDayField, RecordForm, date_field
from governance.forms.persons import PersonField
from governance.models import Seat, User


def _notes() -> forms.CharField:
    return forms.CharField(
        label="Notes",
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 8}),
        help_text="Read by the two and by the membership administrator, and by nobody else.",
    )


class MentoringForm(RecordForm):
    """Who is helped, in which seat, from when until when."""

    also = ("successor", "seat")
    places = {
        "It must end after it starts.": "ends_on",
        "Nobody is their own mentor.": "successor",
        "This mentoring is recorded already.": "successor",
    }

    successor = PersonField(
        label="Who comes next",
        help_text="The post or e-mail address of who is helped.",
        error_messages={"required": "Name who is helped"},
    )
    seat = forms.ModelChoiceField(
        Seat.objects.none(),
        label="Seat",
        empty_label=None,
        error_messages={"required": "Choose the seat"},
    )
    starts_on = date_field("First day", required=True)
    ends_on = LastDayField("Last day", help_text="Empty: it has no end yet.")
    notes = _notes()

    def __init__(self, *args: Any, mentor: User, **kwargs: Any) -> None:
        """Offer the seats that the mentor holds or held."""
        super().__init__(*args, **kwargs)
        held = Seat.objects.filter(appointments__holder=mentor).select_related("board").distinct()
        field = self.fields["seat"]
        field.queryset = held.order_by("board__name", "order", "pk")  # type: ignore[attr-defined]
        field.label_from_instance = lambda seat: f"{seat.title}, {seat.board}"  # type: ignore[attr-defined]


class MentoringDatesForm(RecordForm):
    """What the administrator changes of a mentoring."""

    places = {"It must end after it starts.": "ends_on"}

    starts_on = date_field("First day", required=True)
    ends_on = LastDayField("Last day", help_text="Empty: it has no end yet.")
    notes = _notes()


class NotesForm(RecordForm):
    """What the two write down."""

    notes = _notes()
