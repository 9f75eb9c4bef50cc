"""The paper as data: the whole content as JSON, its figures as CSV."""

import csv
import json
from dataclasses import fields
from io import StringIO

from portal.reports import content as paper

# A spreadsheet takes a cell that begins like this for a formula; a figure may begin with a minus.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIGURES = {"value", "target"}
_BOM = "\ufeff"


def render_json(content: paper.PaperContent) -> bytes:
    """Return the content with its checksum, indented for people, defaults left out."""
    whole = {
        "checksum": paper.checksum(content),
        "content": paper.to_data(paper.printable(content)),
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def render_csv(content: paper.PaperContent) -> bytes:
    """Return every figure of the paper, one a line, with unit, period, source and mark.

    UTF-8 with a byte order mark, so that spreadsheets read it right. Text that a spreadsheet
    would take for a formula has an apostrophe before it.
    """
    clean = paper.printable(content)
    labels = {each.key: each.label for each in clean.sources}
    names = [each.name for each in fields(paper.Datum)]
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow(names)
    for datum in clean.data:
        row = {name: getattr(datum, name) for name in names}
        row["source"] = labels.get(datum.source, "")
        row["illustrative"] = "illustrative" if datum.illustrative else ""
        lines.writerow(_safe(name, str(row[name])) for name in names)
    return (_BOM + written.getvalue()).encode()


def _safe(name: str, text: str) -> str:
    return f"'{text}" if name not in _FIGURES and text.startswith(_FORMULA) else text
