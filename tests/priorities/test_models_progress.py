"""Rounds, contributions, reports: what the database refuses by itself."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db.models import Model

from priorities.models import Contribution, ProgressUpdate
from tests.factories import (
    FIRST_INSTANT,
    BoardFactory,
    CommitmentFactory,
    ContributionFactory,
    DeliveryActionFactory,
    EvidenceItemFactory,
    IssueFactory,
    NudgeFactory,
    PriorityFactory,
    ProgressUpdateFactory,
    ReportedStateFactory,
    ReportingRoundFactory,
    UserFactory,
)
from tests.plain_sql import delete, insert_like, refused, update

pytestmark = pytest.mark.django_db

CLOSING = datetime(2024, 7, 12, 17, 0, tzinfo=UTC)
LATE = datetime(2024, 7, 12, 17, 1, tzinfo=UTC)


def test_a_board_has_one_round_a_quarter() -> None:
    with refused("board_has_one_round_a_quarter"):
        insert_like(ReportingRoundFactory())


def test_rounds_of_a_board_never_overlap() -> None:
    quarter = ReportingRoundFactory()
    with refused("rounds_of_a_board_never_overlap"):
        insert_like(quarter, slug="2024-25", starts_on=date(2024, 6, 30))
    next_one = {"starts_on": date(2024, 7, 1), "ends_on": date(2024, 10, 1)}
    insert_like(quarter, slug="2024-25-q2", **next_one)


def test_a_round_ends_after_it_starts() -> None:
    with refused("round_ends_after_it_starts"):
        update(ReportingRoundFactory(), ends_on=date(2024, 4, 1))


def test_a_round_is_due_after_it_opens() -> None:
    with refused("round_is_due_after_it_opens"):
        update(ReportingRoundFactory(), due_on=date(2024, 6, 16))


def test_a_closed_board_opens_no_round() -> None:
    board = BoardFactory(ends_on=date(2024, 6, 17))
    quarter = ReportingRoundFactory()
    with refused("closed_board_opens_no_round"):
        update(quarter, board_id=board.pk)
    update(quarter, board_id=board.pk, opens_on=date(2024, 6, 16))


def test_a_closed_round_stays_closed() -> None:
    quarter = ReportingRoundFactory(closed_at=CLOSING)
    with refused("closed_round_stays_closed"):
        update(quarter, closed_at=None)
    with refused("closed_round_stays_closed"):
        update(quarter, closed_at=LATE)


def test_one_contribution_a_commitment_and_round() -> None:
    with refused("one_contribution_a_commitment_and_round"):
        insert_like(ContributionFactory())


def test_a_contribution_says_something() -> None:
    contribution = ContributionFactory()
    with refused("contribution_says_something"):
        update(contribution, text="")
    update(contribution, text="", no_change_because="The building is closed.")


def test_a_new_date_has_a_reason() -> None:
    with refused("new_date_has_a_reason"):
        update(ContributionFactory(), new_due_on=date(2025, 6, 30))


def test_one_update_a_priority_and_round() -> None:
    with refused("one_update_a_priority_and_round"):
        insert_like(ProgressUpdateFactory())


def test_a_sign_off_has_who_and_when() -> None:
    report = ProgressUpdateFactory()
    with refused("sign_off_has_who_and_when"):
        update(report, signed_off_at=FIRST_INSTANT)
    with refused("sign_off_has_who_and_when"):
        update(report, signed_off_by_id=UserFactory().pk)


def test_an_action_is_reported_once_an_update() -> None:
    with refused("action_is_reported_once_an_update"):
        insert_like(ReportedStateFactory())


def test_evidence_has_its_own_number() -> None:
    with refused("evidence_has_its_own_number"):
        insert_like(EvidenceItemFactory())


def test_an_issue_closes_on_or_after_the_day_it_is_raised() -> None:
    issue = IssueFactory()
    update(issue, closed_on=issue.raised_on)
    with refused("issue_closes_on_or_after_it_is_raised"):
        update(issue, closed_on=date(2024, 3, 31))


def test_an_issue_is_on_an_action_of_its_priority() -> None:
    issue, action = IssueFactory(), DeliveryActionFactory()
    with refused("issue_is_on_an_action_of_its_priority"):
        update(issue, action_id=action.pk)
    update(issue, priority_id=action.plan.priority_id, action_id=action.pk)
    with refused("issue_is_on_an_action_of_its_priority"):
        update(issue, priority_id=PriorityFactory().pk)


def closed(row: Any) -> Any:
    """Return `row` after the closing of its round."""
    quarter = getattr(row, "round", None) or row.update.round
    update(quarter, closed_at=CLOSING)
    return row


@pytest.mark.parametrize(
    ("row", "law", "columns"),
    [
        (ContributionFactory, "contribution_is_frozen_with_its_round", {"text": "Other"}),
        (ProgressUpdateFactory, "update_is_frozen_with_its_round", {"evidence": "Other"}),
        (ReportedStateFactory, "reported_state_is_frozen_with_its_round", {"state": "paused"}),
        (EvidenceItemFactory, "evidence_is_frozen_with_its_round", {"text": "Other"}),
    ],
)
def test_what_was_sent_is_frozen_with_its_round(
    row: Any, law: str, columns: dict[str, Any]
) -> None:
    sent: Model = row()
    update(sent, **columns)
    closed(sent)
    with refused(law):
        update(sent, **dict.fromkeys(columns, "complete"))
    with refused(law):
        delete(sent)
    update(sent, **columns)  # the same again is no change


def test_nothing_moves_out_of_a_closed_round_or_into_it() -> None:
    sent = closed(ContributionFactory())
    open_one = ReportingRoundFactory()
    with refused("contribution_is_frozen_with_its_round"):
        update(sent, round_id=open_one.pk)
    late = ContributionFactory(round=open_one)
    with refused("contribution_is_frozen_with_its_round"):
        update(late, round_id=sent.round_id)


def test_a_late_contribution_is_refused_and_an_older_one_may_be_written_down() -> None:
    sent = closed(ContributionFactory())
    with refused("contribution_is_frozen_with_its_round"):
        insert_like(sent, commitment_id=CommitmentFactory().pk, sent_at=LATE)
    insert_like(sent, commitment_id=CommitmentFactory().pk, sent_at=CLOSING)
    assert Contribution.objects.count() == 2


def test_a_report_is_not_begun_after_the_closing() -> None:
    begun = closed(ProgressUpdateFactory())
    other = PriorityFactory().pk
    person = UserFactory().pk
    with refused("update_is_frozen_with_its_round"):
        insert_like(begun, priority_id=other)
    with refused("update_is_frozen_with_its_round"):
        insert_like(begun, priority_id=other, signed_off_at=LATE, signed_off_by_id=person)
    insert_like(begun, priority_id=other, signed_off_at=CLOSING, signed_off_by_id=person)
    assert ProgressUpdate.objects.count() == 2


def test_a_commitment_is_nudged_once_a_round() -> None:
    with refused("commitment_is_nudged_once_a_round"):
        insert_like(NudgeFactory())
