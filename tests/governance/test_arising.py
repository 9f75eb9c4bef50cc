"""What a coming meeting finds open, on its page: asked by earlier ones, put to partners."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.changes import people
from governance.models import Meeting, Organisation, User
from governance.models.people import HIDDEN
from tests.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AppointmentFactory,
    ChallengeFactory,
    MeetingFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db
POINTS, QUESTIONS = "Still open from earlier meetings", "Questions put to partners"
ANSWERED = {"state": "answered", "answered_at": datetime(2024, 9, 1, tzinfo=UTC)}
EXEMPT = {"exempt": True, "exempt_paragraphs": "3", "exempt_reason": "Fees.", "exempt_by": "X"}


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2024-09-10T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def meeting() -> Meeting:
    coming: Meeting = MeetingFactory(on=date(2024, 9, 12), state="published")
    return coming


@pytest.fixture
def before(meeting: Meeting) -> Meeting:
    held: Meeting = MeetingFactory(board=meeting.board, on=date(2024, 6, 6), state="held")
    return held


@pytest.fixture
def member(meeting: Meeting) -> User:
    person: User = AppointmentFactory(place__seat__board=meeting.board).holder
    return person


def lines(page: str, head: str) -> list[str]:
    """Return the lines under a heading, without their marks."""
    _, found, rest = page.partition(f">{head}</h2>")
    listed = re.findall(r"<li>(.*?)</li>", rest.partition("</ul>")[0]) if found else []
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in listed]


def put(meeting: Meeting, question: str, **more: Any) -> Any:
    college, _ = Organisation.objects.get_or_create(name="College", defaults={"kind": "college"})
    return ChallengeFactory(board=meeting.board, question=question, put_to=college, **more)


def test_members_see_what_earlier_meetings_asked_for_and_what_partners_are_to_answer(
    client: Client, meeting: Meeting, before: Meeting, member: User
) -> None:
    ActionPointFactory(meeting=before, what="Send the plan.", due_on="2024-07-01", who=member)
    ActionPointFactory(meeting=before, what="It is done.", who=member, state="done", outcome="So.")
    put(meeting, "Due after it?", due_on=date(2024, 9, 13))
    put(meeting, "Why is it late?", due_on=date(2024, 9, 9))
    put(meeting, "How many?", due_on=date(2024, 9, 12))
    teller = {"answer": "Twelve.", "answered_by": UserFactory(), "due_on": date(2024, 10, 1)}
    put(meeting, "What was told?", **ANSWERED, **teller)
    client.force_login(member)
    page = tidy(client.get(meeting.get_absolute_url()))
    told = f"Send the plan. {member.called}, by 1 July 2024 late , asked on 6 June 2024"
    assert lines(page, POINTS) == [told]
    assert lines(page, QUESTIONS) == [
        "Why is it late? College, to answer by 9 September 2024 late",
        "How many? College, to answer by 12 September 2024",
        "What was told? College answered: Twelve.",
    ]


def test_the_public_sees_none_of_it(client: Client, meeting: Meeting, before: Meeting) -> None:
    ActionPointFactory(meeting=before)
    put(meeting, "Why is it late?")
    page = tidy(client.get(meeting.get_absolute_url()))
    assert (lines(page, POINTS), lines(page, QUESTIONS)) == ([], [])


def test_a_meeting_that_was_held_leaves_it_to_its_minutes(
    client: Client, meeting: Meeting, before: Meeting, member: User
) -> None:
    ActionPointFactory(meeting=before)
    put(meeting, "Why is it late?")
    client.force_login(member)
    page = tidy(client.get(before.get_absolute_url()))
    assert (lines(page, POINTS), lines(page, QUESTIONS)) == ([], [])


def test_what_an_exempt_item_asked_for_is_told_by_its_number(
    client: Client, meeting: Meeting, before: Meeting, member: User
) -> None:
    item = AgendaItemFactory(meeting=before, **EXEMPT)
    ActionPointFactory(meeting=before, item=item, number=4, what="Sign it.", who=member)
    client.force_login(member)
    (line,) = lines(tidy(client.get(meeting.get_absolute_url())), POINTS)
    assert line.startswith("Action point 4, of an exempt item")


def test_words_that_a_young_person_took_back_are_hidden(
    client: Client, meeting: Meeting, member: User
) -> None:
    young = UserFactory(young=True, consent_on=date(2024, 1, 1))
    put(meeting, "Why always us?", asked_by=young)
    people.withdraw_consent(young, on=date(2024, 5, 1), by=young)
    client.force_login(member)
    (line,) = lines(tidy(client.get(meeting.get_absolute_url())), QUESTIONS)
    assert line.startswith(HIDDEN)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_however_much_is_open(
    client: Client,
    meeting: Meeting,
    before: Meeting,
    member: User,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(1, rows + 1):
        ActionPointFactory(meeting=before, number=number)
        ChallengeFactory(board=meeting.board, **ANSWERED, **_answer())
    client.force_login(member)
    # as a member's page of a meeting without anything open, in test_replies
    with django_assert_num_queries(19):
        page = tidy(client.get(meeting.get_absolute_url()))
    assert (len(lines(page, POINTS)), len(lines(page, QUESTIONS))) == (rows, rows)


def _answer() -> dict[str, Any]:
    return {"answer": "So it is.", "answered_by": UserFactory()}
