"""The bell and the sweep: every run that waits is sent, once at a time, whatever was missed."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection
from django.db.models.functions import Now
from kombu.exceptions import OperationalError as BrokerAway

from portal import tasks
from portal.changes import ringing, writing
from portal.changes.asking import ask_for_report
from portal.changes.lease import claim
from portal.changes.ringing import Dispatcher, sweep
from portal.models import ReportRun
from tests.factories import BoardFactory, ReportFormatFactory, ReportRunFactory
from tests.portal.chaos import wait_until

State = ReportRun.State
AT = datetime(2024, 8, 1, 9, 0, tzinfo=UTC)


def waiting(*, rung=None, **columns):
    """Return a run, rung for that many seconds ago."""
    run = ReportRunFactory(**columns)
    if rung is not None:
        ReportRun.objects.filter(pk=run.pk).update(rung_at=Now() - timedelta(seconds=rung))
    return run


def sent():
    """Return the keys of the runs that a sweep sends."""
    keys = []
    sweep(send=keys.append)
    return keys


@pytest.mark.django_db
def test_a_run_that_was_asked_for_is_sent_once_and_not_again_at_once():
    run = waiting()
    assert sent() == [run.pk]
    assert sent() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("ago", "again"), [(9, False), (10, True)])
def test_a_message_that_came_to_nothing_is_sent_again_after_ten_seconds(ago, again):
    run = waiting(rung=ago)
    assert sent() == ([run.pk] if again else [])


@pytest.mark.django_db
def test_runs_are_sent_in_the_order_in_which_they_were_asked_for():
    later = waiting(period="2023-24-q1", asked_at=AT + timedelta(seconds=1))
    earlier = waiting(period="2023-24-q2", asked_at=AT)
    assert sent() == [earlier.pk, later.pk]


@pytest.mark.django_db
def test_a_run_that_another_sweep_sends_meanwhile_is_not_sent_twice():
    waiting(period="2023-24-q1", asked_at=AT)
    second = waiting(period="2023-24-q2", asked_at=AT + timedelta(seconds=1))
    meanwhile = []
    assert sweep(send=lambda _: meanwhile.extend(sent())) == 1
    assert meanwhile == [second.pk]


@pytest.mark.django_db
def test_a_run_in_good_hands_is_not_sent():
    claim(waiting(rung=60).pk)
    assert sent() == []


@pytest.mark.django_db
def test_a_run_whose_lease_lapsed_is_sent_and_after_three_attempts_given_up():
    run = waiting(rung=60)
    for _ in range(3):
        ReportRun.objects.filter(pk=run.pk).update(rung_at=Now() - timedelta(seconds=60))
        assert sent() == [run.pk]
        claim(run.pk)
        ReportRun.objects.filter(pk=run.pk).update(lease_until=Now())
    assert sent() == []
    run.refresh_from_db()
    assert run.state == State.FAILED


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.READY, State.FAILED])
def test_what_is_over_is_not_sent(state):
    waiting(state=state, edition=1, reason="No room.")
    assert sent() == []


@pytest.mark.django_db(transaction=True)
def test_any_number_of_sweeps_at_once_send_a_run_once():
    run, keys, together = waiting(), [], threading.Barrier(8)

    def sweep_with_the_others():
        together.wait()
        try:
            sweep(send=keys.append)
        finally:
            connection.close()

    sweepers = [threading.Thread(target=sweep_with_the_others) for _ in range(8)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join()
    assert keys == [run.pk]


class Ear:
    """What a dispatcher sent, and when; it may find the broker away at first."""

    def __init__(self, refusals=0):
        self.heard, self.refusals, self.came = [], refusals, threading.Event()

    def __call__(self, run_id):
        if self.refusals:
            self.refusals -= 1
            raise BrokerAway
        self.heard.append((run_id, time.monotonic()))
        self.came.set()


@pytest.fixture
def listen(transactional_db):
    """A function that starts a dispatcher and waits until it listens."""
    dispatchers = []

    def listen_(ear):
        dispatcher = Dispatcher(ear)
        dispatchers.append(dispatcher)
        dispatcher.start()
        wait_until(lambda: bool(listeners()), within=10, what="the dispatcher")

    yield listen_
    for dispatcher in dispatchers:
        dispatcher.stop()
    for dispatcher in dispatchers:
        dispatcher.join()


def listeners():
    """Return the database's processes that wait for the bell."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state = 'idle' AND query LIKE '%%portal_reportrun%%'"
        )
        return [pid for (pid,) in cursor.fetchall()]


def test_the_bell_is_heard_at_once(listen):
    ear = Ear()
    listen(ear)
    house_format, board = ReportFormatFactory(is_built=True), BoardFactory()
    began = time.monotonic()
    run = ask_for_report(format=house_format, board=board, period="2023-24-q4", by=None, at=AT)
    assert ear.came.wait(ringing.SWEPT_EVERY)
    (heard, at) = ear.heard[0]
    assert (heard, len(ear.heard)) == (run.pk, 1)
    assert at - began < ringing.SWEPT_EVERY / 2


def test_a_row_that_rang_no_bell_is_found_by_the_next_sweep(listen):
    ear = Ear()
    listen(ear)
    run = ReportRunFactory()
    assert ear.came.wait(ringing.SWEPT_EVERY * 3)
    assert ear.heard[0][0] == run.pk


def test_a_broker_that_is_away_does_not_end_the_listening(listen):
    ear = Ear(refusals=1)
    listen(ear)
    refused = ReportRunFactory(period="2023-24-q1")
    ringing.ring()
    marked = ReportRun.objects.filter(pk=refused.pk, rung_at__isnull=False)
    wait_until(marked.exists, within=10, what="the refusal")
    run = ReportRunFactory(period="2023-24-q2")
    ringing.ring()
    assert ear.came.wait(ringing.SWEPT_EVERY * 3)
    assert ear.heard[0][0] == run.pk


def test_a_lost_connection_does_not_end_the_listening(listen):
    ear = Ear()
    listen(ear)
    (pid,) = listeners()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    wait_until(lambda: bool(set(listeners()) - {pid}), within=10, what="a new connection")
    run = ReportRunFactory()
    ringing.ring()
    assert ear.came.wait(ringing.SWEPT_EVERY * 3)
    assert ear.heard[0][0] == run.pk


@pytest.mark.parametrize("fault", [ProgrammingError("no tables yet"), ZeroDivisionError()])
def test_no_fault_ends_the_listening(listen, monkeypatch, fault):
    faults = iter([fault])
    ear, whole_sweep = Ear(), ringing.sweep

    def sweep_with_a_fault(*, send):
        for each in faults:
            raise each
        whole_sweep(send=send)

    monkeypatch.setattr(ringing, "sweep", sweep_with_a_fault)
    monkeypatch.setattr(ringing, "NAP", 0.01)
    listen(ear)
    run = ReportRunFactory()
    assert ear.came.wait(ringing.SWEPT_EVERY * 3)
    assert ear.heard[0][0] == run.pk


def test_a_message_of_a_later_release_is_understood(monkeypatch):
    written = []
    monkeypatch.setattr(writing, "write_report", written.append)
    tasks.write_report(run_id=7, priority="high")
    assert written == [7]
