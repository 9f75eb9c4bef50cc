"""A table with totals as a network: cells are arcs, rows and columns are knots.

What flows into a knot flows out of it: that is the rule that a row or column adds up to its
total. So what a reader can work out about a hidden cell is exact, not estimated: how much can be
sent round through its arc while the shown cells stand (Cox, Network Models for Complementary
Cell Suppression, 1995).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import TypeAlias

Cell: TypeAlias = tuple[int, int]  # row and column, from 0
Knot: TypeAlias = tuple[str, int]
Counts: TypeAlias = Sequence[Sequence[int | None]]
Values: TypeAlias = dict[Cell, int]

SMALLEST = 1  # noughts are published, so a reader knows that a hidden cell is at least this
OUTSIDE: Knot = ("outside", 0)


@dataclass(frozen=True)
class Arc:
    """A cell as an arc of the network, from knot to knot."""

    cell: Cell
    tail: Knot
    head: Knot


Path: TypeAlias = list[tuple[Arc, bool]]  # each arc, and whether it is followed forward


def arcs_of(table: Counts) -> list[Arc]:
    """Return the cells as arcs: from each row's knot to its columns', totals the other way.

    A table of one row (or one column) has no totals of columns (rows): they end outside.

    :raises ValueError: rows of different lengths, a negative count
    """
    if not table or not table[0] or any(len(row) != len(table[0]) for row in table):
        raise ValueError("A table needs rows of the same length.")
    if any(number is not None and number < 0 for row in table for number in row):
        raise ValueError("A count cannot be negative.")
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    arcs = []
    for row in range(last_row + 1):
        for column in range(last_column + 1):
            across = ("row", row) if last_column else OUTSIDE
            down = ("column", column) if last_row else OUTSIDE
            forward = (row == last_row) == (column == last_column)
            arcs.append(Arc((row, column), *((across, down) if forward else (down, across))))
    return arcs


def filled(table: Counts, arcs: Sequence[Arc], *, least: int) -> Values:
    """Return a count for every cell; those not given get counts of `least` or more that fit.

    :raises ValueError: the totals do not add up
    """
    given = {
        (row, column): number
        for row, line in enumerate(table)
        for column, number in enumerate(line)
        if number is not None
    }
    values = {arc.cell: given.get(arc.cell, least) for arc in arcs}
    unknown = [arc for arc in arcs if arc.cell not in given]
    excess: dict[Knot, int] = {}
    for arc in arcs:
        excess[arc.head] = excess.get(arc.head, 0) + values[arc.cell]
        excess[arc.tail] = excess.get(arc.tail, 0) - values[arc.cell]
    for knot in [knot for knot, surplus in excess.items() if surplus > 0]:
        for other in [other for other, surplus in excess.items() if surplus < 0]:
            sent = send(unknown, values, knot, other, min(excess[knot], -excess[other]), least)
            excess[knot] -= sent
            excess[other] += sent
    if any(excess.values()):
        raise ValueError("The totals do not add up.")
    return values


def send(
    arcs: Sequence[Arc], values: Values, start: Knot, end: Knot, most: int, least: int = SMALLEST
) -> int:
    """Send up to `most` more from `start` to `end`, changing `values`; return how much went."""
    sent = 0
    while sent < most:
        path = cheapest(arcs, values, start, end, least=least)
        if path is None:
            break
        room = [values[arc.cell] - least for arc, forward in path if not forward]
        step = min([most - sent, *room])
        for arc, forward in path:
            values[arc.cell] += step if forward else -step
        sent += step
    return sent


def cheapest(
    arcs: Iterable[Arc],
    values: Mapping[Cell, int],
    start: Knot,
    end: Knot,
    *,
    costs: Mapping[Cell, float] | None = None,
    least: int = SMALLEST,
) -> Path | None:
    """Return the path whose arcs cost least (1 each unless said), None where there is none.

    An arc may be followed forward (its count grows) or, while its count is above `least`,
    backward (its count shrinks).
    """
    ways: dict[Knot, list[tuple[Knot, Arc, bool]]] = {}
    for arc in arcs:
        ways.setdefault(arc.tail, []).append((arc.head, arc, True))
        if values[arc.cell] > least:
            ways.setdefault(arc.head, []).append((arc.tail, arc, False))
    order = count()  # settles ties, so that paths are never compared
    heap: list[tuple[float, int, Knot, Path]] = [(0, next(order), start, [])]
    done: set[Knot] = set()
    while heap:
        cost, _, knot, path = heappop(heap)
        if knot == end:
            return path
        if knot in done:
            continue
        done.add(knot)
        for there, arc, forward in ways.get(knot, ()):
            dearer = cost + (1 if costs is None else costs[arc.cell])
            heappush(heap, (dearer, next(order), there, [*path, (arc, forward)]))
    return None
