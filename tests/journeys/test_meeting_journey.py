"""An officer takes a meeting from its plan to agreed minutes, over the weeks that it takes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from governance.models import ActionPoint, Decision, Meeting, Minutes, User
from tests.factories import AppointmentFactory, BoardFactory, MeetingFactory, OfficeFactory
from tests.journeys.conftest import OpenPage, on_phone_and_desk
from tests.journeys.looking import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
IN_THE_MINUTES = (
    "Trustee of the hub",
    "1 for, 1 against, 0 abstained",
    "the chair’s casting vote was for",
)


@pytest.fixture
def officer(transactional_db: None) -> User:
    """The officer of a board at which a chair and a director sit."""
    board = BoardFactory(slug="alliance", name="The Alliance", quorum_number=2)
    for post, role in (("Independent chair", "chair"), ("Director", "member")):
        seat = {"board": board, "title": post, "role": role}
        named = {f"place__seat__{name}": each for name, each in seat.items()}
        AppointmentFactory(**named, holder__post=post)
    person: User = OfficeFactory(board=board, person__post="Officer").person
    return person


def plan(page: Any, day: datetime) -> Meeting:
    """Plan the meeting, put business with a paper on its agenda, and publish it."""
    page.get_by_role("link", name="Plan a meeting").click()
    page.get_by_label("Day", exact=True).fill(day.date().isoformat())
    look(page)
    page.get_by_role("button", name="Plan the meeting").click()
    page.get_by_role("link", name="The agenda").click()
    for title in ("Declarations", "The plan"):
        page.get_by_role("link", name="Put an item on the agenda").click()
        page.get_by_label("Title").fill(title)
        page.get_by_text("Decide", exact=True).click()
        page.get_by_role("button", name="Put it on the agenda").click()
        page.get_by_role("rowheader", name=title).wait_for()
    look(page)
    page.get_by_role("button", name="Move item 2 up").click()
    page.get_by_role("rowheader", name="1 The plan").wait_for()
    page.get_by_role("link", name="Ask for a paper").first.click()
    page.get_by_label("The paper, if it is written here").fill("## What we plan\n\nTwo hubs.")
    look(page)
    page.get_by_role("button", name="Ask for the paper").click()
    page.get_by_role("button", name="Hand it in").click()
    look(page)
    meeting = Meeting.objects.get()
    page.goto(f"{meeting.get_absolute_url()}agenda/")
    page.get_by_role("button", name="Publish the agenda").click()
    page.get_by_text("Out since").wait_for()
    look(page)
    return meeting


def add_late(page: Any, meeting: Meeting) -> None:
    """Put a late item on the agenda that is out: first without the chair's reason, then with."""
    page.get_by_role("link", name="Put a late item on it").click()
    page.get_by_label("Title").fill("The roof of the hub")
    page.get_by_text("Decide", exact=True).click()
    page.get_by_role("button", name="Put it on the agenda").click()
    page.get_by_role("link", name="The agenda is out: give the chair’s reason").wait_for()
    look(page)
    expect(page.get_by_label("Title")).to_have_value("The roof of the hub")
    page.get_by_label("The chair’s reason for a late item").fill("It leaks since Friday.")
    page.get_by_label("Who agreed to it").select_option(label="Independent chair")
    page.get_by_role("button", name="Put it on the agenda").click()
    page.get_by_text("Waits for a supplementary agenda").wait_for()
    look(page)
    page.get_by_role("button", name="Publish supplementary agenda 1").click()
    page.get_by_text("Waits for a supplementary agenda").wait_for(state="detached")
    page.goto(meeting.get_absolute_url())
    page.get_by_text("Supplementary agenda 1", exact=True).wait_for()
    page.get_by_text("It leaks since Friday.").wait_for()
    look(page)


def note_business(page: Any) -> None:
    """Note an interest, and a vote that is tied until who presides has cast theirs."""
    page.get_by_role("link", name="Note an interest").click()
    page.get_by_label("Who").select_option(label="Director")
    page.get_by_label("Item", exact=True).select_option(label="3 The roof of the hub")
    page.get_by_text("Other registrable interest", exact=True).click()
    page.get_by_label("The interest").fill("Trustee of the hub.")
    page.get_by_text("They left while the item was taken").click()
    look(page)
    page.get_by_role("button", name="Note it").click()
    page.get_by_text("Trustee of the hub.").wait_for()

    page.get_by_role("link", name="Note a vote").click()
    page.get_by_label("Item", exact=True).select_option(label="3 The roof of the hub")
    page.get_by_label("What was voted on").fill("To mend the roof now")
    page.get_by_label("For", exact=True).fill("2")
    page.get_by_label("Against").fill("0")
    page.get_by_label("Casting vote").select_option(label="For")
    page.get_by_role("button", name="Note it").click()
    page.get_by_role("link", name="A casting vote is given only where votes are equal.").wait_for()
    look(page)
    for side in ("For", "Against"):
        page.get_by_label(side, exact=True).fill("1")
    page.get_by_role("button", name="Note it").click()
    page.get_by_text("To mend the roof now", exact=True).wait_for()
    look(page)


def hold(page: Any, meeting: Meeting) -> None:
    """Take the register and what is said."""
    page.get_by_role("button", name="Present").first.click()
    page.get_by_text("1 short: 1 of 2 is here, 2 are needed.").wait_for()
    page.get_by_role("button", name="Present").last.click()
    page.get_by_text("Every place is marked").wait_for()
    look(page)
    note_business(page)
    page.get_by_role("button", name="Close the register").click()
    page.get_by_text("The register is closed").first.wait_for()
    page.goto(f"{meeting.get_absolute_url()}room/")
    page.get_by_label("Item").select_option(index=1)
    page.get_by_label("What was said").fill("The plan is agreed.")
    page.get_by_role("button", name="A decision").click()
    page.get_by_role("link", name="The plan is agreed.").wait_for()
    page.get_by_label("What was said").fill("Find a room.")
    page.get_by_role("button", name="An action point").click()
    page.get_by_role("link", name="Choose who is to do it").wait_for()
    look(page)
    page.get_by_label("An action: who").select_option(index=1)
    page.get_by_role("button", name="An action point").click()
    page.get_by_role("link", name="Find a room.").wait_for()
    look(page)


def write_up(page: Any) -> None:
    """Write a minute and send the draft round."""
    page.get_by_role("link", name="The minutes so far").click()
    page.get_by_role("link", name="Write the minute").first.click()
    page.get_by_label("What the minutes say").fill("The board spoke of two hubs.")
    look(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("The board spoke of two hubs.").wait_for()
    page.get_by_role("button", name="Send the draft round").click()
    page.get_by_text("The board is told.").wait_for()
    look(page)


@on_phone_and_desk
def test_a_meeting_from_its_plan_to_agreed_minutes(
    open_page: OpenPage, enter: Any, officer: User, width: int, scheme: str, script: bool
) -> None:
    page: Any = open_page(width=width, scheme=scheme, script=script)
    day = timezone.now() + timedelta(days=21)
    meeting = plan(enter(page, officer, "/boards/alliance/meetings/"), day)
    add_late(page, meeting)
    with time_machine.travel(day, tick=True):
        enter(page, officer, f"{meeting.get_absolute_url()}register/")
        hold(page, meeting)
        write_up(page)
    after = day + timedelta(days=60)
    MeetingFactory(board=meeting.board, on=after.date(), title="The next one")
    with time_machine.travel(after, tick=True):
        enter(page, officer, f"{meeting.get_absolute_url()}minutes/")
        page.get_by_label("Meeting").select_option(index=1)
        page.get_by_role("button", name="Record that they were agreed").click()
        page.get_by_text("The minutes are agreed. From now on they stand as they are.").wait_for()
        look(page)
        expect(page.get_by_role("link", name="Write the minute")).to_have_count(0)
        for words in ("The plan is agreed.", *IN_THE_MINUTES):
            expect(page.get_by_text(words)).to_be_visible()
    minutes = Minutes.objects.get()
    assert minutes.agreed_in is not None
    assert (Decision.objects.count(), ActionPoint.objects.count()) == (1, 1)
