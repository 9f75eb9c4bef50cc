"""An administrator who keeps the people."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import Office, User
from tests.factories import (
    OfficeFactory,
)


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2024-09-02T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def administrator(client: Client) -> User:
    """The membership administrator, signed in."""
    kind = Office.Kind.MEMBERSHIP_ADMINISTRATOR
    person: User = OfficeFactory(kind=kind, board=None, person__post="Administrator").person
    client.force_login(person)
    return person
