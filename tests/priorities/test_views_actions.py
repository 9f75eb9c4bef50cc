"""Actions edited in the browser: the row and its form, two people at once, rights, drafts."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.models import Draft, User
from priorities.models import DeliveryAction, DeliveryPlan, Priority, Slip
from tests.factories import (
    AppointmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    OfficeFactory,
    OrganisationFactory,
    PriorityFactory,
    SponsorshipFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PLAN = "/plans/plan/1/delivery/"


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2024-09-02T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def priority() -> Priority:
    made: Priority = PriorityFactory(plan__slug="plan", plan__board__slug="alliance", number=1)
    return made


@pytest.fixture
def delivery(priority: Priority) -> DeliveryPlan:
    made: DeliveryPlan = DeliveryPlanFactory(priority=priority)
    return made


@pytest.fixture
def action(delivery: DeliveryPlan) -> DeliveryAction:
    made: DeliveryAction = DeliveryActionFactory(
        plan=delivery, number=1, title="Open a hub", outcome="Families are helped sooner."
    )
    return made


@pytest.fixture
def sponsor(client: Client, priority: Priority) -> User:
    """The sponsor, signed in."""
    place = SponsorshipFactory(priority=priority).place
    person: User = AppointmentFactory(place=place, holder__post="Sponsor").holder
    client.force_login(person)
    return person


@pytest.fixture
def officer(delivery: DeliveryPlan) -> Client:
    """A second browser, in which the board's officer is signed in."""
    return browser_of(officer_of(delivery))


def officer_of(delivery: DeliveryPlan) -> User:
    board = delivery.priority.plan.board
    kind = "partnership_officer"
    person: User = OfficeFactory(board=board, kind=kind, person__post="Officer").person
    return person


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(action: DeliveryAction) -> str:
    return f"{PLAN}{action.pk}/"


def sent(action: DeliveryAction, **changed: Any) -> dict[str, Any]:
    """What a browser sends of the whole form of `action` as it stood, with `changed`."""
    row = {
        "version": action.version,
        "title": action.title,
        "outcome": action.outcome,
        "lead": action.lead or "",
        "state": action.state,
        "state_reason": action.state_reason,
        "starts_on": action.starts_on or "",
        "due_on": action.due_on or "",
        "why_moved": "",
    }
    return {**row, **changed}


def hidden(page: str) -> dict[str, str]:
    """What a page of conflicts sends along unseen."""
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page))


def test_a_row_becomes_its_form_and_comes_back(
    client: Client, sponsor: User, action: DeliveryAction
) -> None:
    form = tidy(client.get(address(action), headers=HTMX))
    assert form.startswith(f'<tr role="row" class="form-row" id="action-{action.pk}">')
    assert "Open a hub</textarea>" in form
    saved = client.post(address(action), sent(action, title="Open two hubs"), headers=HTMX)
    assert saved.status_code == 200
    row = tidy(saved)
    assert row.startswith(f'<tr role="row" id="action-{action.pk}">')
    assert "Open two hubs" in row
    assert "Action 1.1 is saved." in row


def test_without_script_the_same_address_is_a_page_and_leads_back_to_the_plan(
    client: Client, sponsor: User, action: DeliveryAction
) -> None:
    assert "<h1" in tidy(client.get(address(action)))
    answer = client.post(address(action), sent(action, title="Open two hubs"))
    assert (answer.status_code, answer["Location"]) == (302, f"{PLAN}#action-{action.pk}")
    page = tidy(client.get(PLAN))
    assert "Open two hubs" in page
    assert "Action 1.1 is saved." in page


def test_what_is_wrong_is_said_at_its_place_and_nothing_is_lost(
    client: Client, sponsor: User, action: DeliveryAction
) -> None:
    wrong = sent(action, title="", outcome="Typed with care", due_on="31 Feb")
    answer = client.post(address(action), wrong, headers=HTMX)
    assert answer.status_code == 422
    page = tidy(answer)
    assert "Two things to put right" in page
    assert '<a href="#id_title">Say what will be done</a>' in page
    assert "Enter a real date, like 31 December 2013" in page
    assert "Typed with care</textarea>" in page
    assert 'value="31 Feb"' in page
    action.refresh_from_db()
    assert (action.title, action.version) == ("Open a hub", 1)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"state": "paused"}, "state_reason", "Say why it worsened."),
        ({"state": "off_track"}, "state_reason", "Say why it is at risk or off track."),
        ({"due_on": "2025-06-30"}, "why_moved", "Say why the date moves."),
        ({"due_on": "2020-01-01"}, "due_on", "An action is not due before it starts."),
    ],
)
def test_a_refusal_of_the_domain_stands_at_its_field(
    client: Client,
    sponsor: User,
    action: DeliveryAction,
    changed: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    answer = client.post(address(action), sent(action, **changed), headers=HTMX)
    assert answer.status_code == 422
    assert f'<a href="#id_{field}">{sentence}</a>' in tidy(answer)
    assert not Slip.objects.exists()


def test_a_date_that_moves_twice_is_the_third(
    client: Client, sponsor: User, action: DeliveryAction
) -> None:
    for due in ("2025-06-30", "2025-09-30"):
        action.refresh_from_db()
        moved = sent(action, due_on=due, why_moved="Recruitment took longer.")
        answer = client.post(address(action), moved, headers=HTMX)
    assert "Third date" in tidy(answer)
    assert list(Slip.objects.order_by("pk").values_list("to_on", flat=True)) == [
        date(2025, 6, 30),
        date(2025, 9, 30),
    ]


def test_two_people_in_different_fields_never_meet(
    client: Client, sponsor: User, officer: Client, action: DeliveryAction
) -> None:
    mine, theirs = sent(action, title="Open two hubs"), sent(action, outcome="Fewer wait.")
    assert officer.post(address(action), theirs).status_code == 302
    assert client.post(address(action), mine).status_code == 302
    action.refresh_from_db()
    assert (action.title, action.outcome) == ("Open two hubs", "Fewer wait.")


def test_the_second_to_save_a_field_sees_both_texts_word_by_word(
    client: Client, sponsor: User, officer: Client, action: DeliveryAction
) -> None:
    officer.post(address(action), sent(action, title="Open a large hub"))
    answer = client.post(address(action), sent(action, title="Open two hubs"), headers=HTMX)
    assert answer.status_code == 409
    page = tidy(answer)
    assert re.search(r"Officer saved at \d\d\.\d\d\. Nothing is lost", page)
    assert "Open<del>a large hub</del><ins>two hubs</ins>" in page
    assert "<b>Theirs.</b>Open a large hub" in page
    assert "<b>Mine.</b>Open two hubs" in page
    action.refresh_from_db()
    assert action.title == "Open a large hub"


@pytest.mark.parametrize(
    ("choice", "title"),
    [("theirs", "Theirs"), ("mine", "Mine"), ("both", "Theirs and mine")],
)
def test_who_chooses_gets_what_was_chosen_and_what_only_they_changed(
    client: Client,
    sponsor: User,
    officer: Client,
    action: DeliveryAction,
    choice: str,
    title: str,
) -> None:
    officer.post(address(action), sent(action, title="Theirs", state_reason="By the officer"))
    page = tidy(client.post(address(action), sent(action, title="Mine", outcome="Only mine")))
    chosen = {**hidden(page), "choice-title": choice, "both-title": "Theirs and mine"}
    assert client.post(address(action), chosen).status_code == 302
    action.refresh_from_db()
    assert (action.title, action.outcome) == (title, "Only mine")
    assert action.state_reason == "By the officer"


@pytest.mark.parametrize("choice", ["theirs", "mine"])
def test_who_leads_is_chosen_between_two_names(
    client: Client, sponsor: User, officer: Client, action: DeliveryAction, choice: str
) -> None:
    names = {"theirs": "Walsall Housing", "mine": "West Midlands Police"}
    for name in names.values():
        OrganisationFactory(name=name, short_name=name.split()[-1])
    officer.post(address(action), sent(action, lead="housing"))
    page = tidy(client.post(address(action), sent(action, lead="police")))
    assert "<b>Theirs.</b>Housing" in page
    assert "<b>Mine.</b>Police" in page
    chosen = {**hidden(page), "choice-lead": choice}
    assert client.post(address(action), chosen).status_code == 302
    action.refresh_from_db()
    assert action.lead is not None
    assert action.lead.name == names[choice]


def test_a_third_saver_in_between_is_met_the_same_way(
    client: Client, sponsor: User, officer: Client, action: DeliveryAction
) -> None:
    officer.post(address(action), sent(action, title="Theirs"))
    page = tidy(client.post(address(action), sent(action, title="Mine")))
    action.refresh_from_db()
    browser_of(officer_of(action.plan)).post(address(action), sent(action, title="Third"))
    chosen = {**hidden(page), "choice-title": "mine"}
    answer = client.post(address(action), chosen)
    assert answer.status_code == 409
    assert "<b>Theirs.</b>Third" in tidy(answer)
    again = {**hidden(tidy(answer)), "choice-title": "mine"}
    assert client.post(address(action), again).status_code == 302
    action.refresh_from_db()
    assert action.title == "Mine"


def test_a_conflict_sent_without_a_choice_asks_again(
    client: Client, sponsor: User, officer: Client, action: DeliveryAction
) -> None:
    officer.post(address(action), sent(action, title="Theirs"))
    page = tidy(client.post(address(action), sent(action, title="Mine")))
    answer = client.post(address(action), hidden(page))
    assert answer.status_code == 409
    assert "Choose which stays" in tidy(answer)
    assert "<b>Mine.</b>Mine" in tidy(answer)


def test_a_choice_that_lacks_its_reason_comes_back_as_the_whole_form(
    client: Client, sponsor: User, officer: Client, action: DeliveryAction
) -> None:
    theirs = sent(action, state="at_risk", state_reason="Two posts are vacant.")
    officer.post(address(action), theirs)
    mine = sent(action, state="off_track", state_reason="Three posts are vacant.")
    chosen = {
        **hidden(tidy(client.post(address(action), mine))),
        "choice-state": "mine",
        "choice-state_reason": "both",
        "both-state_reason": "",
    }
    answer = client.post(address(action), chosen)
    assert answer.status_code == 422
    assert "Say why it is at risk or off track." in tidy(answer)
    assert "Open a hub</textarea>" in tidy(answer)


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
