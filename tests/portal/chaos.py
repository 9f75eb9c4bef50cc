"""Faults on purpose: a broker and workers of our own to kill, freeze, flush and start again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis
from django.db import connection
from kombu import Connection

from portal import tasks
from portal.changes.lease import jobs_of
from portal.models import ReportRun
from portal.models.jobs import OPEN, WRITING, J
from portal.start import binaries, lifeline, valkey

CHECKOUT = Path(__file__).resolve().parents[2]
WORKER = "chaos worker"  # how they call themselves to the database


@dataclass
class Worker:
    """One Celery worker with its beat, in a session of its own, on the tests' database."""

    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    number: int = 0

    @property
    def log(self) -> Path:
        """What it wrote."""
        return self.folder / f"worker-{self.number}.log"

    def start(self) -> None:
        """Start it; the log is a new one."""
        self.number += 1
        options = ("--beat", "--concurrency", "2", "--loglevel", "WARNING")
        quiet = ("--without-mingle", "--without-gossip", "--hostname", f"{self.folder.name}@test")
        command = (sys.executable, "-X", "utf8", "-m", "celery", "-A", "tests.portal.chaos_worker")
        with self.log.open("wb") as log:
            self.process = lifeline.start(
                [*command, "worker", *options, *quiet],
                log=log,
                farewell=signal.SIGKILL,
                environment={
                    **os.environ,
                    **self.environment,
                    "PORTAL_DATA_DIR": str(self.folder),
                },
                folder=CHECKOUT,
            )

    def send(self, number: signal.Signals) -> None:
        """Send a signal to it and to all its processes."""
        if self.process is not None:
            os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """End it without a word of warning."""
        if self.process is not None and self.process.poll() is None:
            self.send(signal.SIGKILL)
            self.process.wait()


@dataclass
class House:
    """A broker of our own and the workers that hear it."""

    folder: Path
    broker: valkey.Server
    workers: list[Worker] = field(default_factory=list)

    def hire(self, name: str) -> Worker:
        """Start one more worker."""
        folder = self.folder / name
        folder.mkdir()
        worker = Worker(folder, self._environment())
        self.workers.append(worker)
        worker.start()
        return worker

    def flush(self) -> None:
        """Let the broker forget every message."""
        with redis.Redis(unix_socket_path=str(self.broker.socket)) as client:
            client.flushall()

    def restart_broker(self) -> None:
        """Kill the broker, which keeps nothing, and start it again."""
        assert self.broker.process is not None
        self.broker.process.kill()
        self.broker.process.wait()
        self.broker.start()

    def freeze_broker(self, number: signal.Signals) -> None:
        """Stop (SIGSTOP) the broker or let it go on (SIGCONT)."""
        assert self.broker.process is not None
        self.broker.process.send_signal(number)

    def send_again(self, run_id: int) -> None:
        """Put one more message for a run into the queue."""
        with Connection(self.broker.address) as way:
            tasks.write_report.apply_async(kwargs={"run_id": run_id}, connection=way)

    def _environment(self) -> dict[str, str]:
        address, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        return {
            "DATABASE_URL": f"{address}/{connection.settings_dict['NAME']}",
            "CELERY_BROKER_URL": self.broker.address,
            "PORTAL_STATEMENT_TIMEOUT": "60s",
            "PGAPPNAME": WORKER,
        }


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """Yield a house with its broker running; at the end nothing of it runs any more."""
    broker = valkey.Server(
        binaries.find_valkey(None, folder),
        data=folder / "data",
        sockets=folder,
        log=folder / "valkey.log",
        careless=True,
    )
    with ExitStack() as leaving:
        leaving.callback(broker.stop)
        broker.start()
        made = House(folder, broker)
        leaving.callback(wait_until, no_worker_reads, within=20, what="the end of all workers")
        leaving.callback(lambda: [worker.kill() for worker in made.workers])
        yield made


def wait_until(happened: Callable[[], bool], *, within: float, what: str) -> float:
    """Wait until `happened`; return the seconds it took.

    :raises AssertionError: it did not within that many seconds
    """
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < within, f"{what}: not within {within:.0f} s"
        time.sleep(0.05)
    return time.monotonic() - began


def drop_connections() -> int:
    """End every connection of the workers to the database; return how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = %s",
            [WORKER],
        )
        return int(cursor.fetchone()[0])


def no_worker_reads() -> bool:
    """Return whether the database has let go of every worker of ours, the killed ones too."""
    return nobody_reads(WORKER)


def nobody_reads(name: str) -> bool:
    """Return whether the database has let go of all that call themselves `name`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = %s",
            [name],
        )
        return bool(cursor.fetchone() == (0,))


def all_over(kind: type[J] = ReportRun) -> bool:
    """Return whether every job of a kind has come to its end."""
    return not jobs_of(kind).filter(state__in=OPEN).exists()


def printing(kind: type[J] = ReportRun) -> J | None:
    """Return a job of a kind whose PDF is being set right now."""
    return jobs_of(kind).light().filter(state=WRITING, step=kind.Step.PDF).first()
