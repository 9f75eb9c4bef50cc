"""A paper as its writer left it: what was chosen and typed, and what is to be said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.reports.content import PaperContent
from portal.reports.formats import Clearance


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """That somebody said the paper may go out."""

    kind: Clearance
    by: str
    """The post, never a name."""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPaper:
    """What a writer chose and typed; of the board's facts it holds nothing."""

    title: str = ""
    dated: date | None = None
    """The day of the meeting it goes to; None: the day that its facts speak of."""
    wards: str = ""
    """Empty: all."""
    portfolios: str = ""
    sources: tuple[str, ...] = ()
    """Facts of the board that were chosen, by their names in `formats.CHOSEN`."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Typed words by the code of their section."""
    authors: tuple[str, ...] = ()
    """Their posts."""
    clearances: tuple[Cleared, ...] = ()
    illustrative: bool = False
    """Whether its words are an example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is to be put right in one section, or is worth knowing."""

    section: str
    """Its code."""
    title: str
    words: str
    line: int = 0
    """The line of the typed text, from 1; 0 where no line is meant."""
    blocks: bool = False
    """Whether the paper cannot be published with it."""


@dataclass(frozen=True, slots=True)
class Composed:
    """The paper, complete, and what was found while it was put together."""

    content: PaperContent
    findings: tuple[Finding, ...] = ()

    @property
    def may_be_published(self) -> bool:
        """Whether nothing stands against it."""
        return not any(each.blocks for each in self.findings)
