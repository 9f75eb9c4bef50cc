"""Where each box stands: rows of equal columns, names broken to fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil

from governance.drawing import Geometry
from governance.drawing.lettering import wrap
from governance.mapping.bodies import Body, Tie
from governance.mapping.layers import Family

LINE, ABOVE = 20, 22  # of a box: line height, room for bar and edges
WIDEST_GAP = 140
MOST_NAME_LINES, MOST_WORD_LINES = 7, 2


@dataclass(frozen=True, slots=True)
class Room:
    """How boxes stand in one geometry: how many beside each other at most, and how wide.

    `inset` is left of their words; `free` is kept on the right of the sheet for lines that pass.
    """

    columns: int
    box: int
    inset: int = 14
    free: int = 1

    def pitch(self, columns: int, width: int) -> float:
        """Return how far it is from one of `columns` boxes to the next on a sheet of `width`."""
        left = width - EDGE - self.free - columns * self.box
        return self.box + min(WIDEST_GAP, left / max(columns - 1, 1))


EDGE = 1  # left of the first box: half of its line
ROOMS = {
    "wide": Room(columns=5, box=210),
    "middle": Room(columns=3, box=210),
    "narrow": Room(columns=2, box=122, inset=9, free=18),
    "sheet": Room(columns=3, box=210),
    "column": Room(columns=2, box=210),
    "half": Room(columns=2, box=148, inset=10, free=18),
}


@dataclass(slots=True)
class Box:
    """One body on the sheet; `y` is known once the rows above it have their height."""

    body: Body
    row: int
    column: int
    x: float
    width: float
    inset: int
    name: tuple[str, ...]
    words: tuple[str, ...]
    height: float = 0
    y: float = 0

    @property
    def middle(self) -> float:
        """The middle of the box from left to right."""
        return self.x + self.width / 2


@dataclass(slots=True)
class Row:
    """Boxes beside each other; `last` of their family, below which another may begin."""

    boxes: list[Box]
    last: bool = False

    @property
    def height(self) -> float:
        """How tall each box of the row is."""
        return max(box.height for box in self.boxes)


def rows_of(
    families: Sequence[Family], bodies: Mapping[str, Body], geometry: Geometry
) -> list[Row]:
    """Return the rows of boxes of every family, one family below the other."""
    rows: list[Row] = []
    for family in families:
        rows += _rows(family, bodies, geometry, first=len(rows))
    return rows


def _rows(
    family: Family, bodies: Mapping[str, Body], geometry: Geometry, *, first: int
) -> list[Row]:
    room = ROOMS[geometry.name]
    keys = [part for layer in family.layers for part in _broken(layer, room.columns)]
    columns = max(map(len, keys))
    pitch = room.pitch(columns, geometry.width)
    placed = _columns(keys, family.ties, columns)
    rows = [
        Row([_box(bodies[key], n, placed[key], pitch, room, geometry.label) for key in row])
        for n, row in enumerate(keys, start=first)
    ]
    for row in rows:
        for box in row.boxes:
            box.height = row.height
    rows[-1].last = True
    return rows


def _broken(layer: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """Yield a layer in rows of at most `most`, as equal as may be."""
    rows = ceil(len(layer) / most)
    size = ceil(len(layer) / rows)
    for start in range(0, len(layer), size):
        yield layer[start : start + size]


def _columns(rows: Sequence[Sequence[str]], ties: Sequence[Tie], columns: int) -> dict[str, int]:
    """Return the column of each body: below, above or beside whom it is tied to.

    The fullest row is laid first, then those above it, then those below.
    """
    fullest = max(range(len(rows)), key=lambda n: len(rows[n]))
    placed: dict[str, int] = {}
    for n in (fullest, *range(fullest)[::-1], *range(fullest + 1, len(rows))):
        row = rows[n]
        wishes = [_wish(key, ties, placed, (columns - 1) / 2) for key in row]
        chosen = min(
            combinations(range(columns), len(row)),
            key=lambda at: sum(abs(x - wish) for x, wish in zip(at, wishes, strict=True)),
        )
        placed.update(zip(row, chosen, strict=True))
    return placed


def _wish(key: str, ties: Sequence[Tie], placed: Mapping[str, int], middle: float) -> float:
    near = [
        placed[other]
        for tie in ties
        for one, other in ((tie.begin, tie.end), (tie.end, tie.begin))
        if one == key and other in placed
    ]
    return sum(near) / len(near) if near else middle


def _box(body: Body, row: int, column: int, pitch: float, room: Room, size: int) -> Box:
    wide = room.box - 2 * room.inset
    name = wrap(body.name, size, wide, bold=True, most=MOST_NAME_LINES)
    words = wrap(body.words, size, wide, most=MOST_WORD_LINES)
    return Box(
        body=body,
        row=row,
        column=column,
        x=EDGE + column * pitch,
        width=room.box,
        inset=room.inset,
        name=name,
        words=words,
        height=ABOVE + LINE * (len(name) + len(words)),
    )
