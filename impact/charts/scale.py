"""From figures to places on the sheet: ticks, scales, and labels that are pushed apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, log10

from impact.judgement.figures import plain

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_TOLERANCE = 1e-9
_CLEAR = 0.1  # of a step, between the lowest figure and an axis that does not begin at zero


@lru_cache(maxsize=4096)
def number(value: float, decimals: int = 0, suffix: str = "") -> str:
    """A figure as every page prints it, rounded half up, with `suffix` close up.

    >>> number(1234.5, 1), number(8.9, 1, "%")
    ('1,234.5', '8.9%')
    """
    return plain(value, decimals) + suffix


def tick_words(value: float, decimals: int, suffix: str = "") -> str:
    """A tick as it is printed: without decimals that say nothing.

    >>> tick_words(5.0, 1), tick_words(2.5, 1, "%")
    ('5', '2.5%')
    """
    whole = round(value, decimals)
    return number(value, 0 if whole == int(whole) else decimals, suffix)


@dataclass(frozen=True, slots=True)
class Axis:
    """The ticks of a scale, lowest first, and how many decimals they need."""

    ticks: tuple[float, ...]
    decimals: int

    @property
    def low(self) -> float:
        """The lowest tick."""
        return self.ticks[0]

    @property
    def high(self) -> float:
        """The highest tick."""
        return self.ticks[-1]


def axis_for(values: Sequence[float], *, about: int = 5) -> Axis:
    """About `about` even ticks that hold all `values`; from zero where that is honest.

    Zero is included when figures that are all of one sign would leave at most half of the plot
    empty. Values may be empty or all equal.

    >>> axis_for([2.89, 11.9]).ticks
    (0.0, 2.5, 5.0, 7.5, 10.0, 12.5)
    >>> axis_for([18.0, 25.4]).ticks
    (16.0, 18.0, 20.0, 22.0, 24.0, 26.0)
    """
    low, high = min(values, default=0.0), max(values, default=0.0)
    flat = high - low < _TOLERANCE
    if 0 < low <= high - low or (flat and low > 0):
        low = 0.0
    if 0 > high >= low - high or (flat and high < 0):
        high = 0.0
    if high - low < _TOLERANCE:
        high = low + 1
    step = _step((high - low) / about)
    first, last = floor(low / step + _TOLERANCE), ceil(high / step - _TOLERANCE)
    if first * last > 0 and low - first * step < step * _CLEAR:
        first -= 1
    decimals = max(0, -floor(log10(step) + _TOLERANCE))
    if round(step, decimals) != round(step, decimals + 1):
        decimals += 1
    ticks = tuple(round(index * step, decimals) for index in range(first, last + 1))
    return Axis(ticks, decimals)


def _step(rough: float) -> float:
    """The round step nearest to `rough` from below the half-way points."""
    power = 10.0 ** floor(log10(rough))
    return power * min(_STEPS, key=lambda step: abs(log10(step * power / rough)))


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from figures (`low` to `high`) to places (`start` to `end`)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where `value` stands.

        >>> Scale(0, 10, 100, 0)(2.5)
        75.0
        """
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def held(self, value: float) -> float:
        """Where `value` stands, or the edge it lies beyond."""
        return self(min(max(value, self.low), self.high))


def push_apart(
    wanted: Sequence[float], sizes: Sequence[float], *, low: float, high: float
) -> tuple[float, ...]:
    """Centres as near as may be to those `wanted`, so that blocks of `sizes` do not overlap.

    The blocks keep the order of their wanted centres and stay between `low` and `high`; where
    they are together larger than that room, they begin at `low`. With the room taken by the
    blocks before it subtracted, each wish may only be followed by an equal or a later one: that
    is an isotonic regression, solved by pooling neighbours that stand the wrong way round.

    >>> push_apart([50, 52], [10, 10], low=0, high=100)
    (46.0, 56.0)
    >>> push_apart([2, 3], [10, 10], low=0, high=100)
    (5.0, 15.0)
    """
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    taken, before = 0.0, [0.0] * len(wanted)
    pools: list[tuple[float, int]] = []
    for index in order:
        before[index] = taken + sizes[index] / 2
        pools.append((wanted[index] - before[index], 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (wish, many), (other, more) = pools.pop(), pools.pop()
            pools.append(((wish * many + other * more) / (many + more), many + more))
        taken += sizes[index]
    last = max(low, high - taken)
    wishes = [wish for wish, many in pools for _ in range(many)]
    centres = [0.0] * len(wanted)
    for index, wish in zip(order, wishes, strict=True):
        centres[index] = before[index] + min(max(wish, low), last)
    return tuple(centres)
