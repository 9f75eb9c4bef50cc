"""What every drawing is made on: colour roles, geometries, the sheet, the width of words.

Pure: no Django here. The charts of figures stand above it, the map of boards beside it.
"""

from governance.drawing.sheet import (
    COLOURS,
    COLUMN,
    HALF,
    MIDDLE,
    NARROW,
    SHEET,
    WIDE,
    Drawing,
    Geometry,
    Sheet,
    at,
    attribute,
    safe,
)

__all__ = [
    "COLOURS",
    "COLUMN",
    "HALF",
    "MIDDLE",
    "NARROW",
    "SHEET",
    "WIDE",
    "Drawing",
    "Geometry",
    "Sheet",
    "at",
    "attribute",
    "safe",
]
