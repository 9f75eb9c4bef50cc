"""A member replies to a meeting, asks a partner a question, and sees its answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.models import Attendance, Challenge, Meeting, User
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    MeetingFactory,
    OrganisationFactory,
    RespondentFactory,
)
from tests.journeys.conftest import OpenPage, on_phone_and_desk
from tests.journeys.looking import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
# Whoever is coming is drawn in the page's own ink, light or dark.
INK_OF_MARK = """
getComputedStyle(document.querySelector(".chart .mark-present")).color
    === getComputedStyle(document.body).color
"""


@pytest.fixture
def meeting(transactional_db: None) -> Meeting:
    board = BoardFactory(slug="alliance", name="The Alliance", quorum_number=2)
    day = timezone.localdate() + timedelta(days=20)
    row: Meeting = MeetingFactory(board=board, on=day, state="published")
    return row


def sits(meeting: Meeting, post: str, **seat: Any) -> User:
    named = {f"place__seat__{name}": each for name, each in seat.items()}
    row = AppointmentFactory(place__seat__board=meeting.board, holder__post=post, **named)
    person: User = row.holder
    return person


@on_phone_and_desk
def test_a_member_replies_asks_and_sees_the_answer(
    open_page: OpenPage, enter: Any, meeting: Meeting, width: int, scheme: str, script: bool
) -> None:
    college = OrganisationFactory(name="Walsall College")
    sits(meeting, "Principal", represents=college)
    answers = {"organisation": college, "board": meeting.board}
    asked = RespondentFactory(**answers, person__post="Head of Tasters").person
    page: Any = open_page(width=width, scheme=scheme, script=script)
    enter(page, sits(meeting, "Police", title="Police"), meeting.get_absolute_url())
    page.get_by_text("2 short: 0 of 2 are coming, 2 are needed.").wait_for()
    page.get_by_role("button", name="I am coming").click()
    page.get_by_text("1 short: 1 of 2 is coming, 2 are needed.").wait_for()
    assert page.evaluate(INK_OF_MARK)
    look(page)
    page.get_by_role("link", name="Name a deputy").click()
    page.get_by_role("heading", level=1, name="Reply for the Police").wait_for()
    look(page)
    page.go_back()

    page.get_by_role("link", name="Ask a partner a question about this").click()
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("link", name="Write your question").wait_for()
    look(page)
    page.get_by_label("Your question").fill("When do tasters begin again?")
    page.get_by_label("Put to").select_option(label="Walsall College")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("The question is asked.").wait_for()
    look(page)

    theirs: Any = open_page(width=width, scheme=scheme, script=script)
    enter(theirs, asked, Challenge.objects.get().get_absolute_url())
    theirs.get_by_role("link", name="Answer", exact=True).click()
    theirs.get_by_label("Your answer").fill("In the spring term.")
    theirs.get_by_label("Evidence").fill("The timetable.")
    look(theirs)
    theirs.get_by_role("button", name="Send the answer").click()
    theirs.get_by_text("In the spring term.").wait_for()

    page.reload()
    expect(page.get_by_text("In the spring term.")).to_be_visible()
    look(page)
    page.goto("/challenges/")
    page.get_by_text("1 of 1 is answered.").wait_for()
    look(page)
    assert Attendance.objects.filter(reply="coming").count() == 1
