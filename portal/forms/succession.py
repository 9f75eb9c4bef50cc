"""The form by which a board closes: its last day, and who follows."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from governance.forms import LastDayField, PlainForm, TicksField, date_field
from governance.models import Board

A_DAY = timedelta(days=1)
LATER = "Give a day after the last day of the board"


class ClosingForm(PlainForm):
    """The last day of a board, and which boards follow it."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    ends_on = LastDayField(
        "Last day",
        required=True,
        help_text="Today or a day past: it is done at once. A day to come: it is agreed now,"
        " and done by itself when that day is over.",
    )
    successors = TicksField(
        label="Which boards follow it",
        help_text="One or several. Below you say which of them takes what.",
        error_messages={"required": "Choose which board follows it"},
    )
    papers_first_until = date_field(
        "Papers go to the successor first until", help_text="Left empty: no such time."
    )
    attendance_until = date_field(
        "Its members sit with who follows until",
        help_text="As standing invitees, without a vote. Left empty: no such time.",
    )

    def __init__(self, *args: Any, boards: Sequence[Board], **options: Any) -> None:
        """Offer `boards` to follow."""
        super().__init__(*args, **options)
        self._boards = boards
        offered: Any = self.fields["successors"]
        offered.choices = [(str(each.pk), each.name) for each in boards]
        for name, each in self.fields.items():
            each.widget.attrs.setdefault("autocomplete", "off")
            if each.help_text:
                each.widget.attrs["aria-describedby"] = f"id_{name}_helptext"

    def clean(self) -> dict[str, Any]:
        """Refuse an end of what never began, and who does not follow because it is closed."""
        values = self.cleaned_data
        ends_on = values.get("ends_on")
        if ends_on is None:
            return values
        for name in ("papers_first_until", "attendance_until"):
            if values.get(name) and values[name] < ends_on:
                self.add_error(name, LATER)
        for each in self._boards:
            if str(each.pk) in values.get("successors", ()) and not each.is_open(ends_on):
                self.add_error("successors", f"{each} is not at work then: choose who is")
        return values

    @property
    def is_ahead(self) -> bool:
        """Whether the last day is to come, so that it is agreed now and done then."""
        ends_on: date = self.cleaned_data["ends_on"]
        return ends_on > timezone.localdate() + A_DAY
