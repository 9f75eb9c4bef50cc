"""What the forms of a plan's rows have in common: a due date, and why it moves."""

from typing import Any

from django import forms

from governance.forms import RecordForm


class RowForm(RecordForm):
    """The form of a row with a due date; a refused date is said at the reason for it."""

    also = ("why_moved",)
    places = {"Say why the date moves.": "why_moved"}

    why_moved = forms.CharField(
        label="Why the date moves",
        required=False,
        help_text="Needed where the due date is another than before. It is kept with the date.",
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the reason after the row's own fields."""
        super().__init__(*args, **kwargs)
        self.order_fields(["version", "key", *self.edited(), *self.also])
