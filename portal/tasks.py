"""What the workers are told: three lines a task, an id in, one change called."""

from typing import Any

from celery import bootsteps, shared_task
from celery.worker import WorkController
from django.utils import timezone

from portal.celery import app
from portal.changes import closing, packs, ringing, sessions, writing
from portal.models import Pack


@shared_task
def write_report(*, run_id: int, **_later: Any) -> None:
    """Write one report run. Safe to deliver twice: the row decides, not the queue."""
    writing.write_report(run_id)


@shared_task
def write_pack(*, pack_id: int, **_later: Any) -> None:
    """Make one pack of a meeting. Safe to deliver twice, as a report is."""
    packs.write_pack(pack_id)


@shared_task
def sweep_reports(**_later: Any) -> None:
    """Ring again for every job that waits; beat does it should all dispatchers be deaf."""
    ringing.sweep(send=send)
    ringing.sweep(send=send_pack, of=Pack)


@shared_task
def forget_sessions(**_later: Any) -> None:
    """Remove what is left of sessions that have lapsed."""
    sessions.forget_lapsed(at=timezone.now())


@shared_task
def carry_out_closings(**_later: Any) -> None:
    """Close the boards whose agreed day is over. Safe to run twice at once: the row decides."""
    closing.carry_out_due(at=timezone.now())


def send(run_id: int) -> None:
    """Tell the broker of a run; it fails within seconds where the broker does not answer."""
    write_report.apply_async(kwargs={"run_id": run_id}, retry=False)


def send_pack(pack_id: int) -> None:
    """Tell the broker of a pack, as of a run."""
    write_pack.apply_async(kwargs={"pack_id": pack_id}, retry=False)


class Dispatching(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery has no types
    """Each worker's main process hears the bell of the database."""

    requires = ("celery.worker.components:Pool",)

    def create(self, worker: WorkController) -> ringing.Dispatcher:
        """Return what starts and stops with the worker."""
        return ringing.Dispatcher(send, send_pack)


app.steps["worker"].add(Dispatching)
