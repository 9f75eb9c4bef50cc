"""The house that `up` runs: what it starts and in which order, how it is watched and stopped."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Protocol

from portal.start import accounts, health, schema, servers
from portal.start.environment import CHECKOUT
from portal.start.paper import PaperCheck, may_install
from portal.start.places import Places, kept_secret
from portal.start.processes import Child
from portal.start.telling import CannotStart, say

WATCH = 0.25  # seconds between two looks at the processes
PATIENT = {"PORTAL_STATEMENT_TIMEOUT": "120s"}  # work that no reader waits for
TOO_OFTEN = 5  # restarts of one process within a minute


class Part(Protocol):
    """Something that runs beside us: a server or a child process."""

    process: subprocess.Popen[bytes] | None

    def start(self) -> None:
        """Start it and come back when it is ready, or at least running."""

    def stop(self, patience: float = ...) -> None:
        """Stop it in order."""


@dataclass
class House:
    """Everything that one `up` runs, in the order in which it was started."""

    places: Places
    port: int
    demo: bool
    parts: dict[str, Part] = field(default_factory=dict)
    restarts: dict[str, list[float]] = field(default_factory=dict)
    beside: list["Child | PaperCheck"] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://localhost:{self.port}/"

    def run(self) -> None:
        """Start, watch until told to stop, stop in order."""
        began = time.monotonic()
        with ExitStack() as leaving:
            leaving.callback(self._stop)
            try:
                self._start()
                say(f"\nThe portal is at {self.address} ({time.monotonic() - began:.1f} s)")
                self._say_what_is_there()
                self._watch()
            except KeyboardInterrupt:
                say("\nStopping.")

    def _start(self) -> None:
        check = PaperCheck(self.places.log / "paper.log", may_install())
        os.environ.update(self._environment())
        reading = self._read_ahead()
        self._start_servers()
        tables = self._begin_tables()
        if reading:
            reading.finish()
        self._add("web", self._web())
        if tables:
            self._finish_tables(tables)
        self._await_first_page()
        self._add("worker", self._worker())
        servers.write_note(self.places, {**self._addresses(), "PORTAL_ADDRESS": self.address})
        if self.demo:
            self.beside.append(self._manage("demo", "demo"))
        self.beside.append(check)
        demo_and_check = [child for child in self.beside if child.process is None]
        for child in demo_and_check:
            child.start()

    def _read_ahead(self) -> Child | None:
        """Have the code compiled on one core while the database is made on the other."""
        if schema.is_current(self.places):
            return None
        command = [sys.executable, "-X", "utf8", "-c", "import portal.wsgi, portal.urls"]
        return self._beside(self._child("reading", command, {}))

    def _start_servers(self) -> None:
        """Start the servers that nobody gave us an address of."""
        servers.remove_note(self.places)
        if not os.environ.get(servers.DATABASE):
            database = servers.database(self.places)
            self._add("PostgreSQL", database)
            os.environ[servers.DATABASE] = database.address
        if not os.environ.get(servers.BROKER):
            broker = servers.broker(self.places)
            self._add("Valkey", broker)
            os.environ[servers.BROKER] = broker.address

    def _begin_tables(self) -> Child | None:
        """Begin to make the tables; until they are there every page says that it is not ready."""
        if self._is_embedded() and schema.is_current(self.places):
            return None
        return self._beside(self._child("migrate", list(schema.MIGRATE), PATIENT))

    def _finish_tables(self, migrate: Child) -> None:
        if migrate.finish() != 0:
            raise CannotStart(f"The database could not be prepared: {migrate.last_words()}")
        self.beside.remove(migrate)
        if self._is_embedded():
            schema.mark_current(self.places)
        say(f"Tables ready ({migrate.seconds():.1f} s)")

    def _beside(self, child: Child) -> Child:
        self.beside.append(child)
        child.start()
        return child

    def _is_embedded(self) -> bool:
        return "PostgreSQL" in self.parts

    def _add(self, name: str, part: Part) -> None:
        began = time.monotonic()
        self.parts[name] = part
        part.start()
        say(f"{name} started ({time.monotonic() - began:.1f} s)")

    def _environment(self) -> dict[str, str]:
        password = os.environ.get("PORTAL_DEMO_PASSWORD") or kept_secret(
            self.places.data / "demo_password"
        )
        return {
            "PORTAL_DEBUG": "1",
            "PORTAL_NO_BOOTSTRAP": "1",
            "PORTAL_DATA_DIR": str(self.places.data),
            "PORTAL_DEMO_PASSWORD": password,
            "PORTAL_ADDRESS": self.address,
        }

    def _addresses(self) -> dict[str, str]:
        return {name: os.environ[name] for name in (servers.DATABASE, servers.BROKER)}

    def _manage(self, name: str, *words: str) -> Child:
        command = [sys.executable, "-X", "utf8", "manage.py", *words]
        return self._child(name, command, PATIENT)

    def _web(self) -> Child:
        return self._child("web", web_command(self.port), {})

    def _worker(self) -> Child:
        command = [
            *(sys.executable, "-X", "utf8", "-m", "celery", "-A", "portal", "worker"),
            *("--beat", "--concurrency", "2", "--loglevel", "WARNING"),
            *("--without-mingle", "--without-gossip"),
            *("--hostname", f"portal-{self.port}@localhost"),
        ]
        return self._child("worker", command, PATIENT)

    def _child(self, name: str, command: list[str], environment: Mapping[str, str]) -> Child:
        farewell = signal.SIGKILL if name == "worker" else signal.SIGTERM
        return Child(
            command,
            log=self.places.log / f"{name}.log",
            environment=environment,
            folder=CHECKOUT,
            farewell=farewell,
        )

    def _await_first_page(self) -> None:
        deadline = time.monotonic() + 60
        while health.status(self.port) != http.client.OK:
            if self._web_part().is_over():
                raise CannotStart(f"The web server ended: {self._web_part().last_words()}")
            if time.monotonic() > deadline:
                say("The web server runs but /health/ does not say that it is well")
                return
            time.sleep(0.05)

    def _web_part(self) -> Child:
        part = self.parts["web"]
        assert isinstance(part, Child)  # noqa: S101 - we put it there
        return part

    def _say_what_is_there(self) -> None:
        if self.places.servers != self.places.data:
            say(f"The servers' data are in {self.places.servers}")
        for line in accounts.lines(os.environ["PORTAL_DEMO_PASSWORD"]):
            say(line)
        say("Ctrl-C stops all of it.")

    def _watch(self) -> None:
        while True:
            for name, part in self.parts.items():
                if _is_over(part):
                    self._restart(name, part)
            for child in [child for child in self.beside if child.is_over()]:
                if child.outcome():
                    say(child.outcome())
                self.beside.remove(child)
            time.sleep(WATCH)

    def _restart(self, name: str, part: Part) -> None:
        now = time.monotonic()
        recent = [at for at in self.restarts.get(name, []) if now - at < 60]
        if len(recent) >= TOO_OFTEN:
            raise CannotStart(f"{name} ends again and again; its log is in {self.places.log}")
        self.restarts[name] = [*recent, now]
        say(f"{name} ended; starting it again")
        part.stop(0.0)
        part.start()

    def _stop(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        servers.remove_note(self.places)
        for child in self.beside:
            child.stop(1.0)
        for part in self.parts.values():
            if isinstance(part, Child):
                part.ask_to_stop()  # web and worker stop together, then the servers
        for part in reversed(self.parts.values()):
            part.stop(10.0)
        say("All of it has stopped.")


def web_command(port: int) -> list[str]:
    """Return the command of the web server: two processes, each with one request at a time."""
    return [
        *(sys.executable, "-X", "utf8", "-m", "granian", "portal.wsgi:application"),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "2", "--blocking-threads", "1", "--no-ws", "--respawn-failed-workers"),
        *("--log-level", "warning"),
        *("--workers-kill-timeout", "5"),  # one told to stop while it starts does not hear it
    ]


def _is_over(part: Part) -> bool:
    return part.process is not None and part.process.poll() is not None
