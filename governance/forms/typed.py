"""Times of day as they are typed: in the browser's own field, or as text where it has none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

# As browsers send it, and as people write it and the portal prints it.
TIMES = [
    "%H:%M",
    "%H:%M:%S",
    "%H.%M",
    "%I%p",
    "%I %p",
    "%I.%M%p",
    "%I.%M %p",
    "%I:%M%p",
    "%I:%M %p",
]


class TimeInput(forms.TimeInput):
    """A time to choose; what was typed and is none stands there as text, to be put right."""

    def __init__(self) -> None:
        """Send and take a time as browsers do."""
        super().__init__({"type": "time"}, format=TIMES[0])

    def format_value(self, value: Any) -> str | None:
        """Return a time as browsers do, however it was written."""
        read = _read(value, TIMES) if isinstance(value, str) else None
        shown: str | None = super().format_value(read or value)
        return shown

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what is drawn: a browser shows nothing where its own field holds no time."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and _read(shown, TIMES[:1]) is None:
            context["widget"]["type"] = "text"
        return context


def _read(text: str, formats: Sequence[str]) -> datetime | None:
    for each in formats:
        try:
            return datetime.strptime(text.strip(), each)  # noqa: DTZ007
        except ValueError:
            continue
    return None
