"""The same page from two databases: one with the demonstration, one with more."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from unittest import mock

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.models import User

ENOUGH = 1.5  # below this ratio a page is not asked again
# Of each database in turn; the most where a page seems slower; of requests.
TURNS, AGAIN, ASKED = 2, 8, 3


@dataclass(frozen=True, order=True)
class Page:
    """Who asks (an e-mail address, nothing for a visitor) for which address."""

    who: str
    address: str

    def __str__(self) -> str:
        return f"{self.address}, {self.who or 'a visitor'},"

    def client(self) -> Client:
        """Return a browser of theirs."""
        client = Client(SERVER_NAME="localhost")
        if self.who:
            client.force_login(User.objects.get(email=self.who))
        return client

    def get(self, client: Client) -> None:
        """Ask for the page.

        :raises ValueError: it was not given
        """
        answer = client.get(self.address)
        if answer.status_code != HTTPStatus.OK:
            raise ValueError(f"{self} was answered with {answer.status_code}.")


@contextmanager
def both(more: Callable[[], None]) -> Iterator[tuple[str, str]]:
    """Load the demonstration; yield the names of its database and of one where `more` was done."""
    call_command("demo", stdout=StringIO())
    few = connection.settings_dict["NAME"]
    many = f"{few}_more"
    _owner(f"CREATE DATABASE {many} TEMPLATE {few}")
    try:
        with _within(many):
            more()
        yield few, many
    finally:
        _owner(f"DROP DATABASE {many}")


def slower(page: Page, databases: tuple[str, str]) -> float:
    """Return how much longer the page takes in the second database than in the first."""
    took: dict[str, list[float]] = {database: [] for database in databases}
    ratio = 0.0
    for turn in range(AGAIN):
        if turn >= TURNS and ratio <= ENOUGH:
            break
        for database, times in took.items():
            with _within(database):
                times += _times(page)
        few, many = (min(times) for times in took.values())
        ratio = many / few
    return ratio


def queries(page: Page, databases: tuple[str, str]) -> int:
    """Return how many queries more the page asks in the second database than in the first."""
    asked = []
    for database in databases:
        with _within(database):
            client = page.client()
            page.get(client)
            with CaptureQueriesContext(connection) as captured:
                page.get(client)
        asked.append(len(captured))
    return asked[1] - asked[0]


def _owner(statement: str) -> None:
    """Have the cluster do what nobody may be connected for."""
    connection.close()
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - what Django makes its tests by
        cursor.execute(statement)


@contextmanager
def _within(database: str) -> Iterator[None]:
    """Work in another database of the cluster."""
    connection.close()
    with mock.patch.dict(connection.settings_dict, NAME=database):
        yield
        connection.close()


def _times(page: Page) -> list[float]:
    """Return how long some requests for a page take, after one that is not counted."""
    client = page.client()
    times = []
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    for _ in range(1 + ASKED):
        began = _spent()
        page.get(client)
        times.append(_spent() - began)
    return times[1:]


def _spent() -> float:
    """Return the seconds that this process and its database's have worked; else the clock's."""
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    if not server.exists():
        return time.perf_counter()
    return time.process_time() + int(server.read_text(encoding="ascii").split()[0]) / 1e9
