"""Fields and the form of a record: days as people type them, the version that was read."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from governance.http import DAYS
from governance.models import Record

NO_DATE = {"invalid": "Enter a real date, like 31 December 2013"}
A_DAY = timedelta(days=1)


def date_field(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """Return the field of a day, which may be left empty where it is not `required`."""
    return forms.DateField(help_text=help_text, **_as_day(label, required=required))


def _as_day(label: str, *, required: bool) -> dict[str, Any]:
    return {
        "label": label,
        "required": required,
        "input_formats": DAYS,
        "widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        "error_messages": {**NO_DATE, "required": "Enter a date"},
    }


class LastDayField(forms.DateField):
    """The last day of a span, as people say it; the value is the day after, as it is stored."""

    def __init__(self, label: str, *, required: bool = False, help_text: str = "") -> None:
        """Begin as any other field of a day."""
        super().__init__(help_text=help_text, **_as_day(label, required=required))

    def to_python(self, value: Any) -> date | None:
        """Return the day after the one typed; a stored day stays as it is."""
        if isinstance(value, date):
            return value
        typed = super().to_python(value)
        return typed and typed + A_DAY

    def prepare_value(self, value: Any) -> Any:
        """Show the last day of a span that is stored."""
        return value - A_DAY if isinstance(value, date) else value


class RecordForm(forms.Form):
    """The form of a record that several may edit at once.

    `version`: the version that the person read; `key`: the mark by which a second sending is
    recognised. `also` names the fields that are no columns of the record, `places` the field at
    which a sentence of refusal belongs.
    """

    also: ClassVar[Sequence[str]] = ()
    places: ClassVar[Mapping[str, str]] = {}

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Tie hints to their fields and leave typing to the person."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"{self[name].auto_id}_helptext"

    @classmethod
    def edited(cls) -> tuple[str, ...]:
        """Return the names of the fields that are columns of the record."""
        return tuple(n for n in cls.base_fields if n not in {"version", "key", *cls.also})

    @classmethod
    def initial_of(cls, row: Record) -> dict[str, Any]:
        """Return what the form of `row` begins with."""
        values = {name: getattr(row, name) for name in cls.edited()}
        return {**values, "version": row.version}

    @property
    def values(self) -> dict[str, Any]:
        """The clean values of the record's own columns."""
        return {name: self.cleaned_data[name] for name in self.edited() if name in self.fields}

    def only_sent(self) -> None:
        """Ask for no more than what was sent: a page of conflicts sends what is in question."""
        for name in self.edited():
            if name not in self.data:
                del self.fields[name]

    def refuse(self, sentence: str) -> None:
        """Say at its place why the domain refuses."""
        place = self.places.get(sentence)
        self.add_error(place if place in self.fields else None, sentence)
