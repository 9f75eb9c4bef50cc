"""Who stands above whom: families of bodies, each in layers from the top down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from governance.mapping.bodies import DELEGATES_TO, REPORTS_TO, Body, Tie

STRONGEST = (REPORTS_TO, DELEGATES_TO)
SWEEPS = 6
FAR = 4  # places that a body is moved within its layer at most


@dataclass(frozen=True, slots=True)
class Family:
    """Bodies that ties hold together, in layers; those without any tie are one family too."""

    layers: tuple[tuple[str, ...], ...]
    ties: tuple[Tie, ...]

    @property
    def size(self) -> int:
        """How many bodies it has."""
        return sum(map(len, self.layers))


@lru_cache(maxsize=64)
def families(bodies: tuple[Body, ...], ties: tuple[Tie, ...]) -> tuple[Family, ...]:
    """Return the families of a map, the largest first, bodies without a tie last.

    Kept, for one map is drawn in several geometries.

    >>> one = families((Body("a", "A"), Body("b", "B")), (Tie("a", "b", REPORTS_TO, ""),))
    >>> one[0].layers
    (('b',), ('a',))
    """
    root = {body.key: body.key for body in bodies}
    for tie in ties:
        first, second = root[tie.begin], root[tie.end]
        root = {key: first if held == second else held for key, held in root.items()}
    tied = {key for tie in ties for key in (tie.begin, tie.end)}
    groups: dict[str, list[str]] = {}
    for body in bodies:
        groups.setdefault(root[body.key] if body.key in tied else "", []).append(body.key)
    alone = groups.pop("", [])
    found = [_family(keys, ties) for keys in groups.values()]
    found.sort(key=lambda family: -family.size)
    return (*found, *([Family((tuple(alone),), ())] if alone else []))


def _family(keys: Sequence[str], ties: Sequence[Tie]) -> Family:
    own = tuple(tie for tie in ties if tie.begin in keys)
    level = _levels(keys, own)
    layers = [[key for key in keys if level[key] == n] for n in sorted({*level.values()})]
    return Family(tuple(map(tuple, _in_order(layers, own))), own)


def _levels(keys: Sequence[str], ties: Iterable[Tie]) -> dict[str, int]:
    """Return how many layers down each body stands."""
    above = _above(ties)
    level: dict[str, int] = {}

    def settle(key: str) -> int:
        if key not in level:
            level[key] = max((settle(upper) + 1 for upper in above.get(key, ())), default=0)
        return level[key]

    for key in above:
        settle(key)
    # What stands on top stands just above the highest of what it is over.
    for key in [key for key in level if key not in above]:
        level[key] = min(level[lower] for lower, uppers in above.items() if key in uppers) - 1
    _beside(keys, ties, level)
    return level


def _above(ties: Iterable[Tie]) -> dict[str, list[str]]:
    """Return the bodies above each, without the ties that would close a circle."""
    above: dict[str, list[str]] = {}
    for tie in sorted(ties, key=lambda tie: tie.kind not in STRONGEST):
        if tie.ranks is None:
            continue
        upper, lower = tie.ranks
        if not _stands_over(lower, upper, above):
            above.setdefault(lower, []).append(upper)
    return above


def _stands_over(upper: str, lower: str, above: Mapping[str, Sequence[str]]) -> bool:
    """Say whether `upper` is `lower` or stands somewhere over it."""
    waiting, met = [lower], {lower}
    while waiting:
        waiting = [up for key in waiting for up in above.get(key, ()) if up not in met]
        met.update(waiting)
    return upper in met


def _beside(keys: Sequence[str], ties: Iterable[Tie], level: dict[str, int]) -> None:
    """Put who is neither above nor below anybody into the layer of whom it is tied to."""
    while len(level) < len(keys):
        found = {
            loose: level[held]
            for tie in ties
            for loose, held in ((tie.begin, tie.end), (tie.end, tie.begin))
            if loose not in level and held in level
        }
        level.update(found or {next(key for key in keys if key not in level): 0})


def _in_order(layers: list[list[str]], ties: Sequence[Tie]) -> list[list[str]]:
    """Move bodies within their layers towards those they are tied to, as long as it helps."""
    best, least = layers, _length(layers, ties)
    for sweep in range(SWEEPS):
        layers = _swept([*layers], ties, downwards=sweep % 2 == 0)
        length = _length(layers, ties)
        if length < least:
            best, least = layers, length
    return _moved([[*layer] for layer in best], ties)


def _swept(layers: list[list[str]], ties: Sequence[Tie], *, downwards: bool) -> list[list[str]]:
    for n in range(len(layers))[:: 1 if downwards else -1]:
        place = _places(layers)
        pulls: dict[str, list[float]] = {key: [] for key in layers[n]}
        for tie in ties:
            for key, other in ((tie.begin, tie.end), (tie.end, tie.begin)):
                if key in pulls:
                    pulls[key].append(place[other])
        wish = {key: sum(at) / len(at) if at else place[key] for key, at in pulls.items()}
        layers[n] = sorted(layers[n], key=wish.__getitem__)
    return layers


def _moved(layers: list[list[str]], ties: Sequence[Tie]) -> list[list[str]]:
    """Move each body a few places to either side wherever that makes the ties shorter."""
    least = _length(layers, ties)
    for layer in layers:
        for key in [*layer]:
            stood = layer.index(key)
            best = stood
            for place in range(max(0, stood - FAR), min(len(layer), stood + FAR + 1)):
                _put(layer, key, place)
                length = _length(layers, ties)
                if length < least:
                    best, least = place, length
            _put(layer, key, best)
    return layers


def _put(layer: list[str], key: str, place: int) -> None:
    layer.remove(key)
    layer.insert(place, key)


def _places(layers: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return how far from the middle of its layer each body stands, in boxes."""
    return {key: n - (len(layer) - 1) / 2 for layer in layers for n, key in enumerate(layer)}


def _length(layers: Sequence[Sequence[str]], ties: Sequence[Tie]) -> float:
    place = _places(layers)
    return sum(abs(place[tie.begin] - place[tie.end]) for tie in ties)
