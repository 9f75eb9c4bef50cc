"""Minutes as a paper: the same content as the page's, for the printers."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings

from governance.models import Meeting
from governance.queries.minutes import Minuted, MinutesPage
from portal.reports.content import (
    SCHEMA,
    Block,
    Bullets,
    Fact,
    Item,
    PaperContent,
    Para,
    Paras,
    Part,
    Run,
    Section,
    Words,
)
from portal.reports.papers.numbering import numbered

HIDDEN = "What was said and decided is not for the public."


def compose(meeting: Meeting, page: MinutesPage) -> PaperContent:
    """Return the minutes of `meeting` as `page` shows them to one reader; no query."""
    items = [*page.items, page.rest] if _is_filled(page.rest) else page.items
    return PaperContent(
        schema=SCHEMA,
        format="minutes",
        place=settings.PLACE,
        board=page.board,
        board_slug=meeting.board.slug if meeting.board else "",
        title=f"Minutes: {page.title}",
        subtitle=page.standing,
        period=page.when,
        period_slug=f"{meeting.on:%Y-%m-%d}",
        period_short=page.when,
        period_ends_on=meeting.on + timedelta(days=1),
        dated=meeting.on,
        cover=_head(page),
        sections=(*_opening(page), *_before(page), *(_section(each) for each in items)),
        illustrative=any(
            line["illustrative"]
            for lines in (
                page.in_writing,
                page.asked,
                *(e.decisions for e in items),
                *(e.points for e in items),
            )
            for line in lines
        ),
        opening="head",
    )


def _head(page: MinutesPage) -> tuple[Fact, ...]:
    told = (
        ("When", page.when),
        ("Where", page.where),
        ("In the chair", page.presided),
        ("Present", "; ".join(page.present)),
        ("Apologies", "; ".join(page.apologies)),
        ("Absent", "; ".join(page.absent)),
        ("Quorum", page.quorum),
        ("Standing", page.standing),
    )
    return tuple(Fact(label=label, words=_plain(words)) for label, words in told if words)


def _opening(page: MinutesPage) -> list[Section]:
    if not page.opening:
        return []
    blocks = numbered(_paragraphs(page.opening), "0")
    return [Section(number="", title="Opening", anchor="opening", blocks=blocks, flows=True)]


def _before(page: MinutesPage) -> Iterable[Section]:
    """Yield what stands before the items: questions of the public, what was decided in writing."""
    if page.asked:
        told = Bullets(items=tuple(Item(words=_of_public(each)) for each in page.asked))
        title = "Questions of the public"
        yield Section(number="", title=title, anchor="questions", blocks=(told,), flows=True)
    if page.in_writing:
        yield _in_writing(page)


def _of_public(each: Mapping[str, Any]) -> Words:
    answer = each["answer"] or "No answer is recorded."
    return (*_plain(f"{each['number']}. {each['text']} Answer: {answer}"), *_added(each))


def _in_writing(page: MinutesPage) -> Section:
    blocks = (Bullets(items=tuple(Item(words=_decided(each)) for each in page.in_writing)),)
    title = "Decided in writing since the last meeting"
    return Section(number="", title=title, anchor="in-writing", blocks=blocks, flows=True)


def _section(item: Minuted) -> Section:
    number = str(item.number) if item.number else ""
    blocks: list[Block] = []
    if item.exempt:
        words = f"{item.exempt}. {HIDDEN}" if item.is_hidden else f"{item.exempt}."
        blocks.append(Paras(paras=(Para(words=_plain(words)),)))
    blocks += numbered(_paragraphs(item.minute), number or "0")
    for title, lines in (
        ("Interests declared", [_plain(each) for each in item.declared]),
        ("Votes", [_plain(each) for each in item.votes]),
        ("Decisions", [_decided(each) for each in item.decisions]),
        ("Asked of people", [_asked(each) for each in item.points]),
    ):
        if lines:
            listed = Bullets(items=tuple(Item(words=each) for each in lines))
            blocks.append(Part(title=title, blocks=(listed,)))
    if not blocks:
        blocks.append(Paras(paras=(Para(words=_plain("Nothing was written down.")),)))
    title = item.title or "Besides the items"
    anchor = f"item-{item.number}" if item.number else "besides"
    return Section(number=number, title=title, anchor=anchor, blocks=tuple(blocks), flows=True)


def _is_filled(item: Minuted) -> bool:
    return any((item.declared, item.votes, item.decisions, item.points))


def _paragraphs(text: str) -> Iterable[Block]:
    paras = [" ".join(each.split()) for each in text.replace("\r\n", "\n").split("\n\n")]
    found = tuple(Para(words=_plain(each)) for each in paras if each)
    return [Paras(paras=found)] if found else []


def _decided(each: Mapping[str, Any]) -> Words:
    said = Run(f"{each['kind']}. ", "strong")
    return (said, *_plain(f"{each['text']} (decision {each['number']})"), *_added(each))


def _asked(each: Mapping[str, Any]) -> Words:
    due = f", by {each['due']}" if each["due"] else ""
    return (*_plain(f"{each['what']} ({each['who']}{due})"), *_added(each))


def _added(each: Mapping[str, Any]) -> Words:
    return (Run(" illustrative", "muted"),) if each["illustrative"] else ()


def _plain(text: str) -> Words:
    return (Run(text),) if text else ()
