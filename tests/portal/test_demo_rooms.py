"""Every room of governance has something to look at in the demonstration, marked as added."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.models import (
    Declaration,
    Meeting,
    MeetingPaper,
    Mentoring,
    PublicQuestion,
    Referral,
    Signature,
    TermsOfReference,
    User,
    Vote,
    WorkProgrammeItem,
    WrittenAnswer,
    WrittenProcedure,
)
from tests.pages import tidy
from tests.portal.demonstration import laid_out

pytestmark = pytest.mark.django_db

# A day just after a quarter began, and one in the middle of everything.
DAYS = (date(2026, 4, 1), date(2025, 10, 25))
ADDED = {
    TermsOfReference: 4,
    Signature: 12,
    Mentoring: 1,
    PublicQuestion: 4,
    WrittenProcedure: 2,
    WrittenAnswer: 19,
    Declaration: 1,
    Vote: 1,
    Referral: 2,
    WorkProgrammeItem: 3,
    MeetingPaper: 1,
}


@pytest.fixture(scope="module", autouse=True, params=DAYS, ids=str)
def today(request, django_db_setup, django_db_blocker) -> Iterator[date]:
    with django_db_blocker.unblock(), laid_out(request.param):
        yield request.param


@pytest.fixture(autouse=True)
def noon(today: date) -> Iterator[Any]:
    at = datetime(today.year, today.month, today.day, 12, tzinfo=ZoneInfo("Europe/London"))
    with time_machine.travel(at, tick=False) as clock:
        yield clock


def as_(client: Client, name: str) -> Client:
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    return client


def meetings() -> list[Meeting]:
    """The Alliance's meetings: three held, the next, the one after."""
    added = Meeting.objects.filter(board__slug="cyp-alliance", illustrative=True)
    return list(added.order_by("on"))


def test_what_was_added_is_all_marked_and_no_more_than_that():
    rows = {model: model._default_manager.filter(illustrative=True).count() for model in ADDED}
    assert rows == ADDED
    assert not any(model._default_manager.filter(illustrative=False).exists() for model in ADDED)


def test_nothing_of_it_has_happened_later_than_today(today: date):
    now = timezone.now()
    for model, columns in {
        Signature: ("signed_on",),
        PublicQuestion: ("received_at", "settled_at"),
        WrittenProcedure: ("opened_at", "closed_at"),
        WrittenAnswer: ("answered_at",),
        Referral: ("referred_at", "acknowledged_at", "responded_at"),
        MeetingPaper: ("received_on",),
    }.items():
        for name in columns:
            is_day = name.endswith("_on")
            late = model._default_manager.filter(**{f"{name}__gt": today if is_day else now})
            assert list(late) == []


def test_the_terms_have_versions_what_changed_and_who_signed(client: Client):
    page = tidy(client.get("/boards/cyp-alliance/terms/"))
    assert "Version 2, signed off on" in page
    assert "Signed by 9 of 14 organisations at the table" in page
    assert "Read the draft of version 3" not in page
    changed = tidy(client.get("/boards/cyp-alliance/terms/2/"))
    assert "who was named before it votes.</ins>" in changed
    as_(client, "officer")
    assert "Read the draft of version 3" in tidy(client.get("/boards/cyp-alliance/terms/"))


def test_everybody_reads_a_question_of_the_public_with_its_answer(client: Client):
    last, coming = meetings()[2:4]
    page = tidy(client.get(last.get_absolute_url()))
    assert "Why does it take two buses" in page
    assert "Answer: The building in the east failed its safety check." in page
    assert "the school place of one child" not in page
    assert "Ask the board a question" in tidy(client.get(coming.get_absolute_url()))
    as_(client, "officer")
    address = reverse("governance:question-list", args=[last.pk])
    told = tidy(client.get(address))
    assert "2 questions" in told
    assert "Not accepted: It is about one child" in told
    assert told.count("illustrative</span>") == 2


def test_the_minutes_have_an_interest_and_a_casting_vote(client: Client):
    as_(client, "officer")
    page = tidy(client.get(reverse("governance:minutes-view", args=[meetings()[2].pk])))
    assert "offered for the fourth hub and left while the item was taken (illustrative)" in page
    assert "5 for, 5 against, 2 abstained; the chair’s casting vote was for (illustrative)" in page


def test_a_question_in_writing_was_agreed_and_another_waits_for_the_head(client: Client):
    agreed = WrittenProcedure.objects.get(board__slug="cyp-alliance")
    as_(client, "member")
    page = tidy(client.get(agreed.get_absolute_url()))
    assert "9 agree, 1 does not, 1 abstains; 11 of 13 places answered." in page
    open_one = WrittenProcedure.objects.get(board__slug="wla")
    page = tidy(as_(client, "head").get(open_one.get_absolute_url()))
    assert "Answer for Primary school headteachers" in page


def test_a_deep_dive_is_planned_with_its_kit(client: Client):
    deep = meetings()[4]
    page = tidy(as_(client, "officer").get(f"{deep.get_absolute_url()}kit/"))
    assert "Delivery plan, Exclusions" in page
    assert "Suspensions, secondary schools" in page


def test_who_comes_next_is_brought_in_by_who_goes(client: Client):
    row = Mentoring.objects.get()
    as_(client, "admin")
    page = tidy(client.get(reverse("governance:person-view", args=[row.successor_id])))
    assert "Mentored by Chair of Governors" in page
