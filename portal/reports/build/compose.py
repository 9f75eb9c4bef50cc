"""From what was found to the paper's content: sections in order, numbered by machine."""

from collections.abc import Callable, Sequence
from functools import partial

from portal.reports.build.attendance import attendance
from portal.reports.build.closing import glossary, sources
from portal.reports.build.facts import Found
from portal.reports.build.figures import data
from portal.reports.build.followed import followed
from portal.reports.build.know import know
from portal.reports.build.priority import priority_section
from portal.reports.build.reading import marks_key, reading
from portal.reports.build.scorecard import scorecard
from portal.reports.build.wording import counted, plain
from portal.reports.content import SCHEMA, Datum, Fact, PaperContent, Run, Section, texts


def board_report(found: Found, *, edition: int | None = None) -> PaperContent:
    """Return the quarterly report to the board."""
    sections: list[Section] = []
    figures: list[Datum] = []

    def add(make: Callable[[str], Section | None]) -> None:
        section = make(str(len(sections) + 1))
        if section:
            sections.append(section)

    add(partial(know, found))
    for each in found.priorities:
        figures.extend(data(each.measures, str(len(sections) + 1)))
        add(partial(priority_section, found, each))
    if found.followed:
        add(partial(followed, found))
    if found.scorecard:
        figures.extend(data(found.scorecard, str(len(sections) + 1)))
        add(partial(scorecard, found))
    if found.registers:
        add(partial(attendance, found))
    made_up = any(each.illustrative for each in figures) or _is_marked(sections)
    add(partial(glossary, found, " ".join(texts(tuple(sections)))))
    add(partial(reading, found, made_up=made_up))
    if found.sources:
        add(partial(sources, found))
    return PaperContent(
        schema=SCHEMA,
        format="board",
        place=found.place,
        board=found.board,
        board_slug=found.board_slug,
        title="What we did, and whether anyone is better off",
        subtitle="Quarterly report to the Board",
        period=found.period,
        period_slug=found.period_slug,
        period_short=found.period_short,
        period_ends_on=found.ends_on,
        dated=found.on,
        edition=edition,
        cover=_cover(found, made_up=made_up),
        front=(marks_key(),),
        sections=tuple(sections),
        data=tuple(figures),
        sources=found.sources,
        illustrative=made_up,
    )


def _is_marked(sections: Sequence[Section]) -> bool:
    """Return whether anything in the sections is marked illustrative."""
    return any("llustrative" in words for words in texts(tuple(sections)))


def _cover(found: Found, *, made_up: bool) -> tuple[Fact, ...]:
    asked = sum(len(each.asks) + (not each.sponsor) for each in found.priorities)
    day = f"{found.on.day} {found.on:%B %Y}"
    known = f"As known on {day}."
    if made_up:
        known += " What the source papers do not say is marked illustrative."
    sponsors = sum(bool(each.sponsor) for each in found.priorities)
    with_sponsors = f", with {counted(sponsors, 'sponsor')}" if sponsors else ""
    facts = [
        Fact(label="For", words=plain(found.meeting)) if found.meeting else None,
        Fact(label="Plan", words=plain(found.plan)) if found.plan else None,
        Fact(
            label="Asks for",
            words=(
                Run(f"{counted(asked, 'decision')}".capitalize(), href="#know")
                if asked
                else Run("No decision"),
            ),
        ),
        Fact(
            label="From",
            words=plain(f"Partnership officer{with_sponsors}"),
        ),
        Fact(label="Figures", words=plain(known)),
    ]
    return tuple(fact for fact in facts if fact)
