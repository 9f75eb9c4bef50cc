"""Editing actions and answering for commitments."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from governance import audit
from governance.editing import Refused, RowGone, Saved, StaleEdit
from governance.models import User
from priorities.changes.delivery import (
    accept_amendment,
    answer_commitment,
    ask_for_commitment,
    bring_back,
    edit_action,
    remove_action,
)
from priorities.models import ActionState, Commitment, DeliveryAction, Slip
from tests.factories import (
    CommitmentFactory,
    DeliveryActionFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 9, 30, 23, 30, tzinfo=UTC)  # 1 October in London
TODAY = date(2024, 10, 1)


@pytest.fixture
def me() -> User:
    return UserFactory(post="Sponsor")


def edit(action: DeliveryAction, me: User, why: str = "", **values: Any) -> Saved:
    return edit_action(action, version=action.version, values=values, by=me, at=NOW, why_moved=why)


def test_an_edited_action_says_who_edited_it(me: User) -> None:
    action = DeliveryActionFactory(number=3, title="Open a hub")
    edit(action, me, title="Open two hubs")
    assert (action.title, action.version) == ("Open two hubs", 2)
    assert audit.trail(action)[-1].sentence == "Sponsor edited action 3."


def test_a_date_that_moves_is_kept_with_its_reason(me: User) -> None:
    action = DeliveryActionFactory()
    with pytest.raises(Refused, match=r"^Say why the date moves\.$"):
        edit(action, me, due_on=date(2025, 6, 30))
    action.refresh_from_db()
    edit(action, me, due_on=date(2025, 6, 30), why="Recruitment took longer.")
    slip = Slip.objects.get()
    assert (slip.from_on, slip.to_on) == (date(2025, 3, 31), date(2025, 6, 30))
    assert (slip.reason, slip.told_on) == ("Recruitment took longer.", TODAY)
    assert action.first_due_on == date(2025, 3, 31)


def test_the_first_date_given_is_no_slip(me: User) -> None:
    action = DeliveryActionFactory(due_on=None, first_due_on=None)
    edit(action, me, due_on=date(2025, 6, 30))
    assert action.first_due_on == date(2025, 6, 30)
    assert not Slip.objects.exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [("on_track", "at_risk"), ("at_risk", "off_track"), ("on_track", "paused")],
)
def test_a_state_that_worsens_has_a_reason(me: User, before: str, after: str) -> None:
    reason = "Two posts are vacant."
    action = DeliveryActionFactory(state=before, state_reason=reason if "risk" in before else "")
    with pytest.raises(Refused, match=r"^Say why it "):
        edit(action, me, state=after, state_reason="")
    action.refresh_from_db()
    edit(action, me, state=after, state_reason=reason)
    assert action.state == after


@pytest.mark.parametrize(
    ("before", "after"),
    [("not_started", "on_track"), ("on_track", "complete"), ("complete", "on_track")],
)
def test_a_state_that_is_no_worse_needs_none(me: User, before: str, after: str) -> None:
    action = DeliveryActionFactory(state=before)
    edit(action, me, state=after)
    assert action.state == after


def test_a_completed_action_knows_its_day_until_it_is_taken_up_again(me: User) -> None:
    action = DeliveryActionFactory()
    edit(action, me, state=ActionState.COMPLETE)
    assert action.completed_on == TODAY
    edit(action, me, state=ActionState.ON_TRACK)
    assert action.completed_on is None
    edit(action, me, state=ActionState.COMPLETE, completed_on=date(2024, 9, 1))
    assert action.completed_on == date(2024, 9, 1)


def test_two_in_one_action_meet_only_in_the_same_field(me: User) -> None:
    action = DeliveryActionFactory(title="Read", outcome="Read")
    first = DeliveryAction.objects.get()
    edit(first, UserFactory(), title="Theirs")
    edit_action(action, version=1, values={"outcome": "Mine"}, by=me, at=NOW)
    assert (action.title, action.outcome) == ("Theirs", "Mine")
    with pytest.raises(StaleEdit):
        edit_action(action, version=1, values={"title": "Mine"}, by=me, at=NOW)


def test_an_action_removed_meanwhile_is_gone_and_can_be_brought_back(me: User) -> None:
    action = DeliveryActionFactory(title="Read")
    remove_action(DeliveryAction.objects.get(), version=1, by=me, at=NOW)
    with pytest.raises(RowGone):
        edit_action(action, version=1, values={"title": "Mine"}, by=me, at=NOW)
    removed = DeliveryAction.objects.get()
    assert (removed.title, removed.removed_at) == ("Read", NOW)
    bring_back(removed, by=me, at=NOW)
    assert DeliveryAction.objects.get().removed_at is None


def test_a_number_given_to_another_meanwhile_keeps_an_action_out(me: User) -> None:
    action = DeliveryActionFactory(number=1)
    remove_action(action, version=1, by=me, at=NOW)
    DeliveryActionFactory(plan=action.plan, number=1)
    with pytest.raises(Refused):
        bring_back(action, by=me, at=NOW)


def test_an_organisation_is_asked_once(me: User) -> None:
    action, body = DeliveryActionFactory(), OrganisationFactory()
    asked = ask_for_commitment(action, organisation=body, part="Two workers", by=me, at=NOW)
    assert (asked.state, asked.asked_on) == (Commitment.State.PROPOSED, TODAY)
    with pytest.raises(Refused):
        ask_for_commitment(action, organisation=body, part="Three workers", by=me, at=NOW)


def test_an_accepted_commitment_says_who_and_when(me: User) -> None:
    commitment = CommitmentFactory(part="Two workers", organisation__name="Trust")
    accepted = Commitment.State.ACCEPTED
    answer_commitment(commitment, version=1, state=accepted, by=me, at=NOW)
    assert (commitment.state, commitment.part) == (accepted, "Two workers")
    assert (commitment.answered_on, commitment.answered_by) == (TODAY, me)
    assert audit.trail(commitment)[-1].sentence == "Sponsor accepted the part of Trust."


def test_an_amended_commitment_waits_for_the_sponsor(me: User) -> None:
    commitment = CommitmentFactory(part="Two workers")
    amended = Commitment.State.AMENDED
    with pytest.raises(Refused, match=r"^There is no amended part to accept\.$"):
        accept_amendment(commitment, version=1, by=me)
    with pytest.raises(Refused, match=r"^Say why it is declined or amended\.$"):
        answer_commitment(commitment, version=1, state=amended, by=me, at=NOW, part="One worker")
    answer_commitment(
        commitment,
        version=1,
        state=amended,
        by=me,
        at=NOW,
        part="One worker",
        reason="One post is vacant.",
    )
    assert (commitment.state, commitment.part) == (amended, "One worker")
    accept_amendment(commitment, version=2, by=UserFactory())
    assert commitment.state == Commitment.State.ACCEPTED
    assert commitment.answered_by == me


def test_two_answers_of_one_organisation_are_told_of_each_other(me: User) -> None:
    commitment = CommitmentFactory()
    state = Commitment.State.DECLINED
    answer_commitment(
        commitment, version=1, state=state, by=UserFactory(), at=NOW, reason="No workers."
    )
    with pytest.raises(StaleEdit) as stale:
        answer_commitment(commitment, version=1, state=Commitment.State.ACCEPTED, by=me, at=NOW)
    assert {each.name for each in stale.value.conflicts} >= {"state"}
