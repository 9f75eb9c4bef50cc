"""The map of boards: who reports to whom, drawn in rows from the top down.

Pure: no Django here. Bodies and ties go in, a `Drawing` comes out: layers follow from who stands
above whom, boxes stand on a grid, ties run in the channels between its rows.
"""

from governance.mapping.bodies import (
    ADVISES,
    CONNECTED_WITH,
    DELEGATES_TO,
    FOLLOWED_BY,
    NOMINATES,
    REPORTS_TO,
    SCRUTINISED_BY,
    BoardMap,
    Body,
    Tie,
)
from governance.mapping.layers import families
from governance.mapping.picture import draw_map

__all__ = [
    "ADVISES",
    "CONNECTED_WITH",
    "DELEGATES_TO",
    "FOLLOWED_BY",
    "NOMINATES",
    "REPORTS_TO",
    "SCRUTINISED_BY",
    "BoardMap",
    "Body",
    "Tie",
    "draw_map",
    "families",
]
