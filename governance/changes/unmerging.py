"""A merging undone: what was moved goes back, as long as nothing stands in the way."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.apps import apps

from governance import audit
from governance.changes.merging import kept_of
from governance.changes.moving import rename
from governance.editing import Refused, refusals_in_words
from governance.models import Merger, User
from governance.queries.references import Reference


class InTheWay(Refused):
    """Something stands in the way of undoing a merging; `reasons` are sentences for people."""

    def __init__(self, reasons: list[str]) -> None:
        """Keep what."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def undo(merger: Merger, *, by: User, at: datetime) -> None:
    """Give back to the record that went what was moved from it, and its own columns.

    A row that was removed or given to somebody else since stays so; what the record that stayed
    took over goes back where nobody changed it since. Undone before, nothing happens.

    :raises InTheWay: with each reason
    """
    what = f"undid the merging of {merger.gone} into {merger.stays}"
    with refusals_in_words(User), audit.change(by=by, what=what):
        merger = Merger.objects.select_for_update().get(pk=merger.pk)
        if merger.undone_at is not None:
            return
        _check(merger)
        Merger.objects.filter(pk=merger.pk).update(undone_at=at, undone_by=by)
        _give_back_columns(merger)
        hindered = [row for part in _parts(merger) for row in _give_back(merger, *part)]
        if hindered:
            raise InTheWay(hindered)


def _check(merger: Merger) -> None:
    later = Merger.objects.filter(gone_id=merger.stays_id, undone_at=None).first()
    if later is not None:
        raise InTheWay([f"{merger.stays} was merged into {later.stays} since: undo that first."])
    email = merger.before.get("gone", {}).get("email")
    if email:
        others = User.objects.filter(email__iexact=email)
        if others.exclude(pk__in=[merger.gone_id, merger.stays_id]).exists():
            raise InTheWay([f"{email} is somebody else’s address by now."])


def _parts(merger: Merger) -> Iterator[tuple[Reference, list[Any]]]:
    """Yield the rows that were moved, by reference."""
    for (label, column), rows in groupby(merger.moved, key=lambda row: (row[0], row[2])):
        yield Reference(apps.get_model(label), column), [row[1] for row in rows]


def _give_back(merger: Merger, reference: Reference, keys: list[Any]) -> list[str]:
    """Name the record that went again; return what stands in the way."""
    rows = reference.model._default_manager.filter(pk__in=keys)
    still = rows.filter(**{reference.column: merger.stays_id})
    moved = rename(reference, list(still.values_list("pk", flat=True)), to=merger.gone_id)
    return [row.words for row in moved.hindered]


def _give_back_columns(merger: Merger) -> None:
    """Let the record that stayed have its own columns again, then the one that went."""
    before, taken, gone = (merger.before.get(each, {}) for each in ("stays", "taken", "gone"))
    now = kept_of(merger.stays, (name.removesuffix("_id") for name in taken))
    unchanged = {name: value for name, value in before.items() if now[name] == taken[name]}
    for person, columns in ((merger.stays_id, unchanged), (merger.gone_id, gone)):
        if columns:
            User.objects.filter(pk=person).update(**columns)
