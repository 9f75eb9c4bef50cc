"""The bell: PostgreSQL tells the workers that a run waits, and they tell the broker.

No request speaks to the broker. What the bell misses the sweep finds: a row that was asked for
and not rung, or rung long ago, or whose lease lapsed.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import Error, connection
from django.db.models import Q
from django.db.models.functions import Now
from kombu.exceptions import OperationalError as BrokerAway

from portal.changes.lease import TRIES, give_up, jobs_of
from portal.models import Job, JobQuerySet, Pack, ReportRun

RING_AGAIN = timedelta(seconds=10)
SWEPT_EVERY = 2.0  # seconds
NAP = 1.0  # seconds before the database is tried again

logger = logging.getLogger(__name__)


def ring() -> None:
    """Wake the dispatchers when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY report_asked")


def sweep(*, send: Callable[[int], None], of: type[Job] = ReportRun) -> int:
    """Send every job of a kind that waits to the workers, oldest first; return how many.

    A job is marked before it is sent, so that any number of sweeps at once send it once.
    """
    give_up(of)
    sent = 0
    for job_id in _unheard(of).order_by("asked_at", "pk").values_list("pk", flat=True):
        if _unheard(of).filter(pk=job_id).update(rung_at=Now()):
            send(job_id)
            sent += 1
    return sent


def _unheard(kind: type[Job]) -> JobQuerySet[Any]:
    """Return the idle jobs of which the broker was not told, or told too long ago."""
    return (
        jobs_of(kind)
        .idle()
        .filter(Q(rung_at=None) | Q(rung_at__lte=Now() - RING_AGAIN), attempt__lt=TRIES)
    )


class Dispatcher(threading.Thread):
    """Hears the bell in a worker's main process and sweeps, at the latest every two seconds."""

    def __init__(
        self, send: Callable[[int], None], send_pack: Callable[[int], None] | None = None
    ) -> None:
        """Prepare to send runs by `send`, which may fail: the next sweep tries again.

        `send_pack`: what sends packs of meetings; without it they wait for another dispatcher.
        """
        super().__init__(name="report-dispatcher", daemon=True)
        self._send, self._send_pack = send, send_pack
        self._over = threading.Event()

    def run(self) -> None:
        """Listen and sweep until stopped, through every absence of database and broker."""
        while not self._over.is_set():
            try:
                self._listen()
            except Error as absence:  # no database, or no tables yet
                logger.warning("The database does not serve; reports wait: %s", absence)
            except Exception:
                logger.exception("The bell was not heard; listening again.")
            finally:
                connection.close()
            self._over.wait(NAP)

    def stop(self) -> None:
        """Ask it to end; it does within two seconds."""
        self._over.set()

    def _listen(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("LISTEN report_asked")
        while not self._over.is_set():
            try:
                sweep(send=self._send)
                if self._send_pack:
                    sweep(send=self._send_pack, of=Pack)
            except BrokerAway as refusal:
                logger.warning("The broker does not answer; reports wait: %s", refusal)
            with connection.wrap_database_errors:
                list(connection.connection.notifies(timeout=SWEPT_EVERY, stop_after=1))
