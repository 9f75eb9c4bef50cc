"""Rows on their way to the database: with their source, in few statements, in the right order."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from graphlib import TopologicalSorter
from typing import Any, TypeVar, cast

from django.db import models

from governance.models import Board, Decision, Document, Meeting, Source, Sourced, SourceNote
from governance.periods import municipal_year_of
from portal.demo.files import Entry, Library

Row = TypeVar("Row", bound=models.Model)
TOGETHER = 1000  # rows in one statement


class Unsourced(Exception):
    """A row that says neither where it is from nor that it was added."""


class Shelf:
    """Collects the rows of the demonstration, then saves them all.

    Rows may point at rows that are not saved yet. A record of the files is at home once a row was
    added for it; what has no place is left with a reason.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self.homeless: dict[Entry, str] = {}
        self._at_home: set[Entry] = set()
        self._named: dict[tuple[type[models.Model], str], models.Model] = {}
        self._sources: dict[tuple[Any, ...], Source] = {}
        self._decisions: dict[tuple[int, int], int] = defaultdict(int)

    def add(
        self, row: Row, *, of: Entry | None = None, source: Source | None = None, name: str = ""
    ) -> Row:
        """Keep `row`; it is a home of the record `of`, or rests on `source`, or is illustrative.

        :raises Unsourced: none of the three is true
        """
        if of is not None:
            self.place(of)
            source = source or self.source_of(of)
        if isinstance(row, Sourced):
            row.source = source if not row.illustrative else None
            if source is None and not row.illustrative:
                raise Unsourced(f"{type(row).__name__} {row} has no source.")
        self.rows[type(row)].append(row)
        name = name or getattr(row, "slug", "") or getattr(row, "code", "") or ""
        if name:
            self._named.setdefault((type(row), name), row)
        return row

    def illustrate(self, row: Row, *, name: str = "") -> Row:
        """Keep `row` as something the demonstration added beyond the papers."""
        if isinstance(row, Sourced):
            row.illustrative = True
        return self.add(row, name=name)

    def place(self, entry: Entry) -> None:
        """Say that a record is at home in rows that were added for it."""
        self._at_home.add(entry)

    def leave(self, entry: Entry, reason: str) -> None:
        """Say that a record has no home, and why."""
        self.homeless[entry] = reason

    def one(self, model: type[Row], name: str) -> Row:
        """Return the row added under `name`, its slug or its code."""
        return cast(Row, self._named[model, name])

    def maybe(self, model: type[Row], name: str | None) -> Row | None:
        """Return the row added under `name`, or None where nobody added one."""
        row = self._named.get((model, name or ""))
        return row if isinstance(row, model) else None

    def all(self, model: type[Row]) -> list[Row]:
        """Return the rows of `model` in the order they were added."""
        return [row for row in self.rows[model] if isinstance(row, model)]

    def source_of(self, entry: Entry) -> Source:
        """Return the source a record names; one of `links` without a source is our own reading."""
        return self.sources_of(entry)[0]

    def sources_of(self, entry: Entry) -> list[Source]:
        """Return every source a record names, each once."""
        said = entry.get("sources") or [entry.get("source")]
        found = [self.source(each) if each else self.reading() for each in said]
        return list({id(each): each for each in found}.values())

    def source(self, said: dict[str, Any]) -> Source:
        """Return the source written as `{seed, place, line}` or `{file, licence}`."""
        if "file" in said:
            kind, document = Source.Kind.OFFICIAL, None
        else:
            kind, document = Source.Kind.PAPER, self.one(Document, said["seed"])
        return self._keep(
            kind,
            document,
            place=said.get("place", ""),
            line=said.get("line"),
            file_name=said.get("file", ""),
            licence=said.get("licence", ""),
        )

    def reading(self) -> Source:
        """Return the source that stands for our own reading of the papers."""
        return self._keep(Source.Kind.READING, None, file_name="links.yaml")

    def note(
        self, *, slug: str, kind: str, what: str, sources: Iterable[Source], handling: str = ""
    ) -> SourceNote:
        """Keep a remark on the papers with its sources."""
        row = SourceNote(slug=slug, kind=kind, what=what, handling=handling)
        self.add(row)
        for source in sources:
            self.add(SourceNote.sources.through(sourcenote=row, source=source))
        return row

    def decide(self, board: Board, meeting: Meeting, **said: Any) -> Decision:
        """Return a decision of `meeting`, with the next number of the board's municipal year."""
        days = {"on": meeting.on, "on_known": meeting.on_known}
        return self.number(board, meeting=meeting, **days, **said)

    def number(self, board: Board, *, on: date, **said: Any) -> Decision:
        """Return a decision of `board` with the next number of the municipal year of `on`."""
        year = municipal_year_of(on).starts_on.year
        self._decisions[id(board), year] += 1
        return Decision(
            board=board,
            on=on,
            municipal_year=year,
            number=self._decisions[id(board), year],
            **said,
        )

    def houseless(self) -> list[Entry]:
        """Return the records that have neither a home nor a reason."""
        records = (entry for entries in self.library.entries.values() for entry in entries)
        return [each for each in records if each not in self._at_home | set(self.homeless)]

    def counts(self) -> dict[str, int]:
        """Return how many records of each file have a home."""
        return {
            file: sum(entry in self._at_home for entry in entries)
            for file, entries in self.library.entries.items()
        }

    def save(self) -> int:
        """Write every row; return how many there are."""
        for model in self._in_order():
            waiting = self.rows[model]
            while waiting:
                ready = [row for row in waiting if self._is_ready(row)]
                waiting = [row for row in waiting if not self._is_ready(row)]
                model._default_manager.bulk_create(ready, batch_size=TOGETHER)
        return sum(map(len, self.rows.values()))

    def _in_order(self) -> list[type[models.Model]]:
        """Return the models that have rows, those that others point at first."""
        sorter: TopologicalSorter[type[models.Model]] = TopologicalSorter()
        for model in list(self.rows):
            pointed_at = (field.related_model for field in model._meta.fields)
            needs = [each for each in pointed_at if each in self.rows and each is not model]
            sorter.add(model, *needs)
        return list(sorter.static_order())

    @staticmethod
    def _is_ready(row: models.Model) -> bool:
        """Say whether the rows of its own kind that `row` points at are saved."""
        for each in row._meta.fields:
            if each.related_model is type(row):
                other = row._state.fields_cache.get(each.name)
                if other is not None and other.pk is None:
                    return False
        return True

    def _keep(self, kind: str, document: Document | None, **said: Any) -> Source:
        key = (kind, id(document), *said.values())
        if key not in self._sources:
            row = Source(kind=kind, document=document, **said)
            self._sources[key] = self.add(row)
        return self._sources[key]
