"""The history hides the words and names of people under 18 who took back their consent."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from governance import audit
from governance.changes.challenges import answer, ask, close
from governance.changes.people import withdraw_consent
from governance.changes.sealing import seal_history
from governance.models import Challenge, Office, User
from governance.models.people import HIDDEN
from governance.queries.sealing import check_history
from tests.factories import (
    BoardFactory,
    ChallengeFactory,
    CommitmentFactory,
    DeliveryActionFactory,
    OfficeFactory,
    OrganisationFactory,
    ReferralFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.plain_sql import update

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 9, 2, 11, 0, tzinfo=UTC)
TODAY = NOW.date()
WORDS = "Why did nobody ask us about the last bus?"


@pytest.fixture
def young() -> User:
    made: User = UserFactory(
        young=True, distinction="of a named school", consent_on=date(2024, 4, 1)
    )
    return made


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(keeper(Office.Kind.PARTNERSHIP_OFFICER))
    return client


def keeper(kind: str) -> User:
    made: User = OfficeFactory(board=None, kind=kind).person
    return made


def asked(by: User, words: str = WORDS) -> Challenge:
    partner, due = OrganisationFactory(), date(2024, 10, 1)
    return ask(BoardFactory(), question=words, put_to=partner, due_on=due, by=by, at=NOW)


def take_back(young: User) -> None:
    withdraw_consent(User.objects.get(pk=young.pk), on=TODAY, by=UserFactory())


def shown(client: Client, address: str = "/history/") -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return tidy(response)


def of(row: Any) -> str:
    return f"/history/{row._meta.model_name}/{row.pk}/"


def test_words_stand_in_the_history_until_consent_is_taken_back(
    reader: Client, young: User
) -> None:
    challenge = asked(young)
    update(challenge, question="Why no bus?")
    both = (shown(reader), shown(reader, of(challenge)))
    assert [text.count(WORDS) for text in both] == [1, 1]
    take_back(young)
    both = (shown(reader), shown(reader, of(challenge)))
    assert [(WORDS in text, "Why no bus?" in text) for text in both] == [(False, False)] * 2
    assert all(f"question from “{HIDDEN}” to “{HIDDEN}”" in text for text in both)


def test_words_stay_hidden_in_what_others_made_of_them(reader: Client, young: User) -> None:
    with audit.change(by=young, what="wrote an action"):
        action = DeliveryActionFactory(title="Ask us about the bus")
    with audit.change(by=UserFactory(), what="put Ask us about the bus better"):
        update(action, title="Ask young people about the bus")
    with audit.change(by=UserFactory(), what="dated it"):
        update(action, title="Ask young people about the bus", due_on="2025-03-01")
    take_back(young)
    for text in (shown(reader), shown(reader, of(action))):
        assert "about the bus" not in text
        assert f"put {HIDDEN} better." in text
        assert f"“{HIDDEN}”</a>changed: due on from" in text


def test_what_others_said_before_and_beside_them_stays(reader: Client, young: User) -> None:
    challenge = asked(young)
    partner, chair = UserFactory(post="Head of buses"), UserFactory(post="Chair")
    said = {"answer": "The contract ended.", "evidence": "The contract"}
    answer(challenge, version=challenge.version, values=said, by=partner, at=NOW)
    challenge.refresh_from_db()
    close(challenge, version=challenge.version, led_to="A new bus", by=chair, at=NOW)
    action = DeliveryActionFactory(title="First words")
    with audit.change(by=young, what="put it otherwise"):
        update(action, title="Second words")
    take_back(young)
    text = shown(reader)
    assert f"Young people’s representative</b>asked {challenge.put_to} a question." in text
    assert "answer: “The contract ended.”; evidence: “The contract”" in text
    assert "led to: “A new bus”" in text
    assert f"what will be done from “First words” to “{HIDDEN}”" in text


def test_words_that_a_record_gives_to_them_are_hidden_whoever_typed_them(
    reader: Client, young: User
) -> None:
    challenge = ChallengeFactory(asked_by=young, question="Typed for them")
    update(challenge, question="Typed again")
    referral = ReferralFactory(referred_by=young, what="Look at the bus")
    answered = ChallengeFactory()
    said = {"answered_by_id": young.pk, "answered_at": NOW, "state": "answered"}
    update(answered, **said, answer="We were not asked", evidence="Our own notes")
    take_back(young)
    text = shown(reader)
    for words in ("Typed for them", "Typed again", "the bus", "not asked", "own notes"):
        assert words not in text
    assert f"“{HIDDEN}”</a>added." in shown(reader, of(referral))


def test_what_points_at_a_record_of_theirs_does_not_name_it(reader: Client, young: User) -> None:
    commitment = CommitmentFactory()
    with audit.change(by=young, what="wrote an action"):
        action = DeliveryActionFactory(title="Ask us about the bus", plan=commitment.action.plan)
    update(commitment, action_id=action.pk)
    assert "to “Ask us about the bus”" in shown(reader, of(commitment))
    take_back(young)
    assert f"to “{HIDDEN}”" in shown(reader, of(commitment))


def test_the_name_of_somebody_under_18_stands_in_no_sentence(client: Client, young: User) -> None:
    clerk = UserFactory(post="Clerk")
    with audit.change(by=clerk, what=f"edited {young}"):
        update(young, distinction="of another school")
    with audit.change(by=young, what="said something"):
        BoardFactory()
    client.force_login(keeper(Office.Kind.MEMBERSHIP_ADMINISTRATOR))
    for address in ("/history/", of(young)):
        text = shown(client, address)
        assert "edited Young people’s representative." in text
        assert "distinction from “of a named school” to “of another school”" in text
    take_back(young)
    for address in ("/history/", of(young)):
        text = shown(client, address)
        assert "school" not in text
        assert f"distinction from “{HIDDEN}” to “{HIDDEN}”" in text
        assert "withdrew the consent of Young people’s representative." in text


def test_nobody_under_18_is_found_by_more_than_what_they_are(reader: Client, young: User) -> None:
    with audit.change(by=young, what="said something"):
        BoardFactory()
    assert "said something" not in shown(reader, "/history/?who=named+school")
    assert "said something" in shown(reader, "/history/?who=young+people’s")


@pytest.mark.parametrize("rows", [1, 3])
def test_hiding_costs_the_same_queries_however_many_words(
    reader: Client, young: User, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        update(asked(young), question=f"Words number {number}")
    take_back(young)
    with django_assert_num_queries(11):
        # session, person, scope; changes, entries, contents, young, written, called, names, seal
        text = shown(reader)
    assert text.count(f"question from “{HIDDEN}”") == rows


def test_hiding_leaves_what_is_kept_and_sealed_as_it_was(reader: Client, young: User) -> None:
    challenge = asked(young)
    assert seal_history(at=NOW)
    take_back(young)
    assert WORDS not in shown(reader)
    kept = Challenge.pgh_event_model.objects.get(pgh_obj=challenge.pk)  # type: ignore[attr-defined]
    assert kept.question == WORDS
    checked = check_history()
    assert (checked.findings, checked.waiting) == ([], 3)  # who withdrew it, and the withdrawal
