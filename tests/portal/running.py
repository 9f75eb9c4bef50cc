"""A whole `up` as a process of its own, for the tests that start, stop and kill it."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from portal.start import places
from portal.start.environment import CHECKOUT

WORDS = ("-X", "utf8", "manage.py", "up", "--no-demo", "--port")
OURS = {"DATABASE_URL", "CELERY_BROKER_URL", "PORTAL_DEBUG", "PORTAL_DATA_DIR"}


class Up:
    """One `up` of `checkout` in a process of its own, and what it has said so far in `log`."""

    def __init__(self, log, port, *, environment, checkout=CHECKOUT, python=sys.executable, **how):
        clean = {name: value for name, value in os.environ.items() if name not in OURS}
        self.port = port
        self.log = log
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own words
                [python, *WORDS, str(port)],
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**clean, **environment},
                cwd=checkout,
                **how,
            )

    def said(self):
        return self.log.read_text(encoding="utf-8")

    def wait_until_it_says(self, words, seconds=90):
        deadline = time.monotonic() + seconds
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def page(self, path="/"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status
        finally:
            connection.close()

    def wait_for_page(self, path="/", seconds=30):
        deadline = time.monotonic() + seconds
        while self.status(path) != 200:
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def status(self, path="/"):
        try:
            return self.page(path)
        except OSError:
            return 0

    def child(self, words):
        """Return the process we started ourselves whose command line has `words`."""
        return next(
            one
            for one in sorted(self.family())
            if words in Path(f"/proc/{one}/cmdline").read_bytes()
            and parent_of(one) == self.process.pid
        )

    def family(self):
        """Return the processes that descend from it."""
        parents = {}
        for entry in Path("/proc").glob("[0-9]*"):
            parents[int(entry.name)] = parent_of(entry.name)
        found = {self.process.pid}
        while grown := {one for one, parent in parents.items() if parent in found} - found:
            found |= grown
        return found - {self.process.pid}

    def end(self, number):
        family = self.family()
        self.process.send_signal(number)
        return self.process.wait(60), family


def parent_of(process):
    """Return the parent of `process`; 0 where it has gone."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def left_of(family, seconds=10):
    """Return which of `family` still live after at most `seconds`."""
    deadline = time.monotonic() + seconds
    while family and time.monotonic() < deadline:
        family = {one for one in family if is_alive(one)}
        time.sleep(0.05)
    return family


def is_alive(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def remove_servers_of(data):
    """Remove what an `up` with the data folder `data` kept elsewhere: servers' files, sockets."""
    name = f"portal-{places.name_of(data)}"
    for base in (Path("/var/lib"), Path("/run"), Path(tempfile.gettempdir())):
        for folder in base.glob(f"{name}*"):
            shutil.rmtree(folder)


def free_port():
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
