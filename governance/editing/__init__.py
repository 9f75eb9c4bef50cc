"""Two people at once: saves field by field, so that nobody's words are lost unseen."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import DatabaseError, IntegrityError, models

from governance import audit
from governance.editing.meeting import Conflict as Conflict
from governance.editing.meeting import StaleEdit as StaleEdit
from governance.editing.meeting import held, history, meet
from governance.models import Record, User

LAWS_THAT_ALWAYS_HOLD = "The change breaks a rule that always holds, so nothing was saved."


@dataclass(frozen=True)
class Saved:
    """What a save did: the row as it stands now, and (before, after) by the field's name."""

    row: Record
    changed: Mapping[str, tuple[Any, Any]]


Follows: TypeAlias = Callable[[Any], Mapping[str, Any]]


class RowGone(Exception):
    """Somebody removed the row meanwhile; what was typed is the caller's to keep."""


class Refused(Exception):
    """The database refuses the change; the message is a sentence for people."""


def save_edit(
    row: Record,
    *,
    version: int,
    values: Mapping[str, Any],
    by: User,
    what: str,
    key: str = "",
    follows: Follows | None = None,
    is_as_read: bool = False,
) -> Saved:
    """Save what `by` changed of `values` since `row` stood at `version`; bring `row` up to date.

    `values`: the clean values of a form by field name, changed or not; `what`: the verb for the
    history; `key`: the mark of the form, by which a second sending is recognised; `follows`:
    what goes with the values by itself, asked of the row as it stands; `is_as_read`: the row was
    read just now and not touched since, so that where nobody came between one guarded UPDATE is
    all. A field that others changed too is no conflict where the values are equal. Nothing
    changed, nothing written: then the version stays.

    :raises StaleEdit: others changed the same field to another value
    :raises RowGone: the row is not there any more
    :raises Refused: a constraint forbids the outcome
    """
    with refusals_in_words(type(row)), audit.change(by=by, what=what, key=key):
        if is_as_read and row.version == version:
            saved = _save_unless_changed(row, _with(values, follows, row))
            if saved is not None:
                return saved
        _lock(row)
        values = _with(values, follows, row)
        typed = {field: _clean(field, values[field.name]) for field in _fields(row, values)}
        before, later = history(row, version)
        base = before[-1] if before else None
        mine = {f: new for f, new in typed.items() if base is None or new != held(base, f)}
        if key and any(audit.said_of(event).get("key") == key for event in later):
            return Saved(row, {})
        open_fields = {f: new for f, new in mine.items() if new != held(row, f)}
        meet(row, before, later, open_fields)
        return _write(row, open_fields)


@contextmanager
def refusals_in_words(model: type[models.Model]) -> Iterator[None]:
    """Turn what a constraint or law of `model` refuses into its sentence.

    :raises Refused: with that sentence
    """
    try:
        yield
    except IntegrityError as error:
        raise Refused(sentence_of(error, model)) from error


def sentence_of(error: DatabaseError, model: type[models.Model]) -> str:
    """Return what a constraint or law of `model` says to people where it refuses."""
    told = getattr(error.__cause__, "diag", None)
    name = getattr(told, "constraint_name", None) or ""
    for constraint in model._meta.constraints:
        custom = constraint.violation_error_message
        if constraint.name == name and custom != constraint.default_violation_error_message:
            return str(custom)
    law, _, words = (getattr(told, "message_primary", None) or "").partition(": ")
    return f"{words[0].upper()}{words[1:]}." if law == name and words else LAWS_THAT_ALWAYS_HOLD


def _with(values: Mapping[str, Any], follows: Follows | None, row: Record) -> Mapping[str, Any]:
    return {**(follows(row) if follows else {}), **values}


def _save_unless_changed(row: Record, values: Mapping[str, Any]) -> Saved | None:
    """Write what differs from `row` by one UPDATE; None where somebody changed it meanwhile.

    The trigger that counts changes raises the version by one, so the row need not be read again.
    """
    typed = {field: _clean(field, values[field.name]) for field in _fields(row, values)}
    new = {field: value for field, value in typed.items() if value != held(row, field)}
    changed = {field.name: (held(row, field), value) for field, value in new.items()}
    if new:
        rows = type(row)._default_manager.filter(pk=row.pk, version=row.version)
        if not rows.update(**{field.attname: value for field, value in new.items()}):
            return None
        for field, value in new.items():
            setattr(row, field.attname, value)
        row.version += 1
    return Saved(row, changed)


def _lock(row: Record) -> None:
    """Hold the row until the change is done: the next writer merges with what this one saved.

    A lock that leaves keys alone, so that rows below it can be added meanwhile.
    """
    rows = type(row)._default_manager.select_for_update(no_key=True)
    try:
        row.refresh_from_db(from_queryset=rows)
    except type(row).DoesNotExist as gone:
        raise RowGone(str(row)) from gone


def _fields(row: Record, values: Mapping[str, Any]) -> "list[models.Field[Any, Any]]":
    return [row._meta.get_field(name) for name in values]  # type: ignore[misc]


def _clean(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Return what the column will hold: a key for a row, line ends as the database has them."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, str):
        value = value.replace("\r\n", "\n")
    target = field.target_field if field.is_relation else field  # type: ignore[attr-defined]
    return target.to_python(value)


def _write(row: Record, new: "Mapping[models.Field[Any, Any], Any]") -> Saved:
    changed = {field.name: (held(row, field), value) for field, value in new.items()}
    if new:
        rows = type(row)._default_manager.filter(pk=row.pk)
        rows.update(**{field.attname: value for field, value in new.items()})
        row.refresh_from_db()
    return Saved(row, changed)
