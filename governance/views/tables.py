"""A page's rows as a file: CSV, XLSX or JSON, in which no text becomes a formula."""

import csv
import json
import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import TypeAlias

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from governance.http import number_in
from governance.queries import WHOLE, Origin

Cell: TypeAlias = str | int | float | date | None
FORMULA = re.compile(r"^[=+\-@\t\r]")
# What neither XML nor a spreadsheet can hold.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def asked_form(request: HttpRequest) -> str:
    """Return in which of TYPES the page's rows are asked for; empty where the page is."""
    form = request.GET.get("format", "")
    return form if form in TYPES else ""


def page_asked(request: HttpRequest, name: str = "page") -> int:
    """Return which page of a list is asked for: the first one where that is no number."""
    return number_in(request.GET.get(name, "")) or 1


def rows_asked(request: HttpRequest, name: str = "page") -> int:
    """Return which page of a list that can be a file is asked for: a file holds all rows."""
    return WHOLE if asked_form(request) else page_asked(request, name)


def table_file(
    form: str, *, name: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> HttpResponse:
    """Answer with `rows` under `head` as the file `name`; `form` is one of TYPES."""
    body = WRITERS[form](head, rows)
    response = HttpResponse(body, content_type=TYPES[form])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}") or ""
    return response


def origin_cells(origin: Origin | None) -> tuple[str, str]:
    """Return where a fact is from and whether it is illustrative: the last cells of each row."""
    if origin is None:
        return "", ""
    return origin.words, "illustrative" if origin.illustrative else ""


def _csv(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    written = StringIO()
    sheet = csv.writer(written)
    sheet.writerow(head)
    sheet.writerows([_for_csv(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _for_csv(cell: Cell) -> Cell:
    """Return a cell as a spreadsheet reads it: text that looks like a formula stays text.

    >>> _for_csv("=1+1"), _for_csv(-5)
    ("'=1+1", -5)
    """
    if not isinstance(cell, str):
        return cell
    text = UNPRINTABLE.sub("", cell)
    return f"'{text}" if FORMULA.match(text) else text


def _xlsx(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "d mmmm yyyy"})
    sheet.write_row(0, 0, head, book.add_format({"bold": True}))
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(line, column, cell, day)
            elif isinstance(cell, str):
                sheet.write_string(line, column, UNPRINTABLE.sub("", cell))
            elif cell is not None:
                sheet.write_number(line, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return written.getvalue()


def _json(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write one object for each row; a day as 2013-12-03, no figure as null."""
    named = [dict(zip(head, map(_for_json, row), strict=True)) for row in rows]
    return json.dumps(named, ensure_ascii=False, indent=1).encode()


def _for_json(cell: Cell) -> Cell:
    return cell.isoformat() if isinstance(cell, date) else cell


WRITERS = {"csv": _csv, "xlsx": _xlsx, "json": _json}
