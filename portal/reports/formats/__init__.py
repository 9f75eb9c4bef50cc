"""House formats as data: what sections a paper has, in which order, and what feeds each.

The formats of the house stand here as YAML; the rows of `ReportFormat` are filled from them, and
a row that nobody wrote here is read the same way. A new format needs no code.
"""

from portal.reports.formats.files import FORMATS, named, rows
from portal.reports.formats.shape import (
    CHOSEN,
    BadFormat,
    Clearance,
    Format,
    FormatSection,
    Numbers,
    Reader,
    from_data,
)

__all__ = [
    "CHOSEN",
    "FORMATS",
    "BadFormat",
    "Clearance",
    "Format",
    "FormatSection",
    "Numbers",
    "Reader",
    "from_data",
    "named",
    "rows",
]
