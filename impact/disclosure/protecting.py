"""Suppression: the small counts first, then as few others as keep them from being worked out."""

from collections import deque
from collections.abc import Sequence, Set
from typing import Literal, TypeAlias

from impact.disclosure.network import (
    SMALLEST,
    Arc,
    Cell,
    Counts,
    Values,
    arcs_of,
    cheapest,
    filled,
)

Hidden: TypeAlias = Literal["c"]
Line: TypeAlias = tuple[Cell, ...]  # the cells of a row or column, its total last

HIDDEN: Hidden = "c"
THRESHOLD = 5
TOTAL_COST, GRAND_TOTAL_COST = 100.0, 10_000.0  # a total tells most: hide it last


def protect(table: Counts, threshold: int = THRESHOLD) -> list[list[int | Hidden]]:
    """Return `table` as it may be published: counts or "c".

    `table`: rows of counts, the last row and the last column being totals (a table of one row or
    one column has totals in the other direction only). None is a count that its source hides or
    does not give; it comes back hidden and protected.

    >>> for row in protect([[3, 20, 40, 63], [30, 50, 60, 140], [33, 70, 100, 203]]):
    ...     print(row)
    ['c', 'c', 40, 63]
    ['c', 'c', 60, 140]
    [33, 70, 100, 203]

    :raises ValueError: rows of different lengths, a negative count, totals that do not add up
    """
    arcs = arcs_of(table)
    values = filled(table, arcs, least=0)
    costs = _costs(table, values)
    hidden = {
        cell
        for cell, value in values.items()
        if 1 <= value <= threshold or table[cell[0]][cell[1]] is None
    }
    _hide_sums(_lines(table), values, costs, hidden, threshold)
    waiting = deque(sorted(hidden))
    while waiting:
        before = set(hidden)
        hidden |= _companions(waiting.popleft(), arcs, values, costs, hidden)
        _hide_sums(_lines(table), values, costs, hidden, threshold)
        waiting.extend(sorted(hidden - before))
    return [
        [HIDDEN if (row, column) in hidden else values[row, column] for column in range(len(line))]
        for row, line in enumerate(table)
    ]


def _costs(table: Counts, values: Values) -> dict[Cell, float]:
    """Return what is lost by hiding each cell: few cells before small ones, totals last."""
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    whole = 1 + max(values.values())
    weights = {
        (False, False): 1.0,
        (True, False): TOTAL_COST,
        (False, True): TOTAL_COST,
        (True, True): GRAND_TOTAL_COST,
    }
    return {
        cell: weights[cell[0] == last_row, cell[1] == last_column] + value / whole
        for cell, value in values.items()
    }


def _lines(table: Counts) -> list[Line]:
    """Return the rows and the columns that have a total."""
    rows, columns = range(len(table)), range(len(table[0]))
    across = [tuple((row, column) for column in columns) for row in rows]
    down = [tuple((row, column) for row in rows) for column in columns]
    return [line for line in across + down if len(line) > 1]


def _hide_sums(
    lines: Sequence[Line],
    values: Values,
    costs: dict[Cell, float],
    hidden: set[Cell],
    threshold: int,
) -> None:
    """Hide more of any line whose hidden cells add up to a small count that its total shows."""
    again = True
    while again:
        again = False
        for line in lines:
            *cells, total = line
            rest = sum(values[cell] for cell in cells if cell in hidden)
            if total in hidden or not 1 <= rest <= threshold:
                continue
            shown = [cell for cell in cells if cell not in hidden and values[cell]]
            enough = [cell for cell in shown if rest + values[cell] > threshold]
            hidden.add(min(enough or shown or [total], key=costs.__getitem__))
            again = True


def _companions(
    cell: Cell, arcs: Sequence[Arc], values: Values, costs: dict[Cell, float], hidden: Set[Cell]
) -> set[Cell]:
    """Return the cells to hide with `cell` so that it may be another count; often none.

    They close the cheapest ring through its arc; what is hidden already costs nothing. Noughts
    stay out. A ring that lets the count grow always exists: over its totals.
    """
    arc = next(arc for arc in arcs if arc.cell == cell)
    others = [
        other for other in arcs if other != arc and (values[other.cell] or other.cell in hidden)
    ]
    prices = {other.cell: 0.0 if other.cell in hidden else costs[other.cell] for other in others}
    ways = [cheapest(others, values, arc.head, arc.tail, costs=prices)]
    if values[cell] > SMALLEST:
        ways.append(cheapest(others, values, arc.tail, arc.head, costs=prices))
    rings = [{step.cell for step, _ in way} - hidden for way in ways if way is not None]
    return min(rings, key=lambda ring: sum(costs[cell] for cell in ring), default=set())
