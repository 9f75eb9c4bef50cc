"""The forms of a paper: what it is to be, its head, one section, and whose text stays."""

from collections.abc import Mapping
from typing import Any

from django import forms

from governance.editing import StaleEdit
from governance.forms import PlainForm, RecordForm, TicksField
from governance.forms.conflicts import Question, Questions, differing
from governance.models import Record
from portal.changes.clearing import Cleared, as_kept
from portal.forms.reports import PeriodForm
from portal.models import Report, ReportClearance, ReportFormat
from portal.reports.formats import CHOSEN, Format, FormatSection
from portal.reports.markup import LONGEST

FACTS = {
    "priorities": "Priorities and what their sponsors reported",
    "plan": "Delivery plans",
    "measures": "Measures",
    "membership": "Membership",
    "engagement": "What we heard and what changed",
    "tracker": "Plans the board follows, theme by theme",
    "attendance": "Attendance",
}
READ_FROM = "Read from the records as they stand. A format prints those that it has a place for."
DATES = ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"]


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DATES,
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Write the date like 31/10/2026"},
        **options,
    )


def _sources() -> TicksField:
    return TicksField(
        label="Facts of the board that are put in",
        choices=[(name, FACTS[name]) for name in CHOSEN],
        required=False,
    )


class BeginForm(PeriodForm):
    """Which paper is to be written: of which format, board and period, and what is put in."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        help_text="What the paper is about, in a few words.",
        error_messages={"required": "Give the paper a title"},
    )
    format = forms.ModelChoiceField(
        ReportFormat.objects.none(),
        to_field_name="code",
        empty_label="Choose a format",
        label="Format",
        error_messages={"required": "Choose a format", "invalid_choice": "Choose a format"},
    )
    sources = _sources()
    field_order = ("title", "format", "board", "period", "sources")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the formats that somebody types in."""
        super().__init__(*args, **kwargs)
        self.fields["format"].queryset = ReportFormat.objects.by_hand().order_by("title")  # type: ignore[attr-defined]
        self.fields["board"].label = "Board it speaks of"
        self.fields["period"].help_text = "A quarter like 2013-14-q3, or a year like 2013-14."
        self.fields["sources"].initial = list(CHOSEN)
        self.fields["sources"].help_text = READ_FROM


class HeadForm(RecordForm):
    """A paper's head: title, day, wards, portfolios, authors, facts put in, and clearances.

    `finance_was` and its like say how the clearance stood when the form was read.
    """

    KEPT = ("title", "dated", "wards", "portfolios", "authors", "sources")
    also = tuple(f"{kind}_was" for kind in ReportClearance.Kind.values)

    title = forms.CharField(
        label="Title", max_length=200, error_messages={"required": "Give the paper a title"}
    )
    dated = _day(
        "Day of the meeting it goes to",
        help_text="Printed as the paper’s date. Left empty, the day that its facts speak of.",
    )
    wards = forms.CharField(
        label="Wards", max_length=200, required=False, help_text="Left empty: all."
    )
    portfolios = forms.CharField(label="Portfolios", max_length=200, required=False)
    authors = forms.CharField(
        label="Authors",
        required=False,
        help_text="Posts, not names; a line each.",
        widget=forms.Textarea({"rows": 2}),
    )
    sources = _sources()

    def __init__(self, *args: Any, made_of: Format, **kwargs: Any) -> None:
        """Ask for what the format prints, and for the clearances that it needs."""
        super().__init__(*args, **kwargs)
        taken = made_of.takes()
        self.fields["sources"].choices = [(name, FACTS[name]) for name in taken]  # type: ignore[attr-defined]
        printed = {source for each in made_of.sections for source in each.source}
        self.kinds = [kind for each in made_of.sections for kind in each.needs]
        unused = {name for name in ("wards", "portfolios") if name not in printed}
        for kind in set(ReportClearance.Kind.values) - set(self.kinds):
            unused |= {f"{kind}_post", f"{kind}_on", f"{kind}_was"}
        for name in unused if taken else unused | {"sources"}:
            del self.fields[name]

    @classmethod
    def initial_of(cls, paper: Record) -> dict[str, Any]:
        """Return what the form of a paper begins with; one query, for its clearances."""
        assert isinstance(paper, Report)  # noqa: S101 -- the form of nothing else
        values: dict[str, Any] = {name: getattr(paper, name) for name in cls.KEPT}
        for each in paper.clearances.all():
            values |= {f"{each.kind}_post": each.post, f"{each.kind}_on": each.on}
            values[f"{each.kind}_was"] = as_kept((each.post, each.on))
        return {**values, "version": paper.version}

    @property
    def head_fields(self) -> list[forms.BoundField]:
        """The fields of the head that are lines of text or days."""
        own = ("title", "dated", "wards", "portfolios", "authors")
        return [self[name] for name in own if name in self.fields]

    @property
    def clearance_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The post and the day of each clearance that the format needs."""
        return [(self[f"{kind}_post"], self[f"{kind}_on"]) for kind in self.kinds]

    def clean_sources(self) -> list[str]:
        """Return the facts that are ticked, in their order."""
        ticked = self.cleaned_data["sources"]
        return [name for name in CHOSEN if name in ticked]

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a clearance, and for the post."""
        said = super().clean() or {}
        for kind in self.kinds:
            post, on = said.get(f"{kind}_post"), said.get(f"{kind}_on")
            if post and not on and f"{kind}_on" not in self.errors:
                self.add_error(f"{kind}_on", "Say on which day it was cleared")
            if on and not post:
                self.add_error(f"{kind}_post", "Say which post cleared it")
        return said

    @property
    def values(self) -> dict[str, Any]:
        """The clean values of the head's columns; of a clearance the post and the day together."""
        given = super().values
        for kind in self.kinds:
            pair = (f"{kind}_post", f"{kind}_on")
            if any(name in given for name in pair):
                given |= {name: self.cleaned_data[name] for name in pair}
        return given


def head_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a paper among the values of its head."""
    return {name: values[name] for name in HeadForm.KEPT if name in values}


def cleared_in(values: Mapping[str, Any]) -> dict[str, Cleared]:
    """Return for each kind among the values of a head who cleared it and when, or None."""
    return {
        kind: (values[f"{kind}_post"], values[f"{kind}_on"]) if values[f"{kind}_post"] else None
        for kind in ReportClearance.Kind.values
        if f"{kind}_post" in values
    }


def cleared_before(also: Mapping[str, str | None]) -> dict[str, str]:
    """Return for each kind how its clearance stood when the form was read."""
    return {kind: also.get(f"{kind}_was") or "" for kind in ReportClearance.Kind.values}


def _clearance(kind: ReportClearance.Kind) -> dict[str, forms.Field]:
    """Return the fields of one clearance."""
    return {
        f"{kind.value}_post": forms.CharField(
            label=f"{kind.label}: cleared by", max_length=120, required=False
        ),
        f"{kind.value}_on": _day(f"{kind.label}: cleared on"),
        f"{kind.value}_was": forms.CharField(widget=forms.HiddenInput, required=False),
    }


for each in ReportClearance.Kind:
    HeadForm.base_fields.update(_clearance(each))


class SectionForm(PlainForm):
    """What is typed for one section; where it has choices, one of them."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    text = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 12}),
        error_messages={"max_length": f"Shorten it to {LONGEST:,} characters"},
    )

    def __init__(self, *args: Any, made_of: FormatSection, **kwargs: Any) -> None:
        """Ask for what the format asks for there."""
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label, text.help_text = made_of.title, made_of.hint
        if made_of.choices:
            self.fields["text"] = forms.ChoiceField(
                label=made_of.title,
                help_text=made_of.hint,
                choices=[(each, each) for each in made_of.choices],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose one"},
            )


def text_question(stale: StaleEdit, sent: Mapping[str, str], *, title: str) -> Questions:
    """Return what to ask where two people wrote in one section."""
    (conflict,) = stale.conflicts
    theirs = str(conflict.theirs_shown)
    question = Question(
        name="text",
        label=title,
        theirs=theirs,
        mine=str(conflict.mine),
        words=tuple(differing(theirs, str(conflict.mine))),
        by=conflict.by,
        at=conflict.at,
        is_text=True,
        both=sent.get("both-text", str(conflict.mine)),
        chosen=sent.get("choice-text", ""),
    )
    seen = str(stale.row.version)
    hidden = {
        "text": str(conflict.mine),
        "key": sent.get("key", ""),
        "version": sent.get("version", "0"),
        "seen": seen,
    }
    return Questions((question,), hidden, is_unanswered=sent.get("seen") == seen)
