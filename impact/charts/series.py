"""What a run chart is made from: periods, lines, a target, annotations, an analysis.

Figures come ready: nothing here judges. Limits, mean and kinds of points come with an analysis
(`impact.spc.analyse`), and count from 13 points on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

FEWEST_POINTS: Final = 13


class JudgedPoint(Protocol):
    """One point of an analysis."""

    @property
    def kind(self) -> str:
        """One of common_cause, improvement, concern, neutral_high, neutral_low."""


class Group(Protocol):
    """A stretch of points with one mean and one pair of limits."""

    @property
    def start(self) -> int:
        """The index of the group's first point."""

    @property
    def n(self) -> int:
        """How many points the group has."""

    @property
    def centre(self) -> float | None:
        """The mean."""

    @property
    def lower(self) -> float | None:
        """The lower limit, not clipped."""

    @property
    def upper(self) -> float | None:
        """The upper limit, not clipped."""


class Analysis(Protocol):
    """What `impact.spc.analyse` says of a line, point by point and group by group."""

    @property
    def points(self) -> Sequence[JudgedPoint]:
        """One for each value of the line, or one for each value that is there."""

    @property
    def groups(self) -> Sequence[Group]:
        """Oldest first."""


@dataclass(frozen=True, slots=True)
class PeriodLabel:
    """A place on the axis: its label, a short one for narrow charts, its day if spacing matters.

    Where every period has a day, points stand apart as their days do; else they stand evenly.
    """

    label: str
    short: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A judged stretch of a line: its first and last index, its mean, its limits if known."""

    first: int
    last: int
    centre: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One series: a value for each period of the chart, None where there is no figure.

    `hollow` holds the indexes of illustrative or estimated points.
    """

    name: str
    values: tuple[float | None, ...]
    hollow: frozenset[int] = frozenset()
    analysis: Analysis | None = None

    def indexes(self) -> tuple[int, ...]:
        """Where the line has a figure."""
        return tuple(index for index, value in enumerate(self.values) if value is not None)

    def last(self) -> tuple[int, float] | None:
        """Index and value of the last figure; None where there is none."""
        for index in range(len(self.values) - 1, -1, -1):
            value = self.values[index]
            if value is not None:
                return index, value
        return None

    def kinds(self) -> dict[int, str]:
        """The kind of each judged point by index; empty while there is too little to judge."""
        if self.analysis is None or len(self.indexes()) < FEWEST_POINTS:
            return {}
        points = self.analysis.points
        return {
            index: points[place].kind
            for place, index in enumerate(self._places(len(points)))
            if self.values[index] is not None
        }

    def stretches(self) -> tuple[Stretch, ...]:
        """The judged stretches, oldest first; none while there is too little to judge."""
        known = self.indexes()
        if self.analysis is None or len(known) < FEWEST_POINTS:
            return ()
        places = self._places(len(self.analysis.points))
        groups = self.analysis.groups
        ends = [group.start for group in groups[1:]] + [len(places)]
        return tuple(
            Stretch(
                max(places[group.start], known[0]),
                min(places[end - 1], known[-1]),
                group.centre,
                group.lower,
                group.upper,
            )
            for group, end in zip(groups, ends, strict=True)
            if group.centre is not None
        )

    def _places(self, points: int) -> tuple[int, ...]:
        """The index of each point of an analysis that may have left the gaps out."""
        everywhere = tuple(range(len(self.values)))
        places = everywhere if points == len(self.values) else self.indexes()
        if len(places) != points:
            raise ValueError(f"{self.name}: {len(places)} figures but {points} judged points.")
        return places


@dataclass(frozen=True, slots=True)
class Target:
    """What was agreed: one value throughout, or one for each period (None before it was set)."""

    value: float | tuple[float | None, ...]
    name: str = "Target"
    illustrative: bool = False

    @property
    def label(self) -> str:
        """Its name as it stands beside its line."""
        return f"{self.name} (illustrative)" if self.illustrative else self.name


@dataclass(frozen=True, slots=True)
class Annotation:
    """A few words on one period, by index."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class RunChart:
    """A measure over time.

    `lines` are the measure's own: a second one where its definition changed, never joined to the
    first. `unit` goes into the description ("per 100 pupils"), `suffix` close up behind figures
    ("%").
    """

    title: str
    periods: tuple[PeriodLabel, ...]
    lines: tuple[Line, ...]
    unit: str = ""
    decimals: int = 1
    suffix: str = ""
    comparators: tuple[Line, ...] = ()
    target: Target | None = None
    annotations: tuple[Annotation, ...] = ()

    def __post_init__(self) -> None:
        """Refuse lines that do not belong to these periods."""
        for line in self.lines + self.comparators:
            if len(line.values) != len(self.periods):
                raise ValueError(f"{line.name}: one value for each period is needed.")

    def starts(self) -> frozenset[int]:
        """Where a line begins that counts in a new way."""
        return frozenset(line.indexes()[0] for line in self.lines[1:] if line.indexes())

    def targets(self) -> tuple[float | None, ...]:
        """The target of each period; empty without a target."""
        if self.target is None:
            return ()
        value = self.target.value
        return value if isinstance(value, tuple) else (value,) * len(self.periods)
