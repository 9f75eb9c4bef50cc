"""Who may do what with plans, delivery plans and progress."""

from datetime import date
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from governance.models import Appointment, Board, Office, User
from governance.rules import WHO
from governance.scope import scope_of
from priorities.models import DeliveryPlan, Plan
from priorities.rules import deliveries_seen, plan_of, plans_seen, priority_of
from priorities.scope import part_of
from tests.factories import (
    FIRST_INSTANT,
    AppointmentFactory,
    BoardFactory,
    CommitmentFactory,
    ContributionFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    OfficeFactory,
    OrganisationFactory,
    PlanFactory,
    ProgressUpdateFactory,
    RespondentFactory,
    SponsorshipFactory,
    UserFactory,
)
from tests.principals import PRINCIPALS, holders, opening, people, sponsor

pytestmark = pytest.mark.django_db

CHAIRS = {"chair", "vice chair"}
AT_THE_TABLE = {
    *("member", "chair", "vice chair", "young person", "sponsor"),
    *("critical friend", "observer", "invitee"),
}
OFFICERS = {"officer", "officer everywhere"}


@pytest.fixture
def delivery() -> DeliveryPlan:
    return DeliveryPlanFactory()


def board_of(delivery: DeliveryPlan) -> Board:
    board = delivery.priority.plan.board
    assert board is not None
    return board


def all_and_the_sponsor(delivery: DeliveryPlan) -> dict[str, Any]:
    """Return one of each kind, and who sponsors the very priority."""
    mine = {"its sponsor": sponsor(board_of(delivery), delivery.priority)}
    return {**people(board_of(delivery)), **mine}


def test_who_sees_a_plan_in_which_state() -> None:
    plan = PlanFactory()
    persons = people(plan.board)
    for state in Plan.State:
        plan.state = state
        seen_by = holders(persons, "priorities.view_plan", plan)
        assert seen_by == (AT_THE_TABLE | OFFICERS if state == "draft" else set(PRINCIPALS))


def test_a_draft_of_an_organisation_is_for_officers_of_the_whole() -> None:
    plan = PlanFactory(board=None, organisation=OrganisationFactory(), state="draft")
    persons = people(BoardFactory())
    assert holders(persons, "priorities.view_plan", plan) == {"officer everywhere"}


def test_who_has_which_right_on_a_delivery_plan(delivery: DeliveryPlan) -> None:
    persons = all_and_the_sponsor(delivery)
    for name, who in {
        "priorities.view_deliveryplan": AT_THE_TABLE | OFFICERS | {"its sponsor"},
        "priorities.change_deliveryplan": OFFICERS | {"its sponsor"},
        "priorities.agree_deliveryplan": CHAIRS,
        "priorities.change_plan": OFFICERS,
    }.items():
        assert holders(persons, name, delivery) == who


def test_a_published_delivery_plan_is_everybodys_once_its_plan_is(
    delivery: DeliveryPlan,
) -> None:
    delivery.state = DeliveryPlan.State.PUBLISHED
    assert AnonymousUser().has_perm("priorities.view_deliveryplan", delivery)
    delivery.priority.plan.state = Plan.State.DRAFT
    assert not AnonymousUser().has_perm("priorities.view_deliveryplan", delivery)


@pytest.mark.parametrize("end", [{"status": "historic"}, {"ends_on": date(2024, 4, 1)}])
def test_what_is_closed_is_read_only(end: dict[str, Any]) -> None:
    closed_board = DeliveryPlanFactory(priority__plan__board=BoardFactory(**end))
    closed_plan = DeliveryPlanFactory(priority__plan__state="closed")
    for delivery in (closed_board, closed_plan):
        persons = all_and_the_sponsor(delivery)
        assert holders(persons, "priorities.change_deliveryplan", delivery) == set()
        assert "its sponsor" in holders(persons, "priorities.view_deliveryplan", delivery)


def test_an_organisations_plan_runs_without_a_board() -> None:
    plan = PlanFactory(board=None, organisation=OrganisationFactory())
    persons = people(BoardFactory())
    assert holders(persons, "priorities.change_plan", plan) == {"officer everywhere"}


def test_the_right_follows_the_place_to_its_next_holder(delivery: DeliveryPlan) -> None:
    last = sponsor(board_of(delivery), delivery.priority)
    seat = Appointment.objects.get(holder=last)
    Appointment.objects.update(ends_on=date(2024, 10, 1))
    following = AppointmentFactory(place=seat.place, starts_on=date(2024, 10, 1)).holder
    name = "priorities.change_deliveryplan"
    assert following.has_perm(name, delivery)
    assert not User.objects.get(pk=last.pk).has_perm(name, delivery)


def test_a_sponsor_of_another_priority_does_not_edit_this_one(delivery: DeliveryPlan) -> None:
    other = sponsor(board_of(delivery))
    assert not other.has_perm("priorities.change_deliveryplan", delivery)


def test_who_edits_an_action() -> None:
    lead = UserFactory()
    action = DeliveryActionFactory(lead_person=lead)
    persons = {**all_and_the_sponsor(action.plan), "lead": lead}
    editors = holders(persons, "priorities.change_deliveryaction", action)
    assert editors == OFFICERS | {"its sponsor", "lead"}
    assert not lead.has_perm("priorities.change_deliveryplan", action.plan)


def test_an_action_without_a_lead_is_not_led_by_the_public() -> None:
    action = DeliveryActionFactory(lead_person=None)
    assert not AnonymousUser().has_perm("priorities.change_deliveryaction", action)


def test_only_the_organisation_itself_answers_for_its_commitment() -> None:
    council = OrganisationFactory()
    commitment = CommitmentFactory(organisation__parent=council)
    board = commitment.action.plan.priority.plan.board
    body = commitment.organisation
    persons = {
        **all_and_the_sponsor(commitment.action.plan),
        "its respondent": RespondentFactory(board=board, organisation=body).person,
        "its seat": AppointmentFactory(
            place__seat__board=board, place__seat__represents=body
        ).holder,
        "parent": RespondentFactory(board=board, organisation=council).person,
        "elsewhere": RespondentFactory(organisation=body).person,
    }
    answering = holders(persons, "priorities.answer_commitment", commitment)
    assert answering == {"its respondent", "its seat"}
    assert holders(persons, "priorities.contribute", commitment) == answering
    assert holders(persons, "priorities.accept_amendment", commitment) == {"its sponsor"}


def test_the_lead_of_an_action_reports_on_its_commitments() -> None:
    lead = UserFactory()
    commitment = CommitmentFactory(action__lead_person=lead)
    assert lead.has_perm("priorities.contribute", commitment)
    assert not lead.has_perm("priorities.answer_commitment", commitment)


def test_who_writes_and_who_signs_off_the_progress() -> None:
    report = ProgressUpdateFactory()
    board = report.priority.plan.board
    chief = sponsor(board, report.priority)
    aide = OfficeFactory(kind=Office.Kind.ASSISTANT, board=None, assists=chief).person
    persons = {**people(board), "its sponsor": chief, "aide": aide}
    writers = OFFICERS | {"its sponsor", "aide"}
    assert holders(persons, "priorities.write_update", report) == writers
    assert holders(persons, "priorities.sign_off_update", report) == {"its sponsor"}
    report.round.closed_at = FIRST_INSTANT
    assert holders(persons, "priorities.write_update", report) == set()
    assert holders(persons, "priorities.sign_off_update", report) == set()


def test_who_has_a_part_in_a_draft_sees_it(delivery: DeliveryPlan) -> None:
    action = DeliveryActionFactory(plan=delivery, lead_person=UserFactory())
    commitment = CommitmentFactory(action=action)
    board = board_of(delivery)
    answering = RespondentFactory(board=board, organisation=commitment.organisation).person
    elsewhere = RespondentFactory(organisation=commitment.organisation).person
    aide = OfficeFactory(
        kind=Office.Kind.ASSISTANT, board=None, assists=sponsor(board, delivery.priority)
    ).person
    name = "priorities.view_deliveryplan"
    assert [each.has_perm(name, delivery) for each in (action.lead_person, answering, aide)] == [
        True,
        True,
        True,
    ]
    assert not elsewhere.has_perm(name, delivery)


def test_a_part_in_a_removed_action_is_no_part() -> None:
    lead = UserFactory()
    action = DeliveryActionFactory(lead_person=lead, removed_at=FIRST_INSTANT)
    assert not lead.has_perm("priorities.view_deliveryplan", action.plan)


def test_a_persons_part_costs_two_queries_a_request(django_assert_num_queries) -> None:
    delivery = DeliveryPlanFactory()
    person = sponsor(board_of(delivery), delivery.priority)
    with django_assert_num_queries(2):  # scope, part
        assert part_of(person).sponsors == {delivery.priority_id}
        assert person.has_perm("priorities.change_deliveryplan", delivery)
        assert part_of(AnonymousUser()).sponsors == frozenset()


def test_lists_show_exactly_the_pages_that_open() -> None:
    board, other = BoardFactory.create_batch(2)
    led = UserFactory()
    for each in (board, other):
        for state in ("draft", "agreed"):
            plan = PlanFactory(board=each, state=state)
            DeliveryPlanFactory(priority__plan=plan)
            DeliveryPlanFactory(priority__plan=plan, state="published")
        DeliveryActionFactory(plan__priority__plan=PlanFactory(board=each), lead_person=led)
    PlanFactory(board=None, organisation=OrganisationFactory(), state="draft")
    for person in (*people(board).values(), led):
        plans = Plan.objects.filter(plans_seen(scope_of(person)))
        deliveries = DeliveryPlan.objects.filter(deliveries_seen(person))
        assert set(plans) == opening(person, "priorities.view_plan", Plan)
        assert set(deliveries) == opening(person, "priorities.view_deliveryplan", DeliveryPlan)


def test_each_thing_finds_its_plan_and_its_priority() -> None:
    contribution = ContributionFactory()
    commitment = contribution.commitment
    priority = commitment.action.plan.priority
    report = ProgressUpdateFactory(priority=priority)
    line = (priority, commitment.action.plan, commitment.action, commitment, report)
    assert {plan_of(each) for each in (priority.plan, contribution, *line)} == {priority.plan}
    assert {priority_of(each) for each in line} == {priority}
    for find in (plan_of, priority_of):
        with pytest.raises(TypeError):
            find(SponsorshipFactory())


def test_every_right_has_the_sentence_who_has_it() -> None:
    names = {name for name in WHO if name.startswith("priorities.")}
    assert names == {name for name in rules.permissions.permissions if "priorities." in name}
