"""One area beside others: rank, quartile, difference, and what an interval allows to be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Literal, TypeAlias

from impact.judgement.figures import (
    Number,
    distance,
    figure,
    ordinal,
    plain,
    repeated,
    rounded,
    side,
)
from impact.judgement.targets import SIGNS

Relation: TypeAlias = Literal["better", "worse", "similar", "higher", "lower", "not_compared"]
FEWEST_FOR_QUARTILES = 4
QUARTILES = "ABCD"  # A is the best quarter


@dataclass(frozen=True)
class AreaFigure:
    """An area's figure for one period, with its 95% interval where one is published."""

    name: str
    value: Number | None
    lower: Number | None = None
    upper: Number | None = None

    @property
    def interval(self) -> tuple[Number, Number] | None:
        """Both ends of the interval, or None."""
        if self.lower is None or self.upper is None:
            return None
        return self.lower, self.upper


@dataclass(frozen=True)
class Place:
    """A place among areas; ties share the best rank. Quartile None below four areas."""

    rank: int
    of: int
    quartile: str | None
    words: str


@dataclass(frozen=True)
class Against:
    """How an area stands beside another: `gap` is own less other, as printed.

    Without an interval `relation` is not_compared: rank and difference may be shown, and `words`
    say that nothing was tested.
    """

    relation: Relation
    gap: Decimal | None
    words: str


def place(
    own: AreaFigure, others: Sequence[AreaFigure], *, better: str, decimals: int
) -> Place | None:
    """Return the rank of `own` among all areas with a figure; None where no direction is better.

    Figures are ranked as printed, the best first.

    >>> derby, bolton = AreaFigure("Derby", 11.8), AreaFigure("Bolton", 16.6)
    >>> place(AreaFigure("Walsall", 11.9), [derby, bolton], better="lower", decimals=1).words
    '2nd of 3; 1st is lowest'
    """
    sign = SIGNS[better]
    if own.value is None or not sign:
        return None
    values = [area.value for area in (own, *others) if area.value is not None]
    score = rounded(own.value, decimals) * sign
    rank = 1 + sum(rounded(value, decimals) * sign > score for value in values)
    count = len(values)
    enough = count >= FEWEST_FOR_QUARTILES
    return Place(
        rank,
        count,
        QUARTILES[ceil(rank * 4 / count) - 1] if enough else None,
        f"{ordinal(rank)} of {count}; 1st is {'highest' if sign > 0 else 'lowest'}",
    )


def against(
    own: AreaFigure,
    other: AreaFigure,
    *,
    better: str,
    decimals: int,
    unit: str = "",
    benchmark: bool = True,
) -> Against:
    """Compare `own` with `other` for the same period and breakdown.

    With an interval, better or worse (higher or lower where neither is better) is said only when
    it lies wholly to one side: of the other's value where that is a benchmark such as England
    (the rule of OHID Fingertips), else of the other's own interval. Touching is similar.

    >>> own, england = AreaFigure("Walsall", 82.1, 75.3, 90.2), AreaFigure("England", 72.7)
    >>> against(own, england, better="lower", decimals=1).words
    'Worse than England: 9.4 above 72.7, interval 75.3 to 90.2.'
    """
    if own.value is None or other.value is None:
        return Against("not_compared", None, f"No figure to compare with {other.name}.")
    gap = rounded(own.value, decimals) - rounded(other.value, decimals)
    words = _difference(gap, other.value, decimals, unit)
    interval = own.interval
    rival = (other.value, other.value) if benchmark else other.interval
    if interval is None or rival is None:
        capital = words[0].upper() + words[1:]
        return Against(
            "not_compared", gap, f"{capital} in {other.name}; not tested statistically."
        )
    relation = _relation(interval, rival, better)
    ends = f"interval {plain(interval[0], decimals)} to {plain(interval[1], decimals)}"
    to = "to" if relation == "similar" else "than"
    return Against(relation, gap, f"{relation.capitalize()} {to} {other.name}: {words}, {ends}.")


def _difference(gap: Decimal, value: Number, decimals: int, unit: str) -> str:
    beside = figure(value, decimals, repeated(unit))
    if gap == 0:
        return f"equal to {beside}"
    return f"{distance(gap, decimals, unit)} {'above' if side(gap) > 0 else 'below'} {beside}"


def _relation(own: tuple[Number, Number], other: tuple[Number, Number], better: str) -> Relation:
    above = float(own[0]) > float(other[1])
    below = float(own[1]) < float(other[0])
    if not above and not below:
        return "similar"
    if better == "neither":
        return "higher" if above else "lower"
    return "better" if above == (better == "higher") else "worse"
