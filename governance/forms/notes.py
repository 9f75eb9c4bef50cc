"""The form of a note that somebody keeps for themselves."""

from collections.abc import Sequence
from typing import ClassVar

from django import forms

from governance.changes.notes import ELSEWHERE, TAKEN
from governance.forms import RecordForm
from governance.forms.questions import words


class NoteForm(RecordForm):
    """A note, and where in the papers it belongs."""

    also: ClassVar[Sequence[str]] = ("seen",)
    places: ClassVar = {TAKEN: "paragraph", ELSEWHERE: "text"}

    paragraph = forms.CharField(
        label="Paragraph or page",
        required=False,
        max_length=40,
        help_text="Left empty, the note is about the item as a whole.",
    )
    text = words("Your note", rows=5, required="Write the note", max_length=5000)
    # When the note was written that stood on the page: empty for a new one.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
