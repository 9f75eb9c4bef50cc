"""The form of where each open thing of a board goes on, and what is opened until its last day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from governance.forms import PlainForm, PlainSelect
from governance.models import Board, Closing, Place
from governance.queries.places import called
from portal.changes.decided import Decided, decided_of
from portal.forms.succession import A_DAY, ClosingForm
from portal.queries.succession import DROPPED, KINDS, LIKELIEST, Open, OpenGroup, each_open

Choices = list[tuple[str, str]]
WHY, DEFAULT = "-why", "default-"
REASONED = {"point", "planned"}  # what may be closed where it is, for a reason
CHOOSE = ("", "Choose where it goes on")
WHERE = {
    "required": "Say where it goes on",
    "invalid_choice": "Choose again where it goes on",
}
NO_SPONSOR = (DROPPED, "No sponsor for now")
LEFT: dict[str, Choices] = {
    "planned": [(DROPPED, "Drop it, because …")],
    "point": [(DROPPED, "Close it here, because …")],
    "measure": [(DROPPED, "To no board")],
    "sponsorship": [NO_SPONSOR],
}
UNSEEN: dict[str, Choices] = {
    "measure": LEFT["measure"],
    "sponsorship": [(LIKELIEST, "Where the same person or organisation sits"), NO_SPONSOR],
}
NEW, CHANGED = "new", "changed since"


@dataclass(frozen=True)
class Asked:
    """An open thing with its fields; `since`: whether it is new, or changed, since chosen."""

    thing: Open
    home: BoundField
    why: BoundField | None
    since: str


class HomesForm(PlainForm):
    """Where each open thing of a board goes on, and what was shown when it was chosen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    foreseen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self,
        *args: Any,
        groups: Sequence[OpenGroup],
        heirs: Sequence[Board],
        places: Sequence[Place],
        is_ahead: bool = False,
        known: frozenset[str] | None = None,
        **options: Any,
    ) -> None:
        """Ask of each thing which of `heirs` takes it; of a sponsor, which of `places`.

        `is_ahead`: ask of each kind where goes on what is opened until the day, too; `known`: the
        marks of the things that stood here when somebody chose before.
        """
        super().__init__(*args, **options)
        self._groups, self._known = groups, known
        shown = {each.partition(":")[0] for each in self.data.get("seen", "").split(" ")}
        self._shown = shown if self.is_bound else None
        boards: Choices = [(str(each.pk), f"To {each}") for each in heirs]
        seats: Choices = [(str(each.pk), f"{called(each)}, {each.seat.board}") for each in places]
        for each in each_open(groups):
            self._ask(each, seats if each.kind == "sponsorship" else boards)
        for code in KINDS if is_ahead else ():
            self._ask_of_kind(code, [] if code == "sponsorship" else boards)

    def _ask(self, each: Open, choices: Choices) -> None:
        self.fields[each.key] = forms.ChoiceField(
            label=each.what,
            required=self._shown is None or each.key in self._shown,
            choices=[CHOOSE, *choices, *LEFT.get(each.kind, [])],
            widget=PlainSelect({"autocomplete": "off"}),
            error_messages=WHERE,
        )
        if each.kind in REASONED:
            self.fields[each.key + WHY] = forms.CharField(
                label="Why, if it is closed here",
                required=False,
                max_length=500,
                widget=forms.TextInput({"autocomplete": "off"}),
            )

    def _ask_of_kind(self, code: str, boards: Choices) -> None:
        """Ask where what is opened of a kind goes; where there is one way, nobody is asked."""
        choices = [*boards, *UNSEEN.get(code, [])]
        plain: Any = PlainSelect({"autocomplete": "off"})
        self.fields[DEFAULT + code] = forms.ChoiceField(
            label=KINDS[code].head,
            choices=choices,
            initial=choices[0][0],
            widget=plain if len(choices) > 1 else forms.HiddenInput,
            error_messages=WHERE,
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason of each thing that is closed here."""
        for each in each_open(self._groups):
            dropped = self.cleaned_data.get(each.key) == DROPPED
            why = each.key + WHY
            if each.kind in REASONED and dropped and not self.cleaned_data.get(why):
                self.add_error(why, "Say why it is closed here")
        return self.cleaned_data

    @property
    def asked(self) -> Iterator[tuple[OpenGroup, list[Asked]]]:
        """Each group with its things and their fields."""
        for group in self._groups:
            yield group, [self._asked(each) for each in group.rows]

    def _asked(self, each: Open) -> Asked:
        why = self[each.key + WHY] if each.kind in REASONED else None
        return Asked(each, self[each.key], why, self._since(each))

    def _since(self, each: Open) -> str:
        if self._known is None or each.mark in self._known:
            return ""
        return CHANGED if each.key in _keys(self._known) else NEW

    @property
    def new(self) -> int:
        """How many things were opened since somebody chose."""
        return sum(self._since(each) == NEW for each in each_open(self._groups))

    @property
    def gone(self) -> int:
        """How many things were settled or passed on since somebody chose."""
        open_now = {each.key for each in each_open(self._groups)}
        return len(_keys(self._known or frozenset()) - open_now)

    @property
    def rest(self) -> str:
        """Say where goes what has but one way, so that nobody is asked."""
        one: list[Any] = [each for each in self.defaults if each.is_hidden]
        if not one:
            return ""
        kinds = ", ".join(each.label.lower() for each in one)
        heir = one[0].field.choices[0][1].removeprefix("To ")
        return f"{kinds[0].upper()}{kinds[1:]}: to {heir}."

    @property
    def defaults(self) -> list[BoundField]:
        """The fields of what is opened until the day."""
        return [self[name] for name in self.fields if name.startswith(DEFAULT)]


def _keys(marks: frozenset[str]) -> set[str]:
    return {each.partition(":")[0] for each in marks}


def first_homes(
    groups: Sequence[OpenGroup], heirs: Sequence[Board], likeliest: Mapping[int, int]
) -> dict[str, str]:
    """Return where each thing goes on if nobody says otherwise."""
    heir, homes = str(heirs[0].pk), {}
    for each in each_open(groups):
        place = str(likeliest.get(each.row.pk) or DROPPED)
        homes[each.key] = place if each.kind == "sponsorship" else heir
    return homes


def decided(closing: ClosingForm, homes: HomesForm) -> Decided:
    """Return what was decided by two valid forms."""
    first, then = closing.cleaned_data, homes.cleaned_data
    reasons = {name.removesuffix(WHY): then[name] for name in then if name.endswith(WHY)}
    kinds = [name for name in then if name.startswith(DEFAULT)]
    asked = [each.thing.key for _, things in homes.asked for each in things]
    return Decided(
        ends_on=first["ends_on"],
        successors=[int(each) for each in first["successors"]],
        homes={key: then[key] for key in asked},
        reasons={key: why for key, why in reasons.items() if why},
        defaults={name.removeprefix(DEFAULT): then[name] for name in kinds},
        seen=marks_in(then["seen"]),
        papers_first_until=first["papers_first_until"],
        attendance_until=first["attendance_until"],
        foreseen=then["foreseen"],
    )


def marks_in(text: str) -> frozenset[str]:
    """Return the marks of the things that were shown, as a form sends them."""
    return frozenset(each for each in text.split(" ") if each)


def as_typed(closing: Closing) -> dict[str, str]:
    """Return what was decided of a closing as somebody would type it anew."""
    plan = decided_of(closing)
    days = {
        "ends_on": plan.ends_on - A_DAY,
        "papers_first_until": plan.papers_first_until,
        "attendance_until": plan.attendance_until,
    }
    return {
        **{name: str(value) for name, value in days.items() if value},
        "successors": ",".join(map(str, plan.successors)),
        "seen": " ".join(sorted(plan.seen)),
        **plan.homes,
        **{key + WHY: why for key, why in plan.reasons.items()},
        **{DEFAULT + kind: home for kind, home in plan.defaults.items()},
    }
