"""What a format is: checked once, when it is read, so that composing meets no surprise."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Any

TYPED = "typed"
HEAD = frozenset({"cover", "board", "date", "title", "wards", "portfolios"})
"""What the paper knows of itself and prints before its first section."""

CHOSEN = ("priorities", "plan", "measures", "membership", "engagement", "tracker", "attendance")
"""What a writer may choose to have put in: facts of the board, as at the paper's day."""

OF_A_THEME = frozenset({"asked", "action_taken", "evidence", "still_to_do"})
FED = frozenset({*CHOSEN, *OF_A_THEME}) | {
    "summary", "decisions", "asked_of_partners", "matrix", "authors", "clearances", "glossary",
    "reading", "sources",
}  # fmt: skip


class Numbers(StrEnum):
    """What of a section carries numbers."""

    NONE = "none"
    PARAGRAPHS = "paragraphs"
    ALL = "all"


class Reader(StrEnum):
    """Who may read a section, from the fewest secrets to the most."""

    PUBLIC = "public"
    PARTNERSHIP = "partnership"
    EXEMPT = "exempt"

    def sees(self, classification: str) -> bool:
        """Return whether this reader may see what is so classified."""
        order = list(Reader)
        return order.index(Reader(classification)) <= order.index(self)


class Clearance(StrEnum):
    """Who says that a paper may go out."""

    FINANCE = "finance"
    LEGAL = "legal"
    EQUALITY = "equality"
    DIRECTOR = "director"


class BadFormat(ValueError):
    """Why this is no format: a sentence that names the section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatSection:
    """A section of a format.

    Its code says what it is about and is the same in every format: what was typed for one is
    there when the paper is written in another.
    """

    code: str
    title: str
    hint: str = ""
    """What the writer is asked for."""
    source: tuple[str, ...] = (TYPED,)
    """What stands in it, in order: typed words, facts of the board, what the paper knows."""
    takes: tuple[str, ...] = ()
    """Facts of the board that stand in it, last, where the writer chose them."""
    required: bool = False
    none_is_answer: bool = False
    """Empty is no answer: where there is nothing to say, None is to be typed."""
    numbers: Numbers = Numbers.NONE
    choices: tuple[str, ...] = ()
    """The only words that may be typed; such a section stands in the paper's head."""
    parts: "tuple[FormatSection, ...]" = ()
    each: str = ""
    """"theme": stands once for each theme of the tracker, with the theme's own title."""
    needs: tuple[Clearance, ...] = ()
    """Clearances without which the paper is not published."""
    new_page: bool = False
    classification: str = Reader.PUBLIC

    @property
    def is_head(self) -> bool:
        """Whether it stands before the paper's first section."""
        return bool(self.choices) or not HEAD.isdisjoint(self.source)

    @property
    def is_typed(self) -> bool:
        """Whether a writer has words to type for it."""
        return TYPED in self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A house format."""

    code: str
    title: str
    sections: tuple[FormatSection, ...]
    audience: str = ""
    year: int | None = None
    numbering: str = ""
    repeats: str = ""
    note: str = ""

    @property
    def has_cover(self) -> bool:
        """Whether the paper begins with a cover and a list of contents."""
        return any("cover" in each.source for each in self.sections)

    def typed(self) -> tuple[FormatSection, ...]:
        """Return every section and part that a writer types, in order."""
        return tuple(each for each in _all(self.sections) if each.is_typed)

    @property
    def needs_a_writer(self) -> bool:
        """Whether it is no paper without words that somebody types."""
        return any(each.required for each in self.typed())

    def takes(self) -> tuple[str, ...]:
        """Return the facts of the board that a writer may choose, in the order of `CHOSEN`."""
        taken = {source for each in self.sections for source in each.takes}
        return tuple(source for source in CHOSEN if source in taken)


def from_data(data: Mapping[str, Any]) -> Format:
    """Return the format that a file or a row holds.

    :raises BadFormat: it cannot be one
    """
    known = {**data, "sections": tuple(_section(each) for each in data.get("sections") or ())}
    made: Format = _made(Format, known, f"Format {data.get('code', '')}".strip())
    _check(made)
    return made


def _section(data: Mapping[str, Any]) -> FormatSection:
    """Return a section; a list of one may be written without brackets."""
    known = dict(data)
    for name in ("source", "takes", "choices", "needs"):
        if name in known:
            value = known[name]
            known[name] = (value,) if isinstance(value, str) else tuple(value)
    where = f"Section {data.get('title') or data.get('code', '')}".strip()
    try:
        known["numbers"] = Numbers(known.get("numbers", "none"))
        known["needs"] = tuple(map(Clearance, known.get("needs", ())))
        known["classification"] = Reader(known.get("classification", "public"))
    except ValueError as reason:
        raise BadFormat(f"{where}: {reason}.") from reason
    known["parts"] = tuple(_section(each) for each in known.get("parts") or ())
    made: FormatSection = _made(FormatSection, known, where)
    return made


def _made(kind: type, known: Mapping[str, Any], where: str) -> Any:
    names = {each.name for each in fields(kind)}
    if unknown := sorted(set(known) - names):
        raise BadFormat(f"{where}: nothing is known of “{unknown[0]}”.")
    needed = [each.name for each in fields(kind) if each.default is MISSING]
    if missing := [name for name in needed if not known.get(name)]:
        raise BadFormat(f"{where} has no {missing[0]}.")
    return kind(**known)


def _all(sections: Iterable[FormatSection]) -> Iterator[FormatSection]:
    for each in sections:
        yield each
        yield from each.parts


def _check(made: Format) -> None:
    for each in _all(made.sections):
        _check_section(each)
    _once(each.code for each in _all(made.sections))
    _once(source for each in made.sections for source in each.takes)


def _check_section(each: FormatSection) -> None:
    if unknown := sorted(set(each.source) - FED - HEAD - {TYPED}):
        raise BadFormat(f"Section {each.title}: nothing is known to come from “{unknown[0]}”.")
    if unknown := sorted(set(each.takes) - set(CHOSEN)):
        raise BadFormat(f"Section {each.title}: no writer can choose “{unknown[0]}”.")
    if (each.none_is_answer or each.choices) and not each.is_typed:
        raise BadFormat(f"Section {each.title}: an answer is asked for that nobody types.")
    if any(part.parts for part in each.parts):
        raise BadFormat(f"Section {each.title}: its parts have parts.")


def _once(names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise BadFormat(f"“{name}” stands {count} times; it may stand once.")
