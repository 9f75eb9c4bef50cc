"""Where everything of a run chart stands: the frame, the ticks, the names, the annotations."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from governance.drawing.lettering import balanced, cut, widest, width, wrap
from governance.drawing.sheet import Geometry
from impact.charts.scale import Axis, Scale, axis_for, push_apart, tick_words
from impact.charts.series import Annotation, RunChart

INSET = 14  # from the plot's edges to the first and the last point
GAP = 10  # from the plot to the names at its right
LEAD = 5  # between the lines of a label
ROOM_ABOVE = 14
_LEAST_SPAN = 0.2  # of the level of the figures, on the axis of a chart without limits


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a line at its right end: its words, its figure, its role, where it stands."""

    lines: tuple[str, ...]
    value: float
    role: str = "c-label"
    bold: bool = False
    centre: float = 0.0


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation placed: its lines, its centre, the place of its leader."""

    lines: tuple[str, ...]
    centre: float
    leader: float
    index: int
    half: float

    @property
    def start(self) -> float:
        """Where its leader begins: straight above its foot if the words stand there."""
        return self.leader if abs(self.centre - self.leader) <= self.half else self.centre


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot: its edges, its two scales, and what stands around it."""

    left: float
    right: float
    top: float
    bottom: float
    axis: Axis
    places: tuple[float, ...]
    height: Scale
    notes: tuple[Note, ...]
    footnotes: tuple[str, ...]

    def y(self, value: float) -> float:
        """Where a figure stands; one beyond the axis stands at its edge."""
        return self.height.held(value)

    def before(self, index: int) -> float:
        """Half-way from the period before `index`; the plot's edge where there is none."""
        if index <= 0:
            return self.left
        if index >= len(self.places):
            return self.right
        return (self.places[index - 1] + self.places[index]) / 2

    def holds(self, value: float) -> bool:
        """Whether a figure lies within the axis."""
        return self.axis.low <= value <= self.axis.high


def frame_for(chart: RunChart, geometry: Geometry, names: Sequence[Name]) -> Frame:
    """The frame that leaves room for the ticks at the left and the names at the right."""
    axis = axis_for(_figures(chart), about=5 if geometry.height > 250 else 4)
    ticks = tuple(tick_words(tick, axis.decimals, chart.suffix) for tick in axis.ticks)
    left = round(widest(ticks, geometry.size) + 8)
    right = geometry.width - round(_room_right(chart, geometry, names))
    places = _places(chart, left + INSET, right - INSET)
    notes, footnotes = _annotations(chart, geometry, places)
    above = max((len(note.lines) for note in notes), default=0)
    top = ROOM_ABOVE + above * (geometry.size + 4) + (8 if above else 0)
    bottom = geometry.height - geometry.size - 18
    scale = Scale(axis.low, axis.high, bottom, top)
    return Frame(left, right, top, bottom, axis, places, scale, notes, footnotes)


def _figures(chart: RunChart) -> list[float]:
    """Every figure the axis must hold; nothing else may drag it below 0 or above 100%.

    Judged figures bring their limits. Others stand on an axis of at least a fifth of their own
    level, so that a small change does not look like a large one.
    """
    rows = [line.values for line in chart.lines + chart.comparators] + [chart.targets()]
    figures = [value for row in rows for value in row if value is not None]
    low, high = min(figures, default=0.0), max(figures, default=0.0)
    least = 0.0 if low >= 0 else -math.inf
    most = 100.0 if chart.suffix == "%" and high <= 100 else math.inf
    stretches = [stretch for line in chart.lines for stretch in line.stretches()]
    if stretches:
        limits = [limit for stretch in stretches for limit in (stretch.lower, stretch.upper)]
        return figures + [limit for limit in limits if limit and least <= limit <= most]
    middle, half = (low + high) / 2, max(-low, high) * _LEAST_SPAN / 2
    return [*figures, max(min(low, middle - half), least), min(max(high, middle + half), most)]


def _room_right(chart: RunChart, geometry: Geometry, names: Sequence[Name]) -> float:
    wide = max((widest(name.lines, geometry.label, bold=name.bold) for name in names), default=0)
    last = chart.periods[-1].short or chart.periods[-1].label if chart.periods else ""
    return max(wide + GAP, width(last, geometry.size) / 2 - INSET, 1) + 1


def _places(chart: RunChart, start: float, end: float) -> tuple[float, ...]:
    """The place of each period: as its days stand apart, or evenly."""
    days = [period.on.toordinal() for period in chart.periods if period.on]
    if len(days) == len(chart.periods) and len(set(days)) > 1:
        scale = Scale(min(days), max(days), start, end)
        return tuple(scale(day) for day in days)
    if len(chart.periods) < 2:
        return tuple((start + end) / 2 for _ in chart.periods)
    scale = Scale(0, len(chart.periods) - 1, start, end)
    return tuple(scale(index) for index in range(len(chart.periods)))


def _annotations(
    chart: RunChart, geometry: Geometry, places: tuple[float, ...]
) -> tuple[tuple[Note, ...], tuple[str, ...]]:
    """Annotations above the plot; numerals and footnotes where the words have no room there."""
    wanted = [note for note in _all_notes(chart) if 0 <= note.index < len(places)]
    room = min(geometry.width * 0.3, 200)
    lines = [balanced(note.text, geometry.size, room, most=2) for note in wanted]
    starts = chart.starts()
    notes = _stood(wanted, lines, geometry, places, starts)
    words_fit = all(note.text == " ".join(rows) for note, rows in zip(wanted, lines, strict=True))
    if words_fit and all(_touches(note, geometry) for note in notes):
        return notes, ()
    numerals = [(str(place),) for place in range(1, len(wanted) + 1)]
    footnotes = tuple(
        row
        for place, note in enumerate(wanted, start=1)
        for row in wrap(
            f"{place}  {chart.periods[note.index].label}: {note.text}",
            geometry.size,
            geometry.width,
        )
    )
    return _stood(wanted, numerals, geometry, places, starts), footnotes


def _all_notes(chart: RunChart) -> list[Annotation]:
    """The caller's annotations, and one where a line begins that counts in a new way."""
    told = {note.index for note in chart.annotations}
    new = [Annotation(start, "New definition") for start in chart.starts() - told]
    return sorted([*chart.annotations, *new], key=lambda note: note.index)


def _stood(
    wanted: Sequence[Annotation],
    lines: Sequence[tuple[str, ...]],
    geometry: Geometry,
    places: tuple[float, ...],
    starts: frozenset[int],
) -> tuple[Note, ...]:
    leaders = [_leader(note, starts, places) for note in wanted]
    halves = [widest(rows, geometry.size) / 2 for rows in lines]
    sizes = [2 * half + min(half, 8) * 2 for half in halves]
    centres = push_apart(leaders, sizes, low=0, high=geometry.width)
    return tuple(
        Note(rows, centre, leader, note.index, half)
        for rows, centre, leader, note, half in zip(
            lines, centres, leaders, wanted, halves, strict=True
        )
    )


def _leader(note: Annotation, starts: frozenset[int], places: tuple[float, ...]) -> float:
    """Where a leader stands: at its period, or between two definitions."""
    before = places[max(note.index - 1, 0)]
    return (before + places[note.index]) / 2 if note.index in starts else places[note.index]


def _touches(note: Note, geometry: Geometry) -> bool:
    """Whether the leader still begins below its words, and the words stand on the sheet."""
    inside = note.half - 0.5 <= note.centre <= geometry.width - note.half + 0.5
    return inside and note.start == note.leader


def axis_labels(
    chart: RunChart, frame: Frame, geometry: Geometry
) -> tuple[tuple[float, str], ...]:
    """Centre and label of the periods that are named below the plot; the last always is."""
    full = [period.label for period in chart.periods]
    short = [period.short or period.label for period in chart.periods]
    for labels in (full, short):
        chosen = _evenly(labels, frame.places, geometry)
        if len(chosen) >= min(5, len(labels)):
            break
    else:
        chosen = max(chosen, _greedily(short, frame.places, geometry), key=len)
    return tuple(
        (sum(_edges(label, frame.places[index], geometry)) / 2, label)
        for index, label in chosen.items()
    )


def _evenly(labels: list[str], places: tuple[float, ...], geometry: Geometry) -> dict[int, str]:
    """Every n-th label back from the last, with the smallest n at which none meet."""
    last = len(labels) - 1
    for step in range(1, last + 2):
        picked = list(range(last, -1, -step))
        edges = [_edges(labels[index], places[index], geometry) for index in picked]
        apart = all(edge[1] + 8 <= later[0] for later, edge in pairwise(edges))
        if apart and edges[0][1] <= geometry.width:
            return {index: labels[index] for index in picked}
    if not labels:
        return {}
    room = 2 * min(places[last], geometry.width - places[last])
    return {last: cut(labels[last], geometry.size, room)}


def _greedily(labels: list[str], places: tuple[float, ...], geometry: Geometry) -> dict[int, str]:
    """Each label back from the last that does not meet the one after it: for uneven days."""
    chosen: dict[int, str] = {}
    free = float(geometry.width)
    for index in range(len(labels) - 1, -1, -1):
        left, right = _edges(labels[index], places[index], geometry)
        if right <= free:
            chosen[index] = labels[index]
            free = left - 8
    return chosen


def _edges(label: str, place: float, geometry: Geometry) -> tuple[float, float]:
    """The room of a label centred at `place`, or as near as the sheet's edge allows."""
    long = width(label, geometry.size)
    left = max(place - long / 2, 0.0)
    return left, left + long


def stand_apart(names: Sequence[Name], frame: Frame, geometry: Geometry) -> tuple[Name, ...]:
    """The names with their centres, pushed apart; the least needed go where room is short."""
    kept = list(names)
    tall = geometry.label + LEAD - 1
    room = (frame.top - 8, frame.bottom + geometry.size)
    while kept and sum(len(name.lines) * tall for name in kept) > room[1] - room[0]:
        kept.pop()
    sizes = [len(name.lines) * tall for name in kept]
    centres = push_apart([frame.y(name.value) for name in kept], sizes, low=room[0], high=room[1])
    return tuple(replace(name, centre=centre) for name, centre in zip(kept, centres, strict=True))
