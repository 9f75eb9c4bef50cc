"""The form of an action, and the choice between two people's texts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.editing import Conflict, StaleEdit
from governance.models import Organisation
from governance.queries import day
from priorities.models import ActionState, DeliveryAction

EDITED = ("title", "outcome", "lead", "state", "state_reason", "starts_on", "due_on")
# Where on the form a refusal of the domain belongs.
PLACES = {
    "Say why it worsened.": "state_reason",
    "Say why it is at risk or off track.": "state_reason",
    "Say why the date moves.": "why_moved",
    "An action is not due before it starts.": "due_on",
}
THEIRS, MINE, BOTH = "theirs", "mine", "both"


def _date(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a real date, like 31 December 2013"},
    )


class LeadField(forms.ModelChoiceField):
    """Which organisation leads; the present lead is not looked up again."""

    present: Organisation | None = None

    def to_python(self, value: Any) -> Any:
        """Return the organisation chosen."""
        if self.present is not None and str(value) == str(self.present.pk):
            return self.present
        return super().to_python(value)


class ActionForm(forms.Form):
    """What an action says, how it stands, and the reasons for a worse state or a new date.

    `version`: the version that the person read; `key`: the mark by which a second sending is
    recognised; `seen`: the version whose conflicts the person has chosen between.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    title = forms.CharField(
        label="What will be done",
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say what will be done"},
    )
    outcome = forms.CharField(
        label="Expected outcome", required=False, widget=forms.Textarea({"rows": 2})
    )
    state = forms.ChoiceField(
        label="State",
        choices=ActionState.choices,
        error_messages={"required": "Choose a state"},
    )
    state_reason = forms.CharField(
        label="Why it worsened",
        required=False,
        help_text="Needed where the state is worse than before. It is printed in the report.",
        widget=forms.Textarea({"rows": 2}),
    )
    lead = LeadField(
        Organisation.objects.none(),
        label="Lead organisation",
        required=False,
        empty_label="None yet",
    )
    starts_on = _date("Starts")
    due_on = _date("Due")
    why_moved = forms.CharField(
        label="Why the date moves",
        required=False,
        help_text="Needed where the due date is another than before. It is kept with the date.",
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        organisations: "QuerySet[Organisation]",
        present: Organisation | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer `organisations` as leads; `present` leads now."""
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["lead"].present = present  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_helptext"

    def only_sent(self) -> None:
        """Ask for no more than what was sent: a page of conflicts sends what is in question."""
        for name in EDITED:
            if name not in self.data:
                del self.fields[name]

    @property
    def values(self) -> dict[str, Any]:
        """The clean values of the row's own fields."""
        return {name: self.cleaned_data[name] for name in EDITED if name in self.fields}

    def refuse(self, sentence: str) -> None:
        """Say at its place why the domain refuses."""
        place = PLACES.get(sentence)
        self.add_error(place if place in self.fields else None, sentence)


def initial_of(action: DeliveryAction) -> dict[str, Any]:
    """Return what the form of an action begins with."""
    values = {name: getattr(action, name) for name in EDITED}
    return {**values, "version": action.version}


def typed_before(values: Mapping[str, str]) -> dict[str, str]:
    """Return what a draft puts into the form: as typed, a text from both where it was chosen."""
    names = (*EDITED, "why_moved", "version", "key")
    typed = {name: values[name] for name in names if name in values}
    both = {name: values.get(f"both-{name}", "") for name in EDITED}
    return typed | {name: both[name] for name in EDITED if values.get(f"choice-{name}") == BOTH}


def sent_values(values: Mapping[str, Any]) -> dict[str, str]:
    """Return clean or stored values as a browser sends them."""
    return {
        name: "" if value is None else str(getattr(value, "pk", value))
        for name, value in values.items()
    }


@dataclass(frozen=True)
class Question:
    """One field that two people changed, as the page asks which text stays."""

    name: str
    label: str
    theirs: str
    mine: str
    base: str
    words: Sequence[tuple[str, str]]
    by: str
    at: Any
    is_text: bool
    both: str
    chosen: str


@dataclass(frozen=True)
class Questions:
    """The page of conflicts: what to choose between, and what goes along unchanged."""

    asked: Sequence[Question]
    hidden: Mapping[str, str]
    is_unanswered: bool

    @property
    def by(self) -> str:
        """Who saved first."""
        return self.asked[0].by

    @property
    def at(self) -> Any:
        """When the last of the others saved."""
        return max((each.at for each in self.asked if each.at), default=None)


def questions(stale: StaleEdit, sent: Mapping[str, str], *, version: int) -> Questions:
    """Return what to ask after a conflict.

    `sent`: what the browser sent; `version`: that whose state the person began from. What only
    this person changed goes along, and is saved with the answer.
    """
    asked = tuple(_question(each, sent) for each in stale.conflicts if each.name in EDITED)
    mine = {each.name: each.mine for each in stale.conflicts}
    typed = {**stale.merged, **mine}
    hidden = {
        **sent_values({name: typed[name] for name in EDITED if name in typed}),
        "key": sent.get("key", ""),
        "why_moved": sent.get("why_moved", ""),
        "version": str(version),
        "seen": str(stale.row.version),
    }
    return Questions(
        asked, hidden, is_unanswered="seen" in sent and sent["seen"] == str(stale.row.version)
    )


def answered(sent: Mapping[str, str], names: Sequence[str] = EDITED) -> dict[str, str] | None:
    """Return what the browser sent with the chosen texts of `names` in their places.

    None where the sent form is no page of conflicts, or leaves one unanswered.
    """
    choices = {name: sent.get(f"choice-{name}") for name in names if f"asked-{name}" in sent}
    if "seen" not in sent or not choices:
        return None
    if any(choice not in {THEIRS, MINE, BOTH} for choice in choices.values()):
        return None
    chosen = dict(sent.items())
    for name, choice in choices.items():
        if choice == THEIRS:
            chosen.pop(name, None)
        elif choice == BOTH:
            chosen[name] = sent.get(f"both-{name}", "")
    return {**chosen, "version": sent["seen"]}


def _question(conflict: Conflict, sent: Mapping[str, str]) -> Question:
    field = DeliveryAction._meta.get_field(conflict.name)
    theirs, mine = _shown(conflict.name, conflict.theirs), _shown(conflict.name, conflict.mine)
    is_text = conflict.name in {"title", "outcome", "state_reason"}
    return Question(
        name=conflict.name,
        label=str(ActionForm.base_fields[field.name].label),
        theirs=theirs,
        mine=mine,
        base=_shown(conflict.name, conflict.base),
        words=tuple(differing(theirs, mine)),
        by=conflict.by,
        at=conflict.at,
        is_text=is_text,
        both=sent.get(f"both-{conflict.name}", mine),
        chosen=sent.get(f"choice-{conflict.name}", ""),
    )


def _shown(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name == "state":
        return str(ActionState(value).label)
    if name == "lead":
        return str(Organisation.objects.get(pk=value).called)
    return day(value) if isinstance(value, date) else str(value)


def differing(theirs: str, mine: str) -> Iterator[tuple[str, str]]:
    """Yield the words of two texts as same, theirs only ("del") or mine only ("ins").

    >>> list(differing("each month.", "each quarter."))
    [('same', 'each'), ('del', 'month.'), ('ins', 'quarter.')]
    """
    old, new = theirs.split(), mine.split()
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", " ".join(old[a:b])
            continue
        yield from chain(
            (("del", " ".join(old[a:b])),) if a < b else (),
            (("ins", " ".join(new[c:d])),) if c < d else (),
        )
