"""Sources numbered anew in the order in which a paper names them; the others are left out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from portal.reports.build.wording import listed, muted, plain
from portal.reports.content import (
    Block,
    Cell,
    Column,
    Datum,
    Group,
    Note,
    Row,
    Run,
    Source,
    Table,
)

Value = TypeVar("Value")
_ANCHOR = "#source-"
_REFERENCE = re.compile(r"\[\d+\]")


class Citations:
    """The sources of one paper by their new numbers.

    `listed` are those that the paper lists; `sources` all of them, with what only figures name.
    """

    def __init__(self, sources: Iterable[Source], blocks: Any, data: Iterable[Datum]) -> None:
        """Number what `blocks` names, in their order, then what only `data` rests on."""
        known = {each.key: each for each in sources}
        named = [*_keys(blocks), *(each.source for each in data)]
        used = [known[key] for key in dict.fromkeys(named) if key in known]
        self._keys = {each.key: place for place, each in enumerate(used, 1)}
        self._of_data = self._keys
        self.listed = self.sources = tuple(map(self._numbered, used))

    def _numbered(self, source: Source) -> Source:
        return replace(source, key=self._keys[source.key])

    def renumbered(self, value: Value) -> Value:
        """Return blocks with every reference by its new number."""
        return self._walked(value)  # type: ignore[no-any-return]

    def of_data(self, data: Iterable[Datum]) -> tuple[Datum, ...]:
        """Return figures with their sources by the new numbers."""
        return tuple(replace(each, source=self._of_data.get(each.source, 0)) for each in data)

    def _walked(self, value: Any) -> Any:
        if isinstance(value, Run):
            return self._run(value) if value.href.startswith(_ANCHOR) else value
        if isinstance(value, tuple):
            return tuple(map(self._walked, value))
        if is_dataclass(value) and not isinstance(value, type):
            changed = {
                each.name: self._walked(getattr(value, each.name)) for each in fields(value)
            }
            return replace(value, **changed)
        return value

    def _run(self, run: Run) -> Run:
        key = self._keys[int(run.href.removeprefix(_ANCHOR))]
        return replace(run, text=_REFERENCE.sub(f"[{key}]", run.text), href=f"{_ANCHOR}{key}")


class CitedPapers(Citations):
    """The sources of a committee's paper: it cites whole papers, and lists each once.

    Figures still name their own line.
    """

    def __init__(self, sources: Iterable[Source], blocks: Any, data: Iterable[Datum]) -> None:
        """Number the papers in the order of their first mention."""
        data = tuple(data)
        super().__init__(sources, blocks, data)
        places: dict[str, dict[str, None]] = {}
        for each in self.sources:
            places.setdefault(each.paper, {})[each.place] = None
        numbers = {paper: number for number, paper in enumerate(places, 1)}
        self.listed = tuple(
            Source(key=number, label=paper, paper=paper, place=_together(places[paper]))
            for paper, number in numbers.items()
        )
        lines = {key: self.sources[place - 1] for key, place in self._keys.items()}
        named = [key for key in lines if key in {each.source for each in data}]
        self._of_data = {key: place for place, key in enumerate(named, len(numbers) + 1)}
        self.sources = (
            *self.listed, *(replace(lines[key], key=self._of_data[key]) for key in named)
        )  # fmt: skip
        self._keys = {key: numbers[lines[key].paper] for key in self._keys}


def _together(places: Iterable[str]) -> str:
    """Return places in a paper with the lines of each chapter together.

    >>> _together(["ch. 2, line 83", "Part 1", "ch. 2, line 85"])
    'ch. 2, lines 83 and 85; Part 1'
    """
    lines: dict[str, list[str]] = {}
    for place in places:
        chapter, _, line = place.partition(", line ")
        lines.setdefault(chapter, []).extend([line] if line else [])
    return "; ".join(
        f"{chapter}, line{'s' if len(held) > 1 else ''} {listed(held)}" if held else chapter
        for chapter, held in lines.items()
    )


def background(cited: Iterable[Source], licences: Iterable[str]) -> list[Block]:
    """Return the papers that a committee's paper rests on, with the places in each."""
    rows = tuple(
        Row(
            anchor=f"source-{each.key}",
            cells=(
                Cell(words=plain(str(each.key))),
                Cell(words=plain(each.paper), sub=each.place),
            ),
        )
        for each in cited
    )
    columns = (Column(title="No.", width=14), Column(title="Paper, and where in it"))
    table = Table(title="Background papers", columns=columns, groups=(Group(rows=rows),),
                  look="key")  # fmt: skip
    return [table, *(Note(words=muted(each)) for each in licences)]


def _keys(value: Any) -> Iterator[int]:
    """Yield the number of every source that `value` refers to, in its order."""
    if isinstance(value, Run):
        if value.href.startswith(_ANCHOR):
            yield int(value.href.removeprefix(_ANCHOR))
    elif isinstance(value, tuple):
        for each in value:
            yield from _keys(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _keys(getattr(value, each.name))
