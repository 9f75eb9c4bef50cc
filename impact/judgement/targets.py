"""Targets: which one holds on a day, and whether a figure meets it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal, TypeAlias

from impact.judgement.figures import Number, distance, figure, plain, repeated, rounded, side

Verdict: TypeAlias = Literal["met", "near", "missed", "to_come"]
VERDICT_WORDS: dict[Verdict, str] = {
    "met": "met",
    "near": "near",
    "missed": "missed",
    "to_come": "not yet due",
}
SIGNS = {"higher": 1, "lower": -1, "neither": 0}


@dataclass(frozen=True)
class Target:
    """What was agreed to be reached: in the measure's unit, with the tolerance that is "near".

    `on`: the last day of the target's period, None where no date was agreed; `label`: that
    period as printed.
    """

    value: Number
    tolerance: Number = 0
    on: date | None = None
    label: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class Distance:
    """How a figure stands to its target, with the words for it.

    `gap`: figure less target, as printed, in the unit. `verdict` is None where neither higher
    nor lower is better, or where the figure is only a bound ("over 40").
    """

    target: Target
    gap: Decimal | None
    verdict: Verdict | None
    words: str


def target_on(targets: Sequence[Target], day: date) -> Target | None:
    """Return what was to be reached by `day`: linear between dated targets.

    Before the first date that one holds (it is still to come), after the last the last; a target
    without a date holds only where no other has one.

    >>> milestones = [Target(10, on=date(2013, 3, 31)), Target(20, on=date(2014, 3, 31))]
    >>> target_on(milestones, date(2013, 6, 12)).value
    Decimal('12.0')
    """
    dated = {target.on: target for target in targets if target.on}
    if not dated:
        return targets[-1] if targets else None
    days = sorted(dated)
    for before, after in pairwise(days):
        if before < day < after:
            share = Decimal((day - before).days) / (after - before).days
            return _between(dated[before], dated[after], day, share)
    return dated[next((known for known in days if known >= day), days[-1])]


def _between(before: Target, after: Target, day: date, share: Decimal) -> Target:
    start, end = Decimal(str(before.value)), Decimal(str(after.value))
    made_up = before.illustrative or after.illustrative
    value = start + (end - start) * share
    return replace(after, value=value, on=day, label="", illustrative=made_up)


def stand(
    value: Number,
    target: Target,
    *,
    better: str,
    decimals: int,
    unit: str,
    on: date | None = None,
    bounded: bool = False,
) -> Distance:
    """Say how `value`, known for the period that ends on `on`, stands to `target`.

    Figures are compared as printed, so that a paper can be checked by its reader. A target whose
    day is later than `on` cannot be missed yet.

    >>> target = Target(16, tolerance=1, label="2013/14")
    >>> stand(20.7, target, better="lower", decimals=1, unit="%").words
    '4.7 percentage points above the target of 16.0% for 2013/14'
    """
    goal = figure(target.value, decimals, repeated(unit))
    mark = "illustrative " if target.illustrative else ""
    named = f"the {mark}target of {goal}" + (f" for {target.label}" if target.label else "")
    if bounded:
        return Distance(target, None, None, f"{named} cannot be compared")
    gap = rounded(value, decimals) - rounded(target.value, decimals)
    good = gap * SIGNS[better]
    apart = distance(gap, decimals, unit)
    if gap == 0 and SIGNS[better]:
        return Distance(target, gap, "met", f"meets {named} exactly")
    if gap == 0:
        return Distance(target, gap, None, f"equal to {named}")
    if good > 0:
        return Distance(target, gap, "met", f"meets {named}, by {apart}")
    words = f"{apart} {'above' if side(gap) > 0 else 'below'} {named}"
    if good == 0:
        return Distance(target, gap, None, words)
    if -good <= rounded(target.tolerance, decimals):
        tolerance = plain(target.tolerance, decimals)
        return Distance(target, gap, "near", f"{words}, within the tolerance of {tolerance}")
    to_come = target.on is not None and on is not None and target.on > on
    return Distance(target, gap, "to_come" if to_come else "missed", words)
