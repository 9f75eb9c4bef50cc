"""Actions edited in the browser: the row and its form, two people at once, rights, drafts."""

import re
from datetime import date

import pytest
from django.test import Client

from governance.models import User
from priorities.models import DeliveryAction, Slip
from tests.factories import (
    OrganisationFactory,
)
from tests.pages import tidy
from tests.priorities.actions.sending import (
    HTMX,
    PLAN,
    address,
    browser_of,
    hidden,
    officer_of,
    sent,
)

pytestmark = pytest.mark.django_db


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
