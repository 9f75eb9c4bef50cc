"""Measures tied to a priority and its actions in the browser, and untied."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from governance import audit
from governance.models import User
from impact.models import ActionMeasure, Measure, PriorityMeasure
from priorities.models import DeliveryAction
from tests.factories import (
    ActionMeasureFactory,
    AppointmentFactory,
    DeliveryActionFactory,
    MeasureFactory,
    PlanFactory,
    PriorityMeasureFactory,
    SourceFactory,
    SponsorshipFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db
TIE = "/plans/plan/1/measures/tie/"


@pytest.fixture
def action() -> DeliveryAction:
    where = {"plan__priority__plan__slug": "plan", "plan__priority__number": 1}
    made: DeliveryAction = DeliveryActionFactory(number=2, title="Open a hub", **where)
    return made


@pytest.fixture
def sponsor(client: Client, action: DeliveryAction) -> User:
    """The sponsor, signed in."""
    place = SponsorshipFactory(priority=action.plan.priority).place
    person: User = AppointmentFactory(place=place, holder__post="Sponsor").holder
    client.force_login(person)
    return person


@pytest.fixture
def measure() -> Measure:
    made: Measure = MeasureFactory(title="Waits over four weeks", unit="%")
    return made


def offered(client: Client) -> list[str]:
    """Return the measures that the form offers."""
    select = re.search(r'<select name="measure".*?</select>', tidy(client.get(TIE)), re.DOTALL)
    assert select
    return [html.unescape(text) for text in re.findall(r"<option.*?>(.*?)</option>", select[0])]


def test_a_measure_is_tied_to_an_action_once_however_often_it_is_sent(
    client: Client, sponsor: User, action: DeliveryAction, measure: Measure
) -> None:
    sent = {"measure": measure.code, "to": action.pk}
    for _ in range(2):
        page = tidy(client.post(TIE, sent, follow=True))
        assert "“Waits over four weeks” is tied." in page
    assert page.count('value="untie"') == 1
    link = ActionMeasure.objects.get()
    assert (link.action, link.measure) == (action, measure)
    [event] = audit.events_of(link)
    assert audit.said_of(event)["what"] == "tied “Waits over four weeks” to action 2"
    assert "1.2 Open a hub" in tidy(client.get("/plans/plan/1/measures/"))


def test_the_priority_has_its_measures_in_the_order_in_which_they_were_tied(
    client: Client, sponsor: User, action: DeliveryAction, measure: Measure
) -> None:
    first = PriorityMeasureFactory(priority=action.plan.priority, order=4).measure
    for each in (measure, first, measure):
        client.post(TIE, {"measure": each.code, "to": "priority"})
    links = PriorityMeasure.objects.order_by("order")
    assert [(link.measure, link.order) for link in links] == [(first, 4), (measure, 5)]


def test_what_is_tied_can_be_untied_and_tied_again(
    client: Client, sponsor: User, action: DeliveryAction, measure: Measure
) -> None:
    ActionMeasureFactory(action=action, measure=measure)
    sent = {"measure": measure.code, "to": action.pk}
    page = tidy(client.post(TIE, {**sent, "deed": "untie"}, follow=True))
    assert "“Waits over four weeks” is untied." in page
    assert not ActionMeasure.objects.exists()
    again = tidy(client.post(TIE, {**sent, "deed": "untie"}, follow=True))
    assert "No measure is tied to this priority or its actions yet." in again
    assert "is untied" not in again
    client.post(TIE, sent)
    assert ActionMeasure.objects.get().measure == measure


def test_what_was_untied_comes_back_with_its_place_and_its_source(
    client: Client, sponsor: User, action: DeliveryAction, measure: Measure
) -> None:
    priority = action.plan.priority
    paper = SourceFactory()
    tied = PriorityMeasureFactory(priority=priority, measure=measure, order=0, source=paper)
    PriorityMeasureFactory(priority=priority, order=1)
    sent = {"measure": measure.code, "to": "priority"}
    page = tidy(client.post(TIE, {**sent, "deed": "untie"}, follow=True))
    assert "is untied. Tied again it is back in its place." in page
    for _ in range(2):
        client.post(TIE, sent)
    back = PriorityMeasure.objects.get(priority=priority, measure=measure)
    assert (back.pk, back.order, back.source) == (tied.pk, 0, paper)
    [*_, event] = audit.events_of(back)
    assert audit.said_of(event)["what"] == "tied “Waits over four weeks” to priority 1"


def test_a_measure_of_a_draft_that_others_do_not_read_is_not_offered_nor_taken(
    client: Client, sponsor: User, action: DeliveryAction, measure: Measure
) -> None:
    plan = action.plan.priority.plan
    hidden = MeasureFactory(title="Hidden", plan=PlanFactory(state="draft"))
    MeasureFactory(title="Hidden, too", plan=PlanFactory(state="draft", board=plan.board))
    MeasureFactory(title="Of this plan", plan=plan, unit="")
    assert offered(client) == ["Choose a measure", "Of this plan", "Waits over four weeks, %"]
    answer = client.post(TIE, {"measure": hidden.code, "to": "priority"})
    assert answer.status_code == 422
    assert '<a href="#id_measure">Choose a measure from the list</a>' in tidy(answer)
    assert not PriorityMeasure.objects.exists()


def test_what_is_missing_is_said_at_its_place_and_the_choice_stays(
    client: Client, sponsor: User, action: DeliveryAction, measure: Measure
) -> None:
    DeliveryAction.objects.filter(pk=action.pk).update(removed_at="2024-06-01T09:00:00Z")
    answer = client.post(TIE, {"measure": measure.code, "to": action.pk})
    assert answer.status_code == 422
    page = tidy(answer)
    assert "Choose the priority or one of its actions as they are now" in page
    assert f'<option value="{measure.code}" selected>' in page
    assert client.post(TIE, {"deed": "untie", "to": "priority"}).status_code == 422


def test_who_may_edit_the_plan_finds_the_way_and_nobody_else(
    client: Client, sponsor: User, action: DeliveryAction
) -> None:
    way = f'<a href="{TIE}">Tie or untie measures</a>'
    assert way in tidy(client.get("/plans/plan/1/measures/", headers={"HX-Request": "true"}))
    board = action.plan.priority.plan.board
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    assert way not in tidy(client.get("/plans/plan/1/measures/"))
    assert client.get(TIE).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_ties_costs_the_same_however_many(
    client: Client,
    sponsor: User,
    action: DeliveryAction,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        other = DeliveryActionFactory(plan=action.plan, number=number + 3)
        ActionMeasureFactory(action=other)
        PriorityMeasureFactory(priority=action.plan.priority, order=number)
    # session, person; priority; scope, part in hand; actions; ties of both kinds; what is offered
    with django_assert_num_queries(9):
        page = tidy(client.get(TIE))
    assert page.count('value="untie"') == rows * 2
