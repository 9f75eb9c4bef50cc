"""The page by which a board closes, sent as a browser sends it."""

import re
from datetime import date
from typing import Any

from django.test import Client

from governance.models import Board, User
from tests.factories import (
    AppointmentFactory,
)
from tests.pages import tidy

PAGE = "/boards/improvement/keep/succession/"
CLOSED = date(2024, 9, 1)  # the day after the last


def fields(page: str) -> dict[str, str]:
    """Return what a browser would send of the form on a page, as it stands."""
    form = page.partition('<form action="/boards/improvement')[2].partition("</form>")[0]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{each}="([^"]*)"', tag) for each in ("name", "value"))
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            sent[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        first = re.search(r'value="([^"]*)"', options)
        sent[name] = (chosen or first or [""] * 2)[1]
    return sent


def homes(client: Client, *heirs: Board) -> dict[str, Any]:
    """Choose the last day and who follows; return the form of what is open."""
    sent = {**fields(client.get(PAGE).text), "ends_on": "2024-08-31", "deed": "homes"}
    sent["successors"] = [str(each.pk) for each in heirs]
    return {**fields(client.post(PAGE, sent).text), "successors": sent["successors"]}


def looked_at(client: Client, sent: dict[str, Any]) -> dict[str, Any]:
    page = client.post(PAGE, {**sent, "deed": "look"})
    assert page.status_code == 200, tidy(page)
    return {**fields(page.text), "successors": sent["successors"]}


def closed(client: Client, heir: Board, **more: str) -> None:
    """Close the board in favour of `heir`, through the page."""
    sent = looked_at(client, {**homes(client, heir), **more})
    assert client.post(PAGE, {**sent, "deed": "pass"}).status_code == 302


def seated(board: Board, **seat: Any) -> User:
    columns = {f"place__seat__{name}": value for name, value in seat.items()}
    person: User = AppointmentFactory(place__seat__board=board, **columns).holder
    return person
