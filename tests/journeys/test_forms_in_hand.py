"""Forms in the hand: what a browser cannot read is not lost, what a thumb wants is wide enough."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from governance.models import Office, Organisation, User
from tests.factories import AppointmentFactory, OfficeFactory
from tests.journeys.conftest import OpenPage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
Enter = Callable[[Page, User, str], Page]


@pytest.fixture
def administrator(transactional_db: None) -> User:
    kind = Office.Kind.MEMBERSHIP_ADMINISTRATOR
    made: User = OfficeFactory(board=None, kind=kind).person
    return made


def test_a_day_that_there_is_not_is_not_sent_as_none(
    open_page: OpenPage, enter: Enter, administrator: User
) -> None:
    page = enter(open_page(), administrator, "/organisations/new/")
    page.get_by_label("Name", exact=True).fill("Fire service")
    day = page.get_by_label("First day")
    day.press_sequentially("02312026")
    assert day.evaluate("each => each.validity.badInput")
    page.get_by_role("button", name="Add the organisation").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Fire service")
    expect(day).to_be_focused()
    assert not Organisation.objects.filter(name="Fire service").exists()
    day.fill("2026-02-28")
    page.get_by_role("button", name="Add the organisation").click()
    expect(page.get_by_role("heading", name="Fire service")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_the_pages_above_have_room_for_a_thumb(
    open_page: OpenPage, enter: Enter, administrator: User, width: int
) -> None:
    row = AppointmentFactory()
    address = f"{row.place.get_absolute_url()}appoint/"
    page = enter(open_page(width=width), administrator, address)
    above = page.locator(".crumbs a:visible")
    sizes = above.evaluate_all(
        "all => all.map(each => each.getBoundingClientRect()).map(r => [r.width, r.height])"
    )
    assert len(sizes) == 2
    assert [size for size in sizes if min(size) < 44] == []
