"""The one calculation behind table, chart, paper and page: what a measure's figures say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from impact import spc
from impact.judgement.figures import (
    SYMBOL_WORDS,
    Number,
    figure,
    plain,
    repeated,
    rounded,
    side,
    when,
)
from impact.judgement.targets import SIGNS, Distance, Target, stand

Direction: TypeAlias = Literal["better", "worse", "same", "higher", "lower", "none"]
FEWEST_POINTS = 13  # the NHS charts show limits and icons from here on
BOUNDS = ("over", "at_least", "under")
VARIATION_WORDS = {
    "common_cause": "in the usual range",
    "improvement": "better than chance explains",
    "concern": "worse than chance explains",
    "neutral_high": "higher than chance explains",
    "neutral_low": "lower than chance explains",
}
ASSURANCE_WORDS = {
    "pass": "will be met",
    "fail": "will be missed",
    "inconsistent": "is hit or miss",
}


@dataclass(frozen=True)
class Point:
    """The actual figure of one period, or the symbol that stands for it (never both).

    `label`: the period as printed; `on`: its last day. Codes of `symbol` and `qualifier` are
    those of observations.
    """

    label: str
    on: date
    value: Number | None
    symbol: str = ""
    qualifier: str = "exact"
    provisional: bool = False
    illustrative: bool = False

    @property
    def marks(self) -> str:
        """What must be said beside the figure, in brackets."""
        marks = [name for name in ("provisional", "illustrative") if getattr(self, name)]
        return f" ({', '.join(marks)})" if marks else ""


@dataclass(frozen=True)
class Judgement:
    """What the figures say; every page, chart and paper takes its words from here.

    `latest` and `previous` are the last two points with a figure. `change` is latest less
    previous, as printed, in the unit. `chart`, `variation` and `assurance` are None below 13
    points (counted since the last rebase), and assurance without an agreed target.
    """

    latest: Point | None
    previous: Point | None
    figure: str
    change: Decimal | None
    direction: Direction
    target: Distance | None
    known: int
    chart: spc.Analysis | None
    variation: str | None
    assurance: spc.Assurance | None
    sentence: str
    variation_sentence: str

    @property
    def text(self) -> str:
        """The whole of it, for the description of a chart."""
        return f"{self.sentence} {self.variation_sentence}".strip()

    @property
    def points_words(self) -> str:
        """How many points there are of those that a judgement of variation needs."""
        return "" if self.chart else f"{self.known} of {FEWEST_POINTS} points"


def judge(
    points: Sequence[Point],
    *,
    better: spc.Better,
    unit: str = "",
    decimals: int = 1,
    target: Target | None = None,
    least_change: Number = 0,
    rebase_at: Sequence[int] = (),
    baseline_points: int | None = None,
) -> Judgement:
    """Judge one measure for one area and breakdown.

    `points`: actual figures of one kind of period, oldest first. Changes of at most
    `least_change` (in the unit) count as the same. `rebase_at` and `baseline_points` are those of
    `spc.analyse`.

    >>> caseload = [
    ...     Point("March 2013", date(2013, 3, 31), Decimal("25.2")),
    ...     Point("October 2013", date(2013, 10, 31), Decimal("20.7")),
    ... ]
    >>> judgement = judge(caseload, better="lower", unit="cases per worker")
    >>> judgement.direction, judgement.points_words
    ('better', '2 of 13 points')
    >>> judgement.sentence
    '20.7 cases per worker in October 2013, down from 25.2 in March 2013; no target agreed.'

    :raises ValueError: points are not in order of their days
    """
    days = [point.on for point in points]
    if days != sorted(days):
        raise ValueError("Points must stand in order, oldest first.")
    known = [point for point in points if point.value is not None]
    latest, previous = ([None, None, *known][-1], [None, None, *known][-2])
    change = _change(latest, previous, decimals)
    distance = _distance(latest, target, better, decimals, unit)
    chart, count = _chart(points, better, target, rebase_at, baseline_points)
    return Judgement(
        latest=latest,
        previous=previous,
        figure=_figure(latest, decimals, unit),
        change=change,
        direction=_direction(change, better, rounded(least_change, decimals)),
        target=distance,
        known=count,
        chart=chart,
        variation=chart.variation if chart else None,
        assurance=_assurance(chart),
        sentence=_sentence(points, latest, previous, distance, decimals, unit),
        variation_sentence=_variation_sentence(chart, count, decimals),
    )


def _figure(point: Point | None, decimals: int, unit: str) -> str:
    if point is None or point.value is None:
        return ""
    return figure(point.value, decimals, unit, point.qualifier)


def _change(latest: Point | None, previous: Point | None, decimals: int) -> Decimal | None:
    """Return the difference of two printed figures; None where one is missing or only a bound."""
    if latest is None or latest.value is None or previous is None or previous.value is None:
        return None
    if latest.qualifier in BOUNDS or previous.qualifier in BOUNDS:
        return None
    return rounded(latest.value, decimals) - rounded(previous.value, decimals)


def _direction(change: Decimal | None, better: str, least: Decimal) -> Direction:
    if change is None:
        return "none"
    if abs(change) <= least:
        return "same"
    if better == "neither":
        return "higher" if change > 0 else "lower"
    return "better" if side(change) == SIGNS[better] else "worse"


def _distance(
    latest: Point | None, target: Target | None, better: str, decimals: int, unit: str
) -> Distance | None:
    if latest is None or latest.value is None or target is None:
        return None
    return stand(
        latest.value,
        target,
        better=better,
        decimals=decimals,
        unit=unit,
        on=latest.on,
        bounded=latest.qualifier in BOUNDS,
    )


def _chart(
    points: Sequence[Point],
    better: spc.Better,
    target: Target | None,
    rebase_at: Sequence[int],
    baseline_points: int | None,
) -> tuple[spc.Analysis | None, int]:
    """Return the analysis, None with too few points, and how many count since the last rebase."""
    last = max(rebase_at, default=0)
    count = sum(point.value is not None for point in points[last:])
    if count < FEWEST_POINTS:
        return None, count
    chart = spc.analyse(
        [None if point.value is None else float(point.value) for point in points],
        better=better,
        target=float(target.value) if target else None,
        rebase_at=rebase_at,
        baseline_points=baseline_points,
    )
    return chart, count


def _assurance(chart: spc.Analysis | None) -> spc.Assurance | None:
    """Return the chart's assurance; none where the last group has no limits to judge by."""
    return chart.assurance if chart and chart.groups[-1].upper is not None else None


def _sentence(
    points: Sequence[Point],
    latest: Point | None,
    previous: Point | None,
    distance: Distance | None,
    decimals: int,
    unit: str,
) -> str:
    """Write the sentence: the figure, where it comes from, how it stands to the target."""
    if latest is None or latest.value is None:
        return "No figure yet."
    last = points[-1]
    missing = "" if last is latest else f"No figure {when(last.label)} ({_why(last)}); "
    words = f"{missing}{_figure(latest, decimals, unit)} {when(latest.label)}{latest.marks}"
    if previous is None:
        words += ", the first figure"
    else:
        words += _course(latest, previous, decimals, repeated(unit))
    return f"{words}; {distance.words if distance else 'no target agreed'}."


def _why(point: Point) -> str:
    return SYMBOL_WORDS.get(point.symbol, "not available")


def _course(latest: Point, previous: Point, decimals: int, unit: str) -> str:
    before = f"{_figure(previous, decimals, unit)} {when(previous.label)}{previous.marks}"
    change = _change(latest, previous, decimals)
    if change is None:
        return f", after {before}"
    if change == 0:
        return f", the same as {when(previous.label)}{previous.marks}"
    return f", {'up' if change > 0 else 'down'} from {before}"


def _variation_sentence(chart: spc.Analysis | None, count: int, decimals: int) -> str:
    if chart is None:
        return f"{count} of the {FEWEST_POINTS} points that a judgement of variation needs."
    group = chart.groups[-1]
    if group.lower is None or group.upper is None:
        return "The figures do not vary."
    last = next(point for point in reversed(chart.points) if point.value is not None)
    limits = f"{plain(group.lower, decimals)} to {plain(group.upper, decimals)}"
    words = f"The last figure is {VARIATION_WORDS[last.kind]}{_rule(last, limits)}"
    if chart.assurance is None:
        return f"{words}."
    return f"{words}; by that range the target {ASSURANCE_WORDS[chart.assurance]}."


def _rule(point: spc.Point, limits: str) -> str:
    high = point.direction > 0
    return {
        None: f" of {limits}",
        "outside": f": {'above' if high else 'below'} the usual range of {limits}",
        "trend": f": seven in a row {'rising' if high else 'falling'}; usual range {limits}",
        "two_of_three": f": two of three near the limit; usual range {limits}",
        "shift": f": seven in a row {'above' if high else 'below'} the mean; usual range {limits}",
    }[point.rule]
