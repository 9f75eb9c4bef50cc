"""The embedded servers of a checkout: one owner at a time, joined by whoever comes later.

`up` or a single command owns them; the lock `servers.lock` says that somebody does, the note
`servers.json` where they listen. Commands that use them hold `users.lock` together, and an
owner waits for it before it stops.
"""

import fcntl
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from portal.start import binaries, postgres, valkey
from portal.start.places import Places
from portal.start.telling import CannotStart, say

PATIENCE = 90.0  # seconds that a command waits for another one's servers to be ready
DATABASE, BROKER = "DATABASE_URL", "CELERY_BROKER_URL"
NAME = postgres.NAME


def database(places: Places) -> postgres.Server:
    """Return this checkout's PostgreSQL, not started."""
    return postgres.Server(
        binaries.find_postgres(places.account, places.programs),
        data=places.postgres,
        sockets=places.sockets,
        log=places.log / "postgres.log",
        account=places.account,
    )


def broker(places: Places) -> valkey.Server:
    """Return this checkout's Valkey, not started."""
    return valkey.Server(
        binaries.find_valkey(places.account, places.programs),
        data=places.valkey,
        sockets=places.sockets,
        log=places.log / "valkey.log",
        account=places.account,
    )


@dataclass(frozen=True)
class Lock:
    """One lock file of the data folder; the kernel lets go of it when its holder dies."""

    path: Path

    def take(self, *, shared: bool = False, wait: bool = False) -> IO[str] | None:
        """Return the open file that holds the lock, or None where another has it."""
        handle = self.path.open("a+", encoding="utf-8")
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, how if wait else how | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return None
        return handle


def ownership(places: Places) -> Lock:
    """Return the lock that the one owner of the servers holds."""
    return Lock(places.data / "servers.lock")


def write_note(places: Places, addresses: Mapping[str, str]) -> None:
    """Tell other commands where the servers listen, by the names of environment variables."""
    note = _note(places)
    aside = note.with_suffix(".new")
    aside.write_text(json.dumps(dict(addresses)) + "\n", encoding="utf-8")
    aside.rename(note)


def read_note(places: Places) -> dict[str, str]:
    """Return what the owner of the servers wrote; empty while they are not ready."""
    try:
        note = json.loads(_note(places).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: str(value) for name, value in note.items()}


def remove_note(places: Places) -> None:
    """Tell other commands that the servers are going."""
    _note(places).unlink(missing_ok=True)


@contextmanager
def joined(places: Places) -> Iterator[dict[str, str]]:
    """Have a database for one command: another command's server, or our own until the end.

    Yields the addresses by their environment variables.

    :raises CannotStart: there is none to have
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        lock = ownership(places).take()
        if lock is not None:
            with lock:
                yield from _own(places)
            return
        users = Lock(places.data / "users.lock").take(shared=True) if read_note(places) else None
        if users is not None:
            with users:
                addresses = read_note(places)
                if addresses:
                    yield addresses
                    return
        time.sleep(0.1)
    raise CannotStart("Another command holds the embedded servers but they do not come up.")


def _own(places: Places) -> Iterator[dict[str, str]]:
    server = database(places)
    remove_note(places)
    server.start()
    addresses = {
        DATABASE: server.address,
        BROKER: f"redis+socket://{places.sockets / 'valkey.sock'}",
    }
    try:
        write_note(places, addresses)
        yield addresses
    finally:
        remove_note(places)
        _wait_for_others(places)
        server.stop()


def _wait_for_others(places: Places) -> None:
    """Let commands that joined our server come to their end."""
    users = Lock(places.data / "users.lock")
    lock = users.take()
    if lock is None:
        say("Another command still uses the database; waiting for it.")
        lock = users.take(wait=True)
    if lock is not None:
        lock.close()


def _note(places: Places) -> Path:
    return places.data / "servers.json"
