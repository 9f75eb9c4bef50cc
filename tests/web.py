"""The web server as `up` runs it, on the tests' own database, and windows onto it over HTTP."""

import http.client
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from governance.models import User
from portal.start import health
from portal.start.environment import CHECKOUT
from portal.start.house import web_command
from portal.start.processes import Child
from tests.portal.chaos import nobody_reads, wait_until
from tests.portal.running import free_port

SERVER = "tests' web server"  # how it calls itself to the database


@contextmanager
def web(folder: Path) -> Iterator[int]:
    """Yield the port of a web server on the tests' database; its log lies in `folder`."""
    port, name = free_port(), connection.settings_dict["NAME"]
    address, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    ours = {"DATABASE_URL": f"{address}/{name}", "PORTAL_DEBUG": "1", "PGAPPNAME": SERVER}
    child = Child(web_command(port), folder / "web.log", CHECKOUT, environment=ours)
    child.start()
    try:
        wait_until(lambda: health.status(port) == http.client.OK, within=60, what="first page")
        yield port
    finally:
        child.stop()
        wait_until(lambda: nobody_reads(SERVER), within=20, what="the web server's end")


@dataclass(frozen=True)
class Page:
    """What came back: the status, the text, how long it took in seconds."""

    status: int
    text: str
    took: float

    def form(self, address: str) -> dict[str, str]:
        """Return what a browser would send of the form that posts to `address`, "" to its page."""
        reader = _FormReader(address)
        reader.feed(self.text)
        return reader.fields


@dataclass
class Window:
    """One person's browser: keeps its cookies and its connection."""

    port: int
    cookies: dict[str, str]
    headers: dict[str, str] = field(default_factory=dict)
    line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Page:
        """Ask for a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, sent: Mapping[str, str]) -> Page:
        """Send a form."""
        return self._ask("POST", path, urlencode(sent))

    def close(self) -> None:
        """Hang up."""
        if self.line is not None:
            self.line.close()
            self.line = None

    def _ask(self, method: str, path: str, body: str | None) -> Page:
        headers = {
            "Host": f"localhost:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **({"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}),
            **self.headers,
        }
        self.line = self.line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        began = time.perf_counter()
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        text = answer.read().decode()
        took = time.perf_counter() - began
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.headers.get("Connection", "").lower() == "close":
            self.close()
        return Page(answer.status, text, took)


def window(port: int, person: User, *, script: bool) -> Window:
    """Return a browser in which `person` is signed in; with `script` it asks as htmx does."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    headers = {"HX-Request": "true"} if script else {}
    return Window(port, {name: client.cookies[name].value}, headers)


class _FormReader(HTMLParser):
    """The fields of one form with their values, as a browser would send them."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.fields: dict[str, str] = {}
        self._inside = False
        self._text: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self._inside = (given.get("action") or "") == self.address
        elif not self._inside:
            return
        elif tag == "textarea":
            self._text, self.fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select is not None:
            if "selected" in given or self._select not in self.fields:
                self.fields[self._select] = value
        elif tag == "input" and (given.get("type") != "radio" or "checked" in given):
            self.fields[name] = value

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.fields[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self.fields[self._text] = self.fields[self._text].removeprefix("\n")
            self._text = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._inside = False
