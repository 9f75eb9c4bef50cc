"""The formats of the house, one file each."""

from collections.abc import Iterator
from dataclasses import asdict, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portal.reports.formats.shape import BadFormat, Format, FormatSection, from_data

FORMATS = (
    "board",
    "annual",
    "scrutiny-2014",
    "scrutiny-2023",
    "hwb-2023",
    "dfe-summary-2013",
    "dfe-theme-2013",
)
"""The codes of those that can be written."""


@cache
def named(code: str) -> Format:
    """Return the format of the house with that code.

    :raises BadFormat: there is none
    """
    if code not in FORMATS:
        raise BadFormat(f"There is no format {code}; there is {', '.join(FORMATS)}.")
    file = Path(__file__).with_name(f"{code}.yaml")
    return from_data(yaml.safe_load(file.read_text(encoding="utf-8")))


def rows() -> Iterator[dict[str, Any]]:
    """Yield each format as what a row of `ReportFormat` holds of it."""
    for code in FORMATS:
        found = named(code)
        yield {
            "code": found.code,
            "title": found.title,
            "audience": found.audience,
            "year": found.year,
            "sections": [_as_data(each) for each in found.sections],
            "numbering": found.numbering,
            "repeats": found.repeats,
            "note": found.note,
            "is_built": True,
        }


def _as_data(section: FormatSection) -> dict[str, Any]:
    """Return a section as JSON holds it, defaults left out."""
    every = asdict(section)
    held = {
        each.name: every[each.name]
        for each in fields(section)
        if getattr(section, each.name) != each.default
    }
    if section.parts:
        held["parts"] = [_as_data(each) for each in section.parts]
    return {name: _listed(value) for name, value in held.items()}


def _listed(value: Any) -> Any:
    return list(map(str, value)) if isinstance(value, tuple) else value
