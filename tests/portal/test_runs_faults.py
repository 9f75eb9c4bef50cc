"""Reports and packs through faults: each is there once, with a calm run's bytes, and soon."""

import logging
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models.functions import Now

from governance.models import Board, Meeting
from governance.periods import period_from_slug
from portal.changes.asking import ask_for_report
from portal.changes.lease import TRIES
from portal.changes.packs import ask_for_pack
from portal.changes.printing import Press, Printed
from portal.models import Pack, PackDocument, ReportDocument, ReportRun
from tests.factories import AgendaItemFactory, BoardFactory, ReportFormatFactory
from tests.portal import chaos
from tests.portal.chaos_paper import compose
from tests.portal.packs import a_meeting, made

State = ReportRun.State
AT = datetime(2024, 8, 1, 9, 0, tzinfo=UTC)
PERIODS = ("2023-24-q1", "2023-24-q2", "2023-24-q3", "2023-24-q4", "2024-25-q1")
RECOVERY = 20.0  # seconds from the last fault until work goes on

logger = logging.getLogger(__name__)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
    pytest.mark.broker,
]


@pytest.fixture
def house(transactional_db, tmp_path_factory):
    with chaos.house(tmp_path_factory.mktemp("c")) as house:
        yield house


def ask(boards, periods):
    """Ask for a report of each board and period, all at once; return the runs' keys."""
    house_format = ReportFormatFactory(is_built=True)

    def ask_one(wanted):
        board, period = wanted
        try:
            return ask_for_report(
                format=house_format, board=board, period=period, by=None, at=AT
            ).pk
        finally:
            connection.close()

    wanted = [(board, period) for board in boards for period in periods]
    with ThreadPoolExecutor(len(wanted)) as askers:
        return list(askers.map(ask_one, wanted))


def calm_bytes(run):
    """Return the SHA-256 by kind of what a calm run keeps for `run`."""
    board, period = Board.objects.get(pk=run.board_id), period_from_slug(run.period)
    paper = replace(compose(board=board, period=period), edition=1)
    press = Press()
    printed = [*press.set_all(paper, ReportDocument.Kind.values), press.set_pdf(paper)]
    return {each.kind: each.sha256 for each in printed}


def kept_bytes(run):
    return {each.kind: Printed(each.kind, bytes(each.body)).sha256 for each in run.documents.all()}


def assert_each_is_there_once(keys):
    runs = list(ReportRun.objects.light().order_by("pk"))
    assert [run.pk for run in runs] == sorted(keys)
    assert [(run.state, run.edition) for run in runs] == [(State.READY, 1)] * len(keys)
    for run in runs:
        assert kept_bytes(run) == calm_bytes(run)


def a_calm_run(boards, periods):
    """Return how long the reports take in calm, and the bytes they then have."""
    began = time.monotonic()
    ask(boards, periods)
    chaos.wait_until(chaos.all_over, within=60 * len(boards) * len(periods), what="the calm run")
    seconds = time.monotonic() - began
    kept = {(run.board_id, run.period): kept_bytes(run) for run in ReportRun.objects.light()}
    ReportDocument.objects.all().delete()
    ReportRun.objects.all().delete()
    return seconds, kept


def test_each_report_is_there_once_through_kill_flush_restart_and_doubled_messages(house, full):
    boards = BoardFactory.create_batch(4 if full else 2)
    periods = PERIODS if full else PERIODS[:2]
    worker = house.hire("a")
    calm, calm_kept = a_calm_run(boards, periods)
    keys = ask(boards, periods)

    chaos.wait_until(lambda: chaos.printing() is not None, within=60, what="the first PDF")
    worker.kill()
    worker.start()
    for key in keys:
        house.send_again(key)
    house.flush()
    house.restart_broker()
    for key in keys[:2]:
        house.send_again(key)
    last_fault = time.monotonic()

    attempts = dict(ReportRun.objects.values_list("pk", "attempt"))
    back = chaos.wait_until(
        lambda: dict(ReportRun.objects.values_list("pk", "attempt")) != attempts,
        within=RECOVERY,
        what="work after the last fault",
    )
    chaos.wait_until(chaos.all_over, within=RECOVERY + calm - back, what="all reports")
    logger.info(
        "%s reports: %.1f s in calm; back to work %.1f s after the last fault, done after %.1f s",
        len(keys),
        calm,
        back,
        time.monotonic() - last_fault,
    )
    runs = list(ReportRun.objects.light().order_by("pk"))
    assert [run.pk for run in runs] == sorted(keys)
    assert {(run.state, run.edition) for run in runs} == {(State.READY, 1)}
    assert {(run.board_id, run.period): kept_bytes(run) for run in runs} == calm_kept


def test_a_worker_that_wakes_after_its_lease_changes_nothing(house):
    sleeper = house.hire("a")
    (key,) = ask([BoardFactory()], PERIODS[:1])
    chaos.wait_until(lambda: chaos.printing() is not None, within=60, what="the first PDF")
    sleeper.send(signal.SIGSTOP)
    house.hire("b")
    taken = chaos.wait_until(chaos.all_over, within=RECOVERY + 20, what="the second attempt")
    finished = ReportRun.objects.get(pk=key).finished_at
    sleeper.send(signal.SIGCONT)
    chaos.wait_until(
        lambda: f"Attempt 1 at report run {key} was taken over" in sleeper.log.read_text(),
        within=20,
        what="the sleeper's refusal",
    )
    logger.info("Done by the other worker %.1f s after the freeze", taken)
    run = ReportRun.objects.get(pk=key)
    assert (run.attempt, run.finished_at) == (2, finished)
    assert_each_is_there_once([key])


def test_a_database_that_drops_every_connection_costs_no_report(house):
    house.hire("a")
    (key,) = ask([BoardFactory()], PERIODS[:1])
    chaos.wait_until(lambda: chaos.printing() is not None, within=60, what="the first PDF")
    assert chaos.drop_connections() > 1  # the dispatcher's and the writer's
    done = chaos.wait_until(chaos.all_over, within=RECOVERY + 20, what="the report")
    logger.info("Done %.1f s after the connections were gone", done)
    assert_each_is_there_once([key])


def test_a_frozen_broker_slows_nobody_who_asks_and_the_reports_come_after_it(house):
    house.hire("a")
    board = BoardFactory()
    ask([board], PERIODS[:1])
    chaos.wait_until(chaos.all_over, within=60, what="a report in calm")
    house.freeze_broker(signal.SIGSTOP)
    began = time.monotonic()
    ask([board], PERIODS[1:2])
    asked = time.monotonic() - began
    time.sleep(1)
    house.freeze_broker(signal.SIGCONT)
    done = chaos.wait_until(chaos.all_over, within=RECOVERY + 20, what="the report after it")
    logger.info("Asked in %.0f ms, done %.1f s after the thaw", asked * 1000, done)
    assert asked < 1


def kept_files(pack):
    return {tuple(each.circles): bytes(each.body) for each in pack.documents.all()}


def a_calm_pack(meeting):
    """Return the files of a meeting's pack as they are made in calm."""
    kept = kept_files(made(meeting))
    PackDocument.objects.all().delete()
    Pack.objects.all().delete()
    return kept


def kill_while_it_draws(worker, *, attempt):
    """Kill a worker in the middle of its attempt at a pack."""
    chaos.wait_until(
        lambda: (drawn := chaos.printing(Pack)) is not None and drawn.attempt == attempt,
        within=60,
        what=f"attempt {attempt} at the pack",
    )
    worker.kill()
    chaos.wait_until(chaos.no_worker_reads, within=20, what="the end of the worker")
    left = Pack.objects.get()
    assert (left.state, left.step, left.attempt) == (Pack.State.WRITING, Pack.Step.PDF, attempt)
    assert kept_files(left) == {}


def test_a_pack_is_there_once_and_whole_though_its_worker_is_killed_while_it_draws(house, full):
    meeting = a_meeting() if full else AgendaItemFactory().meeting
    calm_files = a_calm_pack(meeting)
    pack = ask_for_pack(meeting, by=None, at=AT)
    kills = TRIES - 1 if full else 1
    for attempt in range(1, kills + 1):
        kill_while_it_draws(house.hire(f"w{attempt}"), attempt=attempt)
        Meeting.objects.update(venue="Changed after it was frozen")
        if not full:  # which waits out the lease and the bell
            Pack.objects.update(lease_until=Now(), rung_at=None)
    house.hire("last")
    done = chaos.wait_until(lambda: chaos.all_over(Pack), within=RECOVERY + 20, what="the pack")
    logger.info("The pack was done %.1f s after its worker was killed", done)
    kept = Pack.objects.get()
    assert kept == pack
    assert (kept.state, kept.edition, kept.attempt) == (Pack.State.READY, 1, kills + 1)
    assert (kept.step, kept.lease_until, kept.reason) == ("", None, "")
    assert kept_files(kept) == calm_files
