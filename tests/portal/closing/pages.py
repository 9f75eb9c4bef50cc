"""The page by which a board closes, sent as a browser sends it."""

import re
from datetime import date
from typing import Any

import time_machine
from django.test import Client

from governance.models import Board, Closing, User
from portal.tasks import carry_out_closings
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


def homes(client: Client, *heirs: Board, last: str = "2024-08-31") -> dict[str, Any]:
    """Choose the last day and who follows; return the form of what is open."""
    sent = {**fields(client.get(PAGE).text), "ends_on": last, "deed": "homes"}
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


def agreed(client: Client, *heirs: Board, **more: str) -> Closing:
    """Agree that the board closes after 30 September in favour of `heirs`, through the page."""
    sent = looked_at(client, {**homes(client, *heirs, last="2024-09-30"), **more})
    assert client.post(PAGE, {**sent, "deed": "agree"}).status_code == 302
    return Closing.objects.get(state="agreed")


def on_the_day(*, at: str = "2024-10-01T00:04:00+01:00") -> None:
    """Let the clock call when the last day is over."""
    with time_machine.travel(at, tick=False):
        carry_out_closings()
