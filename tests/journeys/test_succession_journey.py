"""An administrator closes a board in favour of another, in a real browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.models import Board
from governance.queries import day
from portal.changes.closing import carry_out_due
from tests.journeys.conftest import OpenPage
from tests.journeys.looking import ROOMS, seen_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
CLOSING = "/boards/wla/keep/succession/"


def test_a_board_closes_and_another_takes_over(
    open_page: OpenPage, sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page()
    sign_in(page, "admin@example.org")
    page.goto("/boards/wla/keep/")
    page.get_by_role("link", name="Close it and pass on what is open").click()
    last = timezone.localdate() - timedelta(days=1)
    page.get_by_label("Last day").fill(last.isoformat())
    page.get_by_label("Children and Young People Strategic Alliance").check()
    assert seen_in(page, page.url, ROOMS) == []
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.get_by_role("heading", name="Action points")).to_be_visible()
    assert seen_in(page, page.url, ROOMS) == []
    page.get_by_role("button", name="Look at what it comes to").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("closes after")
    assert seen_in(page, page.url, ROOMS) == []
    page.get_by_role("button", name="Close it and pass all on").click()
    expect(page.locator("main")).to_contain_text("was followed by")
    assert page.complaints == []  # type: ignore[attr-defined]
    assert Board.objects.get(slug="wla").ends_on == last + timedelta(days=1)


def test_a_board_is_to_close_and_does_when_its_day_is_over(
    open_page: OpenPage, sign_in: Callable[[Page, str], None]
) -> None:
    page, last = open_page(), timezone.localdate() + timedelta(days=21)
    sign_in(page, "admin@example.org")
    page.goto(CLOSING)
    page.get_by_label("Last day").fill(last.isoformat())
    page.get_by_label("Children and Young People Strategic Alliance").check()
    page.get_by_role("button", name="Go on", exact=True).click()
    why = page.get_by_label("Why, if it is closed here").first
    with page.expect_response(lambda answer: "room%20is" in (answer.request.post_data or "")):
        why.fill("The room is found")  # kept by itself a moment later
    phone = open_page(width=320, scheme="dark")
    sign_in(phone, "admin@example.org")
    phone.goto(CLOSING)
    expect(phone.get_by_label("Why, if it is closed here").first).to_have_value(
        "The room is found"
    )
    expect(phone.get_by_role("heading", name="What is opened until then")).to_be_visible()
    assert seen_in(phone, phone.url, ROOMS) == []
    phone.get_by_role("button", name="Look at what it comes to").last.click()
    expect(phone.locator("main")).to_contain_text("Nothing is agreed yet.")
    assert seen_in(phone, phone.url, ROOMS) == []
    phone.get_by_role("button", name="Agree that it closes then").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("closes after")
    assert seen_in(phone, phone.url, ROOMS) == []
    page.goto("/boards/wla/")
    expect(page.locator("main")).to_contain_text(f"Closes on {day(last)}, passes to")
    assert seen_in(page, page.url, ROOMS) == []
    page.goto("/home/")
    page.get_by_role("link", name="closes, passes to").click()
    carry_out_due(at=timezone.now() + timedelta(days=22))
    page.reload()
    expect(page.locator("main")).to_contain_text("Nothing was done yet with what passed on")
    assert seen_in(page, page.url, ROOMS) == []
    page.get_by_role("button", name="Take the closing back").click()
    expect(page.locator("main")).to_contain_text("taken back by")
    assert page.complaints == phone.complaints == []  # type: ignore[attr-defined]
    assert Board.objects.get(slug="wla").ends_on is None
