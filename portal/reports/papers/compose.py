"""From format, typed words and facts to the paper: sections in order, numbered by machine."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from portal.reports.build.closing import glossary, sources
from portal.reports.build.facts_board import BoardFound
from portal.reports.build.figures import data
from portal.reports.build.wording import muted
from portal.reports.content import (
    SCHEMA,
    Block,
    Datum,
    PaperContent,
    Para,
    Paras,
    Part,
    Section,
    texts,
)
from portal.reports.formats import Format, FormatSection, Numbers, Reader
from portal.reports.papers import asking, priorities, voices
from portal.reports.papers.citing import Citations, CitedPapers, background
from portal.reports.papers.head import cover, title
from portal.reports.papers.numbering import numbered
from portal.reports.papers.typed import Composed, TypedPaper
from portal.reports.papers.writing import Writing, under_a_cover, within_a_part

_LAST = frozenset({"glossary", "sources"})
"""What is known only when everything else stands."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A section on its way: what it is made of, and its blocks so far."""

    made_of: FormatSection
    blocks: tuple[Block, ...]
    section: Section | None = None
    """Where it is complete by itself: a theme's page."""


def compose(
    typed: TypedPaper,
    made_of: Format,
    facts: BoardFound,
    *,
    edition: int | None = None,
    reader: Reader = Reader.PUBLIC,
) -> Composed:
    """Return the paper and what was found in it.

    `reader`: whoever it is for; sections classified above stand with their titles only.
    """
    return _Composer(typed, made_of, facts, reader).composed(edition)


class _Composer:
    """Puts one paper together."""

    def __init__(
        self, typed: TypedPaper, made_of: Format, facts: BoardFound, reader: Reader
    ) -> None:
        self._typed = typed
        self._format = made_of
        self._facts = facts
        self._reader = reader
        self._writing = Writing(typed, made_of)
        self._headed = not made_of.has_cover

    def composed(self, edition: int | None) -> Composed:
        head = cover(self._typed, self._format, self._facts, self._writing)
        self._check_choices()
        drafts = [draft for each in self._body() for draft in self._drafts(each)]
        figures = self._figures(drafts)
        cite = CitedPapers if self._headed else Citations
        citations = cite(
            self._facts.sources, tuple(each.section or each.blocks for each in drafts), figures
        )
        drafts = [citations.renumbered(each) for each in drafts]
        drafts = [self._completed(each, drafts, citations, figures) for each in drafts]
        sections = tuple(self._sections(drafts))
        found = self._facts.found
        made_up = any("llustrative" in words for words in texts(sections))
        content = PaperContent(
            schema=SCHEMA,
            format=self._format.code,
            place=found.place,
            board=found.board,
            board_slug=found.board_slug,
            title=title(self._typed, self._format, found),
            subtitle=self._format.title,
            period=found.period,
            period_slug=found.period_slug,
            period_short=found.period_short,
            period_ends_on=found.ends_on,
            dated=self._typed.dated or found.on,
            edition=edition,
            cover=head,
            sections=sections,
            data=_placed(citations.of_data(figures), drafts, sections),
            sources=citations.sources,
            illustrative=self._typed.illustrative
            or made_up
            or any(each.illustrative for each in figures),
            opening="head" if self._headed else "cover",
        )
        return Composed(content, self._writing.findings())

    def _body(self) -> Iterator[FormatSection]:
        return (each for each in self._format.sections if not each.is_head)

    def _check_choices(self) -> None:
        for source in self._typed.sources:
            if source not in self._format.takes():
                self._writing.say(source, source, f"This format has no place for {source}.")
        cleared = {each.kind for each in self._typed.clearances}
        for section in self._format.sections:
            for kind in section.needs:
                if kind not in cleared:
                    self._writing.say(section.code, section.title, f"Not cleared yet: {kind}.",
                                      blocks=True)  # fmt: skip

    def _drafts(self, section: FormatSection) -> Iterator[_Draft]:
        """Yield a section; once for each theme where the format says so."""
        if section.each:
            found = priorities.themes(self._facts.tracker)
            if not found:
                self._writing.say(section.code, section.title, "There is no theme to report on.",
                                  blocks=True)  # fmt: skip
            for theme in found:
                yield _Draft(section, (), priorities.theme_section(theme, section))
        elif not self._reader.sees(section.classification):
            words = muted("This section is not public.")
            yield _Draft(section, (Paras(paras=(Para(words=words),)),))
        else:
            yield _Draft(section, tuple(self._blocks(section)))

    def _blocks(self, section: FormatSection) -> Iterator[Block]:
        """Yield what stands in a section: words and facts as the format orders them."""
        made: list[Block] = []
        for source in section.source:
            made.extend(self._writing.blocks(section) if source == "typed" else self._fed(source))
        chosen = [source for source in section.takes if source in self._typed.sources]
        for source in chosen:
            made.extend(self._fed(source))
        for part in section.parts:
            blocks = tuple(within_a_part(self._writing.blocks(part)))
            if blocks or part.required:
                made.append(Part(title=part.title, blocks=blocks or self._writing.missing(part)))
        if not made and section.required and _LAST.isdisjoint(section.source):
            made.extend(self._writing.missing(section))
        yield from made

    def _fed(self, source: str) -> list[Block]:
        """Return the facts that `source` stands for; none for those that come last."""
        facts, typed = self._facts, self._typed
        match source:
            case "priorities":
                rated = any("summary" in each.source for each in self._format.sections)
                return priorities.priorities(facts, rated=rated)
            case "matrix":
                linked = any(each.each for each in self._format.sections)
                return priorities.who_asks(facts, linked=linked)
            case "authors":
                return voices.authors(typed.authors)
            case "clearances":
                return voices.clearances(typed.clearances)
        feed = _FEEDS.get(source)
        return feed(facts) if feed else []

    def _figures(self, drafts: Iterable[_Draft]) -> tuple[Datum, ...]:
        """Return the figures behind the measures, where the paper shows them."""
        found = self._facts.found
        if not any(_shows_measures(each.made_of, self._typed) for each in drafts):
            return ()
        shown = found.scorecard or tuple(m for each in found.priorities for m in each.measures)
        return data(shown, "")

    def _completed(
        self,
        draft: _Draft,
        drafts: Iterable[_Draft],
        citations: Citations,
        figures: tuple[Datum, ...],
    ) -> _Draft:
        """Return a section with the lists that depend on all others."""
        made_of = draft.made_of
        if _LAST.isdisjoint(made_of.source):
            return draft
        licences = self._facts.found.licences if figures else ()
        found = replace(self._facts.found, sources=citations.listed, licences=licences)
        last: list[Block] = []
        if "glossary" in made_of.source:
            words = " ".join(texts(tuple(each.section or each.blocks for each in drafts)))
            section = glossary(found, words, "")
            last.extend(section.blocks if section else ())
        if "sources" in made_of.source and citations.listed:
            papers = background(citations.listed, licences)
            last.extend(papers if self._headed else sources(found, "").blocks)
        before = draft.blocks
        if last and self._writing.is_none(made_of):
            self._writing.say(made_of.code, made_of.title, "It says None, and this paper names"
                              " sources: the word was left out.")  # fmt: skip
            before = ()
        if made_of.required and not before and not last:
            before = self._writing.missing(made_of)
        return replace(draft, blocks=(*before, *last))

    def _sections(self, drafts: Iterable[_Draft]) -> Iterator[Section]:
        """Yield the sections that say something, each with its number where it has one."""
        count = 0
        for draft in drafts:
            made_of = draft.made_of
            if draft.section:
                yield draft.section
            elif draft.blocks:
                counts = made_of.numbers is not Numbers.NONE
                count += counts
                blocks = draft.blocks if self._headed else under_a_cover(draft.blocks)
                yield Section(
                    number=str(count) if made_of.numbers is Numbers.ALL else "",
                    title=made_of.title,
                    anchor=made_of.code.replace("_", "-"),
                    blocks=numbered(blocks, str(count)) if counts else blocks,
                    flows=not made_of.new_page,
                )


_FEEDS = {
    "summary": priorities.summary,
    "plan": priorities.plans,
    "tracker": priorities.tracker,
    "measures": priorities.measures,
    "attendance": priorities.attendance,
    "membership": voices.membership,
    "engagement": voices.engagement,
    "decisions": voices.decisions,
    "asked_of_partners": asking.asked,
}


def _shows_measures(section: FormatSection, typed: TypedPaper) -> bool:
    chosen = "measures" in section.takes and "measures" in typed.sources
    return chosen or "measures" in section.source


def _placed(
    figures: tuple[Datum, ...], drafts: Iterable[_Draft], sections: Iterable[Section]
) -> tuple[Datum, ...]:
    """Return figures with the number of the section that shows them."""
    showing = {
        each.made_of.code
        for each in drafts
        if {"measures"} & {*each.made_of.source, *each.made_of.takes}
    }
    numbers = [each.number for each in sections if each.anchor in showing]
    return tuple(replace(each, section=numbers[0]) for each in figures) if numbers else figures
