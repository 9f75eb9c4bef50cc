"""Children that do not outlive their parent, and the ordinary user that root's servers run as."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Account:
    """The operating system's user that a server runs as."""

    name: str
    user: int
    group: int


def server_account() -> Account | None:
    """Return whom servers run as when we are root (PostgreSQL refuses root), else None."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    return Account("nobody", 65534, 65534)


def die_with_parent(parent: int, signal_number: int = signal.SIGKILL) -> None:
    """Have the kernel send this process `signal_number` when `parent` dies (Linux).

    A parent that died before we asked sends nothing any more: then we end at once.
    """
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal_number)
        if os.getppid() != parent:
            os._exit(1)


def start(
    command: Sequence[str],
    *,
    log: IO[bytes],
    account: Account | None = None,
    farewell: int = signal.SIGTERM,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own; it gets `farewell` should we die first.

    Call it from the main thread: the kernel watches the thread that started the child.
    """
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=environment,
        cwd=folder,
        start_new_session=True,
        preexec_fn=partial(die_with_parent, os.getpid(), farewell),
        user=account.user if account else None,
        group=account.group if account else None,
        extra_groups=[] if account else None,
    )


def end(process: subprocess.Popen[bytes], signal_number: int, *, patience: float) -> None:
    """Stop `process` with `signal_number`, its group by force after `patience` seconds."""
    if process.poll() is None:
        process.send_signal(signal_number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    sweep(process.pid)


def sweep(group: int) -> None:
    """Kill what is left of the process group that `group` led."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def run_as(account: Account | None, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run `command` to its end as `account`; a command that cannot start answers 126."""
    try:
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            user=account.user if account else None,
            group=account.group if account else None,
            extra_groups=[] if account else None,
        )
    except OSError as refusal:
        return subprocess.CompletedProcess(command, 126, "", str(refusal))
