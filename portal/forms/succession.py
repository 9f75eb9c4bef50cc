"""The forms by which a board closes: its last day, who follows, where each thing goes on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from governance.forms import LastDayField, PlainSelect, TicksField, date_field
from governance.models import Board, Place
from governance.queries.places import called
from portal.changes.passing_on import Decided
from portal.changes.succession import A_DAY, NOT_YET
from portal.queries.succession import DROPPED, Open, OpenGroup

Choices = list[tuple[str, str]]
LATER = "Give a day after the last day of the board"
WHY = "-why"
REASONED = {"point", "planned"}  # what may be closed where it is, for a reason
WHERE = {
    "required": "Say where it goes on",
    "invalid_choice": "Choose again where it goes on",
}
LEFT: dict[str, Choices] = {
    "planned": [(DROPPED, "Drop it, because …")],
    "point": [(DROPPED, "Close it here, because …")],
    "measure": [(DROPPED, "To no board")],
}
NO_SPONSOR = "No sponsor for now"


class ClosingForm(forms.Form):
    """The last day of a board, and which boards follow it."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    ends_on = LastDayField(
        "Last day", required=True, help_text="Today or a day past: what is open is known then."
    )
    successors = TicksField(
        label="Which boards follow it",
        help_text="One or several. Below you say which of them takes what.",
        error_messages={"required": "Choose which board follows it"},
    )
    papers_first_until = date_field(
        "Papers go to the successor first until", help_text="Left empty: no such time."
    )
    attendance_until = date_field(
        "Its members sit with who follows until",
        help_text="As standing invitees, without a vote. Left empty: no such time.",
    )

    def __init__(self, *args: Any, boards: Sequence[Board], **options: Any) -> None:
        """Offer `boards` to follow."""
        super().__init__(*args, **options)
        offered: Any = self.fields["successors"]
        offered.choices = [(str(each.pk), each.name) for each in boards]
        for name, each in self.fields.items():
            each.widget.attrs.setdefault("autocomplete", "off")
            if each.help_text:
                each.widget.attrs["aria-describedby"] = f"id_{name}_helptext"

    def clean(self) -> dict[str, Any]:
        """Refuse a day that is to come, and an end of what never began."""
        values = self.cleaned_data
        ends_on = values.get("ends_on")
        if ends_on is None:
            return values
        if ends_on > timezone.localdate() + A_DAY:
            self.add_error("ends_on", NOT_YET)
        for name in ("papers_first_until", "attendance_until"):
            if values.get(name) and values[name] < ends_on:
                self.add_error(name, LATER)
        return values


class HomesForm(forms.Form):
    """Where each open thing of a board goes on, and what was shown when it was chosen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    foreseen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self,
        *args: Any,
        groups: Sequence[OpenGroup],
        heirs: Sequence[Board],
        places: Sequence[Place],
        **options: Any,
    ) -> None:
        """Ask of each thing which of `heirs` takes it; of a sponsor, which of `places`."""
        super().__init__(*args, **options)
        self._groups = groups
        shown = {each.partition(":")[0] for each in self.data.get("seen", "").split(" ")}
        self._shown = shown if self.is_bound else None
        boards: Choices = [(str(each.pk), f"To {each}") for each in heirs]
        seats: Choices = [(str(each.pk), f"{called(each)}, {each.seat.board}") for each in places]
        for group in groups:
            choices = [("", NO_SPONSOR), *seats] if group.kind == "sponsorship" else boards
            for each in group.rows:
                self._ask(group.kind, each, choices)

    def _ask(self, kind: str, each: Open, choices: Choices) -> None:
        self.fields[each.key] = forms.ChoiceField(
            label=each.what,
            required=kind != "sponsorship" and (self._shown is None or each.key in self._shown),
            choices=[*choices, *LEFT.get(kind, [])],
            widget=PlainSelect({"autocomplete": "off"}),
            error_messages=WHERE,
        )
        if kind in REASONED:
            self.fields[each.key + WHY] = forms.CharField(
                label="Why, if it is closed here",
                required=False,
                max_length=500,
                widget=forms.TextInput({"autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason of each thing that is closed here."""
        for group in self._groups:
            for each in group.rows:
                dropped = self.cleaned_data.get(each.key) == DROPPED
                if group.kind in REASONED and dropped and not self.cleaned_data[each.key + WHY]:
                    self.add_error(each.key + WHY, "Say why it is closed here")
        return self.cleaned_data

    @property
    def asked(self) -> Iterator[tuple[OpenGroup, list[tuple[Open, BoundField, Any]]]]:
        """Each group with its things, the field of each, and that of a reason if it has one."""
        for group in self._groups:
            yield (
                group,
                [
                    (
                        each,
                        self[each.key],
                        self[each.key + WHY] if group.kind in REASONED else None,
                    )
                    for each in group.rows
                ],
            )


def first_homes(
    groups: Sequence[OpenGroup], heirs: Sequence[Board], likeliest: Mapping[int, int]
) -> dict[str, str]:
    """Return where each thing goes on if nobody says otherwise, and what is shown."""
    heir, homes = str(heirs[0].pk), {}
    for group in groups:
        for each in group.rows:
            place = str(likeliest.get(each.row.pk) or "")
            homes[each.key] = place if group.kind == "sponsorship" else heir
    return homes


def decided(closing: ClosingForm, homes: HomesForm) -> Decided:
    """Return what was decided by two valid forms."""
    first, then = closing.cleaned_data, homes.cleaned_data
    return Decided(
        ends_on=first["ends_on"],
        successors=[int(each) for each in first["successors"]],
        homes={name: str(value) for name, value in then.items() if not name.endswith(WHY)},
        reasons={
            name.removesuffix(WHY): str(value)
            for name, value in then.items()
            if name.endswith(WHY)
        },
        seen=frozenset(each for each in then["seen"].split(" ") if each),
        papers_first_until=first["papers_first_until"],
        attendance_until=first["attendance_until"],
        foreseen=then["foreseen"],
    )
