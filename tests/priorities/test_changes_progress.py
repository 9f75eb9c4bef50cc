"""What partners send in a quarter, and what the sponsor signs off."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from governance import audit
from governance.editing import Refused, StaleEdit
from governance.models import User
from priorities.changes.progress import contribute, sign_off, write_update
from priorities.models import (
    Commitment,
    Contribution,
    Priority,
    ProgressUpdate,
    ReportedState,
    ReportingRound,
)
from priorities.queries.rating import action_facts, rating_of
from tests.factories import (
    CommitmentFactory,
    ContributionFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    PriorityFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
    UserFactory,
)
from tests.hands import at_once
from tests.plain_sql import update

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 6, 20, 9, 0, tzinfo=UTC)
CLOSING = datetime(2024, 7, 12, 17, 0, tzinfo=UTC)
LATE = datetime(2024, 7, 13, 9, 0, tzinfo=UTC)
CLOSED = r"^The round is closed; what comes late belongs to the next one\.$"


@pytest.fixture
def me() -> User:
    return UserFactory(post="Sponsor")


def send(commitment: Commitment, me: User, version: int = 0, **values: Any) -> Contribution:
    in_round = Contribution.objects.filter(commitment=commitment).first()
    return contribute(
        commitment,
        in_round=in_round.round if in_round else ReportingRoundFactory(),
        values=values,
        by=me,
        at=NOW,
        version=version,
    )


def test_a_contribution_says_who_sent_it_and_when(me: User) -> None:
    sent = send(CommitmentFactory(organisation__name="Trust"), me, text="Two began.")
    assert (sent.text, sent.sent_by, sent.sent_at) == ("Two began.", me, NOW)
    assert audit.trail(sent)[-1].sentence == "Sponsor reported for Trust in Quarter 1, 2024/25."


def test_what_was_sent_can_be_changed_while_the_round_is_open(me: User) -> None:
    sent = ContributionFactory(text="Two began.", sent_by=UserFactory())
    again = send(sent.commitment, me, version=1, text="Three began.")
    assert (again.pk, again.text, again.sent_by) == (sent.pk, "Three began.", me)


def test_the_same_sent_twice_is_one_contribution(me: User) -> None:
    commitment = CommitmentFactory()
    first = send(commitment, me, text="Two began.")
    again = send(commitment, UserFactory(), text="Two began.")
    assert (again.pk, again.sent_by, again.version) == (first.pk, me, first.version)


def test_two_colleagues_who_send_different_words_are_told_of_each_other(me: User) -> None:
    commitment = CommitmentFactory()
    send(commitment, UserFactory(), text="Two began.")
    with pytest.raises(StaleEdit) as stale:
        send(commitment, me, text="None began.")
    (conflict,) = stale.value.conflicts
    assert (conflict.theirs, conflict.mine) == ("Two began.", "None began.")


def test_nothing_is_no_contribution(me: User) -> None:
    with pytest.raises(Refused, match=r"^Write what happened, or why nothing did\.$"):
        send(CommitmentFactory(), me, state="on_track")
    with pytest.raises(Refused, match=r"^Say why the date moves\.$"):
        send(CommitmentFactory(), me, text="Late.", new_due_on=date(2025, 6, 30))


def test_what_comes_after_the_closing_is_refused_in_words(me: User) -> None:
    closed = ReportingRoundFactory(closed_at=CLOSING)
    with pytest.raises(Refused, match=CLOSED):
        contribute(CommitmentFactory(), in_round=closed, values={"text": "Late."}, by=me, at=LATE)
    with pytest.raises(Refused, match=CLOSED):
        write_update(PriorityFactory(), in_round=closed, values={"rating": "complete"}, by=me)


def test_a_report_is_begun_and_written_on(me: User) -> None:
    priority, in_round = DeliveryPlanFactory().priority, ReportingRoundFactory()
    boxes = {"action_taken": "The hub opened."}
    begun = write_update(priority, in_round=in_round, values=boxes, by=me)
    assert (begun.action_taken, begun.version) == ("The hub opened.", 1)
    rest = {"action_taken": "The hub opened.", "still_to_do": "A second hub."}
    report = write_update(priority, in_round=in_round, values=rest, by=me, version=1)
    assert (report.pk, report.still_to_do) == (begun.pk, "A second hub.")


def test_a_sign_off_lapses_when_the_report_is_changed(me: User) -> None:
    report = ProgressUpdateFactory(signed_off_at=NOW, signed_off_by=me)
    same = {"action_taken": report.action_taken}
    kept = write_update(report.priority, in_round=report.round, values=same, by=me, version=1)
    assert kept.signed_off_by == me
    other = {"action_taken": "Two hubs opened."}
    new = write_update(report.priority, in_round=report.round, values=other, by=me, version=1)
    assert (new.signed_off_at, new.signed_off_by) == (None, None)


def report_on(**columns: Any) -> ProgressUpdate:
    """Return a report of a plan with one action at risk and one removed."""
    plan = DeliveryPlanFactory(priority__number=2)
    DeliveryActionFactory(plan=plan, number=1, state="at_risk", state_reason="Two posts vacant.")
    DeliveryActionFactory(plan=plan, number=2, removed_at=NOW)
    return ProgressUpdateFactory(priority=plan.priority, **columns)


def test_a_sign_off_keeps_rating_reason_and_states(me: User) -> None:
    report = report_on(rating="at_risk")
    sign_off(report, version=1, by=me, at=NOW)
    assert (report.signed_off_at, report.signed_off_by) == (NOW, me)
    assert report.rating_worked_out == "at_risk"
    assert report.worked_out_because == "Action 2.1 is at risk."
    (state,) = ReportedState.objects.all()
    assert (state.action.number, state.state, state.due_on) == (1, "at_risk", date(2025, 3, 31))


def test_signed_again_the_states_are_those_of_the_last_time(me: User) -> None:
    report = report_on(rating="at_risk")
    sign_off(report, version=1, by=me, at=NOW)
    update(ReportedState.objects.get().action, state="complete")
    report.refresh_from_db()
    sign_off(report, version=report.version, by=me, at=NOW)
    assert ReportedState.objects.get().state == "complete"


def test_a_better_rating_than_worked_out_has_its_reason(me: User) -> None:
    report = report_on(rating="on_track")
    with pytest.raises(Refused, match=r"^Say why it is better than worked out\.$"):
        sign_off(report, version=1, by=me, at=NOW)
    assert ProgressUpdate.objects.get().signed_off_at is None
    update(report, rating_reason="Both posts are filled from July.")
    sign_off(report, version=2, by=me, at=NOW)
    assert ProgressUpdate.objects.get().signed_off_by == me


def test_a_report_without_a_rating_is_not_signed_off(me: User) -> None:
    with pytest.raises(Refused, match=r"^Say how the priority stands\.$"):
        sign_off(report_on(), version=1, by=me, at=NOW)


def test_nobody_signs_what_they_have_not_read(me: User) -> None:
    report = report_on(rating="at_risk")
    update(report, still_to_do="Written meanwhile.")
    with pytest.raises(StaleEdit) as stale:
        sign_off(report, version=1, by=me, at=NOW)
    assert stale.value.row.version == 2


def test_after_the_quarter_the_rating_speaks_of_its_last_day(me: User) -> None:
    report = report_on(rating="at_risk")
    update(report.priority.delivery_plan.actions.get(number=1), due_on=date(2024, 7, 1))
    sign_off(report, version=1, by=me, at=CLOSING)
    assert report.worked_out_because == "Action 2.1 is at risk."


def silences(priority: Priority, in_round: ReportingRound) -> list[int]:
    facts = action_facts(priority, in_round=in_round, on=in_round.due_on)
    return [each.silent_rounds for each in facts]


def test_a_commitment_is_silent_for_as_many_rounds_as_it_was_asked_in() -> None:
    first = ReportingRoundFactory(starts_on=date(2024, 1, 1), ends_on=date(2024, 4, 1), slug="q4")
    second = ReportingRoundFactory(board=first.board)
    action = DeliveryActionFactory(plan__priority__plan__board=first.board)
    priority = action.plan.priority
    told = CommitmentFactory(action=action, asked_on=date(2023, 12, 1))
    ContributionFactory(commitment=told, round=second)
    CommitmentFactory(action=action, state=Commitment.State.WITHDRAWN)
    late = CommitmentFactory(action=action, asked_on=date(2024, 5, 1))
    assert silences(priority, second) == [1]
    ContributionFactory(commitment=late, round=second)
    assert rating_of(priority, in_round=second, on=second.due_on).rating == "on_track"
    only = Contribution.objects.get(commitment=told)
    update(only, round_id=first.pk)
    assert silences(priority, second) == [1]
    update(only, commitment_id=late.pk)
    assert silences(priority, second) == [2]


def test_a_rating_costs_four_queries_however_many_actions(django_assert_num_queries) -> None:
    in_round, plan = ReportingRoundFactory(), DeliveryPlanFactory()
    for many in (1, 3):
        for action in DeliveryActionFactory.create_batch(many, plan=plan):
            CommitmentFactory(action=action)
        with django_assert_num_queries(4):  # actions, commitments, rounds, contributions
            action_facts(plan.priority, in_round=in_round, on=in_round.due_on)


@pytest.mark.django_db(transaction=True)
def test_what_is_acknowledged_at_the_moment_of_closing_is_in_the_closed_round() -> None:
    in_round, me = ReportingRoundFactory(), UserFactory()
    commitments = CommitmentFactory.create_batch(12)

    def act(commitment: Commitment | None) -> str:
        if commitment is None:
            ReportingRound.objects.update(closed_at=CLOSING)
            return "closed"
        try:
            contribute(commitment, in_round=in_round, values={"text": "Sent."}, by=me, at=LATE)
        except Refused:
            return "told"
        return "sent"

    answers = at_once(act, [*commitments[:6], None, *commitments[6:]])
    assert answers.count("closed") == 1
    assert Contribution.objects.count() == answers.count("sent")
    assert answers.count("sent") + answers.count("told") == len(commitments)
