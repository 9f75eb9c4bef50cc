"""What a seal is made of: the entries of the history, each with the SHA-256 of its words.

The database hashes: of each column its text with its length before it, instants as seconds since
1970, so that neither a session's settings nor two columns side by side can give the same words.
The words of who made a change and which it was are part of each entry.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any

from django.apps import apps
from django.db import connection, models
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from governance.models import Seal, SealedBatch

KEY, HASH = 8, 32  # bytes of an entry
SECONDS = (models.DateTimeField, models.DateField)
# Columns that were taken out of a table of the history, since nobody may keep what stood in them.
# What was sealed with them cannot be worked out again: of such entries a check sees whether they
# stand there, no longer whether each says the same.
FORGOTTEN = {"governance_publicquestionevent": frozenset({"called", "contact"})}


def history_tables() -> list[type[models.Model]]:
    """Return the tables of the history, by name."""
    events = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    return sorted(events, key=lambda model: model._meta.db_table)


def columns_of(table: type[models.Model]) -> list[str]:
    """Return the names of the columns whose words are sealed, in their order."""
    return [str(field.column) for field in table._meta.local_concrete_fields]


def entries_of(
    table: type[models.Model], columns: Sequence[str], *, after: int, last: int
) -> bytes:
    """Return key and hash of each entry above `after` up to `last`, in the order of their keys.

    The hashes are of what is left where columns were forgotten.

    :raises LookupError: the table has no column of that name any more
    """
    fields = {str(field.column): field for field in table._meta.local_concrete_fields}
    gone = [name for name in columns if name not in fields]
    lost = [name for name in gone if name not in FORGOTTEN.get(table._meta.db_table, ())]
    if lost:
        raise LookupError(lost[0])
    left = [_text(fields[name]) for name in columns if name in fields]
    words = SQL(" || ").join([*left, _who()])
    statement = SQL(
        "SELECT string_agg(int8send(e.pgh_id) || sha256(convert_to({words}, 'UTF8')), ''::bytea"
        " ORDER BY e.pgh_id) FROM {table} e"
        " LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id"
        " WHERE e.pgh_id > %s AND e.pgh_id <= %s"
    ).format(words=words, table=Identifier(table._meta.db_table))
    found = _one(statement, [after, last])
    return bytes(found) if found else b""


def is_forgotten(table: type[models.Model], columns: Sequence[str]) -> bool:
    """Say whether some of the columns that a batch was sealed with are forgotten since."""
    forgotten = FORGOTTEN.get(table._meta.db_table, frozenset())
    return not forgotten.isdisjoint({*columns} - {*columns_of(table)})


def _text(field: "models.Field[Any, Any]") -> Composable:
    column = SQL("e.{}").format(Identifier(str(field.column)))
    if isinstance(field, SECONDS):
        column = SQL("extract(epoch from {})").format(column)
    elif isinstance(field, models.BinaryField):
        column = SQL("encode(sha256({}), 'hex')").format(column)
    return _with_length(column)


def _who() -> Composable:
    return _with_length(SQL("c.metadata"))


def _with_length(column: Composable) -> Composed:
    return SQL("coalesce(octet_length({0}::text)::text || ':' || {0}::text, '-')").format(column)


def _one(statement: Composed, values: Sequence[int]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection), values)
        row = cursor.fetchone()
    return row[0] if row else None


def news(sealed: Mapping[str, int]) -> list[type[models.Model]]:
    """Return the tables that hold entries above those sealed, by one query."""
    tables = history_tables()
    ends = SQL(" UNION ALL ").join(
        SQL("SELECT {}::text, (SELECT max(pgh_id) FROM {})").format(
            Literal(table._meta.db_table), Identifier(table._meta.db_table)
        )
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(ends.as_string(cursor.connection))
        last = dict(cursor.fetchall())
    return [
        table
        for table in tables
        if (last[table._meta.db_table] or 0) > sealed.get(table._meta.db_table, 0)
    ]


def end_of(table: type[models.Model], *, after: int, most: int) -> int:
    """Return the key of the last of the next `most` entries above `after`; `after` where none is.

    Waits until nobody is writing entries of the table, so that none with a lower key can come
    later; call it in a transaction that ends at once.
    """
    name = Identifier(table._meta.db_table)
    with connection.cursor() as cursor:
        statement = SQL("LOCK TABLE {} IN SHARE MODE").format(name)
        cursor.execute(statement.as_string(cursor.connection))
    found = _one(
        SQL(
            "SELECT max(pgh_id) FROM"
            " (SELECT pgh_id FROM {} WHERE pgh_id > %s ORDER BY pgh_id LIMIT %s) next"
        ).format(name),
        [after, most],
    )
    return int(found or after)


def content_of(seal: Seal, batches: Iterable[SealedBatch]) -> dict[str, Any]:
    """Return all that the digest of a seal covers."""
    return {
        "number": seal.number,
        "made_at": seal.made_at.astimezone(UTC).isoformat(),
        "before": seal.before,
        "batches": sorted(
            [each.table, each.columns, each.after, each.last, each.digest] for each in batches
        ),
    }


def hashes(entries: bytes) -> dict[int, bytes]:
    """Return the hash of each entry by its key."""
    step = KEY + HASH
    return {
        int.from_bytes(entries[at : at + KEY]): entries[at + KEY : at + step]
        for at in range(0, len(entries), step)
    }


def digest_of(content: object) -> str:
    """Return the SHA-256 of bytes, or of the canonical JSON of anything else, in 64 hex digits."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
