"""Agenda and papers of a meeting as one paper for printing: each paper is a section of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from portal.reports.build.wording import illustrative
from portal.reports.content import (
    SCHEMA,
    Block,
    Bullets,
    Enclosed,
    Fact,
    Item,
    Note,
    PackContent,
    PackItem,
    PackPaper,
    PaperContent,
    Part,
    Reading,
    Run,
    Section,
    Sheet,
    StillOpen,
    Told,
    Words,
)
from portal.reports.markup import read

NOBODY = "No paper of this meeting is in yet that you may read."
AS_SENT = (
    "Papers that were sent as files stand in the pack as they were sent. Their words can be read"
    " aloud, sheet by sheet; headings, tables, links and descriptions of pictures are not kept."
)
EXAMPLE = "Illustrative: the words are an example and must not be quoted."
UNPUBLISHED = "Not for publication"
ENCLOSED, ACROSS = "enclosed", "enclosed-wide"  # how the anchors of enclosed papers begin
Across = Mapping[int, Sequence[bool]]
"""Which pages of a file, by its key, lie across."""


def anchor_of(place: int, paper: PackPaper, across: Across) -> str:
    """Return the anchor of the paper at `place`, from 1."""
    if not paper.file:
        return f"paper-{place}"
    return f"{ACROSS if across[paper.file][0] else ENCLOSED}-{place}"


def agenda_paper(
    content: PackContent, reading: Reading, *, across: Across, edition: int
) -> PaperContent:
    """Return cover, contents, agenda and papers as the circle of `reading` has them."""
    count = str(len(reading.papers))
    told = (
        ("When", content.when),
        ("Where", content.where),
        ("Papers", count),
        (UNPUBLISHED, _unpublished(reading)),
        ("Example", EXAMPLE if content.illustrative else ""),
    )
    return PaperContent(
        schema=SCHEMA,
        format="agenda",
        place=content.place,
        board=content.board,
        board_slug=content.board_slug,
        title="Agenda and papers",
        subtitle=content.subtitle,
        period=content.when,
        period_slug=f"{content.dated:%Y-%m-%d}",
        period_short=content.when,
        period_ends_on=content.dated + timedelta(days=1),
        dated=content.dated,
        edition=edition,
        cover=tuple(Fact(label=label, words=_plain(words)) for label, words in told if words),
        front=_front(reading),
        sections=(
            _agenda(reading),
            *_lines("Still open from earlier meetings", "still-open", reading.points),
            *_lines("Questions put to partners", "questions", reading.questions),
            *_lines("Decided in writing since the last meeting", "in-writing", reading.told),
            *(
                _paper(place, item, paper, across)
                for place, (item, paper) in enumerate(reading.papers, 1)
            ),
        ),
        illustrative=content.illustrative,
    )


def _unpublished(reading: Reading) -> str:
    """Return which items of the reading its readers keep to themselves."""
    numbers = [str(each.number) for each in reading.items if each.exempt and each.is_open]
    if not numbers:
        return ""
    named = f"{'Item' if len(numbers) == 1 else 'Items'} {', '.join(numbers)}"
    return f"{named}, exempt under Schedule 12A of the Local Government Act 1972"


def _front(reading: Reading) -> tuple[Block, ...]:
    if not reading.papers:
        return (_part(NOBODY),)
    return (_part(AS_SENT),) if any(each.file for _, each in reading.papers) else ()


def _part(words: str) -> Part:
    return Part(title="Papers", blocks=(Note(words=_plain(words)),))


def _agenda(reading: Reading) -> Section:
    lines = tuple(_line(each) for each in reading.items)
    lines = lines or (Item(words=_plain("No agenda is recorded.")),)
    return Section(number="", title="Agenda", anchor="agenda", blocks=(Bullets(items=lines),))


def _lines(title: str, anchor: str, rows: Iterable[StillOpen | Told]) -> list[Section]:
    """Return a section of lines, each with words under it; none where there is no line."""
    lines = tuple(
        Item(words=(Run(each.asked), *illustrative(each.illustrative)), under=_under(each))
        for each in rows
    )
    blocks = (Bullets(items=lines),)
    whole = Section(number="", title=title, anchor=anchor, blocks=blocks, flows=True)
    return [whole] if lines else []


def _under(line: StillOpen | Told) -> tuple[Words, ...]:
    whose = line.whose if isinstance(line, StillOpen) else ""
    return tuple(_plain(each) for each in (whose, line.became) if each)


def _paper(place: int, item: PackItem, paper: PackPaper, across: Across) -> Section:
    named = f"Item {item.number}{f', {UNPUBLISHED.lower()}' if item.exempt else ''}"
    return Section(
        number="",
        title=f"{named}: {paper.title}",
        short=named,
        anchor=anchor_of(place, paper, across),
        blocks=_enclosed(item, paper, across) if paper.file else _typed(item, paper),
    )


def _typed(item: PackItem, paper: PackPaper) -> tuple[Block, ...]:
    return (*_marks(item, paper), *read(paper.text, about=paper.title).blocks)


def _marks(item: PackItem, paper: PackPaper) -> tuple[Block, ...]:
    why = f"{UNPUBLISHED}. {item.exempt}" if item.exempt else ""
    marks = (why, EXAMPLE if paper.illustrative else "")
    return tuple(Note(words=_plain(each)) for each in marks if each)


def _enclosed(item: PackItem, paper: PackPaper, across: Across) -> tuple[Block, ...]:
    """Return a sheet for each page; the first stands beside the title, which says what it is."""
    wide, kept = across[paper.file], f"{UNPUBLISHED}. " if item.exempt else ""
    sent = f"of {len(wide)} as sent{', illustrative' if paper.illustrative else ''}"
    sheets = tuple(
        Sheet(words=f"{kept if place > 1 else ''}Page {place} {sent}", wide=each)
        for place, each in enumerate(wide, 1)
    )
    return (Enclosed(sheets=sheets),)


def _line(item: PackItem) -> Item:
    asked = ", ".join(filter(None, (item.purpose, item.presenter)))
    under = tuple(_plain(each) for each in (asked, item.exempt, item.late) if each)
    title = Run(f"{item.number}. {item.title}", "strong")
    return Item(words=(title, *illustrative(item.illustrative)), under=under)


def _plain(text: str) -> Words:
    return (Run(text),) if text else ()
