"""What is open when a meeting comes, in its pack: told inside, and taken back when it must be."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from governance.changes import people
from governance.models import Meeting, User
from portal.models import Pack
from tests.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AppointmentFactory,
    ChallengeFactory,
    MeetingFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.plain_sql import update
from tests.portal.packs import EXEMPT, body_for, made, sheets

pytestmark = pytest.mark.django_db
SINCE = "Something in it was taken out, hidden or made exempt since, so it is no longer given out."


@pytest.fixture
def meeting() -> Meeting:
    coming: Meeting = MeetingFactory(on=date(2024, 9, 12), state="published")
    return coming


@pytest.fixture
def point(meeting: Meeting) -> Any:
    before = MeetingFactory(board=meeting.board, on=date(2024, 6, 6), state="held")
    asked = {"what": "Send the plan.", "due_on": date(2024, 7, 1), "who__post": "Head"}
    return ActionPointFactory(meeting=before, item=AgendaItemFactory(meeting=before), **asked)


@pytest.fixture
def question(meeting: Meeting) -> Any:
    young = UserFactory(young=True, consent_on=date(2024, 1, 1))
    answered = {
        "state": "answered",
        "answer": "Two posts were filled.",
        "answered_at": datetime(2024, 9, 1, tzinfo=UTC),
        "answered_by": UserFactory(),
    }
    asked = {"question": "Who fills the posts?", "asked_by": young, "put_to__name": "College"}
    return ChallengeFactory(board=meeting.board, **asked, **answered)


@pytest.fixture
def member(meeting: Meeting) -> User:
    person: User = AppointmentFactory(place__seat__board=meeting.board).holder
    return person


def file_of(pack: Pack, circle: str) -> str:
    return f"/meetings/{pack.meeting_id}/pack/{pack.edition}/{circle}/"


def test_the_pack_of_who_is_inside_tells_it_and_that_of_the_public_does_not(
    meeting: Meeting, point: Any, question: Any
) -> None:
    pack = made(meeting)
    told = (
        f"Send the plan. {point.who.called}, by 1 July 2024, asked on 6 June 2024",
        "Who fills the posts? Answered by College Two posts were filled.",
    )
    for circle, is_told in (
        ("whole", True),
        ("board", True),
        ("suitable", True),
        ("public", False),
    ):
        words = " ".join(sheets(body_for(pack, circle)))
        assert [each in words for each in told] == [is_told] * 2, circle


def test_what_is_illustrative_is_marked_on_its_line_and_on_the_cover(
    meeting: Meeting, point: Any, question: Any
) -> None:
    update(point, illustrative=True)
    pages = sheets(body_for(made(meeting), "whole"))
    whole = " ".join(pages)
    assert (whole.count("Illustrative."), whole.count("must not be quoted")) == (1, 0)
    update(question, illustrative=True)
    AgendaItemFactory(meeting=meeting, illustrative=True)
    update(meeting, illustrative=True)
    pages = sheets(body_for(made(meeting), "whole"))
    assert "must not be quoted" in pages[0]
    assert " ".join(pages).count("Illustrative.") == 3


@pytest.mark.parametrize(("role", "circle"), [("member", "whole"), ("observer", "board")])
def test_an_edition_that_tells_what_became_exempt_is_no_longer_given_out(
    client: Client, meeting: Meeting, point: Any, role: str, circle: str
) -> None:
    pack = made(meeting)
    seat = {"place__seat__role": role, "place__seat__voting": role == "member"}
    client.force_login(AppointmentFactory(place__seat__board=meeting.board, **seat).holder)
    assert client.get(file_of(pack, circle)).status_code == 200
    update(point.item, exempt=True, **EXEMPT)
    answer = client.get(file_of(pack, circle))
    assert (answer.status_code, SINCE in tidy(answer)) == (410, True)
    again = made(meeting)
    assert again.edition == 2
    assert client.get(file_of(again, circle)).status_code == 200
    words = " ".join(sheets(body_for(again, circle)))
    assert ("Send the plan." in words, "of an exempt item" in words) == (False, True)


def test_an_edition_that_tells_what_was_settled_since_stays_given_out(
    client: Client, meeting: Meeting, point: Any, question: Any, member: User
) -> None:
    pack = made(meeting)
    update(point, state="dropped", outcome="Not needed.")
    client.force_login(member)
    assert client.get(file_of(pack, "whole")).status_code == 200
    page = tidy(client.get(f"/meetings/{meeting.pk}/pack/"))
    assert "The agenda, its papers or what is open changed since edition 1 was made." in page
    made(meeting)
    page = tidy(client.get(f"/meetings/{meeting.pk}/pack/"))
    assert "What is still open from earlier meetings changed." in page


def test_an_edition_with_words_that_somebody_took_back_is_no_longer_given_out(
    client: Client, meeting: Meeting, question: Any, member: User
) -> None:
    pack = made(meeting)
    people.withdraw_consent(question.asked_by, on=date(2024, 9, 2), by=question.asked_by)
    client.force_login(member)
    assert client.get(file_of(pack, "whole")).status_code == 410
    assert client.get(file_of(pack, "public")).status_code == 200


def test_words_hidden_when_it_was_made_hold_no_edition_back(
    client: Client, meeting: Meeting, question: Any, member: User
) -> None:
    people.withdraw_consent(question.asked_by, on=date(2024, 9, 2), by=question.asked_by)
    pack = made(meeting)
    client.force_login(member)
    assert client.get(file_of(pack, "whole")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_is_open(
    client: Client, meeting: Meeting, member: User, rows: int, django_assert_num_queries: Any
) -> None:
    before = MeetingFactory(board=meeting.board, on=date(2024, 6, 6), state="held")
    for number in range(1, rows + 1):
        ActionPointFactory(meeting=before, number=number)
        ChallengeFactory(board=meeting.board)
    made(meeting)
    client.force_login(member)
    # as without anything open, and two for each of points and questions
    with django_assert_num_queries(21):
        page = tidy(client.get(f"/meetings/{meeting.pk}/pack/"))
    assert "Edition 1" in page
