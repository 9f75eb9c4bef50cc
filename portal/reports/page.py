"""The paper as HTML: the twin that is read in a browser, and the sheets the PDF is made of."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from impact.charts import Drawing, marks_css
from portal.reports import content as paper
from portal.reports.drawing import (
    HALF,
    ON_THE_AXIS,
    SHEET,
    SHEET_AND_PHONE,
    Sizes,
    draw,
    draw_spark,
)

_PRINT, _HEADED, _SCREEN = "print.css", "headed.css", "paper.css"
_ON_PAPER = ("#", "https://", "http://", "mailto:")
_SCHEMES = (*_ON_PAPER, "/")  # a sheet does not know where the portal stands
_LETTERS_A_LINE, _TITLE_LETTERS_A_LINE, _NAME_LETTERS_A_LINE = 24, 20, 17
_MANNERS = {
    "strong": "<b>{}</b>",
    "em": "<em>{}</em>",
    "strong em": "<b><em>{}</em></b>",
    "muted": '<span class="muted">{}</span>',
}


def render(content: paper.PaperContent) -> str:
    """Return the paper as one HTML document that carries its look with it and asks for nothing.

    The look stands in one `style` element, so that a policy can allow it by its hash.
    """
    look = print_look() + _file(_SCREEN)
    return bare(content).replace("</head>", f"<style>{look}</style></head>", 1)


def bare(content: paper.PaperContent) -> str:
    """Return the document without its look."""
    return _document(content, printed=False)


def sheets(content: paper.PaperContent) -> str:
    """Return the document that the PDF is made of: charts are images, the look stands outside."""
    return _document(content, printed=True)


def pack_look() -> str:
    """Return what the pack of a meeting adds to the look of the paper."""
    return _file("pack.css")


def print_look() -> str:
    """Return the look of the paper on its sheet, with its marks."""
    return _file(_PRINT) + _file(_HEADED) + marks_css()


@cache
def _file(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")


def html(words: paper.Words, *, wash: str = "", schemes: Iterable[str] = _SCHEMES) -> SafeString:
    """Return words as HTML: every text is escaped, links keep to harmless schemes."""
    return format_html_join("", "{}", ((_run(run, wash, tuple(schemes)),) for run in words))


def _run(run: paper.Run, wash: str, schemes: tuple[str, ...]) -> SafeString:
    manner = _MANNERS.get(run.style, "{}")
    made = format_html("{}" if run.style == "muted" else manner, run.text)
    if run.mark:
        classes = " ".join(("m", f"m-{run.mark}", *(f"cell-{each}" for each in wash.split())))
        made = format_html('<span class="{}">{}</span>', classes, made)
    if run.href.startswith(schemes):
        made = format_html('<a href="{}">{}</a>', run.href, made)
    return format_html(manner, made) if run.style == "muted" else made


def _document(content: paper.PaperContent, *, printed: bool) -> str:
    clean = paper.printable(content)
    ready = Ready(printed=printed)
    context = {
        "paper": clean,
        "checksum": paper.printed_checksum(content),
        "cover": ready.of(clean.cover),
        "front": ready.blocks(clean.front),
        "sections": [
            {
                "it": each,
                "blocks": ready.blocks(each.blocks),
                "numbered": _is_numbered(each.blocks),
                "lines": min((len(each.title) - 1) // _NAME_LETTERS_A_LINE + 1, 4),
            }
            for each in clean.sections
        ],
    }
    name = "headed" if clean.opening == "head" else "paper"
    return render_to_string(f"reports/{name}.html", context)


@dataclass(frozen=True, slots=True)
class _Block:
    """A block with the template that prints it."""

    template: str
    it: Any


class Ready:
    """Makes content ready for the templates: words to HTML, figures to drawings."""

    def __init__(self, *, printed: bool) -> None:
        self._printed = printed
        self._schemes = _ON_PAPER if printed else _SCHEMES
        self._charts = 0

    def blocks(self, blocks: Iterable[paper.Block]) -> list[_Block]:
        """Return each block with its template."""
        return [
            _Block(f"reports/blocks/{type(each).__name__.lower()}.html", self.of(each))
            for each in blocks
        ]

    def of(self, value: Any) -> Any:
        """Return `value` as templates take it: dataclasses by field, words as HTML."""
        match value:
            case paper.Part():
                ready = self._fields(replace(value, blocks=()))
                blocks = self.blocks(value.blocks)
                kept = {
                    "numbered": _is_numbered(value.blocks),
                    "stacked": any(isinstance(each, paper.Stacks) for each in value.blocks),
                    "lines": _lines(value),
                }
                return {**ready, **kept, "blocks": blocks}
            case paper.Table():
                return {**self._fields(replace(value, groups=())), "rows": self._groups(value)}
            case paper.Figures():
                sizes = HALF if len(value.figures) > 1 else ON_THE_AXIS
                return {"figures": [self._figure(each, sizes) for each in value.figures]}
            case paper.RunChart() | paper.StatesChart() | paper.SharesChart() | paper.Timeline():
                sizes = SHEET if self._printed else SHEET_AND_PHONE
                return self._drawn(draw(value, uid=self._uid(), sizes=sizes))
            case (paper.Run(), *_):
                return html(value, schemes=self._schemes)
            case tuple():
                return [self.of(each) for each in value]
        return self._fields(value) if is_dataclass(value) else value

    def _fields(self, value: Any) -> dict[str, Any]:
        return {each.name: self.of(getattr(value, each.name)) for each in fields(value)}

    def _figure(self, figure: paper.Figure, sizes: Sizes) -> dict[str, Any]:
        chart = figure.chart
        drawn = self._drawn(draw(chart, uid=self._uid(), sizes=sizes)) if chart else ""
        return {**self._fields(replace(figure, chart=None)), "chart": drawn}

    def _groups(self, table: paper.Table) -> list[dict[str, Any]]:
        return [
            {"title": group.title, "rows": [self._row(row, table) for row in group.rows]}
            for group in table.groups
        ]

    def _row(self, row: paper.Row, table: paper.Table) -> dict[str, Any]:
        cells = [
            {
                "words": html(cell.words, wash=cell.wash, schemes=self._schemes),
                "sub": cell.sub,
                "number": column.number,
                "spark": cell.spark and self._spark(cell.spark),
            }
            for cell, column in zip(row.cells, table.columns, strict=True)
        ]
        return {"anchor": row.anchor, "head": cells[0], "cells": cells[1:]}

    def _uid(self) -> str:
        self._charts += 1
        return f"chart-{self._charts}"

    def _spark(self, spark: paper.Sparkline) -> SafeString:
        return self._drawn((draw_spark(spark, uid=self._uid()),), look="spark")

    def _drawn(self, drawings: tuple[Drawing, ...], *, look: str = "chart") -> SafeString:
        """Return drawings as images for the sheet, or as SVG for the page, wide before narrow."""
        if self._printed:
            shown = '<img class="{}" alt="{}" src="{}">'
            rows = ((look, each.alt, _in_print(each).data_uri()) for each in drawings)
            return format_html_join("", shown, rows)
        return format_html_join("", "{}", ((_Svg(each.svg),) for each in drawings))


def _in_print(drawing: Drawing) -> Drawing:
    """Return a drawing with the one bold weight that the sheet has: each embeds a font anew."""
    return replace(drawing, svg=drawing.svg.replace('weight="650"', 'weight="700"'))


class _Svg(str):
    """SVG of `impact.charts`, which escapes every word it is given."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def _lines(part: paper.Part) -> int:
    """Return about how many lines hang left of a part below its title's first, at most nine."""
    letters = sum(len(run.text) for run in part.note)
    of_title = max(len(part.title) - 1, 0) // _TITLE_LETTERS_A_LINE
    return min(-(-letters // _LETTERS_A_LINE) + of_title, 9)


def _is_numbered(blocks: Iterable[paper.Block]) -> bool:
    """Return whether paragraphs among `blocks` carry numbers, which hang left of them."""
    return any(
        para.number for block in blocks if isinstance(block, paper.Paras) for para in block.paras
    )
