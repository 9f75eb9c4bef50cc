"""Every page in a real browser: nothing for axe to find, no complaint, no sideways scroll."""

from collections.abc import Callable
from itertools import cycle, repeat

import pytest
from playwright.sync_api import Page, expect

from governance.models import Meeting, Place, User, WrittenProcedure
from tests.journeys.conftest import OpenPage
from tests.journeys.looking import MORE_ROOMS, ROOMS, faults, look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

FEWEST_ROWS = 7  # a head and six actions
PUBLIC = (
    "/",
    "/boards/",
    "/boards/wla/",
    "/boards/wla/members/",
    "/boards/wla/meetings/",
    "/boards/cyp-partnership-board/plans/",
    "/boards/improvement-board/?as_at=2015-04-01",
    "/boards/?as_at=2013",
    "/map/",
    "/map/?as_at=2013-12-03",
    "/map/?of=every",
    "/plans/",
    "/plans/cypp-2009/",
    "/plans/cypp-2013/",
    "/plans/safeguarding-improvement-plan/1/",
    "/measures/",
    "/measures/lait-infmort/",
    "/glossary/",
    "/formats/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/signup/",
    "/reports/",
    "/voice/",
    "/search/?q=exclusions",
    "/search/?q=zzzz",
    "/formats/",
    "/accessibility/",
    "/privacy/",
    "/how-figures-are-judged/",
    "/styleguide/",
    "/nothing/",
)
SIGNED_IN = (
    "/home/",
    "/boards/cyp-alliance/members/",
    "/boards/cyp-alliance/meetings/",
    "/boards/cyp-alliance/attendance/",
    "/boards/cyp-alliance/reports/",
    "/plans/cyp-2040/",
    "/plans/cyp-2040/1/",
    "/plans/cyp-2040/1/delivery/",
    "/notifications/",
    "/answer/",
    "/accounts/password/change/",
    "/accounts/security/",
    "/accounts/sessions/",
    "/accounts/logout/",
)
KEPT = {
    "admin": (
        *("/boards/new/", "/boards/new/learning-alliance/", "/boards/wla/keep/"),
        *("/boards/wla/keep/facts/", "/boards/wla/keep/rules/", "/boards/wla/keep/close/"),
        *("/boards/wla/keep/succession/", "/boards/wla/terms/", "{head}mentoring/add/"),
        *("/boards/wla/keep/seats/", "/boards/wla/keep/seats/new/", "{place}end/"),
        *("/boards/wla/terms/draft/", "/boards/wla/keep/statements/new/"),
        *("/boards/wla/members/", "{place}", "{place}appoint/", "{place}nominate/"),
        *("/people/", "{head}", "{head}edit/", "{head}leaving/", "{head}access/", "{head}merge/"),
        *("/people/review/", "/people/import/", "/organisations/", "/accounts/invitations/"),
    ),
    "officer": (
        *("/boards/wla/meetings/add/", "{next}", "{next}edit/", "{next}agenda/"),
        *("{next}agenda/add/", "{next}papers/", "{next}register/", "{next}room/"),
        *("{next}questions/", "{next}questions/ask/"),
        *("{next}minutes/", "{next}state/", "{next}votes/add/", "/boards/wla/work-programme/"),
        *("/boards/wla/written/", "/boards/wla/written/add/", "{asked}", "{deep}kit/"),
        *("/boards/cyp-alliance/terms/", "/boards/cyp-alliance/terms/2/"),
        "/boards/cyp-alliance/members/addresses/",
        *("/challenges/", "/referrals/", "/boards/wla/referrals/add/", "/history/", "/feeds/"),
    ),
}
KEPT_ROOMS = ((320, "dark"),)


def test_no_page_has_anything_for_axe_to_find(
    open_page: OpenPage, sign_in: Callable[[Page, str], None], full: bool
) -> None:
    page = open_page()
    meeting = Meeting.objects.filter(state="held").order_by("-on").first()
    assert meeting
    # By turns: what is wrong on a phone or in the dark is wrong on many pages.
    rooms = repeat(ROOMS + MORE_ROOMS) if full else cycle((room,) for room in ROOMS)
    found = []
    for address in (*PUBLIC, meeting.get_absolute_url()):
        found += faults(page, address, next(rooms))
    sign_in(page, "member@example.org")
    for address in SIGNED_IN:
        found += faults(page, address, next(rooms))
    assert "\n".join(found) == ""


def test_no_page_of_who_keeps_boards_and_meetings_has_anything_for_axe_to_find(
    open_page: OpenPage, sign_in: Callable[[Page, str], None], full: bool
) -> None:
    page, found = open_page(), []
    coming = Meeting.objects.filter(board__slug="wla", state="published").earliest("on")
    place = Place.objects.filter(seat__board__slug="wla", seat__nominated_by__isnull=False)
    themed = Meeting.objects.filter(theme__isnull=False).earliest("on")
    named = {
        "asked": WrittenProcedure.objects.get(state="open").get_absolute_url(),
        "deep": themed.get_absolute_url(),
        "next": coming.get_absolute_url(),
        "place": place.earliest("pk").get_absolute_url(),
        "head": f"/people/{User.objects.get(email='head@example.org').pk}/",
    }
    for account, addresses in KEPT.items():
        sign_in(page, f"{account}@example.org")
        for address in addresses:
            rooms = ROOMS + MORE_ROOMS if full else KEPT_ROOMS
            found += faults(page, address.format(**named), rooms)
        page.context.clear_cookies()
    assert "\n".join(found) == ""


def test_the_keyboard_leads_past_the_masthead_and_to_what_is_wrong(open_page: OpenPage) -> None:
    page = open_page(width=320)
    page.goto("/accounts/login/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    assert page.locator(".skip").bounding_box()["x"] > 0  # type: ignore[index]
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".notice-error")).to_be_focused()
    assert page.title().startswith("Error: Sign in")
    page.get_by_role("link", name="Enter your password").click()
    expect(page.locator("#id_password")).to_be_focused()
    look(page)
    faces = page.evaluate("[...document.fonts].map((face) => face.status)")
    assert faces == ["loaded"]


def test_everything_is_there_without_script(
    open_page: OpenPage, sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page(script=False, width=390)
    sign_in(page, "sponsor@example.org")
    heading = page.get_by_role("heading", level=1).inner_text()
    assert heading.startswith("Two things wait for you before the alliance meets on")
    page.get_by_role("link", name="Delivery plan").first.click()
    page.get_by_role("table").first.wait_for()
    assert page.get_by_role("row").count() >= FEWEST_ROWS
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.goto("/measures/lait-infmort/")
    for width, room in ((1440, "wide"), (1000, "middle"), (390, "narrow")):
        page.set_viewport_size({"width": width, "height": 900})
        shown = [each for each in ("wide", "middle", "narrow") if _is_seen(page, each)]
        assert shown == [room]


def _is_seen(page: Page, room: str) -> bool:
    return page.locator(f".chart-{room}").first.is_visible()
