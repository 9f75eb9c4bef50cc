"""A visitor finds a priority's plan, a measure and a published report: by search, and by links."""

import pytest
from playwright.sync_api import expect

from portal.models import ReportRun
from tests.factories import (
    DeliveryActionFactory,
    GlossaryTermFactory,
    MeasureFactory,
    PriorityFactory,
    PriorityMeasureFactory,
    ReportRunFactory,
)
from tests.journeys.conftest import OpenPage, in_every_way
from tests.journeys.looking import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
FOUND = {
    "family hubs": "Open family hubs",
    "hubs reached": "Families reached by hubs",
    "board report": "Quarterly report to the board",
}


@pytest.fixture
def published() -> ReportRun:
    """A priority with its published plan and measure, and a published report of the board."""
    priority = PriorityFactory(
        number=1,
        title="Early help",
        why="CAMHS is slow.",
        plan__slug="plan",
        plan__title="Our plan",
    )
    DeliveryActionFactory(
        plan__priority=priority, plan__state="published", title="Open family hubs"
    )
    PriorityMeasureFactory(
        priority=priority, measure=MeasureFactory(code="reach", title="Families reached by hubs")
    )
    GlossaryTermFactory(term="CAMHS", meaning="Mental health services")
    run: ReportRun = ReportRunFactory(board=priority.plan.board, state="published", edition=1)
    return run


@in_every_way
def test_a_visitor_finds_it(
    open_page: OpenPage, published: ReportRun, width: int, scheme: str, script: bool
) -> None:
    page = open_page(width=width, scheme=scheme, script=script)
    page.goto("/")
    for text, title in FOUND.items():
        field = page.get_by_role("searchbox", name="Search")
        if script:
            page.keyboard.press("/")
        else:
            field.focus()
        expect(page.locator("#seek")).to_be_focused()
        field.fill(text)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        if script:
            look(page)
        page.get_by_role("link", name=title).first.click()
        page.wait_for_url(lambda url: "/search/" not in url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Plans").click()
    page.get_by_role("link", name="Our plan").click()
    page.get_by_role("link", name="1 Early help").click()
    meaning = page.get_by_text("(Mental health services)")
    assert meaning.bounding_box()["height"] <= 1  # type: ignore[index]
    page.get_by_role("link", name="CAMHS").focus()
    assert meaning.bounding_box()["height"] > 20  # type: ignore[index]
    if script:
        look(page)
        page.keyboard.press("Escape")
        assert meaning.bounding_box()["height"] <= 1  # type: ignore[index]
    page.get_by_role("link", name="See the delivery plan").click()
    expect(page.get_by_text("Open family hubs").first).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").click()
    expect(page.get_by_role("link", name="Quarterly report to the board")).to_be_visible()
