"""Charts of a paper: figures, not drawings, so that each printer draws for its own sheet."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One figure of a line; None is a gap, never a nought. `hollow`: illustrative, estimated."""

    on: date
    label: str
    value: float | None
    hollow: bool = False
    kind: str = ""
    """What special-cause analysis says of it (see `impact.spc`); empty: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a chart: the own figures, another area's, or a later definition's."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Natural process limits over the points `start` to `start + n`, in the measure's unit."""

    start: int
    n: int
    centre: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunChart:
    """Figures of one measure over time."""

    title: str
    unit: str
    decimals: int
    own: Line
    others: tuple[Line, ...] = ()
    later: tuple[Line, ...] = ()
    """Lines of a changed definition: drawn beside the own line and never joined to it."""
    target: float | None = None
    target_illustrative: bool = False
    limits: tuple[Limits, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparkline:
    """The shape of a row's figures, and one line beside them."""

    title: str
    values: tuple[float | None, ...]
    beside: tuple[float | None, ...] = ()
    """As long as `values`, or empty."""
    decimals: int = 1
    hollow_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """How many actions of one row stand in one state."""

    state: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatesRow:
    """One priority's actions by state."""

    label: str
    number: str = ""
    counts: tuple[StateCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatesChart:
    """Actions by state, one bar a priority."""

    title: str
    rows: tuple[StatesRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Present of expected, deputies counted where the board's rule counts them."""

    label: str
    present: int
    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesChart:
    """Attendance by board or seat, one bar a row; below `low` per cent it is marked."""

    title: str
    rows: tuple[Share, ...]
    low: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """An action on the timeline; `due_on` is its last day, `due` that day as it is known."""

    number: str
    label: str
    starts_on: date
    due_on: date
    due: str
    state: str
    first_due_on: date | None = None
    """The date first agreed, where it has moved since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A column of the timeline: half-open, "Q1" of "2013/14"."""

    label: str
    year: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Actions over the quarters, with the day the paper speaks of."""

    title: str
    quarters: tuple[Quarter, ...]
    spans: tuple[Span, ...]
    on: date


Chart = RunChart | StatesChart | SharesChart | Timeline
