"""Where two changed one field: whose words met, and which of them may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from governance import audit
from governance.models import Record
from governance.models.people import HIDDEN


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed: what both read, what they saved first, what I typed."""

    name: str
    label: str
    base: Any
    theirs: Any
    mine: Any
    by: str
    at: datetime | None
    is_hidden: bool = False  # theirs are words of somebody under 18 who took back consent

    @property
    def theirs_shown(self) -> Any:
        """What they saved, as others read it."""
        return HIDDEN if self.is_hidden else self.theirs


class StaleEdit(Exception):
    """Somebody else saved another value of the same field first; nothing of mine was saved.

    `row`: as it stands now, with the version for the next try; `conflicts`: the fields both
    changed; `merged`: what a save would write of the fields only I changed; `seen`: what the next
    try begins from beside the version, by the field that sends it.
    """

    def __init__(
        self,
        row: Record,
        conflicts: tuple[Conflict, ...],
        merged: Mapping[str, Any],
        *,
        seen: Mapping[str, str] | None = None,
    ) -> None:
        """Keep both hands for the page that shows them."""
        super().__init__(", ".join(each.label for each in conflicts))
        self.row = row
        self.conflicts = conflicts
        self.merged = merged
        self.seen = seen or {}


def held(state: Any, field: "models.Field[Any, Any]") -> Any:
    """Return what a row, or a kept state of it, holds in a column."""
    return getattr(state, field.attname)


def history(row: Record, version: int) -> tuple[list[Any], list[Any]]:
    """Return the states up to the one that the form was read at, and the kept states after it.

    Where nobody saved meanwhile that is the row itself. Nothing where the history is not kept:
    then each field that differs may be another's.
    """
    if row.version == version:
        return [row], []
    if not hasattr(row, "pgh_event_model"):
        return [], []
    events = list(audit.events_of(row))
    before = [event for event in events if event.version <= version]
    return before, events[len(before) :]


def meet(
    row: Record,
    before: list[Any],
    later: list[Any],
    mine: "Mapping[models.Field[Any, Any], Any]",
) -> None:
    """Refuse where others changed a field of `mine` since the last state `before`.

    :raises StaleEdit: they did
    """
    base = before[-1] if before else None
    theirs = {
        field
        for field in mine
        if row is not base and (base is None or held(base, field) != held(row, field))
    }
    if theirs:
        conflicts = tuple(_conflict(row, before, later, f, mine[f]) for f in mine if f in theirs)
        merged = {field.name: new for field, new in mine.items() if field not in theirs}
        raise StaleEdit(row, conflicts, merged)


def _conflict(
    row: Record,
    before: list[Any],
    later: list[Any],
    field: "models.Field[Any, Any]",
    mine: Any,
) -> Conflict:
    kept = [*before, *later]
    savers = [
        new
        for old, new in zip([None, *kept], kept, strict=False)
        if old is None or held(old, field) != held(new, field)
    ]
    base = before[-1] if before else None
    last = savers[-1] if savers else None
    return Conflict(
        name=field.name,
        label=str(field.verbose_name),
        base=held(base, field) if base is not None else None,
        theirs=held(row, field),
        mine=mine,
        by=audit.post_said(last) if last else "",
        at=last.pgh_created_at if last else None,
        is_hidden=audit.holds_words(field)
        and any(each.is_hidden and held(each, field) for each in savers),
    )
