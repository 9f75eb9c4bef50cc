"""A published plan is written anew: everybody else goes on seeing what was published."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Version
from priorities.models import Commitment, DeliveryAction, DeliveryPlan
from tests.factories import (
    AppointmentFactory,
    CommitmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    OfficeFactory,
    OrganisationFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
)
from tests.pages import tidy
from tests.priorities.actions.sending import browser_of, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
PLAN = "/plans/plan/1/delivery/"
VERSIONS = f"{PLAN}versions/"


@pytest.fixture
def delivery() -> DeliveryPlan:
    made: DeliveryPlan = DeliveryPlanFactory(priority__plan__slug="plan", priority__number=1)
    first = DeliveryActionFactory(plan=made, number=1, title="Open a hub")
    DeliveryActionFactory(plan=made, number=2, title="Train staff")
    answered = {"state": "accepted", "answered_on": date(2024, 5, 1)}
    CommitmentFactory(action=first, part="Two rooms.", **answered)
    return made


@pytest.fixture
def officer(delivery: DeliveryPlan) -> Client:
    board = delivery.priority.plan.board
    return browser_of(OfficeFactory(board=board, kind="partnership_officer").person)


@pytest.fixture
def chair(delivery: DeliveryPlan) -> Client:
    seat = {"place__seat__board": delivery.priority.plan.board, "place__seat__role": "chair"}
    return browser_of(AppointmentFactory(**seat).holder)


@pytest.fixture
def published(delivery: DeliveryPlan, officer: Client, chair: Client) -> DeliveryPlan:
    for who, deed in ((officer, "submit"), (chair, "agree"), (officer, "publish")):
        assert who.post(VERSIONS, {"deed": deed}).status_code == 302
    return state_of(delivery)


def state_of(delivery: DeliveryPlan) -> DeliveryPlan:
    delivery.refresh_from_db()
    return delivery


def first(delivery: DeliveryPlan) -> DeliveryAction:
    found: DeliveryAction = delivery.actions.order_by("pk")[0]
    return found


def edit(who: Client, action: DeliveryAction, **changed: Any) -> None:
    action.refresh_from_db()
    answer = who.post(f"{PLAN}{action.pk}/", sent(action, **changed))
    assert answer.status_code == 302, tidy(answer)


def test_changed_wording_opens_a_draft_that_the_public_does_not_see(
    client: Client, officer: Client, published: DeliveryPlan
) -> None:
    edit(officer, first(published), title="Open two hubs", outcome="Nobody waits.")
    assert state_of(published).state == "draft"
    page, ours = tidy(client.get(PLAN)), tidy(officer.get(PLAN))
    assert "Open a hub" in page
    assert "Open two hubs" not in page
    assert "Nobody waits." not in page
    assert "<b>Published</b>" in page
    assert "not yet agreed" not in page
    assert "Open two hubs" in ours
    assert "<b>2 changes not yet agreed.</b>" in ours
    assert "Everybody else sees what was published." in ours
    assert "Open two hubs" not in client.get(f"{PLAN}?format=csv").text


def test_facts_show_at_once_and_open_no_draft(
    client: Client, officer: Client, published: DeliveryPlan
) -> None:
    why = {"state_reason": "Two posts are vacant.", "why_moved": "Recruitment took longer."}
    edit(officer, first(published), state="at_risk", due_on="2025-09-30", **why)
    assert state_of(published).state == "published"
    edit(officer, first(published), title="Open two hubs")
    page = tidy(client.get(PLAN))
    assert "Open a hub" in page
    assert "Two posts are vacant." in page
    assert "30 September 2025" in page


def test_what_a_draft_adds_removes_moves_and_asks_stays_inside(
    client: Client, officer: Client, published: DeliveryPlan
) -> None:
    action, asked = first(published), OrganisationFactory(name="Asked since")
    officer.post(f"{PLAN}new/", {"title": "Only drafted", "state": "not_started"})
    officer.post(f"{PLAN}{action.pk}/ask/", {"organisation": asked.name, "part": "A van."})
    officer.post(f"{PLAN}{action.pk}/", {"deed": "down"})
    officer.post(
        f"{PLAN}{DeliveryAction.objects.get(title='Train staff').pk}/", {"deed": "remove"}
    )
    page, ours = tidy(client.get(PLAN)), tidy(officer.get(VERSIONS))
    for words in ("Only drafted", "Asked since", "A van."):
        assert words not in page
    assert '<span class="muted">1.1</span>Open a hub' in page
    assert '<span class="muted">1.2</span>Train staff' in page
    for place in ("Action 3", "Action 2, its place", "part of Asked since", "Action 2"):
        assert place in ours


def test_the_duties_that_everybody_sees_are_those_of_what_was_published(
    client: Client, officer: Client, published: DeliveryPlan
) -> None:
    told = "2 of 2 actions fully described; 1 of 1 commitment answered"
    assert told in tidy(client.get(PLAN))
    added = {"title": "Open a third", "state": "not_started"}
    assert officer.post(f"{PLAN}new/", added).status_code == 302
    CommitmentFactory(action=published.actions.latest("pk"))
    officer.post(f"{PLAN}{first(published).pk}/", {"deed": "remove"})
    assert state_of(published).state == "draft"
    assert told in tidy(client.get(PLAN))
    assert told not in tidy(officer.get(PLAN))


def test_agreed_and_published_anew_it_is_what_everybody_sees(
    client: Client, officer: Client, chair: Client, published: DeliveryPlan
) -> None:
    edit(officer, first(published), title="Open two hubs")
    officer.post(VERSIONS, {"deed": "submit"})
    chair.post(VERSIONS, {"deed": "agree"})
    assert "Open two hubs" not in tidy(client.get(PLAN))
    officer.post(VERSIONS, {"deed": "publish"})
    assert "Open two hubs" in tidy(client.get(PLAN))
    assert Version.objects.count() == 6


def test_a_draft_is_withdrawn_and_the_facts_stay(
    client: Client, officer: Client, published: DeliveryPlan
) -> None:
    action, asked = first(published), OrganisationFactory()
    why = {"why_moved": "Recruitment took longer."}
    edit(officer, action, title="Open two hubs", due_on="2025-09-30", lead="", **why)
    officer.post(f"{PLAN}new/", {"title": "Only drafted", "state": "not_started"})
    officer.post(f"{PLAN}{action.pk}/ask/", {"organisation": asked.name, "part": "A van."})
    officer.post(f"{PLAN}{action.pk}/", {"deed": "down"})
    officer.post(
        f"{PLAN}{DeliveryAction.objects.get(title='Train staff').pk}/", {"deed": "remove"}
    )
    assert "Withdraw the draft" in tidy(officer.get(VERSIONS))
    assert officer.post(VERSIONS, {"deed": "withdraw"}).status_code == 302
    assert state_of(published).state == "published"
    rows = DeliveryAction.objects.filter(removed_at=None).order_by("number")
    assert list(rows.values_list("number", "title")) == [(1, "Open a hub"), (2, "Train staff")]
    action.refresh_from_db()
    assert action.lead is not None
    assert action.due_on == date(2025, 9, 30)
    assert Commitment.objects.get(organisation=asked).state == "withdrawn"
    again = officer.post(VERSIONS, {"deed": "withdraw"})
    assert again.status_code == 422
    assert "There is no draft to withdraw." in tidy(again)


def test_a_new_draft_can_be_opened_by_hand(
    client: Client, officer: Client, chair: Client, published: DeliveryPlan
) -> None:
    assert chair.post(VERSIONS, {"deed": "draft"}).status_code == 403
    assert "Open a new draft" in tidy(officer.get(VERSIONS))
    officer.post(VERSIONS, {"deed": "draft"})
    assert state_of(published).state == "draft"
    assert "A draft is open; nothing differs yet." in tidy(officer.get(PLAN))
    assert "Open a hub" in tidy(client.get(PLAN))


def test_a_plan_that_came_published_is_kept_before_its_wording_changes(
    client: Client, officer: Client, delivery: DeliveryPlan
) -> None:
    DeliveryPlan.objects.update(state="published")
    edit(officer, first(delivery), title="Open two hubs")
    assert state_of(delivery).state == "draft"
    assert "Open a hub" in tidy(client.get(PLAN))
    assert Version.objects.get().event == "published"


def test_a_change_by_plain_sql_opens_a_draft_too(published: DeliveryPlan) -> None:
    published.actions.update(title="By hand")
    assert state_of(published).state == "draft"
    assert published.published_version is not None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_page_of_a_redrafted_plan_costs_the_same_however_long(
    client: Client, published: DeliveryPlan, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        published.actions.update(outcome=f"Drafted {number}")
    # plan, priority with its version, sponsorship; actions, commitments, last update; duties
    with django_assert_num_queries(10):
        assert "Drafted" not in tidy(client.get(PLAN))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_versions_costs_the_same_however_many(
    officer: Client, published: DeliveryPlan, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        edit(officer, first(published), title=f"Open {number} hubs")
        DeliveryActionFactory(plan=published, number=number + 7)
    # session, person, plan, scope, part; versions, milestones, actions, commitments
    with django_assert_num_queries(9):
        assert "Not yet agreed" in tidy(officer.get(VERSIONS))


def test_a_rating_that_is_not_signed_off_is_read_by_the_board_alone(
    published: DeliveryPlan, officer: Client
) -> None:
    quarter = ReportingRoundFactory(board=published.priority.plan.board)
    ProgressUpdateFactory(priority=published.priority, round=quarter, rating="off_track")
    shown = [tidy(browser.get(PLAN)) for browser in (Client(), officer)]
    assert ["No report yet" in page for page in shown] == [True, False]
    assert ["Off track" in page for page in shown] == [False, True]
