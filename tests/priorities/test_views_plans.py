"""The pages of plans and delivery plans: what they say, to whom, and at how many queries."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Appointment, Board
from priorities.models import Commitment, DeliveryPlan, Plan, Priority
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    CommitmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    MilestoneFactory,
    OrganisationFactory,
    OutcomeFactory,
    PlaceFactory,
    PlanFactory,
    PlanFollowFactory,
    PriorityFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
    SlipFactory,
    SponsorshipFactory,
    StatementFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
FACTS = "<div><dt>Sponsor</dt><dd><b>{}</b>"


@pytest.fixture
def plan() -> Plan:
    made: Plan = PlanFactory(slug="plan", title="The Plan", board__slug="alliance")
    return made


def member_of(board: Board | None, **more: Any) -> Any:
    return AppointmentFactory(place__seat__board=board, **more).holder


def published(priority: Priority, **more: Any) -> DeliveryPlan:
    made: DeliveryPlan = DeliveryPlanFactory(priority=priority, state="published", **more)
    return made


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for plan in PlanFactory.create_batch(rows):
        PriorityFactory.create_batch(2, plan=plan)
    with django_assert_num_queries(2):  # how many, plans with priorities counted
        page = tidy(client.get("/plans/"))
    assert page.count('role="rowheader"') == rows
    assert page.count("2 priorities") == rows


def test_plans_stand_on_pages_those_that_run_first_and_whole_in_a_file(client: Client) -> None:
    PlanFactory.create_batch(2, state="closed", starts_on=date(2024, 1, 1))
    PlanFactory.create_batch(14, starts_on=date(2009, 1, 1))
    first = tidy(client.get("/plans/"))
    assert first.count('role="rowheader"') == 15
    assert first.index("Running now") < first.index("Ended")
    assert 'aria-label="Pages of plans"><span>Page 1 of 2</span>' in first
    second = tidy(client.get("/plans/?page=2"))
    assert second.count('role="rowheader"') == 1
    assert "<h1>16 plans and strategies</h1>" in second
    assert "Running now" not in second
    assert client.get("/plans/?page=2&format=csv").content.count(b"\r\n") == 1 + 16


def test_a_draft_is_neither_listed_nor_opened_but_for_its_board(client: Client) -> None:
    draft = PlanFactory(slug="draft", title="A Draft", state="draft", board__slug="b")
    client.force_login(UserFactory())
    assert "A Draft" not in tidy(client.get("/plans/"))
    assert client.get("/plans/draft/").status_code == 404
    assert "A Draft" not in tidy(client.get("/boards/b/plans/"))
    client.force_login(member_of(draft.board))
    assert client.get("/plans/draft/").status_code == 200
    assert "A Draft" in tidy(client.get("/boards/b/plans/"))


def test_a_plan_that_ended_stands_apart(client: Client, plan: Plan) -> None:
    PlanFactory(title="Older", starts_on=date(2013, 4, 1), ends_on=date(2016, 4, 1))
    page = tidy(client.get("/plans/"))
    order = [page.index(word) for word in ("Running now", "The Plan", "Ended", ">Older<")]
    assert order == sorted(order)
    assert "1 April 2013 to 31 March 2016" in page


def test_a_board_shows_its_own_plans_and_those_it_follows(client: Client, plan: Plan) -> None:
    PlanFollowFactory(plan=PlanFactory(title="Another's"), board=plan.board)
    page = tidy(client.get("/boards/alliance/plans/"))
    assert "Plans of others that it follows" in page
    assert "Another&#x27;s" in page
    assert "The Plan" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_board_with_plans_costs_the_same_however_many(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    board = BoardFactory(slug="b")
    PlanFactory.create_batch(rows, board=board)
    with django_assert_num_queries(4):  # board, own plans, followed plans, passed on
        page = tidy(client.get("/boards/b/plans/"))
    assert page.count('role="rowheader"') == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_plan_costs_the_same_however_many_priorities(
    client: Client, plan: Plan, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(1, rows + 1):
        priority = PriorityFactory(plan=plan, number=number)
        AppointmentFactory(place=SponsorshipFactory(priority=priority).place)
        published(priority)
        MilestoneFactory(plan=plan)
        StatementFactory(outcome=OutcomeFactory(plan=plan), plan=plan)
    # plan, delivery plans seen, priorities, sponsorships, holders, outcomes, their statements,
    # statements, findings, milestones
    with django_assert_num_queries(10):
        page = tidy(client.get("/plans/plan/"))
    assert page.count('<td role="cell" data-label="Sponsor">Post') == rows
    assert page.count("I am listened to.") == rows


def sponsored(plan: Plan, **appointment: Any) -> Appointment:
    """A priority of the plan with a sponsor's place and its holder."""
    place = SponsorshipFactory(priority__plan=plan, priority__number=1).place
    made: Appointment = AppointmentFactory(place=place, **appointment)
    return made


def test_the_sponsor_is_who_holds_the_place_today(client: Client, plan: Plan) -> None:
    sponsored(plan, holder__post="Director of Public Health")
    assert ">Director of Public Health</td>" in tidy(client.get("/plans/plan/"))


def test_of_a_vacant_place_nobody_sponsors(client: Client, plan: Plan) -> None:
    sponsored(plan, holder__post="Gone", ends_on=date(2024, 9, 2))
    page = tidy(client.get("/plans/plan/"))
    assert '<td role="cell" data-label="Sponsor">No sponsor</td>' in page
    assert "Gone" not in page


def test_a_plan_that_ended_names_its_last_sponsor(client: Client) -> None:
    plan = PlanFactory(slug="old", starts_on=date(2013, 4, 1), ends_on=date(2016, 4, 1))
    place = PlaceFactory(seat__board=plan.board)
    SponsorshipFactory(
        priority__plan=plan, place=place, starts_on=date(2013, 4, 1), ends_on=date(2016, 4, 1)
    )
    AppointmentFactory(
        place=place, starts_on=date(2013, 4, 1), ends_on=date(2016, 4, 1), holder__post="Then"
    )
    assert ">Then</td>" in tidy(client.get("/plans/old/"))


def test_a_past_milestone_nobody_reported_is_not_called_overdue(
    client: Client, plan: Plan
) -> None:
    MilestoneFactory(plan=plan, what="Opened", due_on=date(2024, 3, 1), due_known="month")
    MilestoneFactory(plan=plan, what="Ahead of us", due_on=date(2025, 3, 1))
    MilestoneFactory(plan=plan, what="Done", due_on=date(2024, 4, 1), reached_on=date(2024, 4, 1))
    page = tidy(client.get("/plans/plan/"))
    assert "Not reported in the papers" in page
    assert "March 2024" in page
    assert "Reached, 1 April 2024" in page
    assert "overdue" not in page


@pytest.mark.parametrize("state", ["draft", "submitted", "agreed", "published"])
def test_a_delivery_plan_is_public_only_once_published(
    client: Client, plan: Plan, state: str
) -> None:
    priority = PriorityFactory(plan=plan, number=1)
    DeliveryPlanFactory(priority=priority, state=state)
    address = "/plans/plan/1/delivery/"
    is_open = state == "published"
    assert client.get(address).status_code == (200 if is_open else 404)
    assert (address in tidy(client.get("/plans/plan/"))) is is_open
    client.force_login(member_of(BoardFactory()))
    assert client.get(address).status_code == (200 if is_open else 404)
    client.force_login(member_of(plan.board))
    assert client.get(address).status_code == 200
    assert address in tidy(client.get("/plans/plan/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_delivery_plan_costs_the_same_however_many_actions(
    client: Client, plan: Plan, rows: int, django_assert_num_queries: Any
) -> None:
    priority = PriorityFactory(plan=plan, number=1)
    delivery = published(priority)
    for number in range(1, rows + 1):
        action = DeliveryActionFactory(plan=delivery, number=number)
        CommitmentFactory(action=action)
    ProgressUpdateFactory(priority=priority, round=ReportingRoundFactory(board=plan.board))
    # plan, priority with delivery plan, sponsorship, actions, commitments, last update,
    # milestones; for the duties the round, actions, commitments, reminders, issues, report
    with django_assert_num_queries(13):
        page = tidy(client.get("/plans/plan/1/delivery/"))
    assert page.count('id="action-') == rows


def delivery_page(client: Client, plan: Plan, **action: Any) -> str:
    priority = PriorityFactory(plan=plan, number=2)
    DeliveryActionFactory(plan=published(priority), number=3, **action)
    return tidy(client.get("/plans/plan/2/delivery/"))


def test_an_action_says_how_late_it_is(client: Client, plan: Plan) -> None:
    page = delivery_page(client, plan, state="on_track", due_on=date(2024, 8, 31))
    assert '<span class="muted">2.3</span>' in page
    assert "31 August 2024" in page
    assert '<span class="sub late">2 days overdue</span>' in page


def test_a_complete_action_is_never_late(client: Client, plan: Plan) -> None:
    page = delivery_page(client, plan, state="complete", due_on=date(2024, 8, 1))
    assert "overdue" not in page


def test_a_date_that_moved_twice_is_the_third(client: Client, plan: Plan) -> None:
    priority = PriorityFactory(plan=plan, number=1)
    action = DeliveryActionFactory(
        plan=published(priority), state="off_track", state_reason="Staff left"
    )
    SlipFactory.create_batch(2, action=action)
    assert "Third date. Staff left" in tidy(client.get("/plans/plan/1/delivery/"))


def test_who_has_not_answered_is_named(client: Client, plan: Plan) -> None:
    delivery = published(PriorityFactory(plan=plan, number=1))
    action = DeliveryActionFactory(plan=delivery)
    police = OrganisationFactory(name="The Police", short_name="Police")
    CommitmentFactory(action=action, organisation=police)
    CommitmentFactory(action=action, state=Commitment.State.ACCEPTED, answered_on=date(2024, 5, 1))
    page = tidy(client.get("/plans/plan/1/delivery/"))
    assert "1 of 2 have answered" in page
    assert "Police has not" in page
    assert "1 of 2 commitments accepted." in page
    assert "accepted by 1 of 2" in page


def test_an_empty_delivery_plan_says_who_writes_it(client: Client, plan: Plan) -> None:
    published(PriorityFactory(plan=plan, number=1))
    page = tidy(client.get("/plans/plan/1/delivery/"))
    assert "The sponsor or the partnership officer adds the first." in page
    assert "No actions yet." in page


def test_a_removed_action_is_not_shown(client: Client, plan: Plan) -> None:
    page = delivery_page(client, plan, removed_at="2024-05-01T09:00:00Z")
    assert 'id="action-' not in page
