"""The heat map of ratings: priorities down, quarters across, a mark and a word on a wash."""

from dataclasses import dataclass
from typing import Final, Literal

from governance.drawing.lettering import widest, wrap
from governance.drawing.sheet import WIDE, Drawing, Geometry, Sheet, at
from impact.charts.marks import MARKS, mark_name, placed_mark
from impact.charts.rows import NameColumn, RowName, flow, name_column
from impact.charts.series import PeriodLabel

_WASHES: Final = {
    "on-track": "wash-green",
    "at-risk": "wash-amber",
    "off-track": "wash-red",
    "complete": "wash-blue",
}
_GAP, _PAD, _TALL, _MARK = 2, 10, 34, 14


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating by the code of its state; `expected` is what the sponsor foresees."""

    state: str
    expected: bool = False


@dataclass(frozen=True, slots=True)
class RatedRow:
    """A priority and its ratings, one for each quarter; None where there was nothing to rate."""

    name: RowName
    ratings: tuple[Rating | None, ...]


@dataclass(frozen=True, slots=True)
class RatingMap:
    """Ratings of `rows` over `quarters` ("Quarter 1", short "Q1")."""

    title: str
    quarters: tuple[PeriodLabel, ...]
    rows: tuple[RatedRow, ...]


def rating_map(ratings: RatingMap, *, uid: str, geometry: Geometry = WIDE) -> Drawing:
    """Draw the heat map; narrow cells hold the word below the mark, or the mark with a key."""
    sheet = Sheet(geometry)
    names = name_column(sheet, tuple(row.name for row in ratings.rows))
    cell = _cell_for(ratings, geometry)
    y = _heads(sheet, ratings.quarters, cell)
    sheet.path("c-rule", f"M0 {at(y)}H{geometry.width}", stroke="ink")
    for row in ratings.rows:
        y = _row(sheet, row, names, y, cell)
    if cell.words == "key":
        y = _key(sheet, ratings, y + 8)
    return sheet.finish(
        kind="chart-ratings",
        uid=uid,
        title=ratings.title,
        description=_described(ratings),
        height=y + 4,
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """The cells of a map: how far apart, how tall, and where their words stand."""

    pitch: float
    tall: int
    words: Literal["beside", "below", "key"]


def _cell_for(ratings: RatingMap, geometry: Geometry) -> _Cell:
    codes = {rating.state for row in ratings.rows for rating in row.ratings if rating}
    words = tuple(MARKS[mark_name(code)].word for code in sorted(codes))
    pitch = (geometry.width - geometry.hang) / max(len(ratings.quarters), 1)
    room = pitch - _GAP - widest(words, geometry.size)
    if room >= _MARK + 6 + 2 * _PAD:
        return _Cell(pitch, _TALL, "beside")
    if room >= 8:
        return _Cell(pitch, _TALL + 10, "below")
    return _Cell(pitch, _TALL, "key")


def _heads(sheet: Sheet, quarters: tuple[PeriodLabel, ...], cell: _Cell) -> float:
    """The quarters above their columns, by their short labels where the long ones are cut."""
    size = sheet.geometry.size
    room = cell.pitch - 4
    heads = [wrap(quarter.label, size, room, bold=True, most=3) for quarter in quarters]
    if any(words.endswith("…") for head in heads for words in head):
        short = [quarter.short or quarter.label for quarter in quarters]
        heads = [wrap(words, size, room, bold=True, most=3) for words in short]
    tall = max((len(head) for head in heads), default=0)
    for index, head in enumerate(heads):
        for row, words in enumerate(reversed(head)):
            x, y = sheet.geometry.hang + index * cell.pitch, (tall - row) * (size + 4)
            sheet.words(x, y, words, role="c-strong", bold=True)
    return tall * (size + 4) + 6


def _row(sheet: Sheet, row: RatedRow, names: NameColumn, top: float, cell: _Cell) -> float:
    """One priority; return the foot of its row."""
    geometry = sheet.geometry
    tall = names.height(row.name)
    names.write(row.name, top + (4 if names.above else max(4, (cell.tall + 8 - tall) / 2)))
    first = top + tall + 10 if names.above else top + max(4.0, (tall + 8 - cell.tall) / 2)
    for index, rating in enumerate(row.ratings):
        if rating is not None:
            _cell(sheet, rating, geometry.hang + index * cell.pitch, first, cell)
    foot = max(first + cell.tall + 4, top + tall + 8)
    line = geometry.width if names.above else geometry.hang
    sheet.path("c-grid", f"M0 {at(foot)}H{line}", stroke="line")
    return foot


def _cell(sheet: Sheet, rating: Rating, x: float, top: float, cell: _Cell) -> None:
    name = mark_name(rating.state)
    wide, tall, size = cell.pitch - _GAP, cell.tall, sheet.geometry.size
    if rating.expected:
        d = f"M{at(x + 1)} {at(top + 1)}h{at(wide - 2)}v{tall - 2}h-{at(wide - 2)}z"
        sheet.path("h-frame", d, stroke="field", dash="3 2.5")
    elif name in _WASHES:
        sheet.bar(f"h-{name}", x, top, wide, tall, _WASHES[name])
    centre, middle = x + wide / 2, top + tall / 2
    word = MARKS[name].word
    if cell.words == "beside":
        sheet.add(placed_mark(name, round(x + _PAD), round(middle - _MARK / 2), _MARK))
        start = x + _PAD + _MARK + 6
        sheet.words(start, middle + size * 0.36, word, role="c-strong")
    elif cell.words == "below":
        sheet.add(placed_mark(name, round(centre - _MARK / 2), round(top + 6), _MARK))
        sheet.words(centre, top + _MARK + size + 9, word, role="c-strong", anchor="middle")
    else:
        sheet.add(placed_mark(name, round(centre - _MARK / 2), round(middle - 7), _MARK))


def _key(sheet: Sheet, ratings: RatingMap, top: float) -> float:
    """The words of the marks that stand alone."""
    found = {mark_name(rating.state) for row in ratings.rows for rating in row.ratings if rating}
    items = tuple((name, known.word) for name, known in MARKS.items() if name in found)
    return flow(sheet, items, 0, top, sheet.geometry.width)


def _described(ratings: RatingMap) -> str:
    """Every rating in words, row by row."""
    return " ".join(
        f"{row.name.number} {row.name.name}: {_rated(ratings, row)}.".strip()
        for row in ratings.rows
    )


def _rated(ratings: RatingMap, row: RatedRow) -> str:
    told = [
        f"{MARKS[mark_name(rating.state)].word.lower()}"
        f"{' expected' if rating.expected else ''} in {quarter.label}"
        for quarter, rating in zip(ratings.quarters, row.ratings, strict=True)
        if rating is not None
    ]
    return ", ".join(told) or "nothing to rate"
