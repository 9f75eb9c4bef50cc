"""Which meetings the register shows, and how it is put together."""

from typing import Any

from django import forms

from governance.forms.fields import date_field
from governance.forms.plain import PlainForm
from governance.periods import DayShown

SEAT, ORGANISATION = "seat", "organisation"


class WindowForm(PlainForm):
    """From which day to which, and a line for each seat or each organisation."""

    since = date_field("From", help_text="Empty for the last twelve meetings.")
    as_at = date_field("Up to")
    by = forms.ChoiceField(
        label="A line for each",
        choices=[(SEAT, "Seat"), (ORGANISATION, "Organisation")],
        required=False,
    )

    def __init__(self, data: Any, *, day: DayShown) -> None:
        """Take what the address says; `day`: up to which day the page shows."""
        super().__init__({"by": SEAT, **data, "as_at": day.on})
        self._day = day

    def clean(self) -> dict[str, Any]:
        """Refuse a window that ends before it begins."""
        asked = super().clean() or {}
        since = asked.get("since")
        if since and since > self._day.on:
            self.add_error("since", "The first day comes after the last.")
            asked["since"] = None
        return asked
