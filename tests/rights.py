"""The partnership in which rights are walked: people of every kind, two boards, and the tables.

`authorisation.csv` and `authorisation_writes.csv` hold the answers for the kinds of people who
differ most; `authorisation_also.csv` says of the others whom they are like, and wherein not.
"""

import copy
import csv
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from governance.models import Board, User
from tests.factories import BoardFactory
from tests.principals import PRINCIPALS, Principal

HERE = Path(__file__).parent
HTMX = {"HX-Request": "true"}
THEIR_OWN = "their own"
Thing = Callable[[Board, str], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """What everybody meets at one address: at a thing in a state, of the own or another board."""

    address: str
    deed: str  # empty for looking at it
    state: str
    board: str
    answers: dict[str, str] = field(hash=False)


def rows(name: str) -> list[Row]:
    """Return the rows of a table, completed by what `authorisation_also.csv` says."""
    with (HERE / f"{name}.csv").open(newline="") as lines:
        written = [
            Row(
                each.pop("address"),
                each.pop("deed", ""),
                each.pop("state"),
                each.pop("board"),
                each,
            )
            for each in csv.DictReader(lines)
        ]
    own = {(row.address, row.deed, row.state): row for row in written if row.board == "own"}
    for row in written:
        for also in likenesses():
            if also["board"] in {"", row.board}:
                said, _, where = also["answer"].removeprefix("as ").partition(" on ")
                as_row = own[row.address, row.deed, row.state] if where and row.board else row
                row.answers[also["who"]] = as_row.answers[said]
    return written


def also() -> list[dict[str, str]]:
    """Return the lines of `authorisation_also.csv`."""
    with (HERE / "authorisation_also.csv").open(newline="") as lines:
        return list(csv.DictReader(lines))


def likenesses() -> list[dict[str, str]]:
    """Return the lines that say whom somebody is like."""
    return [line for line in also() if line["address"] == "everywhere"]


def exceptions() -> list[dict[str, str]]:
    """Return the lines that say what somebody meets at what is their own."""
    return [line for line in also() if line["address"] != "everywhere"]


def answer(response: HttpResponse) -> str:
    """Say in the words of the tables what a person met when they looked."""
    to = response.headers.get("Location", "")
    if response.status_code == 401 or (
        response.status_code == 302 and to.startswith(reverse("account_login"))
    ):
        return "sign in"
    words = {200: "opens", 302: "moved on", 403: "not allowed", 404: "not there"}
    return words[response.status_code]


def outcome(response: HttpResponse) -> str:
    """Say in the words of the tables what came of a deed; "refused": its values were not taken."""
    words = {200: "may", 409: "refused", 422: "refused", 405: "no such deed"}
    said = words.get(response.status_code) or answer(response)
    return "may" if said == "moved on" else said


WRITING = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)', re.IGNORECASE)
# What no change of the partnership is: who is here, how often somebody tried, who read what is
# exempt (tests/governance/test_readings.py).
BOOKKEEPING = {"portal_session", "portal_cache", "governance_exemptreading"}


@contextmanager
def written_tables() -> Iterator[set[str]]:
    """Collect the tables that are written while it runs."""
    found: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        match = WRITING.match(sql)
        if match and match[1] not in BOOKKEEPING:
            found.add(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


@contextmanager
def undone() -> Iterator[None]:
    """Undo afterwards whatever is written while it runs."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def swift() -> Iterator[None]:
    """Leave out what nobody looks at here: the log of refusals, copies of templates' contexts."""
    log = logging.getLogger("django.request")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log, "disabled", True)
        patch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
        yield


@contextmanager
def made() -> Iterator["World"]:
    """Make everybody for the tests of one file; what they are is undone at the end.

    What was written is held to its constraints here: else every test would, at its own end.
    """
    with undone(), swift():
        world = World()
        connection.check_constraints()
        yield world


class World:
    """Two boards, one person of each kind made for the one called own, each in a browser."""

    def __init__(self) -> None:
        """Make them."""
        self.boards: dict[str, Board] = {"own": BoardFactory(), "other": BoardFactory()}
        self.people: dict[str, Principal] = {
            who: make(self.boards["own"]) for who, make in PRINCIPALS.items()
        }
        self.browsers = {who: signed_in(person) for who, person in self.people.items()}

    def place(self, row: Row, thing: Thing | None) -> str:
        """Return the address of a thing made for `row`."""
        board = self.boards[row.board or "own"]
        return reverse(row.address, kwargs=thing(board, row.state) if thing else None)

    def browser(self, who: str) -> Client:
        """Return a browser of theirs that may be used up."""
        fresh = Client()
        fresh.cookies = copy.deepcopy(self.browsers[who].cookies)
        return fresh

    def own_place(self, line: dict[str, str], makers: dict[str, Callable[[User], Any]]) -> str:
        """Return the address of what is somebody's own."""
        person = self.people[line["who"]]
        assert isinstance(person, User)
        return reverse(line["address"], kwargs=makers[line["address"]](person))


def one_for_each(answers: dict[str, str]) -> dict[str, str]:
    """Return one person for each answer."""
    first = {said: who for who, said in reversed(answers.items())}
    return {who: said for said, who in first.items()}


def signed_in(person: Principal) -> Client:
    """Return a browser in which `person` is signed in, or nobody."""
    client = Client()
    if isinstance(person, User):
        client.force_login(person)
    return client


def texts(response: HttpResponse) -> Iterable[str]:
    """Yield all that a person gets with an answer, as text: head, file name, body."""
    yield str(response.headers)
    yield bytes(response.content).decode(errors="replace")
