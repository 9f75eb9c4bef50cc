"""People pasted or sent as a file: what each line wants, as far as its cells alone can say."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.core.validators import EmailValidator

from governance.changes.people_known import Wanted
from governance.forms.cells import CellsForm, Line
from governance.http import DAYS
from governance.models import Office

COLUMNS = {
    "post": "post",
    "distinction": "distinction",
    "name": "name",
    "organisation": "organisation",
    "e-mail": "email",
    "office": "office",
    "board": "board",
    "from": "since",
}
HEAD = ("Post", "Distinction", "Name", "Organisation", "E-mail", "Office", "Board", "From")
# An assistant is given on the person's page: there is somebody to name.
OFFICES = {
    str(kind.label): str(kind.value) for kind in Office.Kind if kind != Office.Kind.ASSISTANT
}
LONGEST = {"distinction": 80, "email": 254}  # letters; all else may have 200
TITLES = dict(zip(COLUMNS.values(), HEAD, strict=True))
EXAMPLE = (
    ("Head of early help", "", "", "", "head.of.early.help@example.org", "", "", ""),
    ("Clerk", "north", "", "", "clerk.north@example.org", "partnership officer", "", "2026-12-01"),
)


class PeopleForm(CellsForm):
    """People as a sheet has them, and the mark of the preview that was shown."""

    columns = COLUMNS
    most = 3_000

    def __init__(self, *args: object) -> None:
        """Say which columns there are."""
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["cells"].help_text = f"With their head: {', '.join(HEAD)}."

    @property
    def wanted(self) -> list[Wanted]:
        """What each line wants."""
        return [wanted(line) for line in self.table.lines]


def wanted(line: Line) -> Wanted:
    """Return what a line wants; with the reason where its cells cannot be taken."""
    words = {name: " ".join(cell.split()) for name, cell in line.cells.items()}
    given = {name: word for name, word in words.items() if name != "since"}
    why, since = line.why or _too_long(line, given) or _no_address(line, given), None
    office = given.get("office", "").lower()
    if not why and office and office not in OFFICES:
        known = ", ".join(OFFICES)
        why = f"Line {line.number}, Office: “{given['office']}” is no office. Write {known}."
    if not why and words.get("since"):
        since = _day(words["since"])
        if since is None:
            typed = words["since"]
            why = f"Line {line.number}, From: “{typed}” is no date. Write it like 31/12/2026."
    given["office"] = OFFICES.get(office, "")
    return Wanted(line.number, **given, since=since, why=why)


def _too_long(line: Line, given: Mapping[str, str]) -> str:
    for name, word in given.items():
        most = LONGEST.get(name, 200)
        if len(word) > most:
            return (
                f"Line {line.number}, {TITLES[name]}: “{word[:20]}…” is longer than {most}"
                " letters. Shorten it."
            )
    return ""


def _no_address(line: Line, given: Mapping[str, str]) -> str:
    if not given.get("email"):
        return ""
    try:
        EmailValidator()(given["email"])
    except forms.ValidationError:
        return (
            f"Line {line.number}, E-mail: “{given['email']}” is no address. Write it like"
            " name@example.org, or leave the cell empty."
        )
    return ""


def _day(word: str) -> date | None:
    try:
        day: date = forms.DateField(input_formats=DAYS).clean(word)
    except forms.ValidationError:
        return None
    return day
