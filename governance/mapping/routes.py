"""How ties run: out of a box, along a track between the rows, into the other box."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from governance.drawing import Geometry
from governance.drawing.lettering import width
from governance.mapping.bodies import Tie
from governance.mapping.grid import Box, Row
from governance.mapping.legs import PAD, Leg, place_verbs

TRACK = 20  # from one track to the next
OVER, UNDER = 24, 14  # from the boxes above to the first track, from the last to those below
BETWEEN = 24  # rows between which no tie runs
LANE, CLEAR = 10, 8  # between upright lines, and from them to the boxes
INDENT = 18  # from a box's corner to the first line that leaves it
MOST_ACROSS = 2  # ties straight across between two boxes


@dataclass(slots=True)
class Route:
    """The line of a tie, from its upper end to its lower; where its verb stands."""

    tie: Tie
    points: list[tuple[float, float]] = field(default_factory=list)
    ends_last: bool = True
    verb_at: tuple[float, float, str] = (0, 0, "start")


@dataclass(slots=True)
class Way:
    """A tie before it is laid: from box to box, by which lanes through the rows between."""

    tie: Tie
    upper: Box
    lower: Box
    lanes: list[float] = field(default_factory=list)
    leaves: float = 0
    arrives: float = 0

    @property
    def turns(self) -> bool:
        """Whether both ends are in one row, so that it goes down and up again."""
        return self.upper.row == self.lower.row


def lay(rows: Sequence[Row], ties: Sequence[Tie], geometry: Geometry) -> tuple[list[Route], float]:
    """Give every box its height on the sheet and every tie its line; return also the height."""
    boxes = {box.body.key: box for row in rows for box in row.boxes}
    across = _across(rows, ties, boxes, geometry)
    ways = [_way(tie, boxes) for n, tie in enumerate(ties) if n not in across]
    _take_lanes(rows, ways, geometry)
    _take_ports(ways)
    channels = [_channel(n, ways, geometry) for n in range(len(rows))]
    tracks, height = _heights(rows, channels)
    routes = [_route(way, number, channels, tracks) for number, way in enumerate(ways)]
    return [*routes, *_straight([ties[n] for n in across], boxes)], height


def _way(tie: Tie, boxes: Mapping[str, Box]) -> Way:
    upper, lower = sorted(
        (boxes[tie.begin], boxes[tie.end]), key=lambda box: (box.row, box.column)
    )
    return Way(tie, upper, lower)


def _across(
    rows: Sequence[Row], ties: Sequence[Tie], boxes: Mapping[str, Box], geometry: Geometry
) -> list[int]:
    """Return the numbers of the ties of neighbours in a row between whom their verb has room."""
    neighbours = {
        frozenset((left.body.key, right.body.key)): right.x - left.x - left.width
        for row in rows
        for left, right in zip(row.boxes, row.boxes[1:], strict=False)
    }
    found: list[int] = []
    for n, tie in enumerate(ties):
        pair = frozenset((tie.begin, tie.end))
        room = neighbours.get(pair, 0) - width(tie.verb, geometry.size) - 3 * PAD
        many = sum(frozenset((ties[each].begin, ties[each].end)) == pair for each in found)
        if room > 0 and many < MOST_ACROSS:
            found.append(n)
    return found


def _take_lanes(rows: Sequence[Row], ways: Sequence[Way], geometry: Geometry) -> None:
    """Find for each tie that passes rows the free lane through each that is nearest its way."""
    taken: dict[int, set[float]] = {n: set() for n in range(len(rows))}
    free = {n: list(_free(row, geometry.width)) for n, row in enumerate(rows)}
    for way in ways:
        for row in range(way.upper.row + 1, way.lower.row):
            share = (row - way.upper.row) / (way.lower.row - way.upper.row)
            wish = way.upper.middle + share * (way.lower.middle - way.upper.middle)
            others = taken[row] | (taken[row - 1] - {*way.lanes[-1:]})
            open_ones = [x for x in free[row] if x not in others] or free[row]
            lane = min(open_ones, key=lambda x: abs(x - wish))
            taken[row].add(lane)
            way.lanes.append(lane)


def _free(row: Row, sheet: float) -> Iterator[float]:
    """Yield the lanes of a row: between its boxes, and at the edges of the sheet."""
    start = 0.0
    for left, right in [*((box.x, box.x + box.width) for box in row.boxes), (sheet, sheet)]:
        room = left - start - 2 * CLEAR
        lanes = int(room // LANE) + 1
        for n in range(lanes if room >= 0 else 0):
            yield (start + left) / 2 + (n - (lanes - 1) / 2) * LANE
        start = right


def _take_ports(ways: Sequence[Way]) -> None:
    """Spread the ends of ties along the sides of their boxes, in the order they come from."""
    sides: dict[tuple[str, bool], list[tuple[float, int, bool]]] = {}
    for n, way in enumerate(ways):
        first = way.lanes[0] if way.lanes else way.lower.middle
        last = way.lanes[-1] if way.lanes else way.upper.middle
        sides.setdefault((way.upper.body.key, True), []).append((first, n, True))
        sides.setdefault((way.lower.body.key, way.turns), []).append((last, n, False))
    for ports in sides.values():
        ports.sort()
        for place, (_, n, is_upper) in enumerate(ports, start=1):
            way = ways[n]
            box = way.upper if is_upper else way.lower
            x = box.x + INDENT + place * (box.width - 2 * INDENT) / (len(ports) + 1)
            if is_upper:
                way.leaves = x
            else:
                way.arrives = x
    for way in ways:
        if not way.lanes and not way.turns:
            _straighten(way, sides)


def _straighten(way: Way, sides: Mapping[tuple[str, bool], Sequence[object]]) -> None:
    """Move the only line of a box's side to where it runs straight."""
    if len(sides[way.lower.body.key, False]) == 1 and _reaches(way.lower, way.leaves):
        way.arrives = way.leaves
    elif len(sides[way.upper.body.key, True]) == 1 and _reaches(way.upper, way.arrives):
        way.leaves = way.arrives


def _reaches(box: Box, x: float) -> bool:
    return box.x + INDENT <= x <= box.x + box.width - INDENT


def _channel(n: int, ways: Sequence[Way], geometry: Geometry) -> dict[int, Leg]:
    """Return the legs that run below row `n`, each on its track, by the number of their tie."""
    legs = [leg for number, way in enumerate(ways) for leg in _leg(n, number, way, geometry)]
    _take_tracks(legs)
    place_verbs(legs)
    return {leg.tie: leg for leg in legs}


def _leg(n: int, number: int, way: Way, geometry: Geometry) -> Iterator[Leg]:
    first, last = way.upper.row, max(way.lower.row - 1, way.upper.row)
    if not first <= n <= last:
        return
    stations = [way.leaves, *way.lanes, way.arrives]
    comes, goes = stations[n - first], stations[n - first + 1]
    begins = first if way.tie.begin == way.upper.body.key else last
    label = width(way.tie.verb, geometry.size) if n == begins else 0
    tops, feet = ((comes, goes), ()) if way.turns else ((comes,), (goes,))
    yield Leg(number, tops, feet, label, geometry.width)


def _take_tracks(legs: Sequence[Leg]) -> None:
    """Put each leg on the highest track where nothing is in its way."""
    waiting, track = sorted(legs, key=lambda leg: leg.span), 0
    while waiting:
        ready = [
            leg
            for leg in waiting
            if not any(other.goes_before(leg) for other in waiting if other is not leg)
        ]
        end = -1e9
        for leg in ready or waiting[:1]:
            start, stop = leg.span
            if start > end:
                leg.track, end = track, stop + PAD
                waiting.remove(leg)
        track += 1


def _heights(
    rows: Sequence[Row], channels: Sequence[Mapping[int, Leg]]
) -> tuple[list[float], float]:
    """Put the rows below each other; return where the tracks of each begin, and the height."""
    y, firsts = 1.0, []
    for row, legs in zip(rows, channels, strict=True):
        for box in row.boxes:
            box.y = y
        y += row.height
        firsts.append(y + OVER)
        if legs:
            y += OVER + max(leg.track for leg in legs.values()) * TRACK + UNDER
        else:
            y += BETWEEN
        y += BETWEEN if row.last else 0
    return firsts, y - 2 * BETWEEN + 2 if not channels[-1] else y - BETWEEN + 2


def _route(
    way: Way, number: int, channels: Sequence[Mapping[int, Leg]], tracks: Sequence[float]
) -> Route:
    route = Route(way.tie, ends_last=way.tie.end == way.lower.body.key)
    stations = [way.leaves, *way.lanes, way.arrives]
    route.points.append((way.leaves, way.upper.y + way.upper.height))
    for n in range(way.upper.row, max(way.lower.row, way.upper.row + 1)):
        leg = channels[n][number]
        y = tracks[n] + leg.track * TRACK
        comes, goes = stations[n - way.upper.row : n - way.upper.row + 2]
        route.points += [(comes, y), (goes, y)]
        if leg.label:
            route.verb_at = (leg.verb[0], y - 5, leg.verb[1])
    foot = way.lower.y + way.lower.height if way.turns else way.lower.y
    route.points.append((way.arrives, foot))
    return route


def _straight(ties: Sequence[Tie], boxes: Mapping[str, Box]) -> Iterator[Route]:
    """Yield the lines of ties between neighbours, the second of a pair below the first."""
    met: dict[frozenset[str], int] = {}
    for tie in ties:
        pair = frozenset((tie.begin, tie.end))
        n = met[pair] = met.get(pair, 0) + 1
        left, right = sorted((boxes[tie.begin], boxes[tie.end]), key=lambda box: box.x)
        y = left.y + left.height / 2 + (14 if n == MOST_ACROSS else -6)
        start, end = left.x + left.width, right.x
        ends_last = tie.end == right.body.key
        at = ((start + end) / 2, y - 6, "middle")
        yield Route(tie, [(start, y), (end, y)], ends_last, at)
