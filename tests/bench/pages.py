"""W6: every page of the demonstration, beside the same page with thirty times the data.

Time is what the page's own process and its database's spent on a processor, where the machine
tells (Linux): others at work on it do not count, and nothing the page waits for is on a disk.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from unittest import mock

from django.core.management import call_command
from django.db import connection
from django.test import Client

from governance.models import Board, User
from portal.models import Report, ReportRun
from priorities.models import DeliveryPlan, ReportingRound
from tests.bench.plan import throw_away_database
from tests.bench.result import Result
from tests.bench.thirtyfold import multiply

TIMES = 30
AT_MOST = 1.5
# Of each database in turn; the most where another process may have slowed a page; of requests.
TURNS, AGAIN, ASKED = 2, 8, 3
VISITOR, SPONSOR, OFFICER = "", "sponsor@example.org", "officer@example.org"
PLAN = "/plans/cyp-2040/1"
# In braces what has a key or a period in its address.
PAGES = {
    VISITOR: (
        *("/", "/boards/", "/plans/", "/measures/", "/reports/", "/formats/", "/glossary/"),
        *("/voice/", "/search/?q=exclusions", "/search/?q=children", "/how-figures-are-judged/"),
        *("/boards/cyp-alliance/", "/boards/cyp-alliance/members/", "/boards/wla/"),
        *("/boards/cyp-alliance/meetings/", "/boards/cyp-alliance/plans/"),
        *("/boards/cyp-alliance/reports/", "/boards/cyp-partnership-board/plans/"),
        *("/plans/cypp-2009/", "/plans/cypp-2013/", "/plans/cyp-2040/", f"{PLAN}/"),
        *(f"{PLAN}/delivery/", f"{PLAN}/measures/", "/plans/safeguarding-improvement-plan/1/"),
        *("/measures/lait-infmort/", "/meetings/{meeting}/", "/reports/{report}/"),
    ),
    SPONSOR: (
        *("/home/", "/notifications/", "/answer/", "/boards/cyp-alliance/attendance/"),
        *("/boards/cyp-alliance/meetings/", "/meetings/{meeting}/", "/plans/", f"{PLAN}/"),
        *(f"{PLAN}/delivery/", f"{PLAN}/delivery/versions/", f"{PLAN}/delivery/paste/"),
        *(f"{PLAN}/delivery/remind/", f"{PLAN}/delivery/new/", f"{PLAN}/delivery/{{action}}/"),
        *(f"{PLAN}/delivery/{{action}}/ask/", f"{PLAN}/progress/{{period}}/"),
    ),
    OFFICER: (
        *("/home/", "/notifications/", "/reports/", "/reports/write/", "/search/?q=school"),
        *("/boards/cyp-alliance/reports/", "/reports/write/{paper}/", "/plans/"),
        *("/challenges/", "/referrals/", "/boards/cyp-alliance/work-programme/"),
        *("/reports/write/{paper}/preview/", "/rounds/cyp-alliance/{period}/"),
    ),
    "admin@example.org": (
        *("/home/", "/people/", "/people/add/", "/people/review/", "/organisations/"),
        *("/boards/new/", "/boards/cyp-alliance/keep/", "/accounts/invitations/"),
    ),
    "lead@example.org": ("/home/", "/answer/"),
}


def w6() -> list[Result]:
    """Measure each page with both amounts by turns; the worst, and every other that misses."""
    with throw_away_database(), _thirtyfold() as both:
        keys = _keys()
        pages = [(who, each.format(**keys)) for who, own in PAGES.items() for each in own]
        slower = sorted(((_slower(*page, both), *page) for page in pages), reverse=True)
    missed = sum(ratio > AT_MOST for ratio, _, _ in slower)
    return [
        Result(
            "W6", f"{address} with {TIMES} times the data, {who or 'a visitor'}", ratio, AT_MOST
        )
        for ratio, who, address in slower[: max(missed, 1)]
    ]


@contextmanager
def _thirtyfold() -> Iterator[tuple[str, str]]:
    """Load the demonstration; yield the names of its database and of the one multiplied."""
    call_command("demo", stdout=StringIO())
    few = connection.settings_dict["NAME"]
    many = f"{few}_{TIMES}"
    _owner(f"CREATE DATABASE {many} TEMPLATE {few}")
    try:
        with _within(many):
            multiply(TIMES)
        yield few, many
    finally:
        _owner(f"DROP DATABASE {many}")


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


def _keys() -> dict[str, object]:
    """Return keys and period of things that both databases hold."""
    board = Board.objects.get(slug="cyp-alliance")
    plan = DeliveryPlan.objects.get(priority__plan__slug="cyp-2040", priority__number=1)
    return {
        "meeting": board.meetings.filter(state="held").latest("on").pk,
        "report": ReportRun.objects.get(state="published").pk,
        "paper": Report.objects.filter(state="draft").earliest("pk").pk,
        "period": ReportingRound.objects.filter(board=board).latest("starts_on").slug,
        "action": plan.actions.earliest("number").pk,
    }


def _slower(who: str, address: str, both: tuple[str, str]) -> float:
    """Return how much longer the page takes in the second database than in the first."""
    took: dict[str, list[float]] = {database: [] for database in both}
    ratio = 0.0
    for turn in range(AGAIN):
        if turn >= TURNS and ratio <= AT_MOST:
            break
        for database, times in took.items():
            with _within(database):
                times += _times(who, address)
        few, many = (min(times) for times in took.values())
        ratio = many / few
    return ratio


def _times(who: str, address: str) -> list[float]:
    """Return how long some requests for a page take, after one that is not counted."""
    client = Client(SERVER_NAME="localhost")
    if who:
        client.force_login(User.objects.get(email=who))
    times = []
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    for _ in range(1 + ASKED):
        began = _spent()
        answer = client.get(address)
        times.append(_spent() - began)
        if answer.status_code != HTTPStatus.OK:
            raise ValueError(f"{address} was answered with {answer.status_code} to {who}.")
    return times[1:]


def _spent() -> float:
    """Return the seconds that this process and its database's have worked; else the clock's."""
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    if not server.exists():
        return time.perf_counter()
    return time.process_time() + int(server.read_text(encoding="ascii").split()[0]) / 1e9


MEASURES = {"W6": w6}
