"""The audit: what a reader can work out from a published table alone."""

from collections.abc import Sequence
from typing import TypeAlias

from impact.disclosure.network import SMALLEST, Cell, arcs_of, filled, send

Published: TypeAlias = Sequence[Sequence[int | str | None]]


def ranges(table: Published, least: int = SMALLEST) -> dict[Cell, tuple[int, int | None]]:
    """Return the least and the most that each hidden cell can be; None where nothing bounds it.

    `table`: counts, with "c" (or any other word, or None) for hidden cells, totals last. `least`:
    what a reader knows a hidden cell to be at least (0 for publishers who hide noughts too).

    >>> ranges([["c", "c", 10], [7, 9, 16], ["c", "c", 26]])[0, 0]
    (1, 9)

    :raises ValueError: rows of different lengths, totals that do not add up
    """
    counts = [[value if isinstance(value, int) else None for value in row] for row in table]
    arcs = arcs_of(counts)
    values = filled(counts, arcs, least=least)
    hidden = [arc for arc in arcs if counts[arc.cell[0]][arc.cell[1]] is None]
    boundless = sum(values.values()) + 1
    found: dict[Cell, tuple[int, int | None]] = {}
    for arc in hidden:
        others = [other for other in hidden if other != arc]
        value = values[arc.cell]
        up = send(others, dict(values), arc.head, arc.tail, boundless, least)
        down = send(others, dict(values), arc.tail, arc.head, value - least, least)
        found[arc.cell] = (value - down, None if up == boundless else value + up)
    return found


def worked_out(table: Published, least: int = SMALLEST) -> list[Cell]:
    """Return the hidden cells whose count the published table gives away.

    >>> worked_out([["c", 20, 23], [30, 50, 80], [33, 70, 103]])
    [(0, 0)]
    """
    return [cell for cell, (lowest, most) in ranges(table, least).items() if lowest == most]
