"""Who does a job, as writing a report: one conditional UPDATE takes it, a lease keeps it.

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

from portal.models import Job, JobQuerySet, ReportRun
from portal.models.jobs import FAILED, WRITING, J

LEASE = timedelta(seconds=10)
RENEWED_EVERY = 3.0  # seconds: two renewals may fail before the lease lapses
GOODBYE = 5.0  # seconds for a renewal under way to end
TRIES = 3
STOPPED = "The service that writes papers was stopped before it was done."

logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker took the run over while this one did not answer."""


def claim(run_id: int) -> ReportRun | None:
    """Take run `run_id` for the caller; None: written already, in other hands, or given up."""
    return claim_of(ReportRun, run_id)


def claim_of(kind: type[J], job_id: int) -> J | None:
    """Take the job `job_id` of a kind, as `claim` takes a run."""
    jobs = jobs_of(kind)
    waiting = jobs.idle().filter(pk=job_id, attempt__lt=TRIES)
    with transaction.atomic():
        taken = waiting.update(
            state=WRITING,
            step=kind.Step.READING,
            attempt=F("attempt") + 1,
            lease_until=Now() + LEASE,
        )
        return jobs.select_related(*kind.worked_with).get(pk=job_id) if taken else None


def write_as_held(job: Job, **values: Any) -> None:
    """Write `values` on a job that the caller holds.

    :raises LeaseLost: the caller's attempt is over, and nothing is written
    """
    if not _held(job).update(**values):
        raise LeaseLost(f"Attempt {job.attempt} at {said_of(job)} was taken over.")


def let_go(job: Job, *, reason: str = STOPPED) -> None:
    """Leave a job to the next try, or fail it after the last; nothing if it is ours no more."""
    if job.attempt < TRIES:
        _held(job).update(lease_until=Now(), reason=reason)
    else:
        fail(job, reason=reason)


def fail(job: Job, *, reason: str) -> None:
    """End a job as one that cannot be done; nothing if it is ours no more."""
    _end_failed(_held(job), reason)


def give_up(kind: type[Job] = ReportRun) -> int:
    """Fail the jobs whose last attempt ended without a word; return how many."""
    return _end_failed(jobs_of(kind).idle().filter(attempt__gte=TRIES), STOPPED)


def jobs_of(kind: type[J]) -> JobQuerySet[J]:
    """Return all jobs of a kind."""
    jobs: JobQuerySet[J] = kind._default_manager.all()  # type: ignore[assignment]
    return jobs


def said_of(job: Job) -> str:
    """Return what a job is called in a log: "report run 7"."""
    return f"{job._meta.verbose_name} {job.pk}"


def _held(job: Job) -> JobQuerySet[Any]:
    return jobs_of(type(job)).held_as(job)


def _end_failed(jobs: JobQuerySet[Any], reason: str) -> int:
    return jobs.update(
        state=FAILED,
        step="",
        edition=None,
        lease_until=None,
        finished_at=Now(),
        reason=reason,
    )


@contextmanager
def kept(job: Job) -> Iterator[None]:
    """Renew the lease of `job` from a thread of its own while the caller works."""
    over = threading.Event()
    keeper = threading.Thread(target=_renew, args=(job, over), name=f"lease-{job.pk}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(GOODBYE)


def _renew(job: Job, over: threading.Event) -> None:
    held = _held(job)
    try:
        while not over.wait(RENEWED_EVERY):
            try:
                renewed = held.update(lease_until=Now() + LEASE)
            except (OperationalError, InterfaceError):
                logger.warning("The lease of %s could not be renewed.", said_of(job))
                connection.close()
                continue
            if not renewed:
                return
    finally:
        connection.close()
