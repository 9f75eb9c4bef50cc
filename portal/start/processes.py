"""A child process of `up`: the web server, the worker, or a command that runs beside them."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.start import lifeline


@dataclass
class Child:
    """One command with its log; `environment` comes on top of ours."""

    command: Sequence[str]
    log: Path
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    farewell: int = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0

    def start(self) -> None:
        """Start it; its log begins anew."""
        self.began = time.monotonic()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.process = lifeline.start(
                self.command,
                log=log,
                farewell=self.farewell,
                environment={**os.environ, **self.environment},
                folder=self.folder,
            )

    def finish(self) -> int:
        """Wait for its end and return its exit code."""
        return self.process.wait() if self.process else 0

    def is_over(self) -> bool:
        """Whether it has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def ask_to_stop(self) -> None:
        """Ask it to stop, without waiting."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self, patience: float = 10.0) -> None:
        """Stop it and all that it started, by force after `patience` seconds."""
        if self.process is not None:
            lifeline.end(self.process, signal.SIGTERM, patience=patience)
            self.process = None

    def last_words(self) -> str:
        """Return the end of its log as one line."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return " | ".join(text.strip().splitlines()[-3:]) or "it wrote nothing"

    def seconds(self) -> float:
        """Return how long ago it started."""
        return time.monotonic() - self.began

    def outcome(self) -> str:
        """Say how it ended, for a command that runs beside."""
        if self.process is not None and self.process.returncode == 0:
            return self.log.read_text(encoding="utf-8", errors="replace").strip()
        return f"{self.log.stem} failed: {self.last_words()}"
