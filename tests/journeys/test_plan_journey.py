"""A delivery plan edited in real browsers: in place, by two people at once, without script."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from governance.models import User
from priorities.models import DeliveryAction
from tests.factories import (
    AppointmentFactory,
    CommitmentFactory,
    DeliveryActionFactory,
    MilestoneFactory,
    OfficeFactory,
    SponsorshipFactory,
)
from tests.journeys.conftest import OpenPage, in_every_way
from tests.journeys.looking import seen_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
PLAN = "/plans/plan/1/delivery/"


@pytest.fixture
def action() -> DeliveryAction:
    where = {"plan__priority__plan__slug": "plan", "plan__priority__number": 1}
    made: DeliveryAction = DeliveryActionFactory(number=1, title="Open a hub", **where)
    DeliveryActionFactory(number=2, title="Train staff", plan=made.plan)
    return made


@pytest.fixture
def sponsor(action: DeliveryAction) -> User:
    place = SponsorshipFactory(priority=action.plan.priority).place
    person: User = AppointmentFactory(place=place, holder__post="Sponsor").holder
    return person


@pytest.fixture
def officer(action: DeliveryAction) -> User:
    board = action.plan.priority.plan.board
    kind = "partnership_officer"
    person: User = OfficeFactory(board=board, kind=kind, person__post="Officer").person
    return person


def enter(page: Page, person: User, live_server: Any) -> Page:
    """Sign `person` in to a window, and open the plan."""
    client = Client()
    client.force_login(person)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])
    page.goto(PLAN)
    return page


def test_a_row_is_edited_in_place_with_the_keyboard(
    open_page: OpenPage, live_server: Any, sponsor: User, action: DeliveryAction
) -> None:
    page = enter(open_page(), sponsor, live_server)
    page.get_by_role("link", name="Edit action 1.1").press("Enter")
    what = page.get_by_label("What will be done")
    what.wait_for()
    expect(what).to_be_focused()
    what.press("Escape")
    page.get_by_role("link", name="Edit action 1.1").wait_for()
    page.get_by_role("link", name="Edit action 1.1").click()
    page.get_by_label("What will be done").fill("Open two hubs")
    page.get_by_text("Draft kept").wait_for()
    page.get_by_label("What will be done").press("Enter")
    link = page.get_by_role("link", name="Edit action 1.1")
    link.wait_for()
    expect(link).to_be_focused()
    assert page.url.endswith(PLAN)
    action.refresh_from_db()
    assert action.title == "Open two hubs"
    page.get_by_role("button", name="Move action 1.1 down").click()
    page.get_by_role("rowheader", name="1.1 Train staff").wait_for()
    # what is scrolled to lies below the head that stays
    page.set_viewport_size({"width": 1440, "height": 300})
    page.goto(f"{PLAN}#action-{action.pk}")
    page.wait_for_function(UNCOVERED, arg=f"#action-{action.pk}")
    assert page.complaints == []  # type: ignore[attr-defined]


# The window was scrolled, and the top of the row is not under the head of its table.
UNCOVERED = """
(row) => window.scrollY > 0 &&
  document.querySelector(row).getBoundingClientRect().top >=
    document.querySelector(".t-sticky thead th").getBoundingClientRect().bottom - 1
"""


def test_a_row_is_dragged_past_others_as_the_buttons_move_it(
    open_page: OpenPage, live_server: Any, sponsor: User, action: DeliveryAction
) -> None:
    DeliveryActionFactory(number=3, title="Tell families", plan=action.plan)
    priority = action.plan.priority
    for what in ("The hub opens.", "The second hub opens.", "Both are full."):
        MilestoneFactory(priority=priority, plan=priority.plan, what=what)
    page = enter(open_page(), sponsor, live_server)
    actions, milestones = page.locator("#rows-of-actions"), page.locator("#rows-of-milestones")
    for rows, first, last in (
        (actions, "Open a hub", "Tell families"),
        (milestones, "The hub opens.", "Both are full."),
    ):
        heads = rows.get_by_role("rowheader")
        rows.locator(".grip").first.drag_to(rows.locator("tr").nth(2))
        expect(heads.nth(2)).to_contain_text(first)
        rows.locator(".grip").nth(1).drag_to(rows.locator("tr").first)
        expect(heads.first).to_contain_text(last)
        expect(heads.nth(2)).to_contain_text(first)
    action.refresh_from_db()
    assert action.number == 3
    assert page.complaints == []  # type: ignore[attr-defined]


@in_every_way
def test_two_people_in_one_row_lose_nothing(
    open_page: OpenPage,
    live_server: Any,
    sponsor: User,
    officer: User,
    action: DeliveryAction,
    width: int,
    scheme: str,
    script: bool,
) -> None:
    mine = enter(open_page(width=width, scheme=scheme, script=script), sponsor, live_server)
    theirs = enter(open_page(script=script, width=390), officer, live_server)
    for page in (mine, theirs):
        page.get_by_role("link", name="Edit action 1.1").click()
        page.get_by_label("What will be done").wait_for()
    theirs.get_by_label("What will be done").fill("Open a large hub")
    theirs.get_by_role("button", name="Save action 1.1").click()
    theirs.get_by_role("rowheader", name="Open a large hub").wait_for()
    mine.get_by_label("What will be done").fill("Open two hubs")
    mine.get_by_label("Expected outcome").fill("Nobody waits.")
    mine.get_by_role("button", name="Save action 1.1").click()
    mine.get_by_text("was changed while you were writing").wait_for()
    expect(mine.locator("del").first).to_have_text("a large hub")
    mine.get_by_label("Both, as written below").check()
    mine.get_by_label("Text from both").fill("Open two large hubs")
    mine.get_by_role("button", name="Save this text").click()
    mine.get_by_role("rowheader", name="Open two large hubs").wait_for()
    action.refresh_from_db()
    assert (action.title, action.outcome) == ("Open two large hubs", "Nobody waits.")
    refused = [each for each in mine.complaints if "409" not in each]  # type: ignore[attr-defined]
    assert refused == []


ROOMS = ((320, "dark"), (768, "light"), (1440, "light"), (1440, "dark"))


def test_editing_and_meeting_another_are_whole_in_every_room(
    open_page: OpenPage, live_server: Any, sponsor: User, officer: User, action: DeliveryAction
) -> None:
    CommitmentFactory(action=action)
    mine = enter(open_page(), sponsor, live_server)
    theirs = enter(open_page(), officer, live_server)
    for page in (mine, theirs):
        page.get_by_role("link", name="Edit action 1.1").click()
        page.get_by_label("What will be done").wait_for()
    found = seen_in(mine, "the row in edit", ROOMS)
    theirs.get_by_label("What will be done").fill("Open a large hub")
    theirs.get_by_role("button", name="Save action 1.1").click()
    theirs.get_by_role("rowheader", name="Open a large hub").wait_for()
    mine.get_by_label("What will be done").fill("Open two hubs")
    mine.get_by_text("Draft kept").wait_for()
    found += seen_in(mine, "a draft kept", ROOMS)
    mine.context.set_offline(True)
    mine.get_by_role("button", name="Save action 1.1").click()
    mine.get_by_text("the portal cannot be reached").wait_for()
    found += seen_in(mine, "a lost network", ROOMS)
    mine.context.set_offline(False)
    mine.get_by_role("button", name="Try again").click()
    mine.get_by_text("was changed while you were writing").wait_for()
    found += seen_in(mine, "the conflict", ROOMS)
    for place in (f"{PLAN}versions/", f"{PLAN}milestones/new/", "/plans/plan/1/measures/tie/"):
        mine.goto(place)
        expect(mine.get_by_role("heading", level=1)).to_be_visible()
        found += seen_in(mine, place, ROOMS)
    assert "\n".join(found) == ""
