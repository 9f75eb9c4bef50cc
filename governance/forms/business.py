"""The forms of what happens in a meeting: an interest that is declared, a vote."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from governance.forms import RecordForm
from governance.forms.agenda import PersonField
from governance.forms.questions import LONGEST
from governance.models import AgendaItem, Declaration, User, Vote

WHOLE = "The whole meeting"


class ItemField(forms.ModelChoiceField):
    """An item of the meeting's agenda, or the meeting as a whole."""

    def __init__(self) -> None:
        """Begin without any item."""
        super().__init__(
            AgendaItem.objects.none(), label="Item", required=False, empty_label=WHOLE
        )

    def label_from_instance(self, obj: Any) -> str:
        """Return number and title of an item."""
        return f"{obj.number} {obj.title}"


class DeclarationForm(RecordForm):
    """Who declares which interest on an item, and whether they left while it was taken."""

    places: ClassVar[Mapping[str, str]] = {"This interest is recorded already.": "kind"}

    person = PersonField(
        User.objects.none(),
        label="Who",
        empty_label="Choose a post",
        error_messages={"required": "Choose who declares it"},
    )
    item = ItemField()
    kind = forms.ChoiceField(
        label="Kind",
        choices=[(each.value, each.label.capitalize()) for each in Declaration.Kind],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of interest"},
    )
    interest = forms.CharField(
        label="The interest",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say what the interest is"},
    )
    withdrew = forms.BooleanField(label="They left while the item was taken", required=False)

    def __init__(
        self, *args: Any, people: "QuerySet[User]", items: "QuerySet[AgendaItem]", **kwargs: Any
    ) -> None:
        """Offer people and items."""
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=999,
        error_messages={"required": "Enter a number", "invalid": "Enter a number"},
    )


class VoteForm(RecordForm):
    """What was voted on, and how it went."""

    places: ClassVar[Mapping[str, str]] = {
        "A casting vote is given only where votes are equal.": "casting",
        "The vote on this motion is recorded already.": "motion",
    }

    item = ItemField()
    motion = forms.CharField(
        label="What was voted on",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say what was voted on"},
    )
    votes_for = _number("For")
    against = _number("Against")
    abstained = _number("Abstained")
    casting = forms.ChoiceField(
        label="Casting vote of who presides",
        required=False,
        choices=[
            ("", "None"),
            *((each.value, each.label.capitalize()) for each in Vote.Casting),
        ],
        help_text="Only where votes are equal.",
    )

    def __init__(
        self, *args: Any, items: "QuerySet[AgendaItem]", people: Any = None, **kwargs: Any
    ) -> None:
        """Offer items."""
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
