"""Typed tables: as many cells in each row as in the head, figures to the right, no cell lost."""

import re
from collections.abc import Sequence

from markdown_it.rules_block.table import escapedSplit
from markdown_it.tree import SyntaxTreeNode

from portal.reports.content import Cell, Column, Group, Row, Run, Table, Words
from portal.reports.markup.finding import Findings
from portal.reports.markup.words import Phrase, joined, plain

_FIGURE = re.compile(r"[~<>≤≥£−–-]? ?£?[\d][\d,. ]*(?:%|m|k)?|[–—-]|n/a", re.IGNORECASE)
_NUMBER_WIDTH = 20  # millimetres
_MOST_NUMBERS = 4  # columns of a fixed width; with more the sheet is shared out equally


def table(
    node: SyntaxTreeNode, lines: Sequence[str], about: str, phrase: Phrase, findings: Findings
) -> Table:
    """Return the table `node` with `about` for its title."""
    head, *bodies = node.children
    titles = [plain(words) for words in _cells(head.children[0], phrase)]
    rows = [_row(each, len(titles), lines, phrase, findings)
            for body in bodies for each in body.children]  # fmt: skip
    line = node.map[0] + 1 if node.map else 1
    if not all(titles):
        findings.say(line, "A column of this table has no title.")
    if not rows:
        findings.say(line, "This table has a head and no rows.")
    numbers = [
        _is_to_the_right(cell) or _is_of_numbers([row[place] for row in rows])
        for place, cell in enumerate(head.children[0].children)
    ]
    numbers[:1] = [False]  # the first cell is the head of its row
    fixed = sum(numbers) <= _MOST_NUMBERS
    columns = tuple(
        Column(title=title, width=_NUMBER_WIDTH if number and fixed else None, number=number)
        for title, number in zip(titles, numbers, strict=True)
    )
    made = tuple(Row(cells=tuple(Cell(words=words) for words in row)) for row in rows)
    return Table(title=about or "Table", columns=columns, groups=(Group(rows=made),))


def _cells(row: SyntaxTreeNode, phrase: Phrase) -> list[Words]:
    return [
        joined(tuple(run for each in cell.children if each.token
                     for run in phrase.read(each.token)))
        for cell in row.children
    ]  # fmt: skip


def _row(
    row: SyntaxTreeNode, width: int, lines: Sequence[str], phrase: Phrase, findings: Findings
) -> list[Words]:
    """Return the cells of a row; what it holds beyond the head's width joins its last one."""
    cells = _cells(row, phrase)
    at = row.map[0] if row.map else 0
    typed = escapedSplit(lines[at].strip().removeprefix("|").removesuffix("|"))
    if len(typed) > width:
        findings.say(at + 1, "This row has more cells than the head; the last were joined.")
        rest = " ".join(each.strip() for each in typed[width:])
        cells[-1] = joined((*cells[-1], Run(f" {rest}")))
    return cells


def _is_to_the_right(head: SyntaxTreeNode) -> bool:
    """Return whether the writer set the column to the right ("---:")."""
    return head.attrs.get("style") == "text-align:right"


def _is_of_numbers(cells: Sequence[Words]) -> bool:
    """Return whether a column holds figures only, of which there is one at least."""
    said = [plain(words) for words in cells if words]
    figures = [text for text in said if _FIGURE.fullmatch(text)]
    return len(figures) == len(said) and any(re.search(r"\d", text) for text in said)
