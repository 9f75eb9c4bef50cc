"""One figure as an officer types it: its period, how much or why not, where it is from."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from governance.editing import Conflict, StaleEdit
from governance.forms import PlainForm
from governance.models import Source
from governance.periods import Period, parse_period
from impact.models import Measure, Observation, Symbol

EXAMPLE = "Write the figure as a number, like 12.5"
WHOLE_DIGITS, DECIMALS = 12, 8  # what the column holds
OFFICIAL, RECORDS = Source.Kind.OFFICIAL.value, Source.Kind.RECORDS.value
# Where on the form a refusal of the domain belongs.
PLACES = {"There is a figure for that period already.": "period", "Say why it changes.": "reason"}


class FigureForm(PlainForm):
    """A figure with its period and source; of one that is there the period stays.

    `version`: the version that the person read, of a figure that is changed.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    period = forms.CharField(
        label="Period",
        max_length=60,
        help_text="A year like 2024/25, a quarter like 2024-25 Q1, or a month like June 2024.",
        error_messages={"required": "Say for which period"},
    )
    value = forms.CharField(label="Figure", max_length=40, required=False)
    symbol = forms.ChoiceField(
        label="Or why there is none",
        choices=[("", "There is a figure"), *Symbol.choices],
        required=False,
    )
    state = forms.ChoiceField(
        label="How certain it is",
        choices=Observation.State.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is provisional or final"},
    )
    kind = forms.ChoiceField(
        label="Where it is from",
        choices=[(OFFICIAL, "An official publication"), (RECORDS, "A partner’s own records")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it is from"},
    )
    named = forms.CharField(
        label="Which one",
        max_length=200,
        help_text="Publisher, title and table; or whose records, and the day they were read.",
        error_messages={"required": "Name the publication or the records"},
    )
    reason = forms.CharField(
        label="Why it changes",
        max_length=300,
        help_text="Kept beside the figure as it was.",
        error_messages={"required": "Say why it changes"},
    )

    def __init__(
        self,
        *args: Any,
        measure: Measure,
        today: date,
        figure: Observation | None = None,
        **kwargs: Any,
    ) -> None:
        """Ask for a new figure of `measure`, or for what changes in `figure`."""
        super().__init__(*args, **kwargs)
        self._measure, self._today = measure, today
        self.fields["value"].help_text = measure.unit
        del self.fields["reason" if figure is None else "period"]
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            if field.help_text and not isinstance(field.widget, forms.RadioSelect):
                field.widget.attrs["aria-describedby"] = f"id_{name}_helptext"

    def clean_period(self) -> Period:
        """Read the period as people write it; none that has not begun."""
        try:
            period = parse_period(self.cleaned_data["period"], self._measure.year_type)
        except ValueError as reason:
            raise forms.ValidationError(str(reason)) from reason
        if period.starts_on > self._today:
            raise forms.ValidationError(f"{period.label} has not begun yet.")
        return period

    def clean_value(self) -> Decimal | None:
        """Read a number as people write it: with commas, or the measure's own per cent sign."""
        text = self.cleaned_data["value"].replace(",", "").replace("−", "-").strip()
        if self._measure.unit == "%":
            text = text.removesuffix("%").strip()
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation as reason:
            raise forms.ValidationError(EXAMPLE) from reason
        if not value.is_finite():
            raise forms.ValidationError(EXAMPLE)
        if value.adjusted() >= WHOLE_DIGITS or -int(value.as_tuple().exponent) > DECIMALS:
            raise forms.ValidationError("Write at most 12 digits, and 8 after the point.")
        return value

    def clean(self) -> dict[str, Any]:
        """Want a figure or a symbol, never both."""
        said = super().clean() or {}
        if {"value", "symbol"} <= said.keys():
            is_number, is_symbol = said["value"] is not None, bool(said["symbol"])
            if is_number and is_symbol:
                self.add_error("symbol", "Give a figure or a symbol, not both.")
            if not is_number and not is_symbol:
                self.add_error("value", "Write the figure, or choose why there is none")
        return said

    @property
    def values(self) -> dict[str, Any]:
        """The clean values of the figure's own columns."""
        return {name: self.cleaned_data[name] for name in ("value", "symbol", "state")}

    @property
    def origin(self) -> tuple[Source.Kind, str]:
        """What kind of source it is from, and its name."""
        return Source.Kind(self.cleaned_data["kind"]), self.cleaned_data["named"]

    def refuse(self, sentence: str) -> None:
        """Say at its place why the domain refuses."""
        place = PLACES.get(sentence)
        self.add_error(place if place in self.fields else None, sentence)

    def show_theirs(self, stale: StaleEdit, by: str) -> None:
        """Keep what was typed, say what was saved first, and let the next save through."""
        for each in stale.conflicts:
            place = each.name if each.name in self.fields else "named"
            self.add_error(place, f"{by} saved meanwhile: {_shown(stale.row, each)}")
        self.data = {**self.data.dict(), "version": str(stale.row.version)}  # type: ignore[attr-defined]


def _shown(row: Any, conflict: Conflict) -> str:
    """Return in words what somebody else saved in a column."""
    theirs = row.source if conflict.name == "source" else conflict.theirs_shown
    if isinstance(theirs, Decimal):
        return _plain(theirs)
    return str(theirs) if theirs else "nothing"


def _plain(value: Decimal) -> str:
    """Write a number as it was typed: 28.1, not 28.10000000."""
    return f"{value.normalize():f}"


def initial_of(figure: Observation) -> dict[str, Any]:
    """Return what the form of a figure begins with."""
    source = figure.source
    known = source is not None and source.kind in {OFFICIAL, RECORDS}
    named = (source.file_name or source.place) if source and known else ""
    return {
        "version": figure.version,
        "value": "" if figure.value is None else _plain(figure.value),
        "symbol": figure.symbol,
        "state": figure.state,
        "kind": source.kind if source and known else "",
        "named": named,
    }
