"""Actions of a plan are added, removed, moved, by those who may, and typed words are kept."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.models import Draft, User
from priorities.models import DeliveryAction, DeliveryPlan
from tests.factories import (
    AppointmentFactory,
    DeliveryActionFactory,
    OrganisationFactory,
)
from tests.pages import tidy
from tests.priorities.actions.sending import HTMX, PLAN, address, sent

pytestmark = pytest.mark.django_db


def test_an_action_removed_meanwhile_gives_the_words_back(
    client: Client, sponsor: User, officer: Client, action: DeliveryAction
) -> None:
    officer.post(address(action), {"deed": "remove"})
    answer = client.post(address(action), sent(action, title="Typed with care"), headers=HTMX)
    assert answer.status_code == 409
    assert "was removed while you were writing" in tidy(answer)
    assert "<p>Typed with care</p>" in tidy(answer)


def test_a_removed_action_can_be_brought_back(
    client: Client, sponsor: User, action: DeliveryAction
) -> None:
    removed = tidy(client.post(address(action), {"deed": "remove"}, headers=HTMX))
    assert "Action 1.1 is removed" in removed
    assert "Open a hub" not in tidy(client.get(PLAN))
    assert client.get(address(action)).status_code == 404
    back = client.post(address(action), {"deed": "bring back"}, headers=HTMX)
    assert "Action 1.1 is back." in tidy(back)
    assert "Open a hub" in tidy(client.get(PLAN))


def test_an_action_is_added_at_the_end(
    client: Client, sponsor: User, action: DeliveryAction
) -> None:
    lead = OrganisationFactory()
    new = {
        "title": "Train 200 staff",
        "state": "not_started",
        "lead": lead.name,
        "due_on": "2025-12-31",
    }
    assert client.post(f"{PLAN}new/", {**new, "title": ""}).status_code == 422
    answer = client.post(f"{PLAN}new/", new)
    made = DeliveryAction.objects.get(number=2)
    assert answer["Location"] == f"{PLAN}#action-{made.pk}"
    assert (made.title, made.lead, made.first_due_on) == (
        "Train 200 staff",
        lead,
        date(2025, 12, 31),
    )


def test_a_new_action_sent_twice_is_added_once(
    client: Client, sponsor: User, delivery: DeliveryPlan
) -> None:
    key = re.search(r'name="key" value="(\w+)"', tidy(client.get(f"{PLAN}new/")))
    assert key
    new = {"key": key.group(1), "title": "Train", "state": "not_started"}
    first, second = client.post(f"{PLAN}new/", new), client.post(f"{PLAN}new/", new)
    assert first["Location"] == second["Location"]
    assert DeliveryAction.objects.get().title == "Train"


def test_what_is_typed_of_a_new_action_is_kept_until_it_is_added(
    client: Client, sponsor: User, delivery: DeliveryPlan
) -> None:
    new = {"title": "Half a thou", "state": "not_started"}
    kept = client.post(f"{PLAN}new/", {**new, "deed": "keep"}, headers=HTMX)
    assert "Draft kept 12.00" in tidy(kept)
    assert not DeliveryAction.objects.exists()
    assert "Half a thou</textarea>" in tidy(client.get(f"{PLAN}new/"))
    client.post(f"{PLAN}new/", {**new, "title": "Half a thought"})
    assert not Draft.objects.exists()


def test_a_number_of_a_removed_action_is_not_given_out_again(
    client: Client, sponsor: User, action: DeliveryAction
) -> None:
    client.post(address(action), {"deed": "remove"})
    client.post(f"{PLAN}new/", {"title": "Next", "state": "not_started"})
    assert DeliveryAction.objects.get(title="Next").number == 2
    assert client.post(address(action), {"deed": "bring back"}).status_code == 302


def test_actions_change_places_by_buttons(
    client: Client, sponsor: User, delivery: DeliveryPlan
) -> None:
    first, second, third = DeliveryActionFactory.create_batch(3, plan=delivery)

    def order() -> list[int]:
        found = re.findall(r'<tr role="row" id="action-(\d+)"', tidy(client.get(PLAN)))
        return [int(pk) for pk in found]

    assert order() == [first.pk, second.pk, third.pk]
    assert client.post(address(third), {"deed": "up"})["Location"] == PLAN
    assert order() == [first.pk, third.pk, second.pk]
    client.post(address(first), {"deed": "up"})
    client.post(address(first), {"deed": "down"})
    assert order() == [third.pk, first.pk, second.pk]
    client.post(address(second), {"deed": "up", "past": third.pk})
    assert order() == [second.pk, third.pk, first.pk]
    client.post(address(second), {"deed": "down", "past": first.pk})
    client.post(address(second), {"deed": "down", "past": third.pk})
    client.post(address(third), {"deed": "up", "past": "elsewhere"})
    client.post(address(third), {"deed": "down", "past": DeliveryActionFactory().pk})
    assert order() == [third.pk, first.pk, second.pk]


def test_an_action_whose_number_is_anothers_by_now_stays_removed(
    client: Client, sponsor: User, action: DeliveryAction
) -> None:
    client.post(address(action), {"deed": "remove"})
    DeliveryActionFactory(plan=action.plan, number=action.number)
    answer = client.post(address(action), {"deed": "bring back"}, follow=True)
    assert "The plan has an action of that number by now." in tidy(answer)
    action.refresh_from_db()
    assert action.removed_at is not None


def test_an_action_removed_meanwhile_is_not_moved(
    client: Client, sponsor: User, action: DeliveryAction
) -> None:
    client.post(address(action), {"deed": "remove"})
    moved = client.post(address(action), {"deed": "down"}, follow=True)
    assert "The action was removed meanwhile." in tidy(moved)


def test_a_member_is_told_who_may_edit_and_a_stranger_nothing(
    client: Client, action: DeliveryAction
) -> None:
    board = action.plan.priority.plan.board
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    answer = client.get(address(action))
    assert answer.status_code == 403
    assert "sponsor of the priority and the board&#x27;s officers edit" in tidy(answer)
    assert client.post(address(action), sent(action, title="No")).status_code == 403
    assert ">Edit</a>" not in tidy(client.get(PLAN))
    client.force_login(AppointmentFactory().holder)
    assert client.get(address(action)).status_code == 404
    assert client.post(f"{PLAN}new/", {"title": "No"}).status_code == 404


def test_who_leads_an_action_edits_that_one_and_moves_none(
    client: Client, action: DeliveryAction
) -> None:
    other = DeliveryActionFactory(plan=action.plan, number=2)
    board = action.plan.priority.plan.board
    lead = AppointmentFactory(place__seat__board=board).holder
    DeliveryAction.objects.filter(pk=action.pk).update(lead_person=lead)
    client.force_login(lead)
    assert tidy(client.get(PLAN)).count(">Edit</a>") == 1
    assert client.get(address(action)).status_code == 200
    assert client.get(address(other)).status_code == 403
    assert client.post(address(action), {"deed": "down"}).status_code == 403


def test_what_is_typed_is_kept_and_shown_again_until_it_is_saved(
    client: Client, sponsor: User, action: DeliveryAction
) -> None:
    typed = sent(action, title="Half a thou", deed="keep")
    kept = client.post(address(action), typed, headers=HTMX)
    assert "Draft kept 12.00" in tidy(kept)
    action.refresh_from_db()
    assert action.title == "Open a hub"
    client.logout()
    client.force_login(sponsor)
    form = tidy(client.get(address(action), headers=HTMX))
    assert "Half a thou</textarea>" in form
    assert "This is what you typed at 12.00 and did not save." in form
    client.post(address(action), sent(action, title="Half a thought"), headers=HTMX)
    assert not Draft.objects.exists()


def test_a_draft_can_be_thrown_away(client: Client, sponsor: User, action: DeliveryAction) -> None:
    client.post(address(action), sent(action, title="Half", deed="keep"))
    answer = client.post(address(action), {"deed": "forget"}, follow=True)
    assert "Open a hub</textarea>" in tidy(answer)


def test_who_else_is_typing_is_named(
    client: Client, sponsor: User, officer: Client, action: DeliveryAction
) -> None:
    officer.post(address(action), sent(action, title="Half", deed="keep"))
    assert "Also here now: Officer." in tidy(client.get(PLAN))
    assert "Also here now" not in tidy(officer.get(PLAN))
    with time_machine.travel("2024-09-02T12:11:00+01:00", tick=False):
        assert "Also here now" not in tidy(client.get(PLAN))


def test_a_doubled_post_is_one_save(
    client: Client, sponsor: User, officer: Client, action: DeliveryAction
) -> None:
    mine = sent(action, title="Mine", key="abc")
    client.post(address(action), mine)
    action.refresh_from_db()
    officer.post(address(action), sent(action, title="Theirs"))
    assert client.post(address(action), mine).status_code == 302
    action.refresh_from_db()
    assert action.title == "Theirs"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_in_an_editors_hands_costs_the_same_however_many_actions(
    client: Client,
    sponsor: User,
    delivery: DeliveryPlan,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for action in DeliveryActionFactory.create_batch(rows, plan=delivery):
        client.post(address(action), sent(action, title="Half", deed="keep"))
    # session, person; plan, priority, sponsorship; scope, part in hand; actions, commitments,
    # last update, milestones; duties; who else types
    with django_assert_num_queries(17):
        page = tidy(client.get(PLAN))
    assert page.count(">Edit</a>") == rows


def test_a_save_costs_four_queries_beside_the_four_for_who_is_signed_in(
    client: Client, sponsor: User, action: DeliveryAction
) -> None:
    client.get(PLAN)
    with CaptureQueriesContext(connection) as context:
        row = client.post(address(action), sent(action, title="Two hubs"), headers=HTMX)
    # What only a test's own outer transaction asks is left out.
    outer = ("SAVEPOINT", "set_config('pghistory.context_id', ''")
    asked = [each["sql"] for each in context if not any(part in each["sql"] for part in outer)]
    # session, person, their scope, their part; the action, the change, the draft, the row
    assert len(asked) == 4 + 4, "\n".join(asked)
    assert "Two hubs" in tidy(row)
    assert len(row.content) <= 2048
