"""What the event tables hold: a page of changes, the entries of each, and what stood before.

Every change is a row of pghistory's contexts; entries that were written outside any change stand
beside them by themselves. All tables are asked by one statement, so that a page costs the same
number of queries whatever it shows.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils import timezone
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from governance.audit import BY_ITSELF
from governance.models.people import YOUNG_PERSON

CHANGES = 20  # on one page
SHOWN = 12  # records of one change: of more only their number is told
# Nobody under 18 is found by more than what they are, as nobody of them is called by more.
POST = (
    "CASE WHEN c.metadata->>'by' IN (SELECT id::text FROM governance_user WHERE is_young)"
    " THEN %(young)s ELSE c.metadata->>'post' END"
)

KINDS: dict[str, type[models.Model]] = {
    str(model._meta.model_name): model
    for model in apps.get_models()
    if hasattr(model, "pgh_event_model")
}


@dataclass(frozen=True)
class Asked:
    """Which changes are asked for: `before` is the place after which the page begins."""

    kinds: frozenset[str]
    who: str = ""
    first: date | None = None
    last: date | None = None
    before: tuple[datetime, str] | None = None


@dataclass(frozen=True)
class Change:
    """One change by its place in time; `key` is its context, or its entry where it has none."""

    at: datetime
    key: str


@dataclass(frozen=True)
class Entry:
    """One entry of an event table: what the record said then, and what it said before."""

    kind: str
    entry: int
    change: str
    label: str
    record: int
    at: datetime
    now: Mapping[str, Any]
    before: Mapping[str, Any] | None
    said: Mapping[str, Any]


def changes(asked: Asked) -> list[Change]:
    """Return the changes of a page, newest first, and one more where there are more; one query."""
    kinds, limit = sorted(asked.kinds), Literal(CHANGES + 1)
    if not kinds:
        return []
    # By the order of the index: of a table without an entry of the change EXISTS reads it all.
    touched = SQL(" OR ").join(
        SQL(
            "c.id = (SELECT e.pgh_context_id FROM {} e WHERE e.pgh_context_id >= c.id"
            " ORDER BY e.pgh_context_id LIMIT 1)"
        ).format(_table(kind))
        for kind in kinds
    )
    of_context = _within(asked, at="c.created_at", key=SQL("c.id::text"), post=POST)
    parts = [
        SQL(
            "(SELECT c.created_at, c.id::text FROM pghistory_context c WHERE {} AND ({})"
            " ORDER BY c.created_at DESC, c.id DESC LIMIT {})"
        ).format(of_context, touched, limit)
    ]
    for kind in kinds:
        key = SQL("{} || e.pgh_id").format(Literal(f"{kind}:"))
        alone = _within(asked, at="e.pgh_created_at", key=key, post="''")
        parts.append(
            SQL(
                "(SELECT e.pgh_created_at, {} FROM {} e WHERE e.pgh_context_id IS NULL AND {}"
                " ORDER BY 1 DESC, 2 DESC LIMIT {})"
            ).format(key, _table(kind), alone, limit)
        )
    statement = SQL("{} ORDER BY 1 DESC, 2 DESC LIMIT {}").format(
        SQL(" UNION ALL ").join(parts), limit
    )
    return [Change(at, key) for at, key in _rows(statement, _values(asked))]


def entries(found: Sequence[Change], kinds: Iterable[str]) -> tuple[list[Entry], dict[str, int]]:
    """Return the entries of some changes, and how many each has of these kinds; two queries."""
    contexts = [each.key for each in found if ":" not in each.key]
    statement = SQL(" UNION ALL ").join(
        SQL(
            "SELECT pgh_context_id::text, {}::text, count(*),"
            " (array_agg(pgh_id ORDER BY pgh_id))[:{}] FROM {}"
            " WHERE pgh_context_id = ANY(%(contexts)s::uuid[]) GROUP BY pgh_context_id"
        ).format(Literal(kind), Literal(SHOWN), _table(kind))
        for kind in sorted(kinds)
    )
    rows = _rows(statement, {"contexts": contexts})
    picked: dict[str, list[int]] = {}
    many: dict[str, int] = {}
    for change, kind, number, keys in sorted(rows):
        room = max(SHOWN - many.get(change, 0), 0)
        picked.setdefault(kind, []).extend(keys[:room])
        many[change] = many.get(change, 0) + number
    for each in found:
        kind, apart, entry = each.key.partition(":")
        if apart:
            picked.setdefault(kind, []).append(int(entry))
    return contents(picked), many


def of_record(kind: str, record: int, *, before: int | None) -> list[Entry]:
    """Return the entries of one record, newest first, and one more where there are more."""
    statement = SQL(
        "SELECT pgh_id FROM {} WHERE pgh_obj_id = %(record)s AND pgh_id < %(before)s"
        " ORDER BY pgh_id DESC LIMIT {}"
    ).format(_table(kind), Literal(CHANGES + 1))
    asked = {"record": record, "before": before or 2**62}
    keys = [entry for (entry,) in _rows(statement, asked)]
    return sorted(contents({kind: keys}), key=lambda each: -each.entry)


def contents(picked: Mapping[str, Sequence[int]]) -> list[Entry]:
    """Return the entries picked by kind and key, each with the one before it; one query."""
    return _contents(
        {
            kind: SQL("e.pgh_id = ANY({})").format(Literal(list(keys)))
            for kind, keys in picked.items()
            if keys
        }
    )


def written(records: Mapping[str, Iterable[int]], *, by: Iterable[int]) -> list[Entry]:
    """Return the entries of records, given by kind, that some people wrote; one query."""
    people = Literal([str(each) for each in by])
    return _contents(
        {
            kind: SQL("e.pgh_obj_id = ANY({}) AND c.metadata->>'by' = ANY({})").format(
                Literal(list(keys)), people
            )
            for kind, keys in records.items()
        }
    )


def _contents(wanted: Mapping[str, Composable]) -> list[Entry]:
    parts = [
        SQL(
            "SELECT {kind}::text, e.pgh_id, coalesce(e.pgh_context_id::text, {kind} || ':' ||"
            " e.pgh_id), e.pgh_label, e.pgh_obj_id, e.pgh_created_at, to_jsonb(e),"
            " (SELECT to_jsonb(p) FROM {table} p WHERE p.pgh_obj_id = e.pgh_obj_id"
            " AND p.pgh_id < e.pgh_id ORDER BY p.pgh_id DESC LIMIT 1), c.metadata"
            " FROM {table} e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id"
            " WHERE {condition}"
        ).format(kind=Literal(kind), table=_table(kind), condition=condition)
        for kind, condition in sorted(wanted.items())
    ]
    if not parts:
        return []
    rows = _rows(SQL(" UNION ALL ").join(parts), {})
    return [_entry(*row) for row in rows]


def _entry(*row: Any) -> Entry:
    kind, entry, change, label, record, at, now, before, said = row
    return Entry(
        kind=kind,
        entry=entry,
        change=change,
        label=label,
        record=record,
        at=at,
        now=_read(now) or {},
        before=_read(before),
        said=_read(said) or {},
    )


def _read(content: str | None) -> dict[str, Any] | None:
    """Return a JSON object as the cursor gives it: as text."""
    read: dict[str, Any] | None = json.loads(content) if content else None
    return read


def _within(asked: Asked, *, at: str, key: Composable, post: str) -> Composed:
    """Return the condition that a change is one of those asked for."""
    place = SQL(at)
    conditions: list[Composable] = [SQL("TRUE")]
    if asked.who:
        who = SQL("coalesce(nullif({}, ''), {}) ILIKE %(who)s")
        conditions.append(who.format(SQL(post), Literal(BY_ITSELF)))
    if asked.first:
        conditions.append(SQL("{} >= %(first)s").format(place))
    if asked.last:
        conditions.append(SQL("{} < %(end)s").format(place))
    if asked.before:
        conditions.append(SQL("({}, {}) < (%(at)s, %(key)s)").format(place, key))
    return SQL(" AND ").join(conditions)


def _values(asked: Asked) -> dict[str, Any]:
    at, key = asked.before or (None, "")
    pattern = asked.who.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {
        "who": f"%{pattern}%",
        "young": YOUNG_PERSON,
        "first": asked.first and _midnight(asked.first),
        "end": asked.last and _midnight(asked.last + timedelta(days=1)),
        "at": at,
        "key": key,
    }


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _table(kind: str) -> Identifier:
    events: type[models.Model] = KINDS[kind].pgh_event_model  # type: ignore[attr-defined]
    return Identifier(events._meta.db_table)


def _rows(statement: Composed, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection), values)
        return list(cursor.fetchall())
