"""Patterns of boards: what a new one begins with, each a file of its own. Pure: no database here.

A pattern names kind, rules, seats and whom the quorum asks for; all of it can be changed before
the board is added. A new pattern needs no code: a file here, and its code among CODES.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CODES = (
    "learning-alliance",
    "partnership-board",
    "scrutiny-committee",
    "locality-partnership",
    "empty",
)
"""Those that are offered, in their order."""


class BadPattern(Exception):
    """What stands in a file is no pattern; says why."""


@dataclass(frozen=True)
class SeatLine:
    """A line of a board's membership, with as many places as it has."""

    title: str
    places: int = 1
    role: str = "member"
    sector: str = ""
    voting: bool = True


@dataclass(frozen=True)
class NeedLine:
    """Whom the quorum asks for: so many of a sector."""

    sector: str
    number: int = 1


@dataclass(frozen=True)
class SaidLine:
    """What the board says of itself: the kind of statement, and its text."""

    kind: str
    text: str


@dataclass(frozen=True)
class Pattern:
    """What a new board begins with; `rules`: columns of the board by name."""

    code: str
    title: str
    says: str
    kind: str
    purpose: str = ""
    rules: Mapping[str, Any] | None = None
    seats: tuple[SeatLine, ...] = ()
    needs: tuple[NeedLine, ...] = ()
    statements: tuple[SaidLine, ...] = ()

    @property
    def places(self) -> int:
        """How many chairs stand at the table."""
        return sum(seat.places for seat in self.seats)

    @property
    def told(self) -> str:
        """How many seats and places it brings, in words."""
        lines, places = len(self.seats), self.places
        if not lines:
            return "No seats yet"
        seats = f"{lines} seat line{'' if lines == 1 else 's'}"
        return f"{seats}, {places} place{'' if places == 1 else 's'}"


@cache
def pattern(code: str) -> Pattern:
    """Return the pattern of that code.

    >>> pattern("learning-alliance").told
    '13 seat lines, 16 places'

    :raises BadPattern: there is none, or its file says what no pattern has
    """
    if code not in CODES:
        raise BadPattern(f"There is no pattern {code}; there is {', '.join(CODES)}.")
    file = Path(__file__).with_name(f"{code}.yaml")
    return from_data(code, yaml.safe_load(file.read_text(encoding="utf-8")))


def patterns() -> list[Pattern]:
    """Return those that are offered, in their order."""
    return [pattern(code) for code in CODES]


def from_data(code: str, data: Mapping[str, Any]) -> Pattern:
    """Return the pattern that the data of a file describe.

    :raises BadPattern: something is in them that no pattern has, or lacks
    """
    held = dict(data)
    parts = {
        name: tuple(_line(kind, each) for each in held.pop(name, ()))
        for name, kind in (("seats", SeatLine), ("needs", NeedLine), ("statements", SaidLine))
    }
    made: Pattern = _line(Pattern, {"code": code, **held, **parts})
    return made


def _line(kind: Any, data: Mapping[str, Any]) -> Any:
    known = {each.name for each in fields(kind)}
    if data.keys() - known:
        raise BadPattern(f"No {kind.__name__} has {', '.join(sorted(data.keys() - known))}.")
    try:
        return kind(**data)
    except TypeError as lacking:
        raise BadPattern(str(lacking)) from lacking
