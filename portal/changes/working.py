"""Doing a job of the queue: claim it, keep the lease, and what comes of a fault."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now

from portal.changes.lease import LeaseLost, claim_of, fail, jobs_of, kept, let_go, said_of
from portal.models import Job
from portal.models.jobs import J

TRY = {1: "first", 2: "second", 3: "third"}

logger = logging.getLogger(__name__)


class CannotWrite(Exception):
    """Why no try would write this report or pack: a sentence for whoever asked."""


def work(kind: type[J], job_id: int, do: Callable[[J], None]) -> bool:
    """Have `do` done to the job `job_id`; return whether this call brought it to an end.

    Safe to call any number of times at once: the row decides who works. A fault leaves the job
    to the next try, the third fails it with its reason.
    """
    job = claim_of(kind, job_id)
    if job is None:
        return False
    try:
        with kept(job):
            do(job)
    except LeaseLost as lost:
        logger.warning("%s", lost)
        return False
    except CannotWrite as reason:
        fail(job, reason=str(reason))
    except Exception as fault:
        logger.exception("Attempt %s at %s", job.attempt, said_of(job))
        drop_lost_connection()
        let_go(job, reason=_said(job, fault))
        return False
    except BaseException:
        let_go(job)
        raise
    return True


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Read as of one instant, whatever others write meanwhile, and write nothing."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def drop_lost_connection() -> None:
    """Notice a connection that went away during long work: the next query makes a new one."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def ended() -> dict[str, object]:
    """Return what a job has when it is over."""
    return {"step": "", "lease_until": None, "finished_at": Now()}


def _said(job: Job, fault: Exception) -> str:
    """Return what went wrong as a sentence, without words of the database or of a file."""
    jobs: Any = jobs_of(type(job)).filter(pk=job.pk)
    at = jobs.values_list("step", flat=True).first()
    doing = job.Step(at).label if at else "beginning"
    name = type(fault).__name__
    return f"The {TRY[job.attempt]} try broke off while {doing} ({name}); the log says where."
