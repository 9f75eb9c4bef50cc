"""The reader: once, in a fixed number of queries, as things stood when the period ended."""

from datetime import UTC, date, datetime

import pytest

from governance.periods import period_from_slug
from impact.models import Area
from portal.reports import content as paper
from portal.reports.build import UnknownFormat, build
from priorities.changes.redrafting import open_draft
from priorities.models import DeliveryAction, DeliveryPlan
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    CommitmentFactory,
    ContributionFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    EvidenceItemFactory,
    IssueFactory,
    MeasureFactory,
    ObservationFactory,
    OrganisationFactory,
    PlaceFactory,
    PlanFollowFactory,
    PriorityFactory,
    PriorityMeasureFactory,
    ReportedStateFactory,
    RequirementFactory,
    SlipFactory,
    SponsorshipFactory,
    UserFactory,
)
from tests.portal.build.building import (
    LATER,
    ON,
    PERIOD,
    action,
    close,
    last_round,
    only,
    queries,
    report,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_a_report_costs_the_same_queries_however_much_there_is(board, rows):
    for number in range(1, rows + 1):
        priority = PriorityFactory(plan=board.plans.get(), number=number)
        place = PlaceFactory(seat__board=board)
        SponsorshipFactory(priority=priority, place=place)
        AppointmentFactory(place=place)
        plan = DeliveryPlanFactory(priority=priority, state="published")
        for _ in range(rows):
            commitment = CommitmentFactory(action=DeliveryActionFactory(plan=plan))
            ContributionFactory(round=last_round(board), commitment=commitment)
        update = report(priority)
        EvidenceItemFactory(update=update)
        IssueFactory(priority=priority)
        measure = MeasureFactory()
        PriorityMeasureFactory(priority=priority, measure=measure)
        ObservationFactory(measure=measure, area=Area.objects.get(is_home=True))
    followed = PlanFollowFactory(board=board).plan
    for number in range(1, rows + 1):
        RequirementFactory(priority=PriorityFactory(plan=followed, number=number))
    assert queries(board) == 30


def test_a_format_that_is_not_built_is_refused_by_name(board):
    with pytest.raises(UnknownFormat, match="format haiku can be written yet; there is board"):
        build(format_code="haiku", board=board, period=PERIOD)


def test_a_board_without_a_plan_gets_a_paper_that_says_so():
    content = build(format_code="board", board=BoardFactory(), period=PERIOD, today=ON)
    assert content.sections[0].blocks[0].words == (
        paper.Run("The Board has no plan with priorities in this quarter."),
    )


def test_the_sponsor_is_the_post_and_a_vacant_place_has_none(board, priority):
    assert only(board).sponsor == "Head of Early Help"
    priority.sponsorships.get().place.appointments.update(ends_on=date(2024, 9, 1))
    assert only(board).sponsor == ""


def test_a_report_that_is_not_signed_off_is_no_report(board, priority):
    report(priority, signed_off_at=None, signed_off_by=None, rating="on_track")
    read_ = only(board)
    assert (read_.reported, read_.ratings[-1].code, read_.action_taken) == (False, "no_update", ())


def test_a_typed_rating_is_printed_with_the_one_worked_out_beside_it(board, priority):
    report(priority, rating="on_track", rating_worked_out="at_risk", worked_out_because="One is.")
    read_ = only(board)
    assert (read_.ratings[-1].code, read_.worked_out, read_.reason) == (
        "on_track",
        "at_risk",
        "One is.",
    )


def test_silence_is_counted_over_the_rounds_and_ends_with_a_report(board, priority):
    assert only(board).silent_for == 2
    report(priority)
    assert only(board).silent_for == 0


def test_a_box_of_the_report_is_a_line_a_point(board, priority):
    report(priority, action_taken="One.\n\n Two. \n")
    assert [said.text for said in only(board).action_taken] == ["One.", "Two."]


def test_evidence_says_its_kind_and_what_was_not_graded_says_none(board, priority):
    update = report(priority)
    EvidenceItemFactory(update=update, number=1, text="Waits fell.", kind="data")
    EvidenceItemFactory(update=update, number=2, text="Staff say so.")
    assert [(said.text, said.kind) for said in only(board).evidence] == [
        ("Waits fell.", "data"),
        ("Staff say so.", ""),
    ]


def test_a_date_that_moved_after_the_day_stands_as_it_stood(board, priority):
    moved = action(priority, due_on=date(2024, 12, 31))
    SlipFactory(
        action=moved,
        from_on=date(2024, 8, 31),
        to_on=date(2024, 12, 31),
        told_on=date(2024, 10, 5),
    )
    (then,) = only(board).actions
    assert (then.due, then.days_overdue, then.times_moved) == ("31 August 2024", 30, 0)
    (now,) = only(board, on=date(2024, 10, 6), period=period_from_slug("2024-25-q3")).actions
    assert (now.due, now.days_overdue, now.times_moved) == ("31 December 2024", 0, 1)


def test_an_open_draft_leaves_the_agreed_wording_in_the_paper(board, priority):
    stays = action(priority, number=1, title="Open a hub", lead__name="Health")
    goes = action(priority, number=2, title="Train staff")
    answered = {"state": "accepted", "answered_on": date(2024, 5, 9)}
    CommitmentFactory(action=stays, asked_on=date(2024, 5, 1), **answered)
    open_draft(priority.delivery_plan, by=UserFactory(), at=LATER)
    goes.removed_at = datetime(2024, 9, 1, tzinfo=UTC)
    goes.save()
    CommitmentFactory(action=stays, asked_on=date(2024, 9, 1))
    DeliveryAction.objects.filter(pk=stays.pk).update(
        number=3, title="Open two hubs", lead=OrganisationFactory(name="Police"), state="paused"
    )
    action(priority, number=1, title="Hold a summit")
    for on in (ON, date(2024, 10, 20)):
        first, second = only(board, on=on).actions
        assert (first.number, first.what, first.lead) == ("1.1", "Open a hub", "Health")
        assert (first.state, first.asked) == ("paused", 1)
        assert (second.number, second.what) == ("1.2", "Train staff")


def test_a_delivery_plan_that_was_never_agreed_stays_out_of_the_paper(board, priority):
    action(priority, number=1, title="Open a hub")
    DeliveryPlan.objects.update(state="submitted")
    assert only(board).actions == ()


def test_an_action_completed_after_the_day_is_not_complete_on_it(board, priority):
    action(priority, state="complete", completed_on=date(2024, 10, 20))
    assert only(board).actions[0].state == "on_track"


def test_what_the_sponsor_reported_stands_once_the_round_is_closed(board, priority):
    later = action(priority, state="complete")
    ReportedStateFactory(update=report(priority), action=later, state="at_risk")
    close(board)
    assert only(board).actions[0].state == "at_risk"


def test_a_state_of_an_earlier_round_is_never_printed_as_if_it_were_of_now(board, priority):
    one, other, done = (action(priority, number=number, state="paused") for number in (1, 2, 3))
    earlier = board.rounds.get(slug="2024-25-q1")
    in_time = datetime(2024, 6, 30, 9, tzinfo=UTC)
    update = report(priority, round=earlier, signed_off_at=in_time)
    for each, state in ((one, "at_risk"), (other, "at_risk"), (done, "complete")):
        ReportedStateFactory(update=update, action=each, state=state)
    commitment = CommitmentFactory(action=other, organisation=other.lead)
    ContributionFactory(round=last_round(board), commitment=commitment, state="off_track")
    close(board)
    assert [each.state for each in only(board).actions] == ["no_update", "off_track", "complete"]


def test_an_answer_given_after_the_day_is_still_awaited_on_it(board, priority):
    CommitmentFactory(
        action=action(priority), state="accepted", answered_on=date(2024, 10, 2)
    )  # fmt: skip
    assert (only(board).commitments, only(board).accepted) == (1, 0)


def test_a_partner_that_sent_nothing_is_named_with_how_long(board, priority):
    silent = OrganisationFactory(name="Council Housing")
    CommitmentFactory(action=action(priority), organisation=silent, asked_on=date(2024, 4, 1))
    close(board)
    (silence,) = only(board).silences
    assert (silence.who, silence.quarters, silence.actions) == ("Council Housing", 2, 1)


def test_nobody_is_silent_in_a_round_that_is_not_due_yet(board, priority):
    commitment = CommitmentFactory(action=action(priority), asked_on=date(2024, 4, 1))
    ContributionFactory(round=board.rounds.get(slug="2024-25-q1"), commitment=commitment)
    assert only(board).silences == ()


def test_an_issue_closed_by_the_day_is_gone_and_an_open_one_asks(board, priority):
    IssueFactory(priority=priority, what="Old.", closed_on=date(2024, 9, 1))
    IssueFactory(priority=priority, what="Posts are vacant", ask="Fund two", consequence="Waits")
    read_ = only(board)
    assert [said.text for said in read_.issues] == ["Posts are vacant. Waits."]
    assert [said.text for said in read_.asks] == ["Fund two"]
