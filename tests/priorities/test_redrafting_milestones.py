"""Milestones are part of what is agreed: frozen with it, compared, drafted and put back."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Version
from governance.versions import freeze
from priorities.changes.telling import subject_of_delivery
from priorities.changes.versions import content_of
from priorities.models import DeliveryPlan, Milestone
from tests.factories import (
    FIRST_INSTANT,
    AppointmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    MilestoneFactory,
    OfficeFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.plain_sql import update
from tests.priorities.actions.sending import browser_of
from tests.priorities.test_views_milestones import address, moved, one_of, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
PLAN = "/plans/plan/1/delivery/"
VERSIONS = f"{PLAN}versions/"
PRIORITY = "/plans/plan/1/"


@pytest.fixture
def delivery() -> DeliveryPlan:
    made: DeliveryPlan = DeliveryPlanFactory(priority__plan__slug="plan", priority__number=1)
    DeliveryActionFactory(plan=made, number=1)
    return made


@pytest.fixture
def milestone(delivery: DeliveryPlan) -> Milestone:
    first = date(2025, 3, 1)
    return one_of(delivery, due_on=first, first_due_on=first, due_known="month")


@pytest.fixture
def officer(delivery: DeliveryPlan) -> Client:
    board = delivery.priority.plan.board
    return browser_of(OfficeFactory(board=board, kind="partnership_officer").person)


@pytest.fixture
def chair(delivery: DeliveryPlan) -> Client:
    seat = {"place__seat__board": delivery.priority.plan.board, "place__seat__role": "chair"}
    return browser_of(AppointmentFactory(**seat).holder)


@pytest.fixture
def published(
    delivery: DeliveryPlan, milestone: Milestone, officer: Client, chair: Client
) -> DeliveryPlan:
    go_through(officer, chair)
    return delivery


def go_through(officer: Client, chair: Client) -> None:
    """Submit, agree and publish the plan."""
    for who, deed in ((officer, "submit"), (chair, "agree"), (officer, "publish")):
        assert who.post(VERSIONS, {"deed": deed}).status_code == 302


def state_of(delivery: DeliveryPlan) -> str:
    delivery.refresh_from_db()
    return delivery.state


def edit(who: Client, milestone: Milestone, **changed: Any) -> None:
    milestone.refresh_from_db()
    answer = who.post(address(milestone), sent(milestone, **changed))
    assert answer.status_code == 302, tidy(answer)


def published_before(delivery: DeliveryPlan) -> None:
    """Publish the plan as it was done before milestones were part of a version."""
    content = content_of(delivery)
    del content["milestones"]
    made = freeze(
        subject_of_delivery(delivery),
        event=Version.Event.PUBLISHED,
        content=content,
        by=UserFactory(),
        at=FIRST_INSTANT,
        schema=2,
    )
    DeliveryPlan.objects.update(state="published", published_version=made)


def test_other_words_of_a_milestone_are_a_draft_that_the_public_does_not_see(
    client: Client, officer: Client, published: DeliveryPlan, milestone: Milestone
) -> None:
    edit(officer, milestone, what="Two hubs open.")
    assert state_of(published) == "draft"
    for page in (PLAN, PRIORITY):
        assert "The hub opens." in tidy(client.get(page))
        assert "Two hubs open." not in tidy(client.get(page))
        assert "Two hubs open." in tidy(officer.get(page))
    ours = tidy(officer.get(VERSIONS))
    assert "<h3>Milestone “The hub opens.”, what is to be reached</h3>" in ours
    assert "<b>1 change not yet agreed.</b>" in tidy(officer.get(PLAN))
    assert "other words once the plan is published anew" in tidy(officer.get(address(milestone)))


def test_a_moved_date_and_the_day_it_was_reached_show_at_once_and_open_no_draft(
    client: Client, officer: Client, published: DeliveryPlan, milestone: Milestone
) -> None:
    officer.post(address(milestone), moved(milestone, "2025-06-30"))
    edit(officer, milestone, reached_on="2024-09-01")
    assert state_of(published) == "published"
    edit(officer, milestone, what="Two hubs open.")
    for page in (PLAN, PRIORITY):
        shown = tidy(client.get(page))
        assert '30 June 2025<span class="sub">Second date</span>' in shown
        assert "Reached, 1 September 2024" in shown
        assert "The hub opens." in shown


def test_what_a_draft_adds_and_removes_stays_inside(
    client: Client, officer: Client, published: DeliveryPlan, milestone: Milestone
) -> None:
    officer.post(f"{PLAN}milestones/new/", {"what": "Only drafted", "due_on": "2025-12-31"})
    assert state_of(published) == "draft"
    officer.post(address(milestone), {"deed": "remove"})
    for page in (PLAN, PRIORITY):
        assert "Only drafted" not in tidy(client.get(page))
        assert "The hub opens." in tidy(client.get(page))
        assert "Only drafted" in tidy(officer.get(page))
    ours = tidy(officer.get(VERSIONS))
    assert "<ins>Only drafted</ins>" in ours
    assert "<del>The hub opens.</del>" in ours
    officer.post(address(milestone), {"deed": "bring back"})
    assert "<del>The hub opens.</del>" not in tidy(officer.get(VERSIONS))


def test_a_first_date_is_wording_and_waits_to_be_agreed(
    officer: Client, chair: Client, delivery: DeliveryPlan
) -> None:
    undated = one_of(delivery, due_on=None, first_due_on=None)
    go_through(officer, chair)
    edit(officer, undated, due_on="2025-06-30")
    assert state_of(delivery) == "draft"
    ours = tidy(officer.get(VERSIONS))
    assert "<h3>Milestone “The hub opens.”, first agreed date</h3>" in ours
    assert "<ins>30 June 2025</ins>" in ours


def test_two_versions_show_where_milestones_differ(
    officer: Client, chair: Client, published: DeliveryPlan, milestone: Milestone
) -> None:
    officer.post(address(milestone), moved(milestone, "2025-06-30", what="Two hubs open."))
    officer.post(f"{PLAN}milestones/new/", {"what": "Both are full."})
    go_through(officer, chair)
    page = tidy(officer.get(f"{VERSIONS}?from=3&to=6"))
    assert "<h3>Milestone “The hub opens.”, what is to be reached</h3>" in page
    assert "<h3>Milestone “The hub opens.”, due</h3>" in page
    assert "<del>March</del><ins>30 June</ins>2025" in page
    assert "first agreed date" not in page
    assert "<h3>Milestone</h3>" in page
    assert "<ins>Both are full.</ins>" in page


def test_a_withdrawn_draft_leaves_words_as_agreed_and_facts_as_they_are(
    officer: Client, published: DeliveryPlan, milestone: Milestone
) -> None:
    edit(officer, milestone, what="Two hubs open.", due_on="2025-06-30", why_moved="A lease.")
    officer.post(f"{PLAN}milestones/new/", {"what": "Only drafted"})
    officer.post(address(milestone), {"deed": "remove"})
    assert officer.post(VERSIONS, {"deed": "withdraw"}).status_code == 302
    assert state_of(published) == "published"
    stands = Milestone.objects.get(removed_at=None)
    assert (stands, stands.what) == (milestone, "The hub opens.")
    assert (stands.due_on, stands.first_due_on) == (date(2025, 6, 30), date(2025, 3, 1))
    assert stands.slips.get().reason == "A lease."


def test_a_plan_that_came_published_is_kept_before_a_milestone_is_added(
    client: Client, officer: Client, delivery: DeliveryPlan
) -> None:
    DeliveryPlan.objects.update(state="published")
    officer.post(f"{PLAN}milestones/new/", {"what": "Only drafted"})
    assert state_of(delivery) == "draft"
    assert Version.objects.get().content["milestones"] == {}
    assert "Only drafted" not in tidy(client.get(PLAN))


def test_a_version_of_before_is_followed_by_a_whole_one_and_still_compares(
    client: Client, officer: Client, delivery: DeliveryPlan, milestone: Milestone
) -> None:
    published_before(delivery)
    edit(officer, milestone, what="Two hubs open.")
    assert [each.schema for each in Version.objects.order_by("number")] == [2, 3]
    assert "The hub opens." in tidy(client.get(PLAN))
    page = tidy(officer.get(VERSIONS))
    assert "They say the same." in page
    told = "Milestones are not compared: version 1 was kept before they were part of a version."
    assert told in page
    assert told not in tidy(officer.get(f"{VERSIONS}?from=2&to=2"))


def test_the_draft_of_a_version_of_before_is_withdrawn_without_touching_milestones(
    client: Client, officer: Client, delivery: DeliveryPlan, milestone: Milestone
) -> None:
    published_before(delivery)
    DeliveryPlan.objects.update(state="draft")
    edit(officer, milestone, what="Two hubs open.")
    assert "Nothing differs yet." in tidy(officer.get(VERSIONS))
    assert "Two hubs open." in tidy(client.get(PLAN))
    officer.post(VERSIONS, {"deed": "withdraw"})
    milestone.refresh_from_db()
    assert milestone.what == "Two hubs open."


def test_a_change_by_plain_sql_opens_a_draft_too(
    published: DeliveryPlan, milestone: Milestone
) -> None:
    update(milestone, reached_on=date(2024, 9, 1))
    assert state_of(published) == "published"
    update(milestone, what="By hand")
    assert state_of(published) == "draft"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_redrafted_plan_costs_the_same_however_many_milestones(
    client: Client,
    officer: Client,
    chair: Client,
    delivery: DeliveryPlan,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    priority = delivery.priority
    where = {"priority": priority, "plan": priority.plan}
    for each in MilestoneFactory.create_batch(rows, **where):
        officer.post(address(each), moved(each, "2025-06-30"))
    go_through(officer, chair)
    Milestone.objects.update(what="Drafted")
    with django_assert_num_queries(10):
        page = tidy(client.get(PLAN))
    assert page.count("Second date") == page.count("The hub opens.") == rows
    with django_assert_num_queries(9):
        assert tidy(officer.get(VERSIONS)).count("<ins>Drafted</ins>") == rows
