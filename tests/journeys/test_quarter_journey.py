"""A quarter in the browser: a partner's two minutes by link, a sponsor's report and sign-off."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.changes import links
from governance.models import SignedLink, User
from priorities.models import (
    Contribution,
    HandedOn,
    Issue,
    Nudge,
    ProgressUpdate,
    ReportingRound,
    Slip,
)
from tests.factories import (
    CommitmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    ReportingRoundFactory,
    RespondentFactory,
    SubjectFactory,
    UserFactory,
)
from tests.journeys.conftest import OpenPage, in_every_way
from tests.journeys.looking import faults

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
ROOMS = ((320, "dark"), (768, "light"))
EVERY_ROOM = (*ROOMS, (1440, "light"), (1440, "dark"), (768, "dark"), (320, "light"))
ITEMS = 12
# Card, Moran and Newell: 0.28 s a key for an average typist who is no secretary.
A_PRESS = 0.28
TWO_MINUTES = 120


@pytest.fixture
def asked(transactional_db: None) -> User:
    """Who answers for an organisation that is asked about twelve parts."""
    opened: ReportingRound = ReportingRoundFactory()
    who = RespondentFactory(board=opened.board, person__post="Head of Housing")
    User.objects.filter(pk=who.person_id).update(organisation=who.organisation)
    UserFactory(organisation=who.organisation, post="Team Manager")
    plan = DeliveryPlanFactory(priority__plan__board=opened.board)
    for action in DeliveryActionFactory.create_batch(ITEMS, plan=plan):
        CommitmentFactory(action=action, organisation=who.organisation)
    person: User = who.person
    return person


@pytest.fixture
def link(asked: User) -> str:
    """The address in the mail to them."""
    opened = ReportingRound.objects.get()
    token, at = links.new_token(), timezone.now()
    links.issue_link(
        token,
        person=asked,
        purpose=SignedLink.Purpose.ANSWER,
        subjects=[SubjectFactory(address=opened.get_absolute_url())],
        until=at + timedelta(days=21),
        by=None,
        at=at,
    )
    return f"/answer/{token}/"


class Keyboard:
    """Keys as a person presses them, counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.presses = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.presses += len(words)

    def until(self, question: str) -> None:
        """Press Tab until the focus is where `question`, asked of the element, says yes."""
        for _ in range(20):
            self.press("Tab")
            if self.page.evaluate(f"(e => {question})(document.activeElement)"):
                return
        raise AssertionError(question)


def test_twelve_items_take_the_keyboard_alone_and_less_than_two_minutes(
    open_page: OpenPage, link: str
) -> None:
    page: Any = open_page(width=768)
    began = time.monotonic()
    page.goto(link)
    keys = Keyboard(page)
    keys.until("e.textContent.trim() === 'Start'")
    keys.press("Enter")
    for number in range(1, ITEMS + 1):
        page.get_by_text(f"Item {number} of {ITEMS},").wait_for()
        keys.until("e.name === 'state'")
        if number % 3 == 1:  # every third says something new
            keys.until("e.name === 'text'")
            keys.write("One of two posts is filled.")
        keys.until("e.name === 'no_change_because'")
        if number % 3 != 1:
            keys.press("ArrowUp")  # the last choice: as planned, nothing new
        keys.press("Enter")
    page.get_by_role("heading", name="Thank you: all is answered").wait_for()
    took = time.monotonic() - began
    assert Contribution.objects.count() == ITEMS
    assert Contribution.objects.filter(no_change_because="As planned, nothing new").count() == 8
    assert keys.presses * A_PRESS + took < TWO_MINUTES, (keys.presses, took)
    assert page.complaints == []


def test_a_partner_hands_on_declines_and_moves_a_date_without_script(
    open_page: OpenPage, link: str
) -> None:
    page: Any = open_page(width=320, script=False)
    posts: list[str] = []
    page.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    page.goto(link)
    page.get_by_role("link", name="Start").click()
    page.get_by_text("Somebody else should answer").click()
    page.get_by_label("Who answers instead").select_option(label="Team Manager")
    page.get_by_role("button", name="Hand it on").click()
    page.get_by_text("You have not said yet whether you take this part").click()
    page.get_by_text("We cannot").click()
    page.get_by_label("Why it is declined or another").fill("We have no such team.")
    page.get_by_role("button", name="Save and go to the next").click()
    page.get_by_label("What changed since then?").fill("The lease is late.")
    page.get_by_text("The date has to move").click()
    page.get_by_label("New date").fill("30/9/2030")
    page.get_by_label("Why the date moves").fill("The lease is late.")
    for _ in range(ITEMS - 3):
        page.get_by_role("button", name="Save and go to the next").click()
        page.get_by_text("As planned, nothing new").click()
    page.get_by_role("button", name="Save and finish").click()
    expect(page.get_by_role("heading", name="Thank you: all is answered")).to_be_visible()
    expect(page.get_by_text("To Team Manager on")).to_be_visible()
    expect(page.get_by_text("We have no such team.")).to_be_visible()
    expect(page.get_by_text("New date 30 September 2030")).to_be_visible()
    assert len(posts) == ITEMS
    assert (HandedOn.objects.count(), Contribution.objects.count()) == (1, ITEMS - 2)
    assert page.complaints == []


def test_the_pages_of_an_update_are_whole_in_every_room(
    open_page: OpenPage, link: str, full: bool
) -> None:
    page: Any = open_page()
    rooms = EVERY_ROOM if full else ROOMS
    page.goto(link)
    assert faults(page, "/answer/", rooms) == []
    page.get_by_role("link", name="Start").click()
    page.get_by_text("Item 1 of").wait_for()
    item = page.url
    for each in page.locator("summary").all():
        each.click()
    assert faults(page, item, rooms) == []


@in_every_way
def test_a_sponsors_quarter_from_the_desk_to_the_sign_off(
    open_page: OpenPage, sign_in: Any, width: int, scheme: str, script: bool
) -> None:
    page: Any = open_page(width=width, scheme=scheme, script=script)
    sign_in(page, "sponsor@example.org")
    page.get_by_role("link", name="Notices, 1 new").click()
    page.get_by_role("button", name="gives").click()
    page.get_by_role("heading", level=1).get_by_text("progress in").wait_for()
    page.get_by_role("button", name="Move action 1.4 to").click()
    page.get_by_role("button", name="Move action 1.4 to").wait_for(state="detached")
    page.get_by_role("button", name="Remind").first.click()
    page.get_by_text("is reminded.").wait_for()
    page.get_by_label("What may delay or limit it").fill("Two posts are vacant.")
    page.get_by_label("What the board is asked").fill("Agree the money.")
    page.get_by_label("Which action it is about").select_option(index=3)
    page.get_by_role("button", name="Raise it").click()
    page.get_by_text("The board is asked: Agree the money.").wait_for()
    page.get_by_label("Action taken").fill("Three of four hubs are open.")
    page.get_by_text("On track", exact=True).last.click()
    page.get_by_label("Why it is better than worked out").fill("")
    page.get_by_role("button", name="Save and sign off").click()
    page.get_by_role("link", name="Say why it is better than worked out").wait_for()
    expect(page.get_by_label("Action taken")).to_have_value("Three of four hubs are open.")
    page.get_by_label("Why it is better than worked out").fill("The lease is signed.")
    page.get_by_role("button", name="Save and sign off").click()
    page.get_by_text("Signed off by Director of Public Health").wait_for()
    page.get_by_role("button", name="Close the issue: Two posts are vacant.").click()
    page.get_by_text("Two posts are vacant.").wait_for(state="detached")
    report = ProgressUpdate.objects.get(
        priority__slug="a22-1", round__closed_at=None, round__board__slug="cyp-alliance"
    )
    assert (report.rating, report.rating_reason) == ("on_track", "The lease is signed.")
    assert Issue.objects.get(what="Two posts are vacant.").closed_on is not None
    assert Nudge.objects.filter(nudged_by__email="sponsor@example.org").count() == 1
    assert Slip.objects.filter(action__number=4, told_on=timezone.localdate()).count() == 1
    page.goto("/home/")
    expect(page.get_by_text("and your report is filed.")).to_be_visible()
    assert [text for text in page.complaints if "422" not in text] == []


def test_the_pages_of_the_quarter_are_whole_in_every_room(
    open_page: OpenPage, sign_in: Any, full: bool
) -> None:
    page: Any = open_page()
    rooms, found = EVERY_ROOM if full else ROOMS, []
    for who in ("sponsor", "officer", "admin", "lead"):
        sign_in(page, f"{who}@example.org")
        found += faults(page, "/home/", rooms)
        if who == "sponsor":
            due = page.get_by_role("link", name="Progress report on").get_attribute("href")
            found += faults(page, due, rooms) + faults(page, "/notifications/", rooms)
        page.context.clear_cookies()
    assert "\n".join(found) == ""
