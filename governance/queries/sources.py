"""Where the facts of a page are from: each source numbered once, in the order it is met."""

from dataclasses import dataclass, field
from typing import Protocol

from governance.models import Source


class HasSource(Protocol):
    """A record, or what is read of one, that says where it is from."""

    @property
    def source(self) -> Source | None:
        """Where it is from."""

    @property
    def illustrative(self) -> bool:
        """Whether the demonstration added it."""


@dataclass(frozen=True)
class Origin:
    """Where one fact is from: the number of its source on this page and its own line there.

    `number` is None where the fact has no source; `illustrative` says that the demonstration
    added it; `short` names who published an official file where `words` name the file.
    """

    number: int | None
    words: str
    illustrative: bool
    short: str = ""


@dataclass
class SourceLine:
    """One source of a page, with all the lines of it that the page's facts stand on."""

    number: int
    title: str
    place: str
    is_official: bool
    lines: set[int] = field(default_factory=set)

    @property
    def words(self) -> str:
        """The source in one line: paper, place, lines."""
        parts = [self.title, self.place, lines_in_words(sorted(self.lines))]
        return ", ".join(part for part in parts if part)


class Sources:
    """The sources of one page; rows are read with `select_related("source__document")`."""

    def __init__(self) -> None:
        """Begin without any."""
        self._lines: dict[tuple[str, int | None, str, str], SourceLine] = {}

    def of(self, row: HasSource) -> Origin | None:
        """Number the source of `row`; None where nothing is to be said."""
        if row.source is None:
            return Origin(None, "", row.illustrative) if row.illustrative else None
        known = self._number(row.source)
        line = row.source.line
        words = f"{known.title}, {known.place}" if known.place else known.title
        if line is not None:
            known.lines.add(line)
            words = f"{words}, line {line}"
        short = publisher(row.source) if known.is_official else words
        return Origin(known.number, words, row.illustrative, short)

    def _number(self, source: Source) -> SourceLine:
        key = (source.kind, source.document_id, source.place, source.file_name)
        if key not in self._lines:
            self._lines[key] = SourceLine(
                number=len(self._lines) + 1,
                title=_title(source),
                place="" if source.kind == Source.Kind.RECORDS else source.place,
                is_official=source.kind == Source.Kind.OFFICIAL,
            )
        return self._lines[key]

    @property
    def lines(self) -> list[SourceLine]:
        """Every source met so far, by number."""
        return list(self._lines.values())

    @property
    def any_official(self) -> bool:
        """Whether official figures stand on the page, and so the licence sentence must."""
        return any(line.is_official for line in self._lines.values())


def publisher(source: Source) -> str:
    """Return an official file in few words: who published it, where its name begins so."""
    first, _space, rest = source.file_name.partition(" ")
    return f"{first}, official file" if rest and first.isalpha() else "official file"


def _title(source: Source) -> str:
    if source.kind == Source.Kind.PAPER:
        return str(source.document)
    if source.kind == Source.Kind.OFFICIAL:
        return f"Official file {source.file_name}"
    if source.kind == Source.Kind.RECORDS:
        return f"Records: {source.place}"
    return "Our own reading of the papers"


def lines_in_words(lines: list[int]) -> str:
    """Write line numbers, neighbours together.

    >>> lines_in_words([142, 143, 144, 151]), lines_in_words([7]), lines_in_words([])
    ('lines 142 to 144 and 151', 'line 7', '')
    """
    spans: list[list[int]] = []
    for line in lines:
        if spans and line == spans[-1][-1] + 1:
            spans[-1].append(line)
        else:
            spans.append([line])
    words = [f"{span[0]} to {span[-1]}" if len(span) > 1 else str(span[0]) for span in spans]
    if not words:
        return ""
    told = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"line {told}" if len(lines) == 1 else f"lines {told}"
