"""The forms of a paper: who owes it, its words, its file, who cleared it."""

import io
from typing import Any

import pikepdf
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from governance.forms import RecordForm, date_field
from governance.forms.agenda import PersonField
from governance.forms.plain import PlainForm
from governance.models import PaperClearance, User

LARGEST = 10 * 1024 * 1024
MOST_PAGES = 2_000
OF_OFFICERS = ("title", "lead", "due_on", "is_suitable")


class PaperForm(RecordForm):
    """What a paper is called, who owes it and by when, and its words where it is written here."""

    title = forms.CharField(
        label="Title", max_length=200, error_messages={"required": "Give it a title"}
    )
    lead = PersonField(
        User.objects.none(), label="Who hands it in", required=False, empty_label="Nobody yet"
    )
    due_on = date_field("Due")
    is_suitable = forms.BooleanField(
        label="Suitable for young people’s representatives", required=False
    )
    text = forms.CharField(
        label="The paper, if it is written here",
        required=False,
        help_text="Headings begin with ##, points of a list with a dash. A PDF can be sent"
        " instead.",
        widget=forms.Textarea({"rows": 14}),
    )

    def __init__(
        self, *args: Any, people: "QuerySet[User]", due: str, only_text: bool, **kwargs: Any
    ) -> None:
        """Offer `people`; who only owes the paper writes its words."""
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = people  # type: ignore[attr-defined]
        self.fields["due_on"].help_text = f"Left empty: {due}." if due else ""
        for name in OF_OFFICERS if only_text else ():
            del self.fields[name]


class PdfField(forms.FileField):
    """A PDF of which every page can be read; it is read whole before anything is kept."""

    widget = forms.FileInput({"accept": "application/pdf,.pdf"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return content and number of pages.

        :raises ValidationError: it is none, too large, cut off or locked by a password
        """
        sent: UploadedFile = super().clean(data, initial)
        if sent.size is None or sent.size > LARGEST:
            raise forms.ValidationError("The file is larger than 10 MB.")
        content = sent.read()
        return content, pages_of(content)


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has.

    :raises ValidationError: it is no PDF, cut off, or locked
    """
    if not content.startswith(b"%PDF-"):
        raise forms.ValidationError("This is not a PDF, whatever its name ends in.")
    try:
        with pikepdf.open(io.BytesIO(content)) as read:
            locked, pages = read.is_encrypted, len(read.pages)
    except pikepdf.PasswordError:
        locked, pages = True, 0
    except (pikepdf.PdfError, ValueError, RuntimeError) as fault:
        raise forms.ValidationError("The PDF cannot be read: it is cut off or broken.") from fault
    if locked:
        raise forms.ValidationError("The PDF is locked: send it without a password.")
    if not 1 <= pages <= MOST_PAGES:
        raise forms.ValidationError(f"A paper has between 1 and {MOST_PAGES:,} pages.")
    return pages


class SendForm(PlainForm):
    """The file of a paper."""

    file = PdfField(
        label="PDF",
        help_text="At most 10 MB, without a password. An edition that was sent before is kept.",
        error_messages={
            "required": "Choose a PDF",
            "empty": "The file is empty.",
            "invalid": "The upload did not finish. Nothing was saved.",
        },
    )


class ClearanceForm(PlainForm):
    """Who looked a paper through, and when."""

    kind = forms.ChoiceField(label="Cleared for", choices=PaperClearance.Kind.choices)
    officer = forms.CharField(
        label="By",
        max_length=200,
        help_text="The post of who cleared it.",
        error_messages={"required": "Say who cleared it"},
    )
    cleared_on = date_field("On", required=True)
    note = forms.CharField(
        label="Note", required=False, widget=forms.Textarea({"rows": 2}), max_length=2000
    )


class TakeOutForm(PlainForm):
    """Why a paper is taken out of the pack."""

    because = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say why the paper is taken out."},
    )
