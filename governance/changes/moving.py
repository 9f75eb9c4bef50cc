"""Naming another person in rows: as many as the laws of their tables let, the others told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, models, transaction

from governance.editing import LAWS_THAT_ALWAYS_HOLD, sentence_of
from governance.queries.references import Reference

# Words in the names of the laws that let nobody change what was closed, sent or agreed.
KEPT_AS_WRITTEN = ("frozen", "stands_once", "stays_closed")
UNIQUE, EXCLUSION, CHECK, RAISED = "23505", "23P01", "23514", "P0001"


@dataclass(frozen=True)
class Hindered:
    """A row in which nobody else can be named. `stands`: by a law that keeps it as written."""

    row: models.Model
    column: str
    why: str
    stands: bool

    @property
    def words(self) -> str:
        """The row, and why it does not move, as one reads it aloud."""
        kind = str(self.row._meta.verbose_name)
        return f"{kind[:1].upper()}{kind[1:]} “{self.row}”: {self.why}"


@dataclass(frozen=True)
class Moved:
    """What came of naming another person in the rows of one reference."""

    reference: Reference
    keys: Sequence[Any]
    hindered: Sequence[Hindered]


def rename(reference: Reference, keys: Sequence[Any], *, to: int) -> Moved:
    """Name the person with the key `to` in the rows `keys` of `reference`, at once if all may.

    Where the database refuses, row by row, so that each that is hindered is known.

    :raises DatabaseError: for another reason than a law of the row
    """
    if not keys:
        return Moved(reference, (), ())
    try:
        _write(reference, keys, to)
    except DatabaseError as error:
        if _state(error) not in {UNIQUE, EXCLUSION, CHECK, RAISED}:
            raise
    else:
        return Moved(reference, keys, ())
    hindered = {key: why for key in keys if (why := _alone(reference, key, to))}
    gone = [key for key in keys if key not in hindered]
    return Moved(reference, gone, tuple(hindered.values()))


def _alone(reference: Reference, key: Any, to: int) -> Hindered | None:
    try:
        _write(reference, [key], to)
    except DatabaseError as error:
        row = reference.model._default_manager.get(pk=key)
        why, stands = _why(error, reference.model)
        return Hindered(row, reference.column, why, stands)
    return None


def _write(reference: Reference, keys: Sequence[Any], to: int) -> None:
    rows = reference.model._default_manager.filter(pk__in=keys)
    with transaction.atomic():
        rows.update(**{reference.column: to})


def _why(error: DatabaseError, model: type[models.Model]) -> tuple[str, bool]:
    """Return the sentence of a refusal, and whether the row is to stay as it was written.

    :raises DatabaseError: it was no law that refused
    """
    state = _state(error)
    if state == RAISED:  # a table that only grows
        return "It stays as it was written.", True
    if state not in {UNIQUE, EXCLUSION, CHECK}:
        raise error
    said = sentence_of(error, model)
    if state == CHECK and any(word in _constraint(error) for word in KEPT_AS_WRITTEN):
        return said, True
    if said == LAWS_THAT_ALWAYS_HOLD:
        said = "The other record has one like it." if state == UNIQUE else said
    return said, False


def _state(error: DatabaseError) -> str:
    return str(getattr(getattr(error.__cause__, "diag", None), "sqlstate", "") or "")


def _constraint(error: DatabaseError) -> str:
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or "")
