"""The forms of challenges and referrals: what is asked, of whom, and what comes back."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from governance.changes.challenges import UNANSWERED
from governance.changes.spans import PAST
from governance.forms import NamedField, RecordForm, date_field
from governance.forms.new_board import capital_choices
from governance.models import Board, Organisation, Referral

LONGEST = 4000  # letters: a page and a half, as a whole paper is no answer


def words(
    label: str, *, rows: int = 3, required: str = "", max_length: int = LONGEST, **more: Any
) -> forms.CharField:
    """Return the field of a few sentences; `required` is what to say where they are missing."""
    return forms.CharField(
        max_length=max_length,
        label=label,
        required=bool(required),
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": required},
        **more,
    )


class AskForm(RecordForm):
    """A question, the partner it is put to, and by when it is to be answered."""

    places: ClassVar[Mapping[str, str]] = {PAST: "due_on"}

    question = words("Your question", rows=4, required="Write your question")
    put_to = NamedField(
        Organisation.objects.none(),
        label="Put to",
        empty_label="Choose a partner",
        error_messages={"required": "Choose whom you ask"},
    )
    due_on = date_field("To be answered by", required=True)

    def __init__(self, *args: Any, partners: "QuerySet[Organisation]", **kwargs: Any) -> None:
        """Offer `partners` to be asked."""
        super().__init__(*args, **kwargs)
        self.fields["put_to"].queryset = partners  # type: ignore[attr-defined]


class AnswerForm(RecordForm):
    """The answer to a question, and the evidence it rests on."""

    answer = words("Your answer", rows=6, required="Write the answer", max_length=10_000)
    evidence = words(
        "Evidence",
        max_length=10_000,
        help_text="What the answer rests on: figures with their source, papers, audits. Say so"
        " where there is none yet.",
    )


class CloseForm(RecordForm):
    """What a question led to."""

    places: ClassVar[Mapping[str, str]] = {UNANSWERED: "led_to"}

    led_to = words(
        "What it led to",
        help_text="What changed because it was asked. Leave it empty where nothing did; closed"
        " without an answer, it needs a word why.",
    )


class ReferForm(RecordForm):
    """What a board refers to another."""

    places: ClassVar[Mapping[str, str]] = {PAST: "respond_by"}

    to_board = NamedField(
        Board.objects.none(),
        label="To",
        empty_label="Choose a board",
        error_messages={"required": "Choose a board"},
    )
    what = words(
        "What you recommend or ask", rows=5, required="Write what you refer", max_length=10_000
    )
    respond_by = date_field("To respond by", required=True)

    def __init__(self, *args: Any, boards: "QuerySet[Board]", **kwargs: Any) -> None:
        """Offer `boards` to refer to."""
        super().__init__(*args, **kwargs)
        self.fields["to_board"].queryset = boards  # type: ignore[attr-defined]


class RespondForm(RecordForm):
    """What the board that was asked decides, and why."""

    response = forms.ChoiceField(
        label="The board’s response",
        choices=capital_choices(Referral.Response.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a response"},
    )
    reason = words(
        "Why",
        rows=4,
        required="Give the reason",
        help_text="Needed with every response: whoever referred it is told.",
    )
