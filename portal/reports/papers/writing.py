"""A section's own words: read from what was typed, and what is missing said."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from portal.reports.build.wording import muted, plain
from portal.reports.content import Block, Para, Paras, Part, Subhead, clean_text
from portal.reports.formats import Format, FormatSection
from portal.reports.lettering import undrawable
from portal.reports.markup import read
from portal.reports.papers.typed import Finding, TypedPaper

_NONE = re.compile(r"[*_]{0,2}none[*_]{0,2}\.?", re.IGNORECASE)
NOT_WRITTEN = "Nothing has been written here yet."


class Writing:
    """Reads the typed words of one paper, section by section, and keeps what was found."""

    def __init__(self, typed: TypedPaper, made_of: Format) -> None:
        """Begin with what has no place in the format."""
        self._typed = typed
        self._findings: list[Finding] = []
        homes = {each.code for each in made_of.typed()}
        for code, text in typed.texts.items():
            if text.strip() and code not in homes:
                self.say(code, code, f"What was typed for “{code}” has no place in this format; it"
                         " is kept for another.")  # fmt: skip

    def text(self, section: FormatSection) -> str:
        """Return what was typed for `section`."""
        return self._typed.texts.get(section.code, "").strip()

    def is_none(self, section: FormatSection) -> bool:
        """Return whether None was typed, and nothing else."""
        return _NONE.fullmatch(self.text(section)) is not None

    def blocks(self, section: FormatSection) -> tuple[Block, ...]:
        """Return the typed words of `section`; nothing where nothing was typed."""
        text = self.text(section)
        if not text:
            return ()
        if self.is_none(section):
            if not section.none_is_answer:
                self.say(section.code, section.title, f"“{section.title}” says None, which is no"
                         " answer here.", blocks=section.required)  # fmt: skip
            return (Paras(paras=(Para(words=plain("None.")),)),)
        self._check_letters(section, text)
        typed = read(text, about=section.title)
        for each in typed.findings:
            self.say(section.code, section.title, each.words, line=each.line)
        return typed.blocks

    def _check_letters(self, section: FormatSection, text: str) -> None:
        """Note letters that the paper's type lacks: no reader could be sure to see them."""
        for number, line in enumerate(text.splitlines(), 1):
            if lacking := undrawable(clean_text(line)):
                self.say(section.code, section.title, f"The paper’s type has no “{lacking}”: say"
                         " it in words.", line=number, blocks=True)  # fmt: skip

    def missing(self, section: FormatSection) -> tuple[Block, ...]:
        """Note that a section that is required is empty; return what stands there meanwhile."""
        words = f"“{section.title}” is empty."
        if section.none_is_answer:
            words = f"“{section.title}” is empty: write it, or type None where there is nothing."
        elif section.choices:
            *first, last = section.choices
            words = f"“{section.title}” is open: choose {', '.join(first)} or {last}."
        self.say(section.code, section.title, words, blocks=True)
        return (Paras(paras=(Para(words=muted(NOT_WRITTEN)),)),)

    def choice(self, section: FormatSection) -> str:
        """Return which of the section's choices was typed; nothing for none of them."""
        text = self.text(section).casefold()
        return next((each for each in section.choices if each.casefold() == text), "")

    def say(
        self, code: str, title: str, words: str, *, line: int = 0, blocks: bool = False
    ) -> None:
        """Note a finding."""
        self._findings.append(
            Finding(section=code, title=title, words=words, line=line, blocks=blocks)
        )

    def findings(self) -> tuple[Finding, ...]:
        """Return what was found: what stops publication first."""
        return tuple(sorted(self._findings, key=lambda each: not each.blocks))


def within_a_part(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield typed blocks as they stand under a head of the format: their heads one level down."""
    for block in blocks:
        if isinstance(block, Part):
            yield Subhead(title=block.title)
            yield from block.blocks
        else:
            yield block


def under_a_cover(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return a section's blocks under a cover, where what has no head stands on the axis too."""
    loose = groupby(blocks, key=lambda block: isinstance(block, Part))
    return tuple(
        part
        for are_parts, group in loose
        for part in (group if are_parts else [Part(title="", blocks=tuple(group))])
    )
