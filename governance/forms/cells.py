"""Cells that are pasted or sent as a file: bytes to text, text to named cells, line by line.

The first of two steps: what the cells mean, and whether it may be, is for the form that asked.
"""

import csv
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict

from governance.forms.plain import PlainForm

LARGEST = 1_000_000  # bytes of a file, letters of what is pasted
SEPARATORS = ("\t", ";", ",")
KEPT = {"\t", "\n", "\r"}  # the control characters that a cell may hold
FORMULA = frozenset("=+-@")


@dataclass(frozen=True)
class Line:
    """One line: the number it begins on, its cells by the field's name, and why it is refused."""

    number: int
    cells: Mapping[str, str]
    why: str = ""


@dataclass(frozen=True)
class Table:
    """The lines below a head, and which fields the head names."""

    names: Sequence[str]
    lines: Sequence[Line]


def text_of(data: bytes) -> str:
    """Return a file's text: by its mark, else UTF-8, else as Windows writes in western Europe.

    :raises ValidationError: it is none of them
    """
    marks = {BOM_UTF8: "utf-8-sig", BOM_UTF16_LE: "utf-16", BOM_UTF16_BE: "utf-16"}
    marked = [code for mark, code in marks.items() if data.startswith(mark)]
    for code in marked or ("utf-8", "cp1252"):
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    raise forms.ValidationError(
        "This is no text file. Save the sheet as “CSV UTF-8” and choose that file."
    )


def table_of(
    text: str, columns: Mapping[str, str], *, most: int, passes_others: bool = False
) -> Table:
    """Return the lines of `text` by the fields that `columns` names for its head.

    `columns`: field by the column's name in small letters; `most`: lines at once;
    `passes_others`: columns of other names are passed over, not refused. Commas, semicolons and
    tabs separate; text that looks like a formula stays text.

    :raises ValidationError: a sentence for the whole: no head, an unknown column, too many lines
    """
    head, *rows = _rows(text, columns) or [(1, [])]
    names = _names(head[1], columns, passes_others=passes_others)
    if len(rows) > most:
        raise forms.ValidationError(
            f"{len(rows):,} lines are too many: send at most {most:,} at once."
        )
    if not rows:
        raise forms.ValidationError("There is no line below the head.")
    titles = [cell.strip() for cell in head[1]]
    return Table(names, [_line(number, cells, names, titles) for number, cells in rows])


def _rows(text: str, columns: Mapping[str, str]) -> list[tuple[int, list[str]]]:
    """Return the number and the cells of each line that is not empty."""
    text = text.removeprefix("\ufeff")
    found = csv.reader(
        StringIO(text, newline=""), delimiter=_separator(text, columns), strict=True
    )
    rows, begun = [], 1
    try:
        for cells in found:
            if any(cell.strip() for cell in cells):
                rows.append((begun, cells))
            begun = found.line_num + 1
    except csv.Error as reason:
        raise forms.ValidationError(
            f"Line {begun} cannot be read: a quotation mark is not closed, or text follows it."
            " Put the whole cell in quotation marks, and each mark within it twice."
        ) from reason
    return rows


def _separator(text: str, columns: Mapping[str, str]) -> str:
    """Return what separates the cells of the head: whichever gives most of the known columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(separator: str) -> int:
        return sum(_plain(cell) in columns for cell in first.split(separator))

    return max(SEPARATORS, key=known)


def _plain(cell: str) -> str:
    return " ".join(cell.strip().strip('"').lower().split())


def _names(head: Sequence[str], columns: Mapping[str, str], *, passes_others: bool) -> list[str]:
    """Return the field of each cell of the head, "" for a column that is passed over."""
    if not any(_plain(cell) in columns for cell in head):
        raise forms.ValidationError("The first line must name the columns.")
    names: list[str] = []
    for cell in head:
        name = columns.get(_plain(cell), "" if passes_others else None)
        if name is None:
            known = ", ".join(dict.fromkeys(each.capitalize() for each in columns))
            raise forms.ValidationError(
                f"Line 1: “{cell.strip()}” is no column here. The columns are {known}."
            )
        if name and name in names:
            raise forms.ValidationError(f"Line 1: two columns are called “{cell.strip()}”.")
        names.append(name)
    return names


def _line(number: int, cells: Sequence[str], names: Sequence[str], titles: Sequence[str]) -> Line:
    why = ""
    if any(cell.strip() for cell in cells[len(names) :]):
        why = (
            f"Line {number} has {len(cells)} cells and the head {len(names)}. Put a cell with a"
            " comma in quotation marks."
        )
    for title, cell in zip(titles, cells, strict=False):
        strange = next((each for each in cell if _is_control(each)), None)
        if strange is not None:
            why = (
                f"Line {number}, {title}: a control character (U+{ord(strange):04X}) stands in"
                " it. Type the cell anew."
            )
    given = dict(zip(names, map(_as_text, cells), strict=False))
    given.pop("", None)
    return Line(number, given, why)


def _is_control(letter: str) -> bool:
    return letter not in KEPT and unicodedata.category(letter) in {"Cc", "Cs"}


def _as_text(cell: str) -> str:
    """Return what a cell says, without the mark by which a sheet was told that it is text.

    >>> _as_text(" '=1+1 "), _as_text("=1+1"), _as_text("'tis")
    ('=1+1', '=1+1', "'tis")
    """
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA else text


class CellsForm(PlainForm):
    """Cells pasted, or sent as a file, which then stand in the place of what is pasted."""

    columns: ClassVar[Mapping[str, str]] = {}
    most: ClassVar[int] = 200
    passes_others: ClassVar[bool] = False
    table: Table

    cells = forms.CharField(
        label="Cells from the spreadsheet",
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 10, "aria-describedby": "id_cells_helptext"}),
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        help_text="CSV, at most 1 MB. It is read instead of what is pasted.",
        widget=forms.FileInput(
            {"accept": ".csv,.txt,.tsv,text/csv", "aria-describedby": "id_file_helptext"}
        ),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, files: MultiValueDict[str, Any] | None = None
    ) -> None:
        """Begin with what was sent."""
        super().__init__(data, files)
        self.sent: dict[str, Any] = dict(data.items()) if data is not None else {}
        self.data = self.sent

    def clean_file(self) -> Any:
        """Read a file in the place of what is pasted."""
        sent = self.cleaned_data.get("file")
        if sent is None:
            return None
        if sent.size > LARGEST:
            raise forms.ValidationError("The file is larger than 1 MB: cut it in two.")
        # From here on the page shows what the file says.
        self.sent["cells"] = self.cleaned_data["cells"] = text_of(sent.read())
        return sent

    def clean(self) -> dict[str, Any]:
        """Take the cells apart."""
        said: dict[str, Any] = super().clean() or {}
        if self.errors:
            return said
        try:
            self.table = self._table(said.get("cells") or "")
        except forms.ValidationError as reason:
            self.add_error("cells", reason)
        return said

    def _table(self, text: str) -> Table:
        if not text.strip():
            raise forms.ValidationError("Paste the cells, or choose a file")
        if len(text) > LARGEST:
            raise forms.ValidationError("That is more than 1 MB: paste it in two parts.")
        return table_of(text, self.columns, most=self.most, passes_others=self.passes_others)
