"""Writes past Django, as a script or a careless hand would make them, and their refusals."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from psycopg.sql import SQL, Composed, Identifier, Placeholder


@contextmanager
def refused(law: str) -> Iterator[None]:
    """Expect that the database refuses the statement, and names `law` as its reason."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert refusal.value.__cause__.diag.constraint_name == law  # type: ignore[union-attr]


def insert_like(row: Model, **columns: Any) -> None:
    """INSERT a copy of `row`, other than `row` in `columns`, under a new key."""
    names = [field.column for field in row._meta.local_concrete_fields if field.column != "id"]
    _execute(
        SQL("INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = {pk}").format(
            table=_table(row),
            names=SQL(", ").join(map(Identifier, names)),
            values=SQL(", ").join(
                Placeholder(name) if name in columns else Identifier(name) for name in names
            ),
            pk=row.pk,
        ),
        columns,
    )


def update(row: Model, **columns: Any) -> None:
    """UPDATE `columns` of `row`."""
    changes = SQL(", ").join(
        SQL("{} = {}").format(Identifier(name), Placeholder(name)) for name in columns
    )
    _execute(SQL("UPDATE {} SET {} WHERE id = {}").format(_table(row), changes, row.pk), columns)


def delete(row: Model) -> None:
    """DELETE `row`, and only it."""
    _execute(SQL("DELETE FROM {} WHERE id = {}").format(_table(row), row.pk), {})


def _table(row: Model) -> Identifier:
    return Identifier(row._meta.db_table)


def _execute(statement: Composed, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection), values)
