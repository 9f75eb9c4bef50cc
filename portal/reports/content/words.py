"""Words of a paper: runs in one manner, paragraphs, and facts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one manner: `style` is empty, "strong", "em", "strong em" or "muted"."""

    text: str
    style: str = ""
    mark: str = ""
    """Code of the mark that stands before the words: "at-risk", "no-update", "up" and so on."""
    href: str = ""
    """An anchor of this paper ("#source-3") or a web address."""


Words = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """One paragraph; `number` is its place in the paper ("2.4") and empty where none is."""

    words: Words
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name and what stands against it: on the cover, below a title."""

    label: str
    words: Words
    note: str = ""
