"""The tables are emptied after a test that commits: only those that hold rows, and quickly.

To empty all of them anew, and to have Django write again what it knows of the models, takes
longer than most tests do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import transaction
from django.db.backends.postgresql.operations import DatabaseOperations

from portal.models import ReportFormat
from portal.reports.formats import rows

# What Django writes of the models when it migrates: the same after every test.
KEPT = {"django_content_type", "auth_permission"}


@contextmanager
def emptied_quickly() -> Iterator[None]:
    """Let Django's own emptying go this way while it runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_, **__: None)
        patch.setattr(DatabaseOperations, "execute_sql_flush", empty)
        yield


def empty(operations: DatabaseOperations, sql_list: list[str]) -> None:
    """Take all rows away, once nobody else writes any more; leave the formats of the house.

    It runs with the triggers off, since history refuses it otherwise; only the owner of the
    cluster may do that.
    """
    connection = operations.connection
    names = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
    tables = [operations.quote_name(name) for name in sorted(names)]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        for table in _with_rows(cursor, tables):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
    ReportFormat.objects.bulk_create(ReportFormat(**row) for row in _formats())


@cache
def _formats() -> list[dict[str, Any]]:
    """Return the formats as a migration wrote them: every test may count on those."""
    return list(rows())


def _with_rows(cursor: Any, tables: list[str]) -> list[str]:
    asked = (
        f"SELECT {number} WHERE EXISTS (SELECT FROM {table})"  # noqa: S608 - our own tables
        for number, table in enumerate(tables)
    )
    cursor.execute(" UNION ALL ".join(asked))
    return [tables[number] for (number,) in cursor.fetchall()]
