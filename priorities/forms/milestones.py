"""The form of a milestone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from governance.forms import date_field
from governance.forms.conflicts import typed_in
from priorities.models import Milestone

EDITED = ("what", "due_on", "reached_on")
NOT_YET = "That day is still to come: leave it empty until the milestone is reached"


class MilestoneForm(forms.Form):
    """What is to be reached, by when, and the day it was.

    `version`: the version that the person read; `key`: the mark by which a second sending is
    recognised; `seen`: the version whose conflicts the person has chosen between.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
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
            hint = f"Known until now as {known}. Another date typed here is a day."
            self.fields["due_on"].help_text = hint
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"{self[name].auto_id}_helptext"

    def clean_reached_on(self) -> date | None:
        """Return the day it was reached, which is no day to come."""
        reached: date | None = self.cleaned_data["reached_on"]
        if reached is not None and reached > self._on:
            raise forms.ValidationError(NOT_YET)
        return reached

    def only_sent(self) -> None:
        """Ask for no more than what was sent: a page of conflicts sends what is in question."""
        for name in EDITED:
            if name not in self.data:
                del self.fields[name]

    @property
    def values(self) -> dict[str, Any]:
        """The clean values of the row's own fields."""
        return {name: self.cleaned_data[name] for name in EDITED if name in self.fields}


def initial_of(milestone: Milestone) -> dict[str, Any]:
    """Return what the form of a milestone begins with."""
    return {**{name: getattr(milestone, name) for name in EDITED}, "version": milestone.version}


def typed_before(values: Mapping[str, str]) -> dict[str, str]:
    """Return what a draft puts into the form."""
    return typed_in(values, EDITED)
