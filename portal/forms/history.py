"""Choosing changes of the history: kind of record, person by post, span of days."""

from collections.abc import Iterable
from typing import Any

from django import forms

from governance.forms import PlainForm
from governance.forms.fields import DayInput
from governance.http import DAYS


class HistoryForm(PlainForm):
    """What narrows the history; everything may be left empty."""

    kind = forms.ChoiceField(label="Kind of record", required=False)
    who = forms.CharField(label="Who, by post", required=False, max_length=200)
    first = forms.DateField(label="From", required=False, input_formats=DAYS)
    last = forms.DateField(label="Until", required=False, input_formats=DAYS)

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], **options: Any) -> None:
        """Offer the `kinds` that the person may read, as code and words."""
        super().__init__(*args, **options)
        field: Any = self.fields["kind"]
        field.choices = [("", "All of them"), *kinds]
        for name in ("first", "last"):
            day = self.fields[name]
            day.error_messages["invalid"] = "Enter a real date, like 31 December 2013"
            day.widget = DayInput()

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", "The span ends before it begins: choose a later day.")
        return given
