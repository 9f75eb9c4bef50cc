"""The names of a chart of rows: hanging left of the axis, or above their facts."""

from dataclasses import dataclass

from governance.drawing.lettering import widest, width, wrap
from governance.drawing.sheet import Sheet
from impact.charts.marks import placed_mark

_NUMBER_GAP = 12


@dataclass(frozen=True, slots=True)
class RowName:
    """What a row is called: a number that hangs before it, and a small line below."""

    name: str
    number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NameColumn:
    """How the names of a chart stand: where words begin, and how much room they have."""

    sheet: Sheet
    indent: float
    room: float

    @property
    def above(self) -> bool:
        """Whether names stand above their facts."""
        return self.sheet.geometry.hang == 0

    def lines(self, row: RowName) -> tuple[str, ...]:
        """The lines of the name; they fit in bold, too."""
        return wrap(row.name, self.sheet.geometry.label, self.room, bold=True, most=3)

    def notes(self, row: RowName) -> tuple[str, ...]:
        """The lines of the note."""
        return wrap(row.note, self.sheet.geometry.size, self.room, most=2)

    def height(self, row: RowName) -> int:
        """How tall the name stands with its note."""
        geometry = self.sheet.geometry
        return len(self.lines(row)) * (geometry.label + 4) + len(self.notes(row)) * (
            geometry.size + 4
        )

    def write(self, row: RowName, top: float, *, bold: bool = False) -> None:
        """Write the name below `top`."""
        geometry = self.sheet.geometry
        y = top + geometry.label
        if self.above:
            self._clear(row, top)
        if row.number:
            self.sheet.words(0, y, row.number, size=geometry.label)
        for words in self.lines(row):
            self.sheet.words(
                self.indent, y, words, role="c-strong", size=geometry.label, bold=bold
            )
            y += geometry.label + 4
        for words in self.notes(row):
            self.sheet.words(self.indent, y - 1, words)
            y += geometry.size + 4

    def _clear(self, row: RowName, top: float) -> None:
        """Lay paper under a name, so that uprights of the chart do not cross its words."""
        geometry = self.sheet.geometry
        wide = max(
            widest(self.lines(row), geometry.label, bold=True),
            widest(self.notes(row), geometry.size),
        )
        tall = self.height(row)
        self.sheet.bar("c-under", 0, top, self.indent + wide + 4, tall, "paper")


def name_column(sheet: Sheet, rows: tuple[RowName, ...]) -> NameColumn:
    """The column of names for `rows`: as wide as the hang, or as the sheet."""
    geometry = sheet.geometry
    numbers = widest(tuple(row.number for row in rows), geometry.label)
    indent = round(numbers + _NUMBER_GAP) if numbers else 0
    room = (geometry.hang - 16 if geometry.hang else geometry.width) - indent
    return NameColumn(sheet, indent, room)


def flow(
    sheet: Sheet, items: tuple[tuple[str, str], ...], x: float, top: float, room: float
) -> float:
    """Write marks with their words one after the other, breaking at `room`; return the foot.

    `items`: the code of a mark and the words beside it.
    """
    geometry = sheet.geometry
    across, y, tall = 0.0, top, geometry.size + 6
    for code, words in items:
        wide = 18 + width(words, geometry.size)
        if across and across + wide > room:
            across, y = 0.0, y + tall
        sheet.add(placed_mark(code, round(x + across), round(y)))
        sheet.words(x + across + 18, y + geometry.size - 1, words, role="c-strong")
        across += wide + 16
    return y + tall
