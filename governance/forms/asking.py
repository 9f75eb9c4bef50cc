"""The forms of questions of the public: asking one, and what becomes of it."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from governance.forms import MeetingField, RecordForm
from governance.forms.plain import PlainForm
from governance.forms.questions import words
from governance.models import Meeting, PublicQuestion
from governance.queries.asking import ASKER_KEPT

State = PublicQuestion.State
LONGEST = 1500
FORGOTTEN_LATER = f"It is forgotten {ASKER_KEPT} after the answer or the refusal."
WANTED: dict[str, tuple[str, str]] = {
    State.REFUSED: ("reason", "Say why the question is not accepted."),
    State.ANSWERED: ("answer", "Write the answer."),
}


class PublicQuestionForm(PlainForm):
    """A question of somebody who has no account."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    text = words(
        "Your question",
        rows=5,
        required="Write your question",
        max_length=LONGEST,
        help_text="Everybody reads it once it is accepted. Name nobody in it.",
    )
    called = forms.CharField(
        label="Your name",
        required=False,
        max_length=120,
        help_text=f"Only the board’s officers see it. {FORGOTTEN_LATER}",
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    contact = forms.EmailField(
        label="Your e-mail address",
        required=False,
        max_length=254,
        help_text="Only the board’s officers see it, to tell you what became of the question.",
        error_messages={"invalid": "Write the address like name@example.org, or leave it empty"},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    # What only a machine fills in: nobody sees it.
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Tie hints to their fields."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"{self[name].auto_id}_helptext"

    def clean_website(self) -> str:
        """Refuse what only a machine fills in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Leave this field empty.")
        return ""


class SettleQuestionForm(RecordForm):
    """What becomes of a question: accepted, refused with a reason, answered; at which meeting."""

    places: ClassVar = {sentence: name for name, sentence in WANTED.values()}

    state = forms.ChoiceField(
        label="The question is",
        choices=[(each.value, each.label.capitalize()) for each in State],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of it"},
    )
    meeting = MeetingField(
        Meeting.objects.none(),
        label="At the meeting",
        empty_label="Choose a meeting",
        error_messages={"required": "Choose a meeting"},
    )
    reason = words("If it is not accepted: why", rows=2)
    answer = words("The answer", rows=5, help_text="Everybody reads it, and the minutes print it.")

    def __init__(self, *args: Any, meetings: "QuerySet[Meeting]", **kwargs: Any) -> None:
        """Offer `meetings`."""
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal, and the answer of what is answered."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        name, sentence = WANTED.get(said.get("state", ""), ("", ""))
        if name in self.fields and not said.get(name):
            self.add_error(name, sentence)
        return said
