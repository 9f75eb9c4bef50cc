"""A chair sets up a passkey on first signing in, and from then on opens the portal with it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from playwright.sync_api import Page, expect

from governance.models import User
from tests.factories import AppointmentFactory, UserFactory
from tests.journeys.conftest import PASSWORD, OpenPage
from tests.journeys.looking import ROOMS, seen_in
from tests.portal.codes import code_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
HASHED = MD5PasswordHasher().encode(PASSWORD, "salt")


@pytest.fixture
def chair(settings: Any) -> User:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_STEP_NEEDED = True
    person: User = UserFactory(email="chair@example.org", post="Chair", password=HASHED)
    AppointmentFactory(holder=person, place__seat__role="chair")
    return person


@pytest.fixture
def page(open_page: OpenPage) -> Iterator[Page]:
    """A browser whose device knows its owner, as Chromium plays one."""
    page = with_device(open_page())
    yield page
    complaints: list[str] = page.complaints  # type: ignore[attr-defined]
    assert [said for said in complaints if not said.startswith("Clear-Site-Data")] == []


def with_device(page: Page) -> Page:
    """Give a browser a device that keeps passkeys and knows its owner."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def nothing_wrong(page: Page) -> None:
    """Expect that axe finds nothing, wide and light or narrow and dark, and nothing sticks out."""
    assert seen_in(page, page.url, ROOMS) == []


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("chair@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def test_a_passkey_is_made_and_opens_the_portal(page: Page, chair: User) -> None:
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    nothing_wrong(page)
    page.goto("/home/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_text("Your device gave no passkey")).to_be_hidden()
    nothing_wrong(page)
    page.get_by_label("Name").fill("Council laptop")
    page.get_by_label("Name").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Write these codes down now")
    nothing_wrong(page)
    page.get_by_role("link", name="I have written them down").click()
    page.wait_for_url("**/home/")
    page.get_by_role("link", name="Your sign-in").click()
    expect(page.get_by_text("Council laptop").first).to_be_visible()
    expect(page.get_by_text("Opens without a password")).to_be_visible()
    nothing_wrong(page)
    sign_out(page)

    page.goto("/accounts/login/")
    nothing_wrong(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/home/")
    sign_out(page)

    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    nothing_wrong(page)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/home/")
    page.goto("/accounts/sessions/")
    expect(page.get_by_text("Chrome on Linux")).to_be_visible()
    nothing_wrong(page)


def test_a_passkey_shows_that_it_is_still_oneself_and_is_renamed_and_removed(
    page: Page, chair: User, settings: Any
) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    sign_in(page)
    page.get_by_role("link", name="Set up codes").click()
    nothing_wrong(page)
    key = page.locator("code.secret").inner_text()
    page.get_by_label("Code").fill(code_of(key))
    page.get_by_role("button", name="Set up codes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write these codes down now")
    page.goto("/accounts/security/passkeys/")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/accounts/security/")
    page.goto("/accounts/security/passkeys/")
    page.get_by_role("button", name="Add the passkey").click()
    said = "Your device gave no passkey, or keeps one for this account already."
    expect(page.get_by_text(said)).to_be_visible()
    page.goto("/accounts/security/")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    page.get_by_role("link", name="Rename Passkey 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it still you?")
    nothing_wrong(page)
    page.get_by_role("link", name="Use your passkey").click()
    nothing_wrong(page)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rename a passkey")
    nothing_wrong(page)
    page.get_by_label("Name").fill("Own phone")
    page.get_by_role("button", name="Keep the name").click()
    page.get_by_role("link", name="Remove Own phone").click()
    nothing_wrong(page)
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    for address in ("codes/remove/", "recovery/", "recovery/new/"):
        page.goto(f"/accounts/security/{address}")
        nothing_wrong(page)


def test_without_script_codes_do_what_passkeys_cannot(open_page: OpenPage, chair: User) -> None:
    page = open_page(script=False, width=320)
    sign_in(page)
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Add the passkey")).to_be_hidden()
    page.get_by_role("link", name="Your sign-in").first.click()
    page.get_by_role("link", name="Set up codes").click()
    page.get_by_label("Code").fill(code_of(page.locator("code.secret").inner_text()))
    page.get_by_role("button", name="Set up codes").click()
    page.get_by_role("link", name="I have written them down").click()
    page.wait_for_url("**/home/")


def test_a_device_that_gives_nothing_is_said_so_in_the_page(
    open_page: OpenPage, chair: User
) -> None:
    page = open_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/accounts/login/")
    said = page.get_by_text("Your device gave no passkey. Nothing was sent; try again.")
    expect(said).to_be_hidden()
    page.get_by_role("button", name="Use a passkey").click()
    expect(said).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_enabled()
