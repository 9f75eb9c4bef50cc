"""Milestones edited in the browser, as actions are: in place, by two people, in their order."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Draft, User
from priorities.models import DeliveryPlan, Milestone, Slip
from tests.factories import (
    AppointmentFactory,
    DeliveryPlanFactory,
    MilestoneFactory,
    OfficeFactory,
    SponsorshipFactory,
)
from tests.pages import hidden_in, tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
HTMX = {"HX-Request": "true"}
PLAN = "/plans/plan/1/delivery/"
NEW = f"{PLAN}milestones/new/"


@pytest.fixture
def delivery() -> DeliveryPlan:
    where = {"plan__slug": "plan", "plan__board__slug": "alliance", "number": 1}
    made: DeliveryPlan = DeliveryPlanFactory(
        **{f"priority__{name}": value for name, value in where.items()}
    )
    return made


@pytest.fixture
def milestone(delivery: DeliveryPlan) -> Milestone:
    first = date(2025, 3, 1)
    return one_of(delivery, due_on=first, first_due_on=first, due_known="month")


@pytest.fixture
def sponsor(client: Client, delivery: DeliveryPlan) -> User:
    """The sponsor, signed in."""
    place = SponsorshipFactory(priority=delivery.priority).place
    person: User = AppointmentFactory(place=place, holder__post="Sponsor").holder
    client.force_login(person)
    return person


@pytest.fixture
def officer(delivery: DeliveryPlan) -> Client:
    """A second browser, in which the board's officer is signed in."""
    office = {"board": delivery.priority.plan.board, "kind": "partnership_officer"}
    client = Client()
    client.force_login(OfficeFactory(**office, person__post="Officer").person)
    return client


def one_of(delivery: DeliveryPlan, **given: Any) -> Milestone:
    priority = delivery.priority
    made: Milestone = MilestoneFactory(priority=priority, plan=priority.plan, **given)
    return made


def address(milestone: Milestone) -> str:
    return f"{PLAN}milestones/{milestone.pk}/"


def sent(milestone: Milestone, **changed: Any) -> dict[str, Any]:
    """What a browser sends of the whole form of `milestone` as it stood, with `changed`."""
    row = {
        "version": milestone.version,
        "what": milestone.what,
        "due_on": milestone.due_on or "",
        "reached_on": milestone.reached_on or "",
    }
    return {**row, **changed}


def moved(milestone: Milestone, due_on: str, **changed: Any) -> dict[str, Any]:
    """What a browser sends where the due date becomes another, and why."""
    return sent(milestone, due_on=due_on, why_moved="Recruitment took longer.", **changed)


def test_a_row_becomes_its_form_and_comes_back(
    client: Client, sponsor: User, milestone: Milestone
) -> None:
    form = tidy(client.get(address(milestone), headers=HTMX))
    assert form.startswith(f'<tr role="row" class="form-row" id="milestone-{milestone.pk}">')
    assert "Known until now as March 2025. Another date typed here is a day." in form
    reached = sent(milestone, what="Two hubs open.", reached_on="2 September 2024")
    row = tidy(client.post(address(milestone), reached, headers=HTMX))
    assert row.startswith(f'<tr role="row" id="milestone-{milestone.pk}">')
    assert "Two hubs open." in row
    assert "March 2025" in row
    assert "Reached, 2 September 2024" in row
    assert "The milestone is saved." in row


def test_without_script_the_same_address_is_a_page_and_leads_back_to_the_plan(
    client: Client, sponsor: User, milestone: Milestone
) -> None:
    assert "<h1" in tidy(client.get(address(milestone)))
    answer = client.post(address(milestone), moved(milestone, "2025-06-30"))
    assert answer["Location"] == f"{PLAN}#milestone-{milestone.pk}"
    page = tidy(client.get(PLAN))
    assert "30 June 2025" in page
    assert "The milestone is saved." in page


def test_a_date_that_moves_asks_why_and_is_kept_with_who_and_when(
    client: Client, sponsor: User, milestone: Milestone
) -> None:
    without = client.post(address(milestone), sent(milestone, due_on="2025-06-30"), headers=HTMX)
    assert without.status_code == 422
    assert '<a href="#milestone_why_moved">Say why the date moves.</a>' in tidy(without)
    assert 'value="2025-06-30"' in tidy(without)
    assert not Slip.objects.exists()
    again = client.post(address(milestone), moved(milestone, "2025-06-30"), headers=HTMX)
    assert '30 June 2025<span class="sub">Second date</span>' in tidy(again)
    milestone.refresh_from_db()
    row = client.post(address(milestone), moved(milestone, "2025-09-30"), headers=HTMX)
    assert '30 September 2025<span class="sub">Third date</span>' in tidy(row)
    form = tidy(client.get(address(milestone)))
    told = "moved on 2 September 2024 by Sponsor: Recruitment took longer."
    assert f"<b>March 2025</b>, {told}" in form
    assert f"<b>30 June 2025</b>, {told}" in form
    milestone.refresh_from_db()
    assert milestone.first_due_on == date(2025, 3, 1)


def test_the_first_date_and_a_day_of_the_month_known_are_no_slips(
    client: Client, sponsor: User, delivery: DeliveryPlan, milestone: Milestone
) -> None:
    exact = client.post(address(milestone), sent(milestone, due_on="2025-03-31"))
    assert exact.status_code == 302
    undated = one_of(delivery, due_on=None, first_due_on=None)
    assert client.post(address(undated), sent(undated, due_on="2025-06-30")).status_code == 302
    undated.refresh_from_db()
    assert undated.first_due_on == date(2025, 6, 30)
    assert not Slip.objects.exists()


def test_a_date_taken_away_asks_why_and_the_next_is_the_second(
    client: Client, sponsor: User, milestone: Milestone
) -> None:
    without = sent(milestone, due_on="")
    assert client.post(address(milestone), without).status_code == 422
    gone = client.post(address(milestone), moved(milestone, ""), headers=HTMX)
    assert '<span class="sub">No date any more</span>' in tidy(gone)
    milestone.refresh_from_db()
    row = client.post(address(milestone), sent(milestone, due_on="2025-09-30"), headers=HTMX)
    assert '30 September 2025<span class="sub">Second date</span>' in tidy(row)


def test_a_moved_span_is_kept_as_far_as_it_was_known(
    client: Client, sponsor: User, delivery: DeliveryPlan
) -> None:
    span = {"due_on": date(2025, 5, 1), "due_until": date(2025, 8, 1), "due_known": "month"}
    milestone = one_of(delivery, **span)
    client.post(address(milestone), moved(milestone, "2025-12-31"))
    assert "<b>May to July 2025</b>, moved on" in tidy(client.get(address(milestone)))


def test_what_is_wrong_is_said_at_its_place_and_nothing_is_lost(
    client: Client, sponsor: User, milestone: Milestone
) -> None:
    wrong = sent(milestone, what="", due_on="31 Feb", reached_on="2024-09-03")
    answer = client.post(address(milestone), wrong, headers=HTMX)
    assert answer.status_code == 422
    page = tidy(answer)
    assert '<a href="#milestone_what">Say what is to be reached</a>' in page
    assert "Enter a real date, like 31 December 2013" in page
    assert "That day is still to come" in page
    assert 'value="31 Feb"' in page
    milestone.refresh_from_db()
    assert (milestone.what, milestone.version) == ("The hub opens.", 1)


def test_fields_that_two_people_changed_apart_are_merged(
    client: Client, sponsor: User, officer: Client, milestone: Milestone
) -> None:
    officer.post(address(milestone), moved(milestone, ""))
    assert client.post(address(milestone), sent(milestone, what="Mine")).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.what, milestone.due_on) == ("Mine", None)


@pytest.mark.parametrize(
    ("choice", "what"), [("mine", "Mine"), ("theirs", "Theirs"), ("both", "Of both")]
)
def test_whoever_is_second_chooses_which_text_stays(
    client: Client, sponsor: User, officer: Client, milestone: Milestone, choice: str, what: str
) -> None:
    officer.post(address(milestone), sent(milestone, what="Theirs"))
    mine = moved(milestone, "2025-06-30", what="Mine")
    answer = client.post(address(milestone), mine, headers=HTMX)
    assert answer.status_code == 409
    page = tidy(answer)
    assert "The milestone was changed while you were writing" in page
    assert "Officer saved" in page
    hidden = hidden_in(answer)
    assert "Choose which stays" in tidy(client.post(address(milestone), hidden))
    chosen = {**hidden, "choice-what": choice, "both-what": "Of both"}
    if choice == "both":
        empty = client.post(address(milestone), {**chosen, "both-what": ""})
        assert empty.status_code == 422
    client.post(address(milestone), chosen)
    milestone.refresh_from_db()
    assert (milestone.what, milestone.due_on) == (what, date(2025, 6, 30))


def test_a_date_chosen_against_another_asks_why_and_loses_nothing(
    client: Client, sponsor: User, officer: Client, milestone: Milestone
) -> None:
    officer.post(address(milestone), moved(milestone, "2025-06-30"))
    mine = sent(milestone, due_on="2025-09-30", what="Mine")
    hidden = hidden_in(client.post(address(milestone), mine, headers=HTMX))
    chosen = client.post(address(milestone), {**hidden, "choice-due_on": "mine"}, headers=HTMX)
    assert chosen.status_code == 422
    form = tidy(chosen)
    assert '<a href="#milestone_why_moved">Say why the date moves.</a>' in form
    assert 'value="2025-09-30"' in form
    assert "Mine</textarea>" in form
    milestone.refresh_from_db()
    assert (milestone.what, milestone.due_on) == ("The hub opens.", date(2025, 6, 30))


def test_a_milestone_removed_meanwhile_gives_the_words_back_and_can_be_brought_back(
    client: Client, sponsor: User, officer: Client, milestone: Milestone
) -> None:
    removed = tidy(officer.post(address(milestone), {"deed": "remove"}, headers=HTMX))
    assert "The milestone is removed" in removed
    assert "The hub opens." not in tidy(client.get(PLAN))
    assert client.get(address(milestone)).status_code == 404
    answer = client.post(address(milestone), sent(milestone, what="Typed with care"))
    assert answer.status_code == 409
    assert "<p>Typed with care</p>" in tidy(answer)
    moved = client.post(address(milestone), {"deed": "up"}, follow=True)
    assert "The milestone was removed meanwhile." in tidy(moved)
    assert "The milestone is removed" in tidy(client.post(address(milestone), {"deed": "remove"}))
    back = client.post(address(milestone), {"deed": "bring back"}, headers=HTMX)
    assert "The milestone is back." in tidy(back)
    assert "The hub opens." in tidy(client.get(PLAN))


def test_a_milestone_is_added_once_however_often_it_is_sent(
    client: Client, sponsor: User, delivery: DeliveryPlan
) -> None:
    assert "No milestone is written yet." in tidy(client.get(PLAN))
    key = re.search(r'name="key" value="(\w+)"', tidy(client.get(NEW)))
    assert key
    new = {"key": key.group(1), "what": "The hub opens.", "due_on": "2025-06-30"}
    assert client.post(NEW, {**new, "what": ""}).status_code == 422
    first, second = client.post(NEW, new), client.post(NEW, new)
    made = Milestone.objects.get()
    assert first["Location"] == second["Location"] == f"{PLAN}#milestone-{made.pk}"
    assert (made.plan, made.priority) == (delivery.priority.plan, delivery.priority)


def test_milestones_stand_by_their_dates_until_somebody_orders_them(
    client: Client, sponsor: User, delivery: DeliveryPlan
) -> None:
    last = one_of(delivery, due_on=date(2026, 3, 31))
    first = one_of(delivery, due_on=date(2024, 3, 31))
    middle = one_of(delivery, due_on=date(2025, 3, 31))

    def order() -> list[int]:
        found = re.findall(r'<tr role="row" id="milestone-(\d+)"', tidy(client.get(PLAN)))
        return [int(pk) for pk in found]

    assert order() == [first.pk, middle.pk, last.pk]
    client.post(address(first), {"deed": "up"})
    client.post(NEW, {"what": "By its date", "due_on": "2024-04-30"})
    added = Milestone.objects.latest("pk")
    assert order() == [first.pk, added.pk, middle.pk, last.pk]
    answer = client.post(address(last), {"deed": "up"})
    assert answer["Location"] == f"{PLAN}#milestones"
    assert order() == [first.pk, added.pk, last.pk, middle.pk]
    client.post(address(first), {"deed": "down", "past": middle.pk})
    client.post(NEW, {"what": "At the end", "due_on": "2024-05-31"})
    assert order() == [added.pk, last.pk, middle.pk, first.pk, Milestone.objects.latest("pk").pk]


def test_what_is_typed_is_kept_and_shown_again_until_it_is_saved(
    client: Client, sponsor: User, milestone: Milestone
) -> None:
    typed = sent(milestone, what="Half a thou", deed="keep")
    assert "Draft kept 12.00" in tidy(client.post(address(milestone), typed, headers=HTMX))
    form = tidy(client.get(address(milestone), headers=HTMX))
    assert "Half a thou</textarea>" in form
    client.post(address(milestone), sent(milestone, what="Half a thought"))
    client.post(NEW, {"what": "Another", "deed": "keep"})
    assert "Another</textarea>" in tidy(client.get(NEW))
    client.post(NEW, {"deed": "forget"})
    client.post(address(milestone), {"what": "Half", "deed": "keep"})
    client.post(address(milestone), {"deed": "forget"})
    assert not Draft.objects.exists()


def test_a_milestone_of_the_whole_plan_is_not_edited_here(
    client: Client, sponsor: User, delivery: DeliveryPlan
) -> None:
    whole = MilestoneFactory(plan=delivery.priority.plan)
    assert client.get(address(whole)).status_code == 404


def test_who_may_not_edit_sees_no_deeds(client: Client, milestone: Milestone) -> None:
    board = milestone.plan.board
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    page = tidy(client.get(PLAN))
    assert "The hub opens." in page
    assert ">Edit</a>" not in page
    assert "Add a milestone" not in page
