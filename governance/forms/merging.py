"""The form of two records of one person: which other one, and whose values stay."""

from typing import Any

from django import forms

from governance.changes.merging import CHOICES
from governance.forms.persons import PersonField
from governance.forms.plain import PlainForm
from governance.models import User

STAYS, GONE = "stays", "gone"
WORDS = {"post": "Post and organisation", "name": "Name", "email": "E-mail address"}


class OtherForm(PlainForm):
    """Which record is of the same person."""

    other = PersonField(
        label="The other record",
        help_text="Its post or e-mail address. It goes; this one stays.",
        error_messages={"required": "Say which record is of the same person"},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer those who left, too: an old record is one to merge."""
        super().__init__(*args, **options)
        field: Any = self.fields["other"]
        field.offered = User.objects.filter(is_active=True)
        field.widget.attrs["aria-describedby"] = "id_other_helptext"


class MergeForm(OtherForm):
    """Whose values stay, where the two records differ."""

    def __init__(self, *args: Any, stays: User, gone: User, **options: Any) -> None:
        """Ask of what differs only."""
        super().__init__(*args, **options)
        self.fields["other"].widget = forms.HiddenInput()
        for name in differing(stays, gone):
            shown = [(STAYS, words_of(stays, name)), (GONE, words_of(gone, name))]
            self.fields[name] = forms.ChoiceField(
                label=WORDS[name],
                choices=[(code, words or "Nothing") for code, words in shown],
                widget=forms.RadioSelect,
                initial=STAYS if words_of(stays, name) else GONE,
                error_messages={"required": f"Choose which stays: {WORDS[name].lower()}"},
            )

    @property
    def take(self) -> dict[str, bool]:
        """Which values are taken over from the record that goes."""
        return {name: self.cleaned_data.get(name) == GONE for name in CHOICES}


def differing(stays: User, gone: User) -> list[str]:
    """Return in which of CHOICES two records differ."""
    return [name for name in CHOICES if words_of(stays, name) != words_of(gone, name)]


def words_of(person: User, name: str) -> str:
    """Return what a record says, as the choice shows it."""
    if name == "post":
        body = person.organisation
        return f"{person}, {body.name}" if body else str(person)
    return str(getattr(person, name) or "")
