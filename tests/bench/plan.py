"""B and W4: many people in one delivery plan over HTTP, and what one row costs after a save."""

import os
import platform
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from unittest import mock

from django.db import connection
from django.template import loader
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.result import Result
from tests.factories import CommitmentFactory, MilestoneFactory
from tests.priorities.writers import FIELDS, Writer, write_at_once, writers
from tests.web import web

PEOPLE, SECONDS = 50, 60
THINKING = (5.0, 10.0)  # seconds between one person's saves
ROWS = 15  # actions of a long plan
TIMES = 15
# Statements that ask for no data.
NO_QUERY = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@contextmanager
def throw_away_database() -> Iterator[None]:
    """Work in a database of its own, made for the measurement and dropped after it."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def machine() -> str:
    """Return what this machine is: its processor and how many of it."""
    named = ""
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        named = next((line.partition(": ")[2] for line in lines if "model name" in line), "")
    return f"{os.cpu_count()} x {named or platform.processor() or platform.machine()}"


def many_hands() -> list[Result]:
    """B: 50 people at work in one plan, each saving every 5 to 10 seconds, with drafts kept."""
    with throw_away_database(), tempfile.TemporaryDirectory() as folder, web(Path(folder)) as port:
        plan, hands = writers(port, PEOPLE)
        until = time.monotonic() + SECONDS
        write_at_once(hands, lambda writer: _work(writer, plan.get_absolute_url(), until))
    took = sorted(each for writer in hands for each in writer.diary.took)
    p95 = quantiles(took, n=20)[-1] * 1000
    what = f"{len(took)} saves by {PEOPLE} people on {machine()}, p95 in ms"
    return [Result("B", what, p95, at_most=250)]


def _work(writer: Writer, plan: str, until: float) -> None:
    """Read, think, save; who has no script is led back to the whole plan each time."""
    dice = random.Random(writer.person.post)  # noqa: S311 - the same each time
    writer.keeps_drafts = True
    time.sleep(dice.uniform(0, THINKING[1]))
    for number in range(SECONDS):
        if time.monotonic() > until:
            return
        name = dice.choice(FIELDS)
        writer.change(dice.choice(writer.actions), name, f"{writer.person.post}, text {number}")
        if not writer.window.headers:
            writer.window.get(plan)
        time.sleep(dice.uniform(*THINKING))


def one_row() -> list[Result]:
    """W4: one row after a save beside the whole page: time in templates, bytes, queries."""
    with throw_away_database():
        plan, hands = writers(0, ROWS * 5)
        for action in plan.actions.all():
            CommitmentFactory.create_batch(2, action=action)
        milestones = {"plan": plan.priority.plan, "priority": plan.priority}
        MilestoneFactory.create_batch(6, **milestones)
        return _measured(plan.get_absolute_url(), hands[0])


def _measured(plan: str, sponsor: Writer) -> list[Result]:
    client = Client(headers={"HX-Request": "true"}, SERVER_NAME="localhost")
    action = sponsor.actions[0]
    client.force_login(sponsor.person)
    address, rows, pages = f"{plan}{action.pk}/", [], []
    for number in range(TIMES):
        with _drawing() as page:
            client.get(plan)
        action.refresh_from_db()
        typed = {"version": action.version, "state": action.state, "due_on": action.due_on}
        typed |= {"title": f"Text {number}", "state_reason": action.state_reason}
        typed |= {"lead": action.lead or "", "starts_on": action.starts_on}
        with _drawing() as row, CaptureQueriesContext(connection) as asked:
            answer = client.post(address, typed)
        pages.append(sum(page))
        rows.append(sum(row))
    queries = [each for each in asked if not each["sql"].startswith(NO_QUERY)]
    return [
        Result("W4", "the row's time in templates to the page's", min(rows) / min(pages), 0.08),
        Result("W4", "the row in bytes", len(answer.content), at_most=2048),
        Result("W4", "queries of a save beside the four for who it is", len(queries) - 4, 4),
    ]


@contextmanager
def _drawing() -> Iterator[list[float]]:
    """Yield the seconds that each template drawn meanwhile took."""
    draw, spent = loader.render_to_string, []

    def timed(*given: object, **named: object) -> str:
        began = time.perf_counter()
        drawn = draw(*given, **named)  # type: ignore[arg-type]
        spent.append(time.perf_counter() - began)
        return drawn

    with mock.patch.object(loader, "render_to_string", timed):
        yield spent


MEASURES = {"B": many_hands, "W4": one_row}
