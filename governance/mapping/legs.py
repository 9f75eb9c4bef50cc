"""The part of a tie that runs between two rows, and where on it the verb stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

APART = 6  # lines nearer than this lie on each other
PAD = 8  # beside words on a line
STEP = 4  # between places on a line that are tried for its verb


@dataclass(slots=True)
class Leg:
    """The part of a tie that runs in one channel: where it comes in above and below.

    `label` is how much room its verb needs here; 0 where it stands elsewhere.
    """

    tie: int
    tops: tuple[float, ...]
    feet: tuple[float, ...]
    label: float
    sheet: float
    track: int = 0
    verb: tuple[float, str] = (0, "middle")

    @property
    def left(self) -> float:
        """Where its line begins on the left."""
        return min(*self.tops, *self.feet, 1e9)

    @property
    def right(self) -> float:
        """Where its line ends on the right."""
        return max(*self.tops, *self.feet, -1.0)

    @property
    def is_on_line(self) -> bool:
        """Whether the verb stands above the line; else it stands beside."""
        return self.right - self.left >= self.label + PAD

    @property
    def is_left(self) -> bool:
        """Whether a verb beside the line stands on its left: the sheet ends on its right."""
        return self.right + PAD + self.label > self.sheet

    @property
    def span(self) -> tuple[float, float]:
        """Return what it takes of its track, with its verb."""
        if not self.label or self.is_on_line:
            return self.left, self.right
        if self.is_left:
            return self.left - PAD - self.label, self.right
        return self.left, self.right + PAD + self.label

    def goes_before(self, other: "Leg") -> bool:
        """Say whether it must run above `other`, or their upright lines would lie together."""
        return any(abs(top - foot) < APART for top in self.tops for foot in other.feet)

    @property
    def usual(self) -> tuple[float, str]:
        """Where its verb stands and how it is set there: amid the line, else beside it."""
        if self.is_on_line:
            return (self.left + self.right) / 2, "middle"
        return (self.left - PAD + 2, "end") if self.is_left else (self.right + PAD - 2, "start")

    def reach(self, verb: tuple[float, str]) -> tuple[float, float]:
        """Return from where to where the words go that stand at `verb`."""
        x, anchor = verb
        begin = x - self.label * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        return begin, begin + self.label

    @property
    def taken(self) -> tuple[float, float]:
        """Return from where to where its line and its verb go, wherever that was put."""
        begin, end = self.reach(self.verb) if self.label else (self.left, self.right)
        return min(self.left, begin), max(self.right, end)


def place_verbs(legs: Sequence[Leg]) -> None:
    """Put each verb where the fewest upright lines of other ties run through it."""
    said = [leg for leg in legs if leg.label]
    for leg in said:
        leg.verb = leg.usual
    for leg in said:
        uprights = [x for other in legs if other is not leg for x in _uprights(other, leg.track)]
        places = [leg.usual, *_along(leg), *_beside(leg, legs)]
        leg.verb = min(places, key=lambda verb: _crossed(leg.reach(verb), uprights))


def _uprights(leg: Leg, track: int) -> tuple[float, ...]:
    """Return where upright lines of `leg` pass the words above a track."""
    return leg.tops if leg.track >= track else leg.feet


def _crossed(reach: tuple[float, float], uprights: Sequence[float]) -> int:
    return sum(reach[0] - 2 < x < reach[1] + 2 for x in uprights)


def _along(leg: Leg) -> Iterator[tuple[float, str]]:
    """Yield places for the verb above its line, from its middle to both ends."""
    room = (leg.right - leg.left - leg.label - PAD) / 2
    for n in range(1, int(room // STEP) + 1):
        for way in (-1, 1):
            yield (leg.left + leg.right) / 2 + way * n * STEP, "middle"


def _beside(leg: Leg, legs: Sequence[Leg]) -> Iterator[tuple[float, str]]:
    """Yield the sides of a line on which nothing else of its track is in the way."""
    for verb in ((leg.left - PAD + 2, "end"), (leg.right + PAD - 2, "start")):
        begin, end = leg.reach(verb)
        others = [other for other in legs if other is not leg and other.track == leg.track]
        taken = [other.taken for other in others]
        is_free = all(end + PAD <= left or begin - PAD >= right for left, right in taken)
        if begin >= 0 and end <= leg.sheet and is_free:
            yield verb
