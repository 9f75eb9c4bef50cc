"""The page of the history, and that of one record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from governance.audit import BY_ITSELF
from governance.models.people import YOUNG_PERSON
from governance.queries.sealing import Head, head_of_history
from portal.queries.history import words
from portal.queries.history.hidden import Hidden, hidden_of
from portal.queries.history.reading import (
    CHANGES,
    KINDS,
    Asked,
    Entry,
    changes,
    entries,
    of_record,
)

Named = Mapping[words.Pointer, str]


@dataclass(frozen=True)
class Touched:
    """One record that a change touched."""

    kind: str
    slug: str
    record: int
    named: str
    deed: str
    parts: Sequence[words.Part]

    @property
    def said(self) -> str:
        """What was done to it: added, removed, changed field by field."""
        if not self.parts:
            return f"{self.deed}."
        return f"{self.deed}: {'; '.join(part.words for part in self.parts)}."


@dataclass(frozen=True)
class Deed:
    """One change: who did what, when, and to which records; `more` are not listed."""

    when: str
    who: str
    what: str
    records: Sequence[Touched]
    more: int

    @property
    def sentence(self) -> str:
        """The change as one reads it aloud."""
        return f"{self.who} {self.what}."


@dataclass(frozen=True)
class HistoryPage:
    """A page of changes, newest first; `older` is where the next one begins, or nothing."""

    deeds: Sequence[Deed]
    older: str
    head: Head | None


def history_page(asked: Asked) -> HistoryPage:
    """Return a page of what was done to records of the kinds asked for.

    Five queries, one more for each kind of row that a changed column points at or that names a
    record, and up to two where people under 18 are known (`hidden_of`).
    """
    found = changes(asked)
    page, rest = found[:CHANGES], found[CHANGES:]
    read, many = entries(page, asked.kinds) if page else ([], {})
    told = _told(read)
    by_change: dict[str, list[Entry]] = {}
    for entry in read:
        by_change.setdefault(entry.change, []).append(entry)
    deeds = [
        _deed(by_change[each.key], told, many.get(each.key, 1))
        for each in page
        if each.key in by_change
    ]
    older = f"{page[-1].at.isoformat()}/{page[-1].key}" if rest else ""
    return HistoryPage(deeds, older, head_of_history())


def record_history(kind: str, record: int, *, before: int | None = None) -> HistoryPage:
    """Return a page of what was done to one record; four queries, and more as above."""
    found = of_record(kind, record, before=before)
    page, rest = found[:CHANGES], found[CHANGES:]
    told = _told(page)
    deeds = [_deed([entry], told, 1) for entry in page]
    return HistoryPage(deeds, str(page[-1].entry) if rest else "", head_of_history())


@dataclass(frozen=True)
class _Told:
    """What the entries of a page need besides themselves."""

    named: Named
    hidden: Hidden


def _told(read: Sequence[Entry]) -> _Told:
    pointed = words.pointers(read)
    hidden = hidden_of(_records(read, pointed))
    return _Told(words.names(pointed, hidden), hidden)


def _records(
    read: Sequence[Entry], pointed: Mapping[type[models.Model], set[Any]]
) -> dict[str, set[int]]:
    """Return the records that a page tells of, by kind; some rows have no history."""
    found = {kind: pointed.get(model, set()) for kind, model in KINDS.items()}
    for entry in read:
        found[entry.kind] = found[entry.kind] | {entry.record}
    return {kind: records for kind, records in found.items() if records}


def _deed(of_change: Iterable[Entry], told: _Told, many: int) -> Deed:
    read = sorted(of_change, key=lambda entry: (entry.kind, entry.entry))
    first = read[0]
    what = told.hidden.sentence(first.said.get("what") or "", read)
    return Deed(
        when=words.moment(first.at),
        who=_who(first.said, told.hidden.young),
        what=what or f"{words.deed(first)} it",
        records=[_touched(entry, told) for entry in read],
        more=many - len(read),
    )


def _who(said: Mapping[str, Any], young: frozenset[int]) -> str:
    return YOUNG_PERSON if said.get("by") in young else said.get("post") or BY_ITSELF


def _touched(entry: Entry, told: _Told) -> Touched:
    return Touched(
        kind=words.kind_in_words(entry.kind),
        slug=entry.kind,
        record=entry.record,
        named=words.record_in_words(entry, told.named, told.hidden),
        deed=words.deed(entry),
        parts=words.parts(entry, told.named, told.hidden),
    )


def place_in(text: str) -> tuple[datetime, str] | None:
    """Return the place that a link to older changes names; None where it names none."""
    at, apart, key = text.partition("/")
    try:
        instant = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (instant, key) if apart and instant.tzinfo else None
