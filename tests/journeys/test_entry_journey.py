"""Ways in: an invitation that ends in a passkey, and one's own organisation's sign-in page."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from governance.changes.mail import send_waiting
from governance.models import Office, User
from portal.changes.invitations import invite
from tests.factories import FactorResetFactory, OfficeFactory, UserFactory
from tests.journeys.conftest import OpenPage
from tests.journeys.test_passkey_journey import nothing_wrong, with_device
from tests.portal.provider import Council, council

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def admin() -> User:
    kind = Office.Kind.MEMBERSHIP_ADMINISTRATOR
    person: User = OfficeFactory(kind=kind, board=None).person
    return person


@pytest.fixture
def provider(settings: Any) -> Iterator[Council]:
    with council() as running:
        settings.OPENID = [running.configured(name="Example Council")]
        running.claims["email"] = "one@example.org"
        yield running


def test_whoever_is_invited_opens_the_account_with_a_passkey(
    open_page: OpenPage, admin: User, settings: Any, live_server: Any
) -> None:
    settings.ADDRESS = live_server.url
    one = UserFactory(email="one@example.org", password=make_password(None))
    invite(one, by=admin, at=timezone.now())
    send_waiting(at=timezone.now())
    link = re.search(r"http\S+", str(mail.outbox[0].body))
    assert link
    page = with_device(open_page())
    page.goto(link[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Open your account")
    nothing_wrong(page)
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write these codes down now")
    expect(page.get_by_role("list", name="Recovery codes").get_by_role("listitem")).to_have_count(
        10
    )
    page.get_by_role("link", name="I have written them down").click()
    page.wait_for_url("**/home/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/home/")


def test_the_browser_lets_the_sign_in_page_lead_to_the_organisation_and_back(
    open_page: OpenPage, provider: Council
) -> None:
    UserFactory(email="one@example.org")
    page = open_page()
    page.goto("/accounts/login/")
    nothing_wrong(page)
    page.get_by_role("button", name="Use your account at Example Council").click()
    page.wait_for_url("**/home/")
    page.get_by_role("button", name="Sign out").click()
    provider.claims["email_verified"] = False
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use your account at Example Council").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Example Council did not sign you in")
    nothing_wrong(page)


def test_administrators_pages_have_nothing_for_axe_to_find(
    open_page: OpenPage, admin: User, client: Any, live_server: Any
) -> None:
    client.force_login(admin)
    [cookie] = client.cookies.values()
    page = open_page()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    for address in ("/accounts/invitations/", "/accounts/resets/"):
        page.goto(address)
        nothing_wrong(page)
    for number in range(2):
        one = UserFactory(email=f"new{number}@example.org", password=make_password(None))
        if number:
            invite(one, by=admin, at=timezone.now())
    FactorResetFactory(asked_at=timezone.now())
    FactorResetFactory()
    page.goto("/accounts/invitations/")
    nothing_wrong(page)
    page.goto("/accounts/resets/")
    nothing_wrong(page)
    page.get_by_role("button", name="Ask another administrator").click()
    expect(page.locator(".notice-error")).to_be_focused()
    nothing_wrong(page)
