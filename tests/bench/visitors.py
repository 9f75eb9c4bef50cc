"""W3: what it costs to tell a visitor that a page has not changed, over HTTP."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.bench.result import Result

PAGE, CONSTANT = "/boards/", "/constant/"
ROUNDS, REQUESTS = 5, 300
PATIENCE = 60.0  # seconds until the server answers
SERVER = (
    *(sys.executable, "-X", "utf8", "-m", "granian", "tests.bench.constant:application"),
    *("--interface", "wsgi", "--host", "127.0.0.1", "--workers", "1"),
    *("--blocking-threads", "1", "--no-ws", "--log-level", "warning"),
)


def w3() -> list[Result]:
    """Measure the rate of 304 against that of a constant answer; best of rounds that alternate."""
    with server() as port, closing(http.client.HTTPConnection("127.0.0.1", port)) as line:
        marks = {"If-None-Match": ask(line, PAGE)["ETag"]}
        unchanged, constant = [], []
        for _ in range(ROUNDS):
            constant.append(seconds(line, CONSTANT, {}, status=200))
            unchanged.append(seconds(line, PAGE, marks, status=304))
    share = min(constant) / min(unchanged)
    return [Result("W3", "rate of 304 against a constant answer", share, at_least=0.30)]


@contextmanager
def server() -> Iterator[int]:
    """Run the portal and the constant answer behind one process of its web server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [*SERVER, "--port", str(port)]
    running = subprocess.Popen(command, env=os.environ)  # noqa: S603 - our own command
    try:
        await_answer(port)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=20)


def await_answer(port: int) -> None:
    """Come back when the server answers.

    :raises TimeoutError: it does not
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port)) as line:
                ask(line, CONSTANT)
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The web server did not answer.")


def ask(
    line: http.client.HTTPConnection,
    address: str,
    headers: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> http.client.HTTPMessage:
    """Ask for an address and return the headers of the answer, which must have that status."""
    line.request("GET", address, headers=headers or {})
    answer = line.getresponse()
    answer.read()
    if answer.status != status:
        raise ValueError(f"{address} was answered with {answer.status}, not {status}.")
    return answer.headers


def seconds(
    line: http.client.HTTPConnection, address: str, headers: dict[str, str], *, status: int
) -> float:
    """Return how long some requests take, one after the other on one connection."""
    began = time.perf_counter()
    for _ in range(REQUESTS):
        ask(line, address, headers, status=status)
    return time.perf_counter() - began


MEASURES = {"W3": w3}
