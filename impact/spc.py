"""Statistical process control: the XmR chart of 'Making Data Count', point by point.

The rules are those of NHSRplotthedots 0.2.2, with four decisions of our own:

- when screening leaves only noughts, the limits come from all moving ranges (else one jump in a
  constant series would flag every point); a screened series that never moves has no limits;
- a gap (None) breaks runs and costs the two moving ranges beside it; it is never bridged;
- points outside the limits do not count towards two of three, unless
  `two_sigma_counts_outside` asks for the NHS reading of November 2023;
- `run_length` (7; the NHS workbook also offers 6) is the length of shifts and of trends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from statistics import fmean
from typing import Literal, TypeAlias

Better: TypeAlias = Literal["higher", "lower", "neither"]
Kind: TypeAlias = Literal["common_cause", "improvement", "concern", "neutral_high", "neutral_low"]
Rule: TypeAlias = Literal["outside", "trend", "two_of_three", "shift"]
Assurance: TypeAlias = Literal["pass", "fail", "inconsistent"]
Values: TypeAlias = Sequence[float | Decimal | None]

LIMIT = 2.66  # 3 / d2, where d2 = 1.128 for ranges of two points
NEAR = LIMIT * 2 / 3
SCREEN = 3.267  # moving ranges at or above this many times their mean are screened out
FEWEST_BASELINE_POINTS = 12
RUN_LENGTH = 7  # points that make a shift or a trend
SHORTEST_RUN = 3
BETTER: tuple[Better, ...] = ("higher", "lower", "neither")


@dataclass(frozen=True)
class Group:
    """The stretch between two rebases: where it starts, how many points, its process limits.

    `n` counts gaps too, so that a chart can draw the limits from `start` to `start + n`. Limits
    are in the measure's unit, never clipped, and None where no moving range is known.
    """

    start: int
    n: int
    centre: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Point:
    """One value, what kind of variation it shows and by which rule; a gap shows none."""

    value: float | None
    kind: Kind = "common_cause"
    rule: Rule | None = None
    direction: int = 0  # 1 high or rising, -1 low or falling


@dataclass(frozen=True)
class Analysis:
    """What the chart says: groups, points in order of date, and the two icons."""

    groups: tuple[Group, ...]
    points: tuple[Point, ...]
    variation: str
    assurance: Assurance | None


def analyse(
    values: Values,
    *,
    dates: Sequence[date] | None = None,
    better: Better = "higher",
    target: float | Decimal | None = None,
    rebase_at: Sequence[int] = (),
    baseline_points: int | None = None,
    screen: bool = True,
    run_length: int = RUN_LENGTH,
    two_sigma_counts_outside: bool = False,
) -> Analysis:
    """Return the individuals (XmR) chart of a series.

    `values`: n observations of one measure in its own unit, oldest first unless `dates` say
    otherwise; None is a gap. Spacing in time is ignored: only the order counts.
    `rebase_at`: indexes, after sorting by date, at which a new group of limits begins; every
    rule is counted inside one group. `baseline_points`: take centre and limits from the first
    so many known points of each group. `screen`: leave out moving ranges that are outliers.

    >>> chart = analyse([10, 12] * 7, better="lower", target=20)
    >>> group = chart.groups[0]
    >>> group.lower, group.centre, group.upper
    (5.68, 11.0, 16.32)
    >>> chart.variation, chart.assurance
    ('common_cause', 'pass')
    >>> analyse([4]).groups
    (Group(start=0, n=1, centre=4.0, lower=None, upper=None),)

    :raises ValueError: dates that repeat or do not match the values, fewer than 12 baseline
        points, a rebase outside the series, an unknown `better`
    Source: NHSRplotthedots 0.2.2 (MIT); 50 of its unit expectations and its computed limits
    are in the tests.
    """
    _check(better, baseline_points, run_length)
    series = [None if value is None else float(value) for value in _in_order(values, dates)]
    groups: list[Group] = []
    points: list[Point] = []
    for start, end in _bounds(len(series), rebase_at):
        part = series[start:end]
        group = _group(start, part, baseline_points, screen=screen)
        groups.append(group)
        signs = _signs(part, group, run_length, count_outside=two_sigma_counts_outside)
        points += [_point(value, better, *sign) for value, sign in zip(part, signs, strict=True)]
    return Analysis(
        tuple(groups),
        tuple(points),
        _variation(points),
        _assurance(groups[-1], target, better) if groups else None,
    )


def _check(better: str, baseline_points: int | None, run_length: int) -> None:
    if better not in BETTER:
        raise ValueError(f"“{better}” is not a direction: use {', '.join(BETTER)}.")
    if baseline_points is not None and baseline_points < FEWEST_BASELINE_POINTS:
        raise ValueError(f"A baseline needs at least {FEWEST_BASELINE_POINTS} points.")
    if run_length < SHORTEST_RUN:
        raise ValueError(f"A run needs at least {SHORTEST_RUN} points.")


def _in_order(values: Values, dates: Sequence[date] | None) -> Values:
    if dates is None:
        return values
    if len(dates) != len(values):
        raise ValueError(f"{len(values)} values cannot have {len(dates)} dates.")
    if len(set(dates)) != len(dates):
        raise ValueError("Two values have the same date.")
    order = sorted(range(len(dates)), key=dates.__getitem__)
    return [values[index] for index in order]


def _bounds(count: int, rebase_at: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and end (exclusive) of each group."""
    if any(index not in range(count) for index in rebase_at):
        raise ValueError(f"A rebase must lie among the {count} points.")
    yield from pairwise(sorted({0, count, *rebase_at}))


def _group(
    start: int, part: Sequence[float | None], baseline: int | None, *, screen: bool
) -> Group:
    known = [value for value in part if value is not None][:baseline]
    ranges = _moving_ranges(part, baseline)
    centre = _mean(known) if known else None
    average = _average_range(ranges, screen=screen) if ranges else None
    if centre is None or average is None:
        return Group(start, len(part), centre, None, None)
    return Group(start, len(part), centre, centre - LIMIT * average, centre + LIMIT * average)


def _mean(values: Sequence[float]) -> float:
    """Return the mean; that of equal values is exactly their value, whatever rounding does."""
    return min(max(fmean(values), min(values)), max(values))


def _moving_ranges(part: Sequence[float | None], baseline: int | None) -> list[float]:
    """Return the steps between neighbours that are both known, up to the baseline's last point."""
    known = [index for index, value in enumerate(part) if value is not None][:baseline]
    end = known[-1] + 1 if known else 0
    return [
        abs(after - before)
        for before, after in pairwise(part[:end])
        if before is not None and after is not None
    ]


def _average_range(ranges: Sequence[float], *, screen: bool) -> float | None:
    """Return the mean moving range, without its outliers where it is screened."""
    average = fmean(ranges)
    if not screen:
        return average
    kept = [step for step in ranges if step < SCREEN * average]
    return (fmean(kept) or average) if kept else None


Sign: TypeAlias = tuple[Rule | None, int]
NO_SIGN: Sign = (None, 0)


def _signs(
    part: Sequence[float | None], group: Group, run_length: int, *, count_outside: bool
) -> list[Sign]:
    """Return rule and direction of each point; of several rules the first here wins."""
    if group.centre is None or group.upper is None:
        return [NO_SIGN] * len(part)
    sides = [None if value is None else _side(value - group.centre) for value in part]
    reach = group.upper - group.centre
    outside = [_beyond(value, group.centre, reach) for value in part]
    near = [_beyond(value, group.centre, reach * NEAR / LIMIT) for value in part]
    if not count_outside:
        near = [side if not out else 0 for side, out in zip(near, outside, strict=True)]
    found: tuple[tuple[Rule, list[int]], ...] = (
        ("outside", outside),
        ("trend", _trend(part, run_length)),
        ("two_of_three", _two_of_three(near, sides)),
        ("shift", _shift(sides, run_length)),
    )
    return [
        next(((rule, signs[index]) for rule, signs in found if signs[index]), NO_SIGN)
        for index in range(len(part))
    ]


def _side(difference: float) -> int:
    """Return the sign of `difference`: 1, 0 or -1."""
    return (difference > 0) - (difference < 0)


def _beyond(value: float | None, centre: float, reach: float) -> int:
    if value is None:
        return 0
    return (value > centre + reach) - (value < centre - reach)


def _shift(sides: Sequence[int | None], length: int) -> list[int]:
    """Return the side of every point that lies in a run of `length` on one side of the centre."""
    signs: list[int] = []
    for side, run in groupby(sides):
        count = sum(1 for _ in run)
        signs += [side if side and count >= length else 0] * count
    return signs


def _trend(part: Sequence[float | None], length: int) -> list[int]:
    """Return the direction of every point in a run of `length` that only rises or only falls."""
    steps = [
        None if before is None or after is None else _side(after - before)
        for before, after in pairwise(part)
    ]
    signs = [0] * len(part)
    for start, step in enumerate(_shift(steps, length - 1)):
        if step:
            signs[start : start + 2] = [step, step]  # at a turning point the later trend wins
    return signs


def _two_of_three(near: list[int], sides: list[int | None]) -> list[int]:
    """Return the side of near points, two in a window of three that lies on one side."""
    signs = [0] * len(sides)
    for start in range(len(sides) - 2):
        window = slice(start, start + 3)
        side = sides[start]
        if side and sides[window] == [side] * 3 and near[window].count(side) > 1:
            signs[window] = [
                new or old for new, old in zip(near[window], signs[window], strict=True)
            ]
    return signs


def _point(value: float | None, better: Better, rule: Rule | None, direction: int) -> Point:
    if rule is None:
        return Point(value)
    kind: Kind = "neutral_high" if direction > 0 else "neutral_low"
    if better != "neither":
        kind = "improvement" if (direction > 0) == (better == "higher") else "concern"
    return Point(value, kind, rule, direction)


def _variation(points: Sequence[Point]) -> str:
    """Return the icon of the last known point."""
    last = next((point for point in reversed(points) if point.value is not None), Point(None))
    if last.kind in ("improvement", "concern"):
        return f"{last.kind}_{'high' if last.direction > 0 else 'low'}"
    return last.kind


def _assurance(group: Group, target: float | Decimal | None, better: Better) -> Assurance | None:
    """Compare the target with the last group's limits, strictly."""
    if target is None or better == "neither":
        return None
    if group.lower is None or group.upper is None or group.lower <= target <= group.upper:
        return "inconsistent"
    return "fail" if (target > group.upper) == (better == "higher") else "pass"
