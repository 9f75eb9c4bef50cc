"""The forms of an agenda: an item of it, and why it comes out late."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from governance.forms import PlainSelect, RecordForm, Ticks, date_field
from governance.forms.plain import PlainForm
from governance.forms.questions import LONGEST
from governance.models import AgendaItem, Paragraph, Subject, User

LATE = {
    "late_reason": "The agenda is out: give the chair’s reason for a late item.",
    "late_agreed_by": "The agenda is out: say who agreed to a late item.",
}
SECRET = ("exempt_paragraphs", "exempt_reason", "exempt_by")
UNTICKED = "Tick this to keep the public from it, or clear what is said of it below"
ASKED_OF_EXEMPT = {
    "exempt_paragraphs": "Choose the paragraphs it is exempt under",
    "exempt_reason": "Say why the public interest is in keeping it exempt",
    "exempt_by": "Say who decided it",
}


class PersonField(forms.ModelChoiceField):
    """One of the people around a board, by their post."""

    widget = PlainSelect


class ParagraphsField(forms.MultipleChoiceField):
    """The paragraphs of Schedule 12A under which an item is exempt."""

    widget = Ticks

    def clean(self, value: Any) -> str:
        """Return their numbers in order, as the column holds them."""
        return ",".join(sorted(super().clean(value)))

    def prepare_value(self, value: Any) -> Any:
        """Tick what the column holds."""
        return [each for each in value if each in Paragraph] if isinstance(value, str) else value


class ItemForm(RecordForm):
    """One item of business: what it is, what is asked of the board, and whether it is exempt."""

    also: ClassVar[Sequence[str]] = ("place",)
    places: ClassVar[Mapping[str, str]] = {
        **{words: name for name, words in LATE.items()},
        "The agenda is out: its order stands.": "place",
    }

    title = forms.CharField(
        label="Title",
        max_length=200,
        help_text="Everybody reads it, of an exempt item too.",
        error_messages={"required": "Give it a title"},
    )
    purpose = forms.ChoiceField(
        label="What the board is asked to do",
        choices=[(each.value, each.label.capitalize()) for each in AgendaItem.Purpose],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the board is asked to do"},
    )
    lead = PersonField(
        User.objects.none(),
        label="Who brings it",
        required=False,
        empty_label="Nobody yet",
        help_text="They are asked for its papers.",
    )
    presenter = forms.CharField(
        label="Who presents it",
        required=False,
        max_length=200,
        help_text="A post. Left empty it is who brings it.",
    )
    subject = forms.ModelChoiceField(
        Subject.objects.none(), label="What it is about", required=False, empty_label="Nothing"
    )
    place = forms.IntegerField(
        label="Place on the agenda",
        required=False,
        min_value=1,
        max_value=999,
        error_messages={"invalid": "Enter a number", "min_value": "Places are counted from 1"},
    )
    late_reason = forms.CharField(
        label="The chair’s reason for a late item",
        required=False,
        help_text="The agenda is out. Everybody reads the reason in the supplementary agenda.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
    )
    late_agreed_by = PersonField(
        User.objects.none(),
        label="Who agreed to it",
        required=False,
        empty_label="Choose the chair or vice chair",
    )
    exempt = forms.BooleanField(label="The public is kept from this item", required=False)
    exempt_paragraphs = ParagraphsField(
        label="Exempt under Schedule 12A",
        required=False,
        choices=[(each.value, f"{each.value}: {each.label}") for each in Paragraph],
    )
    exempt_reason = forms.CharField(
        label="Why that is in the public interest",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
    )
    exempt_by = forms.CharField(label="Who decided it", required=False, max_length=200)
    exempt_review_on = date_field("To be looked at again on")

    def __init__(
        self,
        *args: Any,
        people: "QuerySet[User]",
        chairs: "QuerySet[User]",
        subjects: "QuerySet[Subject]",
        is_late: bool,
        is_placed: bool,
        was_exempt: bool,
        **kwargs: Any,
    ) -> None:
        """Offer people and subjects; ask for a reason where the item is late."""
        super().__init__(*args, **kwargs)
        self._was_exempt = was_exempt
        offered = {"lead": people, "late_agreed_by": chairs, "subject": subjects}
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        for name in (*(() if is_late else LATE), *(() if is_placed else ("place",))):
            del self.fields[name]

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """Return what the form of `row` begins with."""
        return {**super().initial_of(row), "place": row.number}

    def clean(self) -> dict[str, Any]:
        """Ask why it is late, or exempt; forget that of one that is not exempt any more."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name in LATE:
            if name in self.fields and not (said.get(name) or name in self.errors):
                self.add_error(name, LATE[name])
        return self._clean_exempt(said)

    def _clean_exempt(self, said: dict[str, Any]) -> dict[str, Any]:
        if "exempt" not in self.fields:
            return said
        if not said.get("exempt") and not self._was_exempt and any(map(said.get, SECRET)):
            self.add_error("exempt", UNTICKED)
            return said
        for name in (*SECRET, "exempt_review_on"):
            if not said.get("exempt") and name in self.fields:
                said[name] = None if name == "exempt_review_on" else ""
            elif (
                name in ASKED_OF_EXEMPT
                and name in self.fields
                and not (said.get(name) or name in self.errors)
            ):
                self.add_error(name, ASKED_OF_EXEMPT[name])
        return said


class LateAgendaForm(PlainForm):
    """Why an agenda comes out later than the board's notice rule says."""

    late_reason = forms.CharField(
        label="Why it is late",
        required=False,
        help_text="Everybody reads it with the agenda.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
    )
