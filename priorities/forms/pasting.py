"""Actions pasted from a spreadsheet: cells to clean values, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from governance.changes.lines import REFUSED, Told
from governance.forms.cells import CellsForm, Line
from governance.forms.conflicts import sent_values
from governance.models import Organisation
from priorities.changes.pasting import Row
from priorities.forms.actions import ActionForm
from priorities.models import ActionState, DeliveryAction

COLUMNS = {
    "action": "number",
    "what will be done": "title",
    "expected outcome": "outcome",
    "lead": "lead",
    "lead organisation": "lead",
    "starts": "starts_on",
    "due": "due_on",
    "state": "state",
    "reason": "state_reason",
}


class PasteForm(CellsForm):
    """The pasted cells, the reason where dates move, and what was previewed."""

    columns = COLUMNS
    passes_others = True

    why_moved = forms.CharField(
        label="Why dates move",
        required=False,
        help_text="Needed where a due date is another than before.",
        widget=forms.Textarea({"rows": 2, "aria-describedby": "id_why_moved_helptext"}),
    )

    def __init__(self, *args: Any) -> None:
        """Say which columns there are."""
        super().__init__(*args)
        self.fields["cells"].help_text = (
            "With their head: Action, What will be done, Expected outcome, Lead, Starts, Due,"
            " State, Reason. A line without a number in Action is a new one."
        )

    def clean(self) -> dict[str, Any]:
        """Want the column that says what will be done."""
        said = super().clean()
        if not self.errors and "title" not in self.table.names:
            self.add_error("cells", "The first line must name the columns.")
        return said


@dataclass(frozen=True)
class Pasted:
    """What the cells say: the rows to write, and the lines that cannot be read, with why."""

    rows: Sequence[Row]
    refused: Sequence[Told]


def read(
    lines: Sequence[Line], actions: Mapping[str, DeliveryAction], versions: Mapping[str, int]
) -> Pasted:
    """Read pasted lines against the plan's `actions` by their number as printed.

    `versions`: those previewed, by the action's key; without one that of now counts.
    """
    rows, refused = [], []
    for line in lines:
        given = dict(line.cells)
        number = given.pop("number", "").lstrip("'")
        title = f"{number} {given.get('title', '')}".strip()
        action = actions.get(number)
        form = _form(given, action)
        if line.why:
            refused.append(Told(line.number, title, REFUSED, line.why))
        elif number and action is None:
            refused.append(Told(line.number, title, REFUSED, f"There is no action {number}."))
        elif not form.is_valid():
            why = " ".join(str(error) for errors in form.errors.values() for error in errors)
            refused.append(Told(line.number, title, REFUSED, why))
        else:
            version = versions.get(str(action.pk), action.version) if action else 0
            rows.append(Row(line.number, action, version, form.values, title))
    return Pasted(rows, refused)


def _form(given: Mapping[str, str], action: DeliveryAction | None) -> ActionForm:
    states = {str(state.label).lower(): str(state.value) for state in ActionState}
    begun: dict[str, Any] = {"state": "not_started"}
    data = sent_values(ActionForm.initial_of(action), ActionForm) if action else begun
    for name, cell in given.items():
        word = cell.strip()
        if name == "state" and word:
            data[name] = states.get(word.lower(), word)
        elif name and name != "state":
            data[name] = word
    present = action.lead if action else None
    return ActionForm(data, organisations=Organisation.objects.all(), present=present)
