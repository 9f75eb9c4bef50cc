"""A partner answers the quarter from a mailed link, thumb first: with and without JavaScript."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.changes import links
from governance.models import SignedLink
from priorities.models import Contribution, ReportingRound
from tests.factories import (
    CommitmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    ReportingRoundFactory,
    RespondentFactory,
    SubjectFactory,
)
from tests.journeys.conftest import OpenPage, in_every_way
from tests.journeys.looking import faults

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
PHONE = 390
ROOMS = ((PHONE, "light"), (PHONE, "dark"), (1440, "light"))


@pytest.fixture
def link(transactional_db: None) -> str:
    """The address in a mail that asks for two items."""
    opened: ReportingRound = ReportingRoundFactory()
    who = RespondentFactory(board=opened.board, person__post="Head of Housing")
    plan = DeliveryPlanFactory(priority__plan__board=opened.board)
    for action in DeliveryActionFactory.create_batch(2, plan=plan):
        CommitmentFactory(action=action, organisation=who.organisation)
    token, at = links.new_token(), timezone.now()
    links.issue_link(
        token,
        person=who.person,
        purpose=SignedLink.Purpose.ANSWER,
        subjects=[SubjectFactory(address=opened.get_absolute_url())],
        until=at + timedelta(days=21),
        by=None,
        at=at,
    )
    return f"/answer/{token}/"


@in_every_way
def test_from_link_to_receipt(
    open_page: OpenPage, link: str, width: int, scheme: str, script: bool
) -> None:
    page: Any = open_page(width=width, scheme=scheme, script=script)
    page.goto(link)
    assert page.url.endswith("/answer/")
    page.get_by_role("link", name="Start").click()
    page.get_by_text("At risk").click()
    page.get_by_label("What changed since then?").fill("One of two posts is filled.")
    page.get_by_role("button", name="Save and go to the next").click()
    page.get_by_role("heading", level=1).wait_for()
    page.get_by_text("Item 2 of 2, about half a minute left").wait_for()
    page.get_by_text("Waiting for staff").click()
    page.get_by_role("button", name="Save and finish").click()
    page.get_by_role("heading", name="Thank you: all is answered").wait_for()
    said = [(row.state, str(row)) for row in Contribution.objects.order_by("pk")]
    assert said == [
        ("at_risk", "One of two posts is filled."),
        ("on_track", "Waiting for staff"),
    ]
    assert page.complaints == []


def test_what_is_typed_is_kept_by_itself(open_page: OpenPage, link: str) -> None:
    page: Any = open_page(width=PHONE)
    page.goto(link)
    page.get_by_role("link", name="Start").click()
    box = page.get_by_label("What changed since then?")
    box.press_sequentially("Half a sen")
    page.get_by_text("10 of 400 letters").wait_for()
    page.reload()
    expect(page.get_by_label("What changed since then?")).to_have_value("Half a sen")
    assert Contribution.objects.count() == 0
    assert page.complaints == []


def test_the_pages_are_whole_on_a_phone(open_page: OpenPage, link: str) -> None:
    page: Any = open_page(width=PHONE)
    page.goto(link)
    assert faults(page, "/answer/", ROOMS) == []
    item = page.get_by_role("link", name="Start").get_attribute("href")
    assert faults(page, item, ROOMS) == []
