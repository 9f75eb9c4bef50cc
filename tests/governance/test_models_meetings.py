"""Meetings, registers, decisions, challenges: what the database refuses by itself."""

from datetime import date, time

import pytest

from governance.models import Decision
from tests.factories import (
    FIRST_INSTANT,
    ActionPointFactory,
    AgendaItemFactory,
    AttendanceFactory,
    ChallengeFactory,
    DecisionFactory,
    MeetingFactory,
    UserFactory,
)
from tests.plain_sql import delete, insert_like, refused, update

pytestmark = pytest.mark.django_db


def test_a_meeting_is_somebodys() -> None:
    with refused("meeting_is_somebodys"):
        update(MeetingFactory(), board_id=None)


def test_a_meeting_ends_after_it_starts() -> None:
    with refused("meeting_ends_after_it_starts"):
        update(MeetingFactory(), starts_at=time(14), ends_at=time(14))


def test_an_agenda_item_has_its_own_number() -> None:
    with refused("agenda_item_has_its_own_number"):
        insert_like(AgendaItemFactory())


@pytest.mark.parametrize("missing", ["exempt_paragraphs", "exempt_reason", "exempt_by"])
def test_an_exempt_item_says_why(missing: str) -> None:
    whole = {"exempt_paragraphs": "3", "exempt_reason": "A contract.", "exempt_by": "The chair"}
    item = AgendaItemFactory()
    update(item, exempt=True, **whole)
    with refused("exempt_item_says_why"):
        update(item, **{missing: ""})


def test_a_place_is_registered_once_a_meeting() -> None:
    with refused("place_is_registered_once_a_meeting"):
        insert_like(AttendanceFactory())


def test_a_decision_has_its_own_number_in_the_municipal_year() -> None:
    decision = DecisionFactory()
    with refused("decision_has_its_own_number_in_the_year"):
        insert_like(decision)
    insert_like(decision, municipal_year=2025)


def test_a_decision_does_not_supersede_itself() -> None:
    decision = DecisionFactory()
    with refused("decision_never_supersedes_itself"):
        update(decision, superseded_by_id=decision.pk)


def test_a_decision_stands_once_the_minutes_are_agreed() -> None:
    decision = DecisionFactory()
    update(decision, text="The plan was agreed with a change.")
    update(decision.meeting, minutes_agreed_on=date(2024, 9, 11))
    for column, value in {"text": "Rejected.", "number": 99, "meeting_id": None}.items():
        with refused("decision_stands_once_minutes_are_agreed"):
            update(decision, **{column: value})
    with refused("decision_stands_once_minutes_are_agreed"):
        delete(decision)


def test_a_decision_can_be_superseded_after_the_minutes_are_agreed() -> None:
    decision = DecisionFactory(meeting__minutes_agreed_on=date(2024, 9, 11))
    later = DecisionFactory(board=decision.board)
    update(decision, superseded_by_id=later.pk)
    assert Decision.objects.get(superseded_by=later) == decision


def test_an_action_point_has_its_own_number() -> None:
    with refused("action_point_has_its_own_number"):
        insert_like(ActionPointFactory())


def test_an_answer_has_who_and_when() -> None:
    with refused("challenge_answer_has_who_and_when"):
        update(ChallengeFactory(), answered_by_id=UserFactory().pk)


def test_a_closing_has_who_and_when() -> None:
    with refused("challenge_closing_has_who_and_when"):
        update(ChallengeFactory(), closed_by_id=UserFactory().pk)


def test_the_state_of_a_challenge_follows_from_its_dates() -> None:
    challenge = ChallengeFactory()
    for state in ("answered", "closed"):
        with refused("challenge_state_follows_from_its_dates"):
            update(challenge, state=state)


def test_an_answer_has_words() -> None:
    with refused("challenge_answer_has_words"):
        update(
            ChallengeFactory(),
            state="answered",
            answered_at=FIRST_INSTANT,
            answered_by_id=UserFactory().pk,
        )
