"""Delivery plans, actions, commitments: what the database refuses by itself."""

from datetime import date

import pytest

from priorities.models import DeliveryPlan
from tests.factories import (
    FIRST_INSTANT,
    CommitmentFactory,
    DeliveryActionFactory,
    MilestoneFactory,
    SlipFactory,
)
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db


def test_an_action_has_its_own_number_while_it_stands() -> None:
    action = DeliveryActionFactory()
    with refused("action_number_is_its_own_in_the_plan"):
        insert_like(action)
    insert_like(action, removed_at=FIRST_INSTANT)


def test_an_action_is_due_on_or_after_its_start() -> None:
    action = DeliveryActionFactory()
    update(action, due_on=action.starts_on)
    with refused("action_is_due_on_or_after_its_start"):
        update(action, due_on=date(2024, 3, 31))


@pytest.mark.parametrize("state", ["at_risk", "off_track"])
def test_a_bad_state_has_a_reason(state: str) -> None:
    action = DeliveryActionFactory()
    with refused("bad_state_has_a_reason"):
        update(action, state=state)
    update(action, state=state, state_reason="Two posts are vacant.")


def test_a_slip_is_of_one_thing() -> None:
    with refused("slip_is_of_an_action_or_a_milestone"):
        update(SlipFactory(), action_id=None)
    with refused("slip_is_of_an_action_or_a_milestone"):
        update(SlipFactory(), milestone_id=MilestoneFactory().pk)


def test_a_slip_has_a_reason() -> None:
    with refused("slip_has_a_reason"):
        update(SlipFactory(), reason="")


def test_a_slip_moves_the_date() -> None:
    slip = SlipFactory()
    with refused("slip_moves_the_date"):
        update(slip, to_on=slip.from_on)
    update(slip, to_on=None)


def test_an_organisation_commits_once_to_an_action() -> None:
    with refused("organisation_commits_once_to_an_action"):
        insert_like(CommitmentFactory())


@pytest.mark.parametrize("state", ["accepted", "amended", "declined"])
def test_an_answered_commitment_says_when(state: str) -> None:
    with refused("answered_commitment_says_when"):
        update(CommitmentFactory(), state=state)


@pytest.mark.parametrize("state", ["proposed", "amended"])
@pytest.mark.parametrize("step", ["agreed", "published"])
def test_a_plan_is_not_agreed_with_an_unanswered_commitment(state: str, step: str) -> None:
    commitment = CommitmentFactory(state=state, answered_on=date(2024, 5, 1))
    plan = commitment.action.plan
    with refused("plan_is_agreed_with_commitments_answered"):
        update(plan, state=step)


def test_a_plan_is_agreed_all_the_same_with_the_chairs_reason() -> None:
    plan = CommitmentFactory().action.plan
    update(plan, state="agreed", override_reason="The partner answers in May.")
    assert DeliveryPlan.objects.get().state == "agreed"


def test_a_commitment_of_a_removed_action_hinders_nothing() -> None:
    plan = CommitmentFactory(action__removed_at=FIRST_INSTANT).action.plan
    update(plan, state="agreed")
    assert DeliveryPlan.objects.get().state == "agreed"


def test_an_agreed_plan_may_ask_for_another_commitment() -> None:
    action = DeliveryActionFactory(plan__state="agreed")
    CommitmentFactory(action=action)
    update(action.plan, state="published", override_reason="")
    assert DeliveryPlan.objects.get().state == "published"
