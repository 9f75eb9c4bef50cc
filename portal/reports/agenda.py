"""An agenda as the front of its pack, and a paper that was written in the portal: for printing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings

from governance.models import Meeting
from governance.queries.agenda import Item as Business
from portal.reports.content import (
    SCHEMA,
    Block,
    Bullets,
    Fact,
    Item,
    PaperContent,
    Part,
    Run,
    Section,
    Words,
)
from portal.reports.markup import read

NOBODY = "No paper of this meeting is in yet that you may read."


def front_of(
    meeting: Meeting,
    items: Sequence[Business],
    papers: Sequence[tuple[int, str]],
    begins: Sequence[int],
    *,
    when: str,
    where: str,
    in_writing: Sequence[tuple[str, str]] = (),
) -> PaperContent:
    """Return cover, contents and agenda; `papers`: number of the item and title of each.

    `in_writing`: what was asked in writing since the last meeting, and what came of it.
    """
    told = (("When", when), ("Where", where), ("Papers", str(len(papers))))
    lines = [
        Item(words=_plain(f"Item {number}: {title}, page {first}"))
        for (number, title), first in zip(papers, begins, strict=True)
    ] or [Item(words=_plain(NOBODY))]
    return PaperContent(
        title="Agenda and papers",
        subtitle=meeting.title or meeting.get_kind_display().capitalize(),
        cover=tuple(Fact(label=label, words=_plain(words)) for label, words in told if words),
        front=(Part(title="Papers", blocks=(Bullets(items=tuple(lines)),)),),
        sections=(_agenda(items), *_written(in_writing)),
        illustrative=meeting.illustrative,
        **_same(meeting, when=when),
    )


def written_paper(meeting: Meeting, title: str, text: str, *, when: str) -> PaperContent:
    """Return a paper that was written in the portal."""
    blocks: tuple[Block, ...] = tuple(read(text, about=title).blocks)
    section = Section(number="", title=title, anchor="paper", blocks=blocks)
    return PaperContent(
        title=title,
        subtitle=title,
        sections=(section,),
        opening="section",
        **_same(meeting, when=when),
    )


def _same(meeting: Meeting, *, when: str) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "format": "agenda",
        "place": settings.PLACE,
        "board": str(meeting.board or meeting.convened_by),
        "board_slug": meeting.board.slug if meeting.board else "",
        "period": when,
        "period_slug": f"{meeting.on:%Y-%m-%d}",
        "period_short": when,
        "period_ends_on": meeting.on + timedelta(days=1),
        "dated": meeting.on,
    }


def _agenda(items: Sequence[Business]) -> Section:
    lines = tuple(_line(each) for each in items) or (Item(words=_plain("No agenda is recorded.")),)
    return Section(number="", title="Agenda", anchor="agenda", blocks=(Bullets(items=lines),))


def _written(told: Sequence[tuple[str, str]]) -> list[Section]:
    if not told:
        return []
    lines = tuple(Item(words=_plain(asked), under=(_plain(became),)) for asked, became in told)
    title = "Decided in writing since the last meeting"
    blocks = (Bullets(items=lines),)
    return [Section(number="", title=title, anchor="in-writing", blocks=blocks, flows=True)]


def _line(item: Business) -> Item:
    asked = ", ".join(filter(None, (item.purpose, item.presenter)))
    under = tuple(_plain(each) for each in (asked, item.exempt, item.late) if each)
    return Item(words=(Run(f"{item.number}. {item.title}", "strong"),), under=under)


def _plain(text: str) -> Words:
    return (Run(text),) if text else ()
