"""`up`: whether the portal may start here, and one at a time."""

import argparse
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from portal.start import servers
from portal.start.house import House
from portal.start.places import Places, of_this_checkout
from portal.start.telling import UNREADY, CannotStart, say, stop

PORT = 8000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may follow `up` on the command line."""
    ports = range(1, 65536)
    parser.add_argument(
        "--port", type=int, default=PORT, choices=ports, metavar="PORT", help="8000 if not given"
    )
    parser.add_argument(
        "--no-demo", dest="demo", action="store_false", help="without the demonstration data"
    )


def main(words: Sequence[str]) -> None:
    """Run `up` with the words that follow it."""
    parser = argparse.ArgumentParser(
        prog="manage.py up", description="Run the whole portal on this machine."
    )
    arguments(parser)
    chosen = parser.parse_args(words)
    up(port=chosen.port, demo=chosen.demo)


def up(*, port: int, demo: bool) -> None:
    """Run the whole portal until it is told to stop. Port taken or no room: exit code 2."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        require_port(port)
        places = of_this_checkout()
    except CannotStart as reason:
        stop(str(reason), UNREADY)
    with _sole_owner(places):
        House(places, port, demo=demo).run()


def require_port(port: int) -> None:
    """Refuse a port on which something listens already.

    :raises CannotStart: the port is taken, or may not be used
    """
    for address in ("127.0.0.1", "::1"):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                if probe.connect_ex((address, port)) == 0:
                    raise CannotStart(_taken(port))
        except OSError:
            continue
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except PermissionError as refusal:
        raise CannotStart(f"Port {port} may not be used; choose one above 1023.") from refusal
    except (OSError, OverflowError) as refusal:
        raise CannotStart(_taken(port)) from refusal


def _taken(port: int) -> str:
    return f"Port {port} is taken; choose another with --port."


@contextmanager
def _sole_owner(places: Places) -> Iterator[None]:
    """Be the one `up` of this checkout; a single command that owns the servers is waited for."""
    lock = servers.ownership(places).take()
    while lock is None:
        running = servers.read_note(places).get("PORTAL_ADDRESS")
        if running:
            stop(f"The portal of this checkout already runs at {running}", UNREADY)
        say("Another command uses the embedded servers; waiting for it.")
        time.sleep(2)
        lock = servers.ownership(places).take()
    with lock:
        yield


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
