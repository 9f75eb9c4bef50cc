"""Who writes a report: one conditional UPDATE takes a run, a lease keeps it.

The lease runs on the database's clock. The number of the attempt is the fence: every later
write names it, so that whoever lost the lease while asleep can change nothing any more.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from portal.models import ReportRun, ReportRunQuerySet

LEASE = timedelta(seconds=10)
RENEWED_EVERY = 3.0  # seconds: two renewals may fail before the lease lapses
GOODBYE = 5.0  # seconds for a renewal under way to end
TRIES = 3
STOPPED = "The report service was stopped while writing it."

logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker took the run over while this one did not answer."""


def claim(run_id: int) -> ReportRun | None:
    """Take run `run_id` for the caller; None: written already, in other hands, or given up."""
    waiting = ReportRun.objects.idle().filter(pk=run_id, attempt__lt=TRIES)
    with transaction.atomic():
        taken = waiting.update(
            state=ReportRun.State.WRITING,
            step=ReportRun.Step.READING,
            attempt=F("attempt") + 1,
            lease_until=Now() + LEASE,
        )
        if not taken:
            return None
        return ReportRun.objects.select_related("format", "board", "report").get(pk=run_id)


def write_as_held(run: ReportRun, **values: Any) -> None:
    """Write `values` on a run that the caller holds.

    :raises LeaseLost: the caller's attempt is over, and nothing is written
    """
    if not ReportRun.objects.held_as(run).update(**values):
        raise LeaseLost(f"Attempt {run.attempt} at report run {run.pk} was taken over.")


def let_go(run: ReportRun, *, reason: str = STOPPED) -> None:
    """Leave a run to the next try, or fail it after the last; nothing if it is ours no more."""
    if run.attempt < TRIES:
        ReportRun.objects.held_as(run).update(lease_until=Now(), reason=reason)
    else:
        fail(run, reason=reason)


def fail(run: ReportRun, *, reason: str) -> None:
    """End a run as one that cannot be written; nothing if it is ours no more."""
    _end_failed(ReportRun.objects.held_as(run), reason)


def give_up() -> int:
    """Fail the runs whose last attempt ended without a word; return how many."""
    return _end_failed(ReportRun.objects.idle().filter(attempt__gte=TRIES), STOPPED)


def _end_failed(runs: ReportRunQuerySet, reason: str) -> int:
    return runs.update(
        state=ReportRun.State.FAILED,
        step="",
        edition=None,
        lease_until=None,
        finished_at=Now(),
        reason=reason,
    )


@contextmanager
def kept(run: ReportRun) -> Iterator[None]:
    """Renew the lease of `run` from a thread of its own while the caller works."""
    over = threading.Event()
    keeper = threading.Thread(target=_renew, args=(run, over), name=f"lease-{run.pk}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(GOODBYE)


def _renew(run: ReportRun, over: threading.Event) -> None:
    held = ReportRun.objects.held_as(run)
    try:
        while not over.wait(RENEWED_EVERY):
            try:
                renewed = held.update(lease_until=Now() + LEASE)
            except (OperationalError, InterfaceError):
                logger.warning("The lease of report run %s could not be renewed.", run.pk)
                connection.close()
                continue
            if not renewed:
                return
    finally:
        connection.close()
