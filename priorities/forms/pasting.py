"""Actions pasted from a spreadsheet: cells to clean values, line by line."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django import forms

from governance.forms.conflicts import sent_values
from governance.models import Organisation
from priorities.changes.pasting import Outcome, Row
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
MOST = 200


class PasteForm(forms.Form):
    """The pasted cells, the reason where dates move, and what was previewed."""

    cells = forms.CharField(
        label="Cells from the spreadsheet",
        max_length=200_000,
        strip=False,
        help_text="With their head: Action, What will be done, Expected outcome, Lead, Starts, "
        "Due, State, Reason. A line without a number in Action is a new one.",
        widget=forms.Textarea({"rows": 10, "aria-describedby": "id_cells_helptext"}),
        error_messages={"required": "Paste the cells"},
    )
    why_moved = forms.CharField(
        label="Why dates move",
        required=False,
        help_text="Needed where a due date is another than before.",
        widget=forms.Textarea({"rows": 2, "aria-describedby": "id_why_moved_helptext"}),
    )

    def clean_cells(self) -> str:
        """Refuse cells without a head that is known, and too many of them."""
        text: str = self.cleaned_data["cells"]
        lines = _lines(text)
        if not lines or "title" not in lines[0]:
            raise forms.ValidationError("The first line must name the columns.")
        if len(lines) > MOST + 1:
            raise forms.ValidationError(f"Paste at most {MOST} lines at once.")
        return text


@dataclass(frozen=True)
class Pasted:
    """What the cells say: the rows to write, and the lines that cannot be read, with why."""

    rows: Sequence[Row]
    refused: Sequence[Outcome]
    titles: Mapping[int, str]


def read(text: str, actions: Mapping[str, DeliveryAction], versions: Mapping[str, int]) -> Pasted:
    """Read pasted cells against the plan's `actions` by their number as printed.

    `versions`: those previewed, by the action's key; without one that of now counts.
    """
    head, *lines = _lines(text)
    rows, refused, titles = [], [], {}
    for line, cells in enumerate(lines, start=2):
        given = dict(zip(head, cells, strict=False))
        number = given.pop("number", "").strip().lstrip("'")
        titles[line] = f"{number} {given.get('title', '')}".strip()
        action = actions.get(number)
        form = _form(given, action)
        if number and action is None:
            refused.append(Outcome(line, "refused", f"There is no action {number}."))
        elif not form.is_valid():
            why = " ".join(str(error) for errors in form.errors.values() for error in errors)
            refused.append(Outcome(line, "refused", why))
        else:
            version = versions.get(str(action.pk), action.version) if action else 0
            rows.append(Row(line, action, version, form.values))
    return Pasted(rows, refused, titles)


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


def _lines(text: str) -> list[list[str]]:
    """Return the cells line by line, the head's as the names of fields ("" for others)."""
    lines = [cells for cells in csv.reader(StringIO(text), delimiter="\t") if any(cells)]
    if lines:
        lines[0] = [COLUMNS.get(cell.strip().lower(), "") for cell in lines[0]]
    return lines
