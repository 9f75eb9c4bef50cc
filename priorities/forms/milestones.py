"""The form of a milestone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from governance.forms import date_field
from governance.forms.fields import IN_PART
from priorities.forms.rows import RowForm

NOT_YET = "That day is still to come: leave it empty until the milestone is reached"


class MilestoneForm(RowForm):
    """What is to be reached, by when, and the day it was."""

    what = forms.CharField(
        label="What is to be reached",
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say what is to be reached"},
    )
    due_on = date_field("By when")
    reached_on = date_field("Reached on")

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        on: date,
        known: str = "",
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Refuse a day after `on` as reached; `known`: the date in words, if only in part."""
        super().__init__(data, auto_id="milestone_%s", initial=dict(initial or {}))
        self._on = on
        if known:
            self.hint("due_on", IN_PART.format(known))

    def clean_reached_on(self) -> date | None:
        """Return the day it was reached, which is no day to come."""
        reached: date | None = self.cleaned_data["reached_on"]
        if reached is not None and reached > self._on:
            raise forms.ValidationError(NOT_YET)
        return reached
