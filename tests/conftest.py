"""What every test may ask for."""

import os
from collections.abc import Iterator

import pytest
from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import settings

from tests.ready_made import NAMED_IN

# How long one example takes says something of the machine, nothing of the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def full() -> bool:
    """Whether heavy tests run whole (`manage.py test --full`), not at reduced size."""
    return os.environ.get("PORTAL_FULL") == "1"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Copy the migrated database of the throw-away cluster; others' servers have none."""
    template = os.environ.get(NAMED_IN)
    if template:
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session", autouse=True)
def history_gives_way() -> Iterator[None]:
    """Let the tables be emptied after a test that commits: history refuses it otherwise.

    Only the emptying runs with the triggers off, and only the owner of the cluster may do it.
    """
    flush = DatabaseOperations.execute_sql_flush

    def flush_as_owner(self: DatabaseOperations, sql_list: list[str]) -> None:
        flush(self, ["SET LOCAL session_replication_role = replica", *sql_list])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_as_owner)
        yield
