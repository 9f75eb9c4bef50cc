"""Records beside the last state that the history kept of them: each must say the same."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, LiteralString

from django.db import connection, models
from psycopg.sql import SQL, Identifier, Literal

from governance.audit.sealed import columns_of

# A record is found out by its last entry: one that was removed has no other.
DIFFERING = """
SELECT r.{key}, e.pgh_id IS NULL OR e.pgh_label = 'delete',
    array_remove(ARRAY[{names}]::text[], NULL)
FROM {records} r LEFT JOIN LATERAL (
    SELECT * FROM {events} WHERE pgh_obj_id = r.{key} ORDER BY pgh_id DESC LIMIT 1
) e ON TRUE
WHERE e.pgh_id IS NULL OR e.pgh_label = 'delete' OR {differs}
ORDER BY 1 LIMIT {most}
"""
GONE = """
SELECT pgh_obj_id FROM (
    SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id, pgh_label FROM {events}
    ORDER BY pgh_obj_id, pgh_id DESC
) last
WHERE pgh_label <> 'delete'
    AND NOT EXISTS (SELECT FROM {records} r WHERE r.{key} = pgh_obj_id)
ORDER BY 1 LIMIT {most}
"""


def differing(events: type[models.Model], *, most: int) -> Iterator[tuple[str, int, str]]:
    """Yield kind, key and words of each record that its history in `events` does not bear out.

    Records that differ from their last entry or have none, and entries whose record is gone
    though its removal was never kept; at most `most` of each, two queries.
    """
    record: type[models.Model] = events.pgh_tracked_model  # type: ignore[attr-defined]
    name = str(record._meta.verbose_name)
    for key, unknown, columns in _rows(_statement(DIFFERING, events, record, most)):
        if unknown:
            yield "record unknown", key, f"Of {name} {key} the history keeps nothing."
        else:
            told = f"{name.capitalize()} {key} is not as the history kept it: "
            yield "record changed", key, f"{told}{', '.join(columns)}."
    for (key,) in _rows(_statement(GONE, events, record, most)):
        told = f"{name.capitalize()} {key} is gone, and its removal was never kept."
        yield "record missing", key, told


@cache
def _statement(
    words: LiteralString, events: type[models.Model], record: type[models.Model], most: int
) -> str:
    kept = [name for name in columns_of(events) if name in columns_of(record)]
    differs = SQL("r.{0} IS DISTINCT FROM e.{0}")
    each = [differs.format(Identifier(column)) for column in kept]
    named = [
        SQL("CASE WHEN {} THEN {} END").format(one, Literal(column))
        for one, column in zip(each, kept, strict=True)
    ]
    return (
        SQL(words)
        .format(
            key=Identifier(str(record._meta.pk.column)),
            names=SQL(", ").join(named),
            differs=SQL(" OR ").join(each),
            records=Identifier(record._meta.db_table),
            events=Identifier(events._meta.db_table),
            most=Literal(most),
        )
        .as_string()
    )


def waiting(tables: Iterable[type[models.Model]], ends: Mapping[str, int]) -> int:
    """Return how many entries lie above those sealed; one query."""
    counts = [
        SQL("SELECT count(*) FROM {} WHERE pgh_id > {}").format(
            Identifier(table._meta.db_table), Literal(ends.get(table._meta.db_table, 0))
        )
        for table in tables
    ]
    many = SQL("SELECT sum(count)::bigint FROM ({}) counts").format(
        SQL(" UNION ALL ").join(counts)
    )
    return int(_rows(many.as_string())[0][0] or 0)


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
