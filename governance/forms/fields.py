"""Fields and the form of a record: days as people type them, the version that was read."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from governance.forms.plain import PlainForm
from governance.http import DAYS
from governance.models import Record
from governance.periods import PartDate

NO_DATE = {"invalid": "Enter a real date, like 31 December 2013"}
A_DAY = timedelta(days=1)
EARLIEST, FARTHEST = date(1800, 1, 1), date(2199, 12, 31)
TOO_EARLY = "Enter the year in four figures, like 2026"
TOO_FAR = "Enter a date before the year 2200"
IN_PART = "Known until now as {}. Another date typed here is a day."


class DayInput(forms.DateInput):
    """A day to choose; what was typed and is none stands there as text, to be put right."""

    def __init__(self) -> None:
        """Send and take a day as browsers do."""
        super().__init__({"type": "date"}, format=DAYS[0])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what is drawn: a browser shows nothing where its own field holds no day."""
        context = super().get_context(name, value, attrs)
        if not _shows(context["widget"]["value"] or ""):
            context["widget"]["type"] = "text"
        return context


def _shows(typed: str) -> bool:
    """Say whether a browser's field for a day shows what was typed."""
    try:
        return not typed or date.fromisoformat(typed).isoformat() == typed
    except ValueError:
        return False


def date_field(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """Return the field of a day, which may be left empty where it is not `required`."""
    return forms.DateField(help_text=help_text, **_as_day(label, required=required))


def _as_day(label: str, *, required: bool) -> dict[str, Any]:
    return {
        "label": label,
        "required": required,
        "input_formats": DAYS,
        "widget": DayInput(),
        "validators": [
            MinValueValidator(EARLIEST, TOO_EARLY),
            MaxValueValidator(FARTHEST, TOO_FAR),
        ],
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
        typed: date | None = super().to_python(value)
        if typed is not None and typed > FARTHEST:
            raise forms.ValidationError(TOO_FAR)
        return typed and typed + A_DAY

    def prepare_value(self, value: Any) -> Any:
        """Show the last day of a span that is stored."""
        return value - A_DAY if isinstance(value, date) else value


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes of which any may be ticked; they are kept as one text, with commas."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return what was ticked, from a form or from a text with commas."""
        sent = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return [each for text in sent for each in text.split(",") if each]


class TicksField(forms.MultipleChoiceField):
    """Several of a few, held as a list."""

    widget = Ticks

    def prepare_value(self, value: Any) -> Any:
        """Tick what a draft kept, too."""
        return [each for each in value.split(",") if each] if isinstance(value, str) else value


class RecordForm(PlainForm):
    """The form of a record that several may edit at once.

    `version`: the version that the person read; `key`: the mark by which a second sending is
    recognised. `also` names the fields that are no columns of the record, `places` the field at
    which a sentence of refusal belongs, `falls_to` that of any other.
    """

    also: ClassVar[Sequence[str]] = ()
    falls_to: ClassVar[str] = ""
    places: ClassVar[Mapping[str, str]] = {}

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Tie hints to their fields and leave typing to the person."""
        super().__init__(*args, **kwargs)
        self._given: Collection[str] | None = None
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            if field.help_text:
                self.hint(name, str(field.help_text))

    def hint(self, name: str, words: str) -> None:
        """Say `words` beside a field."""
        self.fields[name].help_text = self[name].help_text = words
        self.fields[name].widget.attrs["aria-describedby"] = f"{self[name].auto_id}_helptext"

    def say_what_is_known(self, row: Any) -> None:
        """Say beside the days of a span which of them are known only in part."""
        ends = PartDate.ending(row.ends_on, row.ends_known or "day") if row.ends_on else None
        begins = PartDate(row.starts_on, row.starts_known or "day") if row.starts_on else None
        for name, known in (("starts_on", begins), ("ends_on", ends)):
            if name in self.fields and known and known.precision != "day":
                self.hint(name, IN_PART.format(known.printed))

    @classmethod
    def edited(cls) -> tuple[str, ...]:
        """Return the names of the fields that are columns of the record."""
        return tuple(n for n in cls.base_fields if n not in {"version", "key", *cls.also})

    @classmethod
    def initial_of(cls, row: Record) -> dict[str, Any]:
        """Return what the form of `row` begins with; words as others read them."""
        values = {name: getattr(row, f"{name}_shown", getattr(row, name)) for name in cls.edited()}
        return {**values, "version": row.version}

    @classmethod
    def begins_with(cls, row: Record) -> dict[str, Any]:
        """Return what a page shows first: of hidden words nothing, so that none are saved anew.

        Words are hidden where the row shows others than it holds.
        """
        begun = cls.initial_of(row)
        stored = {
            name: getattr(row, name) for name in cls.edited() if hasattr(row, f"{name}_shown")
        }
        return {**begun, **{name: "" for name, words in stored.items() if begun[name] != words}}

    @property
    def values(self) -> dict[str, Any]:
        """The clean values of the record's own columns."""
        names = (name for name in self.edited() if name in self.fields)
        return {name: self.cleaned_data[name] for name in names if self._is_given(name)}

    def only_given(self, names: Collection[str]) -> None:
        """Write only the fields that were sent: the others are judged, as they stand, with them.

        A page of conflicts sends what is in question, and what only this person changed.
        """
        self._given = frozenset(names)

    def _is_given(self, name: str) -> bool:
        return self._given is None or name in self._given

    def refuse(self, sentence: str) -> None:
        """Say at its place why the domain refuses."""
        place = self.places.get(sentence, self.falls_to)
        self.add_error(place if place in self.fields else None, sentence)
