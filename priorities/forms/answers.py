"""A partner's answer for one commitment this quarter, and handing it on to a colleague."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.forms import PlainForm
from governance.models import User
from priorities.models import ActionState, Commitment
from priorities.queries import DueItem

State = Commitment.State
STAYS = ("", "It stays as it is")
TAKEN = (State.ACCEPTED.value, "We take it as asked")
OTHERWISE = ((State.AMENDED.value, "We take another part"), (State.DECLINED.value, "We cannot"))
IT_CHANGED = ("", "Something did change, as I wrote")


class AnswerForm(PlainForm):
    """What a partner says of one commitment this quarter."""

    COLUMNS = ("state", "text", "no_change_because", "new_due_on", "new_due_reason")
    KEPT = (*COLUMNS, "part_answer", "part", "part_reason")
    BECAUSE = (
        "Waiting for a partner",
        "Waiting for money",
        "Waiting for staff",
        "As planned, nothing new",
    )
    LONGEST = 400

    state = forms.ChoiceField(
        label="How is it going?",
        choices=[each for each in ActionState.choices if each[0] != ActionState.PAUSED],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is going"},
    )
    text = forms.CharField(
        label="What changed since then?",
        help_text="One or two lines. They are printed under your organisation’s name."
        " Write nothing by which a child could be known.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Write at most 400 letters"},
    )
    no_change_because = forms.ChoiceField(
        label="Or nothing changed, because",
        choices=[IT_CHANGED, *((each, each) for each in BECAUSE)],
        required=False,
        widget=forms.RadioSelect,
    )
    new_due_on = forms.DateField(
        label="New date",
        help_text="For example 31/10/2026. The sponsor is told.",
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Write the date like 31/10/2026"},
    )
    new_due_reason = forms.CharField(label="Why the date moves", required=False, max_length=300)
    part_answer = forms.ChoiceField(
        label="What do you take on?",
        help_text="The sponsor is told.",
        choices=[STAYS, TAKEN, *OTHERWISE],
        required=False,
        widget=forms.RadioSelect,
    )
    part = forms.CharField(
        label="Your part", required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    part_reason = forms.CharField(
        label="Why it is declined or another", required=False, max_length=1000
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    part_version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: DueItem, **kwargs: Any) -> None:
        """Ask about `item`."""
        super().__init__(*args, **kwargs)
        self.item = item
        self._given: Collection[str] | None = None
        is_open = item.commitment.state == State.PROPOSED
        choices = [STAYS, TAKEN, *OTHERWISE] if is_open else [STAYS, *OTHERWISE]
        self.fields["part_answer"].choices = choices  # type: ignore[attr-defined]
        self.fields["text"].help_text = (
            self.fields["text"].help_text
            if not item.last
            else (
                "Your last words stand here: change what is different. They are printed under your"
                " organisation’s name. Write nothing by which a child could be known."
            )
        )

    @classmethod
    def of(cls, item: DueItem) -> "AnswerForm":
        """Return the form as the person left it: as typed, else as sent, else the last words."""
        sent = {}
        if item.sent and not item.is_hidden(item.sent):
            sent = {name: getattr(item.sent, name) for name in cls.COLUMNS}
        elif item.last and not (item.sent or item.draft or item.is_hidden(item.last)):
            sent = {"text": item.last.text}
        first = {
            "state": item.state,
            "version": item.sent.version if item.sent else 0,
            "part": item.commitment.part,
            "part_version": item.commitment.version,
        }
        return cls(initial={**first, **sent, **item.draft}, item=item)

    @classmethod
    def typed(cls, data: Mapping[str, str]) -> dict[str, str]:
        """Return what a draft keeps of what a browser sends, right or wrong."""
        return {name: data[name][: cls.LONGEST * 2] for name in cls.KEPT if data.get(name)}

    @property
    def has_new_date(self) -> bool:
        """Whether something stands in the part about the date."""
        return bool(self["new_due_on"].value() or self["new_due_reason"].value())

    @property
    def has_other_part(self) -> bool:
        """Whether something stands in the part about what is taken on."""
        return bool(self["part_answer"].value() or self["part_reason"].value())

    @property
    def is_declined(self) -> bool:
        """Whether the organisation does not take the part at all."""
        return self.cleaned_data.get("part_answer") == State.DECLINED

    def clean(self) -> dict[str, Any]:
        """Ask for words, for the reason of a new date, and for that of another part."""
        said = super().clean() or {}
        self._clean_part(said)
        if said.get("part_answer") == State.DECLINED:
            self.errors.pop("state", None)
            return said
        self._clean_words(said)
        if said.get("new_due_on") and not said.get("new_due_reason"):
            self.add_error("new_due_reason", "Say why the date moves")
        return said

    def _clean_words(self, said: dict[str, Any]) -> None:
        """Ask for new words or for why there are none; old ones are never sent again."""
        if "text" not in said:
            return
        because = said.get("no_change_because")
        is_old = bool(said["text"]) and _lines(said["text"]) == self._last_text
        if is_old and because:
            said["text"] = ""
        elif is_old:
            self.add_error(
                "text", "These are your last words: say what changed, or choose why nothing did"
            )
        elif not said["text"] and not because:
            self.add_error("text", "Write what changed, or choose why nothing did")
        elif said["text"] and because:
            self.add_error("no_change_because", "Either something changed or nothing did")

    @property
    def _last_text(self) -> str:
        last = self.item.last
        return _lines(last.text) if last and self.item.sent is None else ""

    def _clean_part(self, said: dict[str, Any]) -> None:
        answer = said.get("part_answer")
        if answer in {State.AMENDED, State.DECLINED} and not said.get("part_reason"):
            self.add_error("part_reason", "Say why it is declined or another")
        is_as_asked = self._given is None and said.get("part") == self.item.commitment.part
        if answer == State.AMENDED and (is_as_asked or not said.get("part")):
            self.add_error("part", "Say what your part will be")

    def only_given(self, names: Collection[str]) -> None:
        """Send only the fields `names`: the others are judged, as they stand, with them."""
        self._given = frozenset(names)

    def values(self) -> dict[str, Any]:
        """Return the clean values as the answer's columns."""
        given = self.COLUMNS if self._given is None else self._given
        return {name: self.cleaned_data[name] for name in self.COLUMNS if name in given}

    def part_values(self) -> dict[str, Any]:
        """Return the answer about the part, as the change wants it; empty where it stays."""
        said = self.cleaned_data
        if not said["part_answer"]:
            return {}
        return {
            "state": State(said["part_answer"]),
            "part": said["part"] if said["part_answer"] == State.AMENDED else None,
            "reason": said["part_reason"],
            "version": said["part_version"] or 0,
        }


class HandOnForm(PlainForm):
    """Which colleague answers instead."""

    handed_to = forms.ModelChoiceField(
        User.objects.none(),
        label="Who answers instead",
        help_text="They get a link of their own by mail, and the item leaves your list.",
        empty_label="Choose a colleague",
        error_messages={"required": "Choose a colleague", "invalid_choice": "Choose a colleague"},
    )

    def __init__(self, *args: Any, colleagues: "QuerySet[User]", **kwargs: Any) -> None:
        """Offer `colleagues`."""
        super().__init__(*args, **kwargs)
        self.fields["handed_to"].queryset = colleagues  # type: ignore[attr-defined]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
