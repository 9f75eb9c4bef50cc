"""What a paper is built of: sections, parts, tables, lists, pictures."""

from dataclasses import dataclass

from portal.reports.content.pictures import Chart, RunChart, Sparkline
from portal.reports.content.words import Fact, Para, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The sentence or two that say the news."""

    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Paras:
    """Paragraphs, numbered or not."""

    paras: tuple[Para, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a list, with a list below it; `ordered` numbers that."""

    words: Words
    under: tuple[Words, ...] = ()
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A plain list; `ordered` numbers it."""

    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subhead:
    """A fourth-level head, within a part: what follows it stands under it."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """What the board is asked to do, lettered from A."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A row of facts under a section's title."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One of a sponsor's four duties: state is "met", "begun" or "open"."""

    title: str
    state: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """The sponsor's four duties side by side."""

    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A table's column; `width` in millimetres, None for a share of what is left."""

    title: str
    width: int | None = None
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table's cell: words, a second line, or a sparkline."""

    words: Words = ()
    sub: str = ""
    spark: Sparkline | None = None
    wash: str = ""
    """Code of the state whose wash lies under the cell: heat maps only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A table's row; its first cell is the head of the row."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows under a head of their own; `title` empty: no head."""

    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; `look` is "plain", "heat" (ratings) or "key" (marks and terms)."""

    title: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    look: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measure's picture: title, sentence, chart, and what unit, period and source it has."""

    title: str
    sentence: str
    caption: Words
    chart: RunChart | None = None
    """None where there are too few figures to draw: the sentence carries them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures, two side by side."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart over the full width, with what is to be said of it."""

    chart: Chart
    caption: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A short list with its own small head, one of up to three side by side."""

    title: str
    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacks:
    """Lists side by side."""

    stacks: tuple[Stack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Small words below a table or chart."""

    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page of a paper that was sent as a file: what stands above it, whether it lies across."""

    words: str
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """The pages of a paper that was sent as a file: on paper each has a sheet of its own."""

    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stands under a third-level head; `wide`: over the whole sheet, else on the axis."""

    title: str
    blocks: "tuple[Block, ...]"
    anchor: str = ""
    note: Words = ()
    """Hangs below the head, left of the axis."""
    wide: bool = False
    new_page: bool = False


Block = (
    Lead | Paras | Bullets | Subhead | Asks | Facts | Duties | Table | Figures | Picture | Stacks
    | Note | Enclosed | Part
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered section: starts a page, stands in the contents and the running head."""

    number: str
    title: str
    anchor: str
    blocks: tuple[Block, ...]
    short: str = ""
    """The title in few words, for contents and running head; empty: the title itself."""
    flows: bool = False
    """Follows the section before it on the same page."""
