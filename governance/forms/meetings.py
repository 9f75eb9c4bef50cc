"""The forms of a meeting: when and where it is, and what becomes of it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from governance.changes.spans import PAST
from governance.forms import RecordForm, date_field
from governance.forms.new_board import capital_choices
from governance.forms.plain import PlainForm
from governance.forms.questions import LONGEST
from governance.forms.typed import TIMES, TimeInput
from governance.models import Board, Meeting, Subject

THEMED = {Meeting.Kind.THEMED.value, Meeting.Kind.DEEP_DIVE.value}
ENDS_FIRST = "A meeting ends after it starts."
AFAR = ("hybrid", "joining")


def time_field(label: str) -> forms.TimeField:
    """Return the field of a time of day that may be left empty."""
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=TIMES,
        widget=TimeInput(),
        error_messages={"invalid": "Enter a time, like 14:30"},
    )


class MeetingForm(RecordForm):
    """When and where a board meets, of what kind, and about what."""

    places: ClassVar[Mapping[str, str]] = {ENDS_FIRST: "ends_at", PAST: "on"}

    on = date_field("Day", required=True)
    starts_at = time_field("Begins")
    ends_at = time_field("Ends")
    venue = forms.CharField(label="Where", required=False, max_length=200)
    hybrid = forms.BooleanField(label="People can take part remotely", required=False)
    joining = forms.CharField(
        label="How to join remotely",
        required=False,
        max_length=300,
        help_text="A link or a telephone number. Only the board sees it.",
    )
    kind = forms.ChoiceField(label="Kind", choices=capital_choices(Meeting.Kind.choices))
    title = forms.CharField(
        label="Title",
        required=False,
        max_length=200,
        help_text="Left empty it is called by its kind.",
    )
    theme = forms.ModelChoiceField(
        Subject.objects.none(),
        label="Theme",
        required=False,
        empty_label="None",
        help_text="Of a themed meeting or a deep dive.",
    )
    what = forms.CharField(
        label="What it is for",
        required=False,
        help_text="Everybody who sees the meeting reads it.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )
    papers_due_on = date_field("Papers are due")

    def __init__(
        self, *args: Any, board: Board, themes: "QuerySet[Subject]", **kwargs: Any
    ) -> None:
        """Offer `themes`; a board that nobody joins remotely is not asked about it."""
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]
        usual = board.papers_days
        days = f"{usual} working day{'' if usual == 1 else 's'}"
        self.fields["papers_due_on"].help_text = f"Left empty: {days} before the meeting."
        if board.remote == Board.Remote.NEVER:
            for name in AFAR:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Keep a theme with the kinds of meetings that have one; those say what it is."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"kind", "theme", "title"} <= self.fields.keys():
            return said
        if said.get("kind") not in THEMED:
            said["theme"] = None
        elif not said.get("theme") and not said.get("title"):
            self.add_error("theme", "Choose the theme, or name it in the title")
        return said


class ReasonForm(PlainForm):
    """Why a meeting is not held as planned."""

    because = forms.CharField(
        label="Why",
        help_text="The board is told, and everybody who sees the meeting reads it.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say why"},
    )


class TimesForm(PlainForm):
    """When a meeting begins and ends."""

    starts_at = time_field("Begins")
    ends_at = time_field("Ends")

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = said.get("starts_at"), said.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", ENDS_FIRST)
        return said


class NewDayForm(TimesForm):
    """The new day of a meeting that was put off."""

    on = date_field("Day", required=True)
    field_order = ("on",)


class GoesOnForm(ReasonForm, TimesForm):
    """Why a meeting broke off, and when and where it goes on."""

    on = date_field("It goes on", required=True)
    field_order = ("because", "on", "starts_at", "ends_at")
    venue = forms.CharField(label="Where", required=False, max_length=200)
