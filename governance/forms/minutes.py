"""The forms of the room and of the minutes: one typed line, a decision, an action point."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from governance.changes.deciding import BEFORE
from governance.changes.spans import PAST
from governance.forms import LaterMeetingField, NamedField, RecordForm, date_field
from governance.forms.new_board import capital_choices
from governance.forms.plain import PlainForm
from governance.forms.questions import words
from governance.models import ActionPoint, AgendaItem, Decision, Meeting, Organisation, User

PAGES = 40_000  # letters of a minute: some fifteen pages
DECISION, POINT, QUESTION, MINUTE = "decision", "point", "question", "minute"


class PersonField(forms.ModelChoiceField):
    """Somebody of those at the table, by post and organisation."""

    def label_from_instance(self, person: Any) -> str:
        """Return the post, with the organisation where one is known."""
        return f"{person.called}, {person.organisation}" if person.organisation else person.called


class LineForm(PlainForm):
    """One line typed in the room; the button pressed says what it becomes."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label="Item", required=False, empty_label="None of the items"
    )
    line = words("What was said", rows=2, required="Write what it is")
    kind = forms.ChoiceField(
        label="A decision’s kind",
        choices=capital_choices(Decision.Kind.choices),
        required=False,
    )
    who = PersonField(
        User.objects.none(), label="An action: who", required=False, empty_label="Nobody yet"
    )
    put_to = NamedField(
        Organisation.objects.none(),
        label="A question: put to",
        required=False,
        empty_label="Nobody yet",
    )
    due_on = date_field("By when")

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        people: "QuerySet[User]",
        partners: "QuerySet[Organisation]",
        **kwargs: Any,
    ) -> None:
        """Offer the items of `meeting`, `people` to act, `partners` to be asked."""
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = meeting.items.order_by("number")  # type: ignore[attr-defined]
        self.fields["who"].queryset = people  # type: ignore[attr-defined]
        self.fields["put_to"].queryset = partners  # type: ignore[attr-defined]

    def complete_for(self, deed: str) -> bool:
        """Say whether all is there that the line needs to become `deed`; tell what is not."""
        said = self.cleaned_data
        if deed == POINT and not said.get("who"):
            self.add_error("who", "Choose who is to do it")
        if deed == QUESTION and not said.get("put_to"):
            self.add_error("put_to", "Choose whom it is put to")
        if deed == QUESTION and not said.get("due_on"):
            self.add_error("due_on", "Say by when it is to be answered")
        return not self.errors

    def refuse(self, sentence: str) -> None:
        """Say at its place why the domain refuses."""
        self.add_error("due_on" if sentence in (PAST, BEFORE) else None, sentence)


class OpeningForm(RecordForm):
    """What stands before the first item of the minutes."""

    opening = words("Before the first item", rows=5, max_length=PAGES)


class MinuteForm(RecordForm):
    """What the minutes say of one item."""

    minute = words("What the minutes say", rows=8, max_length=PAGES)


class DecisionForm(RecordForm):
    """The words of a decision."""

    kind = forms.ChoiceField(label="Kind", choices=capital_choices(Decision.Kind.choices))
    text = words("What was decided", rows=4, required="Write what was decided")
    follow_up_on = date_field("To be looked at again on")


class PointForm(RecordForm):
    """What somebody is asked to do."""

    places: ClassVar[Mapping[str, str]] = {BEFORE: "due_on"}

    what = words("What is to be done", rows=3, required="Write what is to be done")
    who = PersonField(
        User.objects.none(), label="Who", error_messages={"required": "Choose who is to do it"}
    )
    due_on = date_field("By when")

    def __init__(self, *args: Any, people: "QuerySet[User]", **kwargs: Any) -> None:
        """Offer `people` to act."""
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = people  # type: ignore[attr-defined]


class SettleForm(RecordForm):
    """What came of an action point."""

    places: ClassVar[Mapping[str, str]] = {"Say why it is dropped.": "outcome"}

    state = forms.ChoiceField(
        label="It is", choices=capital_choices(ActionPoint.State.choices), widget=forms.RadioSelect
    )
    outcome = words("What came of it", rows=3, help_text="Needed where it is dropped.")

    def __init__(self, *args: Any, adds: bool = False, **kwargs: Any) -> None:
        """Say it where what is written is put below words that this person does not read."""
        super().__init__(*args, **kwargs)
        if adds:
            self.hint("outcome", "Something is noted already, of an exempt item; yours is added.")


class AgreedAtForm(PlainForm):
    """At which later meeting the minutes were agreed."""

    meeting = LaterMeetingField(
        Meeting.objects.none(),
        label="Agreed at the meeting of",
        empty_label="Choose the meeting",
        error_messages={"required": "Choose the meeting at which they were agreed"},
    )

    def __init__(
        self, *args: Any, meetings: "QuerySet[Meeting]", board: int | None, **kwargs: Any
    ) -> None:
        """Offer `meetings`, read once; `board`: that of which the minutes are."""
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        field.board = board  # type: ignore[attr-defined]
        field.queryset = meetings  # type: ignore[attr-defined]
        # By `iter`: a list asks how many there are first, which is one more query.
        field.choices = list(iter(field.choices))  # type: ignore[attr-defined]

    @property
    def has_meetings(self) -> bool:
        """Whether there is a meeting to choose."""
        return len(self.fields["meeting"].choices) > 1  # type: ignore[attr-defined]
