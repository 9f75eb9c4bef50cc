"""What the reader found of a board beside its report: members, voices, decisions, themes."""

from dataclasses import dataclass

from portal.reports.build.facts import Found, PlanFollowed
from portal.reports.content import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFound:
    """A line of the board's membership on the paper's day."""

    title: str
    role: str = ""
    """Empty for a member."""
    nominated_by: str = ""
    places: int
    held: int
    source: int = 0
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """A piece of listening: a study, a survey, a conversation."""

    title: str
    by: str = ""
    when: str = ""
    what: str = ""
    source: int = 0
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What somebody said, and what changed because of it."""

    voice: str
    said: str
    changed: str = ""
    state: str
    reason: str = ""
    source: int = 0
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision of the board in the paper's period."""

    number: str
    """Within the municipal year: "3 of 2013/14"."""
    on: str
    text: str
    source: int = 0
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the board asked of partners and of other boards in the period, and what came of it."""

    questions: int = 0
    answered: int = 0
    in_time: int = 0
    led: int = 0
    referred: int = 0
    responded: int = 0
    adopted: int = 0
    """Accepted, whole or in part."""
    received: int = 0
    """What other boards referred to this one."""
    received_responded: int = 0
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFound:
    """Everything that papers about a board may say."""

    found: Found
    seats: tuple[SeatFound, ...] = ()
    listened: tuple[Listened, ...] = ()
    heard: tuple[Heard, ...] = ()
    decided: tuple[Decided, ...] = ()
    asked: Asked = Asked()
    tracker: tuple[PlanFollowed, ...] = ()
    """Plans whose themes somebody asked for: the board's own, then those it follows."""
    sources: tuple[Source, ...] = ()
    """Every source of all this, by the keys that the facts carry."""
