"""An embedded PostgreSQL: made, started in the foreground on a unix socket, stopped again."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from portal.start import lifeline
from portal.start.binaries import Postgres
from portal.start.lifeline import Account
from portal.start.places import give, hand_over
from portal.start.telling import CannotStart

NAME = "portal"  # the role and the database
PATIENCE = 60.0  # seconds to come up, after a crash with its recovery
STALE_MEMORY = "shared memory block"
QUIET = (
    "listen_addresses=",
    "max_connections=60",
    "shared_buffers=64MB",
    "timezone=UTC",
    "log_timezone=UTC",
)
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@dataclass
class Server:
    """One cluster in `data`, speaking on a socket in `sockets`; `careless` for throw-away ones."""

    programs: Postgres
    data: Path
    sockets: Path
    log: Path
    account: Account | None = None
    careless: bool = False
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The DATABASE_URL of the running server."""
        return f"postgres://{NAME}@{quote(str(self.sockets), safe='')}/{NAME}"

    def start(self) -> None:
        """Make the cluster where there is none, start it and wait until it answers.

        :raises CannotStart: the data are of another major version, or it does not come up
        """
        self._check_version()
        hand_over(self.data, self.account)
        fresh = not (self.data / "PG_VERSION").exists()
        if fresh:
            self._make()
        deadline = time.monotonic() + PATIENCE
        while not self._come_up(deadline):
            if time.monotonic() > deadline or STALE_MEMORY not in self.last_words():
                raise CannotStart(f"PostgreSQL did not start: {self.last_words()}")
            time.sleep(0.3)
        if fresh:
            self.tool("createdb", NAME, accept="already exists")

    def stop(self, patience: float = 20.0) -> None:
        """Stop at once but in order: open connections are cut, nothing is lost."""
        if self.process is not None:
            lifeline.end(self.process, signal.SIGINT, patience=patience)
            self.process = None

    def last_words(self) -> str:
        """Return the end of the server's log as one line."""
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return "it wrote nothing"
        return " | ".join(text.strip().splitlines()[-4:])

    def _check_version(self) -> None:
        try:
            found = (self.data / "PG_VERSION").read_text(encoding="utf-8").strip()
        except OSError:
            return
        if found != str(self.programs.major):
            raise CannotStart(
                f"The data in {self.data} were made by PostgreSQL {found} and this is version "
                f"{self.programs.major}: run `manage.py backup FILE` where version {found} is "
                "installed, move that folder away, and run `manage.py restore FILE` here."
            )

    def _make(self) -> None:
        """Make the cluster aside and rename it at the end, so that an interruption heals."""
        aside = self.data.with_name(f"{self.data.name}.making")
        shutil.rmtree(aside, ignore_errors=True)
        if self.data.exists():
            shutil.rmtree(self.data)  # no PG_VERSION: never was a cluster
        give(aside, self.account)
        locale = ["--locale=C.UTF-8"]
        if self.programs.major >= 17:
            locale.append("--locale-provider=builtin")
        command = [  # trust: only who may enter the private folder reaches the socket
            self.programs.program("initdb"),
            *("--pgdata", str(aside), "--username", NAME, "--encoding", "UTF8"),
            *("--auth", "trust", "--no-instructions", *locale),
            *(["--no-sync"] if self.careless else []),
        ]
        answer = lifeline.run_as(self.account, command)
        if answer.returncode:
            raise CannotStart(f"PostgreSQL could not make its data folder: {answer.stderr[-400:]}")
        aside.rename(self.data)

    def _come_up(self, deadline: float) -> bool:
        self._clear_away()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.process = lifeline.start(
                self._command(), log=log, account=self.account, farewell=signal.SIGINT
            )
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                return False
            if self._is_ready():
                return True
            time.sleep(0.05)
        self.stop()
        return False

    def _command(self) -> list[str]:
        settings = [*QUIET, f"unix_socket_directories={self.sockets}"]
        settings += CARELESS if self.careless else ()
        command = [self.programs.program("postgres"), "-D", str(self.data)]
        for setting in settings:
            command += ["-c", setting]
        return command

    def _is_ready(self) -> bool:
        try:
            state = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        return len(state) > 7 and state[7].strip() == "ready"

    def _clear_away(self) -> None:
        """Stop a server that a killed supervisor left on these data, and its stale notes.

        Safe because the caller holds the checkout's lock: whoever runs here is left over.
        """
        note = self.data / "postmaster.pid"
        try:
            left = int(note.read_text(encoding="utf-8").splitlines()[0])
        except (OSError, ValueError, IndexError):
            return
        patience = time.monotonic() + 15
        signals = iter([signal.SIGINT, signal.SIGQUIT])
        while _works_in(left, self.data):
            if time.monotonic() > patience - 12:
                os.kill(left, next(signals, signal.SIGKILL))
                patience += 5
            time.sleep(0.1)
        note.unlink(missing_ok=True)

    def tool(self, name: str, *arguments: str, accept: str = "") -> None:
        """Run one of PostgreSQL's own programs against the running server.

        :raises CannotStart: it fails otherwise than by saying `accept`
        """
        command: Sequence[str] = [
            self.programs.program(name),
            *("--host", str(self.sockets), "--username", NAME, *arguments),
        ]
        answer = lifeline.run_as(self.account, command)
        if answer.returncode and (not accept or accept not in answer.stderr):
            raise CannotStart(f"{name} failed: {answer.stderr.strip()}")


def _works_in(process: int, folder: Path) -> bool:
    """Whether `process` lives and works in `folder`, as a PostgreSQL of that cluster does."""
    try:
        return Path(f"/proc/{process}/cwd").resolve() == folder.resolve()
    except OSError:
        return False
