"""The states of actions: one bar a priority, every count named in words below it."""

from dataclasses import dataclass
from typing import Final

from governance.drawing.sheet import WIDE, Drawing, Geometry, Sheet, at
from impact.charts.marks import MARKS, mark_name
from impact.charts.rows import NameColumn, RowName, flow, name_column

# The order in which a bar is read: what is done, what goes well, what does not, what waits.
ORDER: Final = (
    "complete",
    "on-track",
    "at-risk",
    "off-track",
    "paused",
    "not-started",
    "no-update",
)
_THICK, _GAP = 8, 2


@dataclass(frozen=True, slots=True)
class StatesRow:
    """A priority and how many of its actions stand in each state, by the state's code."""

    name: RowName
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How many actions there are."""
        return sum(many for _, many in self.counts)

    def ordered(self) -> tuple[tuple[str, int], ...]:
        """Mark and count of each state that occurs, in the order of reading."""
        counts: dict[str, int] = {}
        for code, many in self.counts:
            name = mark_name(code)
            counts[name] = counts.get(name, 0) + many
        return tuple((name, counts[name]) for name in ORDER if counts.get(name))


@dataclass(frozen=True, slots=True)
class StatesChart:
    """The states of the actions of every priority."""

    title: str
    rows: tuple[StatesRow, ...]


def states_chart(chart: StatesChart, *, uid: str, geometry: Geometry = WIDE) -> Drawing:
    """Draw one bar a priority, all on one scale: an action is equally long everywhere."""
    sheet = Sheet(geometry)
    names = name_column(sheet, tuple(row.name for row in chart.rows))
    most = max((row.total for row in chart.rows), default=0)
    unit = (geometry.width - geometry.hang) / max(most, 1)
    y = 0.0
    for row in chart.rows:
        y = _row(sheet, row, names, y, unit)
    return sheet.finish(
        kind="chart-states",
        uid=uid,
        title=chart.title,
        description=_described(chart),
        height=y,
    )


def _row(sheet: Sheet, row: StatesRow, names: NameColumn, top: float, unit: float) -> float:
    """One priority; return the foot of its row."""
    geometry = sheet.geometry
    tall = names.height(row.name)
    names.write(row.name, top + 8)
    y = top + 16 + tall if names.above else top + 12
    x = float(geometry.hang)
    for name, many in row.ordered():
        _segment(sheet, name, x, y, max(many * unit - _GAP, 3))
        x += many * unit
    room = geometry.width - geometry.hang
    if row.total:
        foot = flow(sheet, _worded(row), geometry.hang, y + _THICK + 8, room)
    else:
        sheet.words(geometry.hang, y + geometry.size - 1, "No actions")
        foot = y + geometry.size + 4
    foot = max(foot, top + 8 + tall) + 8
    sheet.path("c-grid", f"M0 {at(foot)}H{geometry.width}", stroke="line")
    return foot


def _segment(sheet: Sheet, name: str, x: float, y: float, wide: float) -> None:
    """A stretch of a bar: filled, or an outline where nothing has begun or nobody answered."""
    if name in {"not-started", "no-update"}:
        d = f"M{at(x + 1)} {at(y + 1)}h{at(wide - 2)}v{_THICK - 2}h-{at(wide - 2)}z"
        dash = "3 2.5" if name == "no-update" else ""
        sheet.path("st-open", d, stroke="grey", width=1.5, dash=dash)
    else:
        sheet.bar(f"st-{name}", x, y, wide, _THICK, MARKS[name].colour)


def _worded(row: StatesRow) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"{many} {MARKS[name].word.lower()}") for name, many in row.ordered())


def _described(chart: StatesChart) -> str:
    """The counts of every priority in words, and of all together."""
    told = [f"{row.name.number} {row.name.name}: {_counts(row)}.".strip() for row in chart.rows]
    return " ".join(told)


def _counts(row: StatesRow) -> str:
    if not row.total:
        return "no actions"
    noun = "action" if row.total == 1 else "actions"
    return f"{row.total} {noun}, {', '.join(words for _, words in _worded(row))}"
