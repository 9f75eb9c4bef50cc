"""An embedded Valkey for Celery: on a unix socket, with its append-only file."""

import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from portal.start import lifeline
from portal.start.lifeline import Account
from portal.start.places import give, hand_over
from portal.start.telling import CannotStart

PATIENCE = 20.0  # seconds to come up


@dataclass
class Server:
    """One Valkey with its files in `data`, speaking on a socket in `sockets`."""

    program: str
    data: Path
    sockets: Path
    log: Path
    account: Account | None = None
    careless: bool = False
    process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        """The socket it listens on."""
        return self.sockets / "valkey.sock"

    @property
    def address(self) -> str:
        """The CELERY_BROKER_URL of the running server."""
        return f"redis+socket://{self.socket}"

    def start(self) -> None:
        """Start it and wait until it answers.

        :raises CannotStart: it does not come up
        """
        hand_over(give(self.data, None), self.account)
        self.socket.unlink(missing_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.process = lifeline.start(self._command(), log=log, account=self.account)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                words = self.log.read_text(encoding="utf-8", errors="replace")[-400:]
                raise CannotStart(f"Valkey did not start: {words.strip()}")
            time.sleep(0.02)

    def stop(self, patience: float = 10.0) -> None:
        """Stop it; its file is written first."""
        if self.process is not None:
            lifeline.end(self.process, signal.SIGTERM, patience=patience)
            self.process = None

    def _command(self) -> list[str]:
        return [
            self.program,
            *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--dir", str(self.data), "--save", "", "--daemonize", "no"),
            *("--appendonly", "no" if self.careless else "yes", "--appendfsync", "everysec"),
            *("--maxmemory-policy", "noeviction", "--loglevel", "warning"),
        ]

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
