"""What every test may ask for."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connections
from hypothesis import settings
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.emptying import emptied_quickly
from tests.ready_made import NAMED_IN
from tests.rights import World, made

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
def tables_are_emptied() -> Iterator[None]:
    """Let the tables be emptied after a test that commits, history among them."""
    with emptied_quickly():
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_are_found_once() -> Iterator[None]:
    """Let every client serve the static files that the first one found.

    Each would look for all of them anew, which takes longer than most answers.
    """
    files: dict[str, Any] = {}
    find = WhiteNoiseMiddleware.add_files_from_finders

    def find_once(middleware: WhiteNoiseMiddleware) -> None:
        if not files:
            find(middleware)
            files.update(middleware.files)
        middleware.files.update(files)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture
def a_monday() -> Iterator[None]:
    """The clock stands still at noon on 2 September 2024, in term and in the second quarter."""
    with time_machine.travel("2024-09-02T12:00:00+01:00", tick=False):
        yield


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The partnership in which rights are walked, made once for a file."""
    with django_db_blocker.unblock(), made() as world:
        yield world
