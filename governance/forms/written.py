"""The forms of what a board decides in writing: the question, an answer, why it is taken back."""

from typing import ClassVar

from django import forms

from governance.forms import RecordForm, date_field
from governance.forms.plain import PlainForm
from governance.forms.questions import words
from governance.models import WrittenAnswer

LAST_DAY = "Give a last day that is still to come."


class CirculateForm(RecordForm):
    """What is to be decided in writing, and by when everybody answers."""

    places: ClassVar = {LAST_DAY: "closes_on"}

    question = words(
        "What is proposed",
        rows=5,
        required="Write what is proposed",
        help_text="As the decision is to read. Agreed, it is printed in the minutes of the next"
        " meeting, which everybody reads.",
    )
    closes_on = date_field("Last day to answer", required=True)


class WrittenAnswerForm(RecordForm):
    """What the holder of a place answers."""

    answer = forms.ChoiceField(
        label="Your answer",
        choices=[(each.value, each.label.capitalize()) for each in WrittenAnswer.Answer],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer"},
    )
    words = words("What you want to say to it", help_text="The board reads it.")


class TakeBackForm(PlainForm):
    """Why a question is taken back."""

    because = words("Why", rows=2, required="Say why it is taken back.")
