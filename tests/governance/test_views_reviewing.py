"""The access review: who may sign in, what they may see, who looked at it and when."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from governance import audit
from governance.models import AccessReview, Office, User
from tests.factories import (
    AccessReviewFactory,
    AppointmentFactory,
    OfficeFactory,
    RespondentFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
REVIEW = "/people/review/"
LATELY = datetime(2024, 8, 30, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def me(client: Client) -> User:
    kind = Office.Kind.MEMBERSHIP_ADMINISTRATOR
    given = {"person__post": "Administrator", "person__last_login": LATELY}
    person: User = OfficeFactory(kind=kind, board=None, **given).person
    client.force_login(person)
    return person


def listed(client: Client, **asked: str) -> list[str]:
    rows = client.get(REVIEW, {"format": "json", **asked}).json()
    return [row["Post"] for row in rows]


def test_everybody_who_may_sign_in_stands_there_with_what_they_may_see(client: Client) -> None:
    person = UserFactory(post="Head", organisation__name="School", last_login=LATELY)
    for role in ("member", "observer"):
        seat = {"place__seat__board__name": f"Board of the {role}", "place__seat__role": role}
        AppointmentFactory(holder=person, **seat, place__seat__voting=False)
    RespondentFactory(person=person, organisation__name="Trust")
    UserFactory(post="Without", password="!")
    UserFactory(post="Gone", left_on=date(2024, 9, 1))
    rows = client.get(f"{REVIEW}?format=json").json()
    assert [row["Post"] for row in rows] == ["Administrator", "Head"]
    assert rows[1] == {
        "Post": "Head",
        "Organisation": "School",
        "May see": (
            "member of Board of the member; observer of Board of the observer; answers for Trust"
        ),
        "Exempt papers of": "Board of the member",
        "Term": "",
        "Last here": "30 August 2024",
        "Looked at": "",
        "Note": "",
        "Illustrative": "",
    }


def test_an_officer_of_the_whole_reads_exempt_papers_of_every_board(client: Client) -> None:
    OfficeFactory(board=None, person__post="Officer")
    rows = {row["Post"]: row for row in client.get(f"{REVIEW}?format=json").json()}
    assert rows["Officer"]["Exempt papers of"] == "every board"
    assert rows["Administrator"]["Exempt papers of"] == ""


def test_those_to_look_at_first_are_found(client: Client, me: User) -> None:
    UserFactory(post="Away", last_login=datetime(2024, 3, 1, tzinfo=UTC))
    UserFactory(post="Never")
    ended = UserFactory(post="Ended", last_login=LATELY)
    AppointmentFactory(holder=ended, ends_on=date(2024, 7, 1))
    AppointmentFactory(holder__post="Sitting", holder__last_login=LATELY)
    old, new = (UserFactory(post=post, last_login=LATELY) for post in ("Old", "New"))
    AccessReviewFactory(person=old, reviewed_by=me, reviewed_at=datetime(2023, 9, 1, tzinfo=UTC))
    AccessReviewFactory(person=new, reviewed_by=me, reviewed_at=LATELY)
    ending = {"outcome": "to_end", "note": "Moved on."}
    AccessReviewFactory(person=ended, reviewed_by=me, reviewed_at=LATELY, **ending)
    assert listed(client, show="away") == ["Away", "Never"]
    assert listed(client, show="ended") == ["Ended"]
    assert listed(client, show="due") == ["Administrator", "Away", "Never", "Old", "Sitting"]
    assert listed(client, show="to_end") == ["Ended"]
    page = tidy(client.get(REVIEW, {"show": "ended"}))
    assert "<b>Term ended on 30 June 2024</b>" in page
    assert "To be ended on 30 August 2024 by Administrator" in page


def test_access_is_kept_or_marked_to_end_with_who_and_when(client: Client, me: User) -> None:
    person = UserFactory(post="Head")
    sent = {"person": person.pk, "outcome": "kept", "key": "k"}
    for _ in range(2):
        answer = client.post(REVIEW, sent)
        assert (answer.status_code, answer["Location"]) == (302, f"{REVIEW}#person-{person.pk}")
    kept = AccessReview.objects.get()
    assert (kept.person, kept.reviewed_by, kept.outcome) == (person, me, "kept")
    assert audit.trail(kept)[0].sentence == "Administrator reviewed what Head may see."
    ending = {**sent, "outcome": "to_end", "note": " Moved\n on. ", "key": "other"}
    client.post(REVIEW, ending)
    assert AccessReview.objects.order_by("-pk").first().note == "Moved on."
    assert "To be ended on 2 September 2024 by Administrator" in tidy(client.get(REVIEW))


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"outcome": "to_end", "note": " "}, "Say why the access is to end."),
        ({"outcome": "gone"}, "Choose whether it is kept or is to end."),
        ({}, "Choose whether it is kept or is to end."),
    ],
)
def test_what_is_not_said_is_asked_for_in_place(
    client: Client, sent: dict[str, str], why: str
) -> None:
    person = UserFactory()
    answer = client.post(REVIEW, {"person": person.pk, "key": "k", **sent})
    assert answer.status_code == 422
    assert why in tidy(answer)
    assert not AccessReview.objects.exists()


def test_nobody_reviews_their_own_access(client: Client, me: User) -> None:
    page = tidy(client.get(REVIEW))
    assert "Somebody else reviews your own access." in page
    answer = client.post(REVIEW, {"person": me.pk, "outcome": "kept", "key": "k"})
    assert answer.status_code == 422
    assert not AccessReview.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_review_costs_the_same_queries_however_long(
    client: Client, me: User, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        person = AppointmentFactory().holder
        OfficeFactory(person=person)
        RespondentFactory(person=person)
        AccessReviewFactory(person=person, reviewed_by=me)
    # session, who asks, what they are; how many; people, seats, offices, answers, reviews
    with django_assert_num_queries(9):
        page = tidy(client.get(REVIEW))
    assert page.count('<th role="rowheader"') == rows + 1


def test_a_note_that_is_too_long_comes_back_whole(client: Client) -> None:
    person = UserFactory(post="Head", last_login=LATELY)
    note = "word " * 200 + "word"
    answer = client.post(REVIEW, {"person": person.pk, "outcome": "kept", "note": note})
    assert answer.status_code == 422
    page = tidy(answer)
    assert "Shorten it to 1,000 characters: it has 1,004." in page
    assert f'value="{note}"' in page
    assert not AccessReview.objects.exists()


def test_signing_in_is_being_here(client: Client, me: User) -> None:
    client.force_login(me)
    rows = client.get(f"{REVIEW}?format=json").json()
    assert [row["Last here"] for row in rows] == ["2 September 2024"]
