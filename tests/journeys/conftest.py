"""A real browser against a live server, for journeys as people make them."""

import os
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from django.conf import settings as live
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from governance.models import User
from tests.journeys.chromium import ARGUMENTS, CHROMIUM

PASSWORD = "four words that hold"

OpenPage = Callable[..., Page]

EVERY_WAY = tuple(product((320, 768, 1440), ("light", "dark"), (True, False)))
TWO_WAYS = ((1440, "light", True), (320, "dark", False))
# A journey with and without script; at every width, light and dark, with `--full`.
in_every_way = pytest.mark.parametrize(
    ("width", "scheme", "script"), EVERY_WAY if os.environ.get("PORTAL_FULL") == "1" else TWO_WAYS
)

PHONE_AND_DESK = ((320, "dark", True), (1440, "light", False))
# A journey on a phone with script and at a desk without; in every way with `--full`.
on_phone_and_desk = pytest.mark.parametrize(
    ("width", "scheme", "script"),
    EVERY_WAY if os.environ.get("PORTAL_FULL") == "1" else PHONE_AND_DESK,
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium."""
    if not CHROMIUM:
        pytest.skip("No Chromium is found; set PORTAL_CHROMIUM.")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs a loop in this thread, in which Django would refuse the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


def _heard(text: str, complaints: list[str]) -> None:
    """Keep what the console says; that somebody was quicker than `autofocus` is no complaint."""
    if not text.startswith("Autofocus processing was blocked"):
        complaints.append(text)


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """A function that opens a browser window on the live server; what it complained of is kept.

    `width` in pixels, `scheme` light or dark, `script` whether JavaScript runs. The window has
    `complaints`: what stood in its console; and `scripted`.
    """
    cache.clear()  # how often other tests signed in from here
    contexts = []

    def open_(*, width: int = 1440, scheme: Any = "light", script: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: _heard(message.text, complaints))
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.complaints = complaints  # type: ignore[attr-defined]
        page.scripted = script  # type: ignore[attr-defined]
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def enter(live_server: LiveServer) -> Callable[[Page, User, str], Page]:
    """A function that signs a person in to a window without the form, and opens an address."""

    def enter_(page: Page, person: User, address: str) -> Page:
        client = Client()
        client.force_login(person)
        cookie = {"name": live.SESSION_COOKIE_NAME, "url": live_server.url}
        value = client.cookies[live.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{**cookie, "value": value}])  # type: ignore[list-item]
        page.goto(address)
        return page

    return enter_


@pytest.fixture
def demonstration(transactional_db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> str:
    """The demonstration partnership, loaded; the password of its accounts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setenv("PORTAL_DEMO_PASSWORD", PASSWORD)
    call_command("demo", verbosity=0)
    return PASSWORD


@pytest.fixture
def sign_in(demonstration: str) -> Callable[[Page, str], None]:
    """A function that signs a demonstration account in by the form."""

    def sign_in_(page: Page, email: str) -> None:
        page.goto("/accounts/login/")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(demonstration)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/home/")

    return sign_in_
