"""The whole paper: cover, sections, the figures behind it, and where they come from."""

from dataclasses import dataclass
from datetime import date

from portal.reports.content.blocks import Block, Section
from portal.reports.content.words import Fact

SCHEMA = 1
"""Raised when older content can no longer be read; a new field with a default is no reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where facts come from: a paper with place and line, or an official file."""

    key: int
    """Its number in the list of sources, from 1."""
    label: str
    """Short, for table cells: "2013 plan, line 17"."""
    paper: str
    """The paper or file, by its title."""
    place: str
    """Chapter, paragraph and line in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """One figure of the paper as data: what CSV and JSON give, and what checks read."""

    code: str
    measure: str
    area: str
    breakdown: str
    period: str
    starts_on: date
    ends_on: date
    """The day after the period's last day."""
    value: str
    """As the database has it, point as decimal sign; empty beside a symbol."""
    unit: str
    symbol: str = ""
    qualifier: str = ""
    kind: str = "actual"
    target: str = ""
    source: int = 0
    """Key of the source; 0 only where the figure is illustrative."""
    illustrative: bool = False
    section: str = ""
    """Number of the section that shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperContent:
    """A report, complete. All that is printed stands here, in the order of the sheet."""

    schema: int
    format: str
    place: str
    board: str
    board_slug: str
    title: str
    subtitle: str
    period: str
    """In words: "Quarter 3 of 2013/14, October to December 2013"."""
    period_slug: str
    period_short: str
    """For the running head: "quarter 3 of 2013/14"."""
    period_ends_on: date
    """The day after the period's last day: no figure of the paper is dated after it."""
    dated: date
    """The day the paper speaks of; the documents' own date."""
    classification: str = ""
    edition: int | None = None
    """Left out of the checksum: equal content is the same paper under any number."""
    cover: tuple[Fact, ...] = ()
    front: tuple[Block, ...] = ()
    """What stands below the list of contents."""
    sections: tuple[Section, ...] = ()
    data: tuple[Datum, ...] = ()
    sources: tuple[Source, ...] = ()
    illustrative: bool = False
    """Whether anything in the paper is marked illustrative."""
    opening: str = "cover"
    """How it begins: "cover", with a list of contents; "head": a head on the first sheet, as the
    reports of a committee have it; "section": not at all, for a look at one section alone."""
