"""What stands before the first section: title, date, wards, portfolios, for whom."""

from datetime import date

from portal.reports.build.facts import Found
from portal.reports.build.facts_board import BoardFound
from portal.reports.build.wording import listed, plain
from portal.reports.content import Fact
from portal.reports.formats import Format, FormatSection
from portal.reports.papers.typed import TypedPaper
from portal.reports.papers.writing import Writing


def title(typed: TypedPaper, made_of: Format, found: Found) -> str:
    """Return the paper's title; where none was typed, the board's name, or the format's."""
    return typed.title.strip() or (found.board if made_of.has_cover else made_of.title)


def cover(
    typed: TypedPaper, made_of: Format, facts: BoardFound, writing: Writing
) -> tuple[Fact, ...]:
    """Return the facts of the paper's head or cover, and note those that are missing."""
    dated = typed.dated or facts.found.on
    sections = [each for each in made_of.sections if each.is_head]
    held = {source for each in sections for source in each.source}
    if "title" in held and not typed.title.strip():
        writing.say("title", "Title", "The paper has no title.", blocks=True)
    pairs: list[tuple[str, str]] = []
    if made_of.audience and "board" not in held:
        pairs.append(("To", made_of.audience))
    pairs.extend((each.title, _said(each, typed, made_of, dated, writing)) for each in sections)
    if made_of.has_cover:
        pairs.append(("Date", _day(dated)))
        pairs.append(("From", listed(typed.authors)))
    if typed.illustrative:
        pairs.append(("Example", "Illustrative: the words are an example and must not be quoted"))
    pairs.append(("Facts", f"{facts.found.period_short}, as known on {_day(facts.found.on)}"))
    return tuple(
        Fact(label=label, words=plain(f"{words[:1].upper()}{words[1:]}"))
        for label, words in pairs
        if words
    )


def _said(
    section: FormatSection, typed: TypedPaper, made_of: Format, dated: date, writing: Writing
) -> str:
    """Return what the paper's head says for one of its lines."""
    if section.choices:
        chosen = writing.choice(section)
        if not chosen and section.required:
            writing.missing(section)
        return chosen.lower()
    if "board" in section.source:
        return f"{made_of.audience}, {dated:%B %Y}"
    known = {"date": _day(dated), "wards": typed.wards or "All", "portfolios": typed.portfolios}
    return known.get(section.source[0], "")


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
