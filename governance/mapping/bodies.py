"""What the map is made of: bodies, and the ties between them."""

from collections.abc import Iterable
from dataclasses import dataclass

REPORTS_TO, DELEGATES_TO, SCRUTINISED_BY = "reports_to", "delegates_to", "scrutinised_by"
ADVISES, CONNECTED_WITH, NOMINATES = "advises", "connected_with", "nominates"
FOLLOWED_BY = "followed_by"
# Whether a tie of this kind puts its end above its beginning; other kinds stand beside.
RISES = {
    REPORTS_TO: True,
    SCRUTINISED_BY: True,
    NOMINATES: True,
    DELEGATES_TO: False,
    FOLLOWED_BY: False,
}


@dataclass(frozen=True, slots=True)
class Body:
    """A board or an organisation: its name, a few words below, where its box leads."""

    key: str
    name: str
    words: str = ""
    address: str = ""
    is_own: bool = False

    @property
    def called(self) -> str:
        """The box in one line."""
        return f"{self.name}, {self.words}" if self.words else self.name


@dataclass(frozen=True, slots=True)
class Tie:
    """How the body `begin` stands to the body `end`; `verb` is written on the line."""

    begin: str
    end: str
    kind: str
    verb: str

    @property
    def ranks(self) -> tuple[str, str] | None:
        """Who stands above whom by this tie; None where it puts neither above the other.

        >>> Tie("group", "board", REPORTS_TO, "reports to").ranks
        ('board', 'group')
        """
        if self.kind not in RISES:
            return None
        pair = self.end, self.begin
        return pair if RISES[self.kind] else pair[::-1]


@dataclass(frozen=True, slots=True)
class BoardMap:
    """All that one map shows; bodies stand in the order in which they are read."""

    title: str
    description: str
    bodies: tuple[Body, ...]
    ties: tuple[Tie, ...]


def told_once(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """Return the ties without those that say the same again: a line has no need of a second.

    Two who are connected are so whichever of them tells it.

    >>> len(told_once([Tie("a", "b", CONNECTED_WITH, ""), Tie("b", "a", CONNECTED_WITH, "")]))
    1
    >>> len(told_once([Tie("a", "b", ADVISES, ""), Tie("b", "a", ADVISES, "")]))
    2
    """
    first: dict[tuple[frozenset[str] | tuple[str, str], str, str], Tie] = {}
    for tie in ties:
        pair = (tie.begin, tie.end)
        ends = frozenset(pair) if tie.kind == CONNECTED_WITH else pair
        first.setdefault((ends, tie.kind, tie.verb), tie)
    return tuple(first.values())
