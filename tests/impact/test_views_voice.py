"""What people said and what changed: shown, sorted out, given as a file, withdrawn."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from impact.models import YouSaid
from tests.factories import (
    DeliveryActionFactory,
    EngagementFactory,
    OutcomeFactory,
    SourceFactory,
    YouSaidFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]


def changed(**more: Any) -> YouSaid:
    made: YouSaid = YouSaidFactory(state="changed", changed="They have one.", **more)
    return made


@pytest.mark.parametrize("rows", [1, 3])
def test_what_was_heard_costs_the_same_however_much(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        action = DeliveryActionFactory(title="Give one worker", plan__state="published")
        changed(action=action, outcome=OutcomeFactory(), source=SourceFactory())
        EngagementFactory(source=SourceFactory())
    # who and what state, how many, rows; how many pieces of listening, rows
    with django_assert_num_queries(5):
        page = tidy(client.get("/voice/"))
    assert page.count("We want one worker.") == rows
    assert page.count("Give one worker") == rows
    assert page.count("Survey of young people") == rows


def test_the_headline_says_how_much_changed(client: Client) -> None:
    assert "<h1>Nothing is recorded yet of what people said</h1>" in tidy(client.get("/voice/"))
    changed()
    assert "<h1>1 thing we heard, and what changed</h1>" in tidy(client.get("/voice/"))
    YouSaidFactory(state="cannot", reason="The law forbids it.")
    page = tidy(client.get("/voice/"))
    assert "<h1>2 things we heard, 1 of which changed something</h1>" in page
    assert "<b>Cannot be done.</b>The law forbids it." in page
    assert "Whether it worked is not recorded." in page


def test_one_group_and_one_state_are_sorted_out(client: Client) -> None:
    changed(voice="parents", said="Shorter waits.")
    changed(voice="children", said="Safer parks.")
    YouSaidFactory(voice="children", said="More buses.")
    page = tidy(client.get("/voice/?voice=children&state=changed"))
    assert "1 of 3</h2>" in page
    assert "Safer parks." in page
    assert "Shorter waits." not in page
    assert "More buses." not in page
    assert '<option value="children" selected>Children</option>' in page
    empty = tidy(client.get("/voice/?voice=nobody"))
    assert "Nothing of that kind is recorded." in empty


def test_so_few_that_they_could_be_told_are_never_counted_beside_their_words(
    client: Client,
) -> None:
    YouSaidFactory(said="Said by few.", people=5)
    YouSaidFactory(said="Said by many.", people=6)
    page = tidy(client.get("/voice/"))
    assert "6 people" in page
    assert "5 people" not in page
    rows = json.loads(client.get("/voice/?format=json").content)
    assert [row["How many"] for row in rows] == ["", "6 people"]


def test_who_withdraws_their_consent_is_unheard_from_that_day(client: Client) -> None:
    changed(said="Mine alone.", withdrawn_on=date(2024, 9, 2))
    changed(said="Still agreed.", withdrawn_on=date(2024, 9, 3))
    for address in ("/voice/", "/voice/?format=csv", "/"):
        page = client.get(address).content.decode()
        assert "Mine alone." not in page
        assert "Still agreed." in page


def test_an_action_is_named_once_its_plan_is_published(client: Client) -> None:
    changed(action=DeliveryActionFactory(title="Still a draft", plan__state="draft"))
    assert "Still a draft" not in tidy(client.get("/voice/"))


def test_the_file_holds_every_page_and_no_formula(client: Client) -> None:
    for _ in range(21):
        changed(said="=1+1", illustrative=True)
    page = tidy(client.get("/voice/"))
    assert "Page 1 of 2" in page
    assert '<a rel="next" href="?page=2">The next page</a>' in page
    assert "Page 2 of 2" in tidy(client.get("/voice/?page=999"))
    assert "Page 1 of 2" in tidy(client.get("/voice/?page=0"))
    lines = client.get("/voice/?format=csv&page=2").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 22
    assert lines[1] == ("Young people in care,,,'=1+1,Changed,They have one.,,,,,illustrative")
    assert client.get("/voice/?format=xlsx")["Content-Type"].endswith("spreadsheetml.sheet")


def test_a_stretch_of_listening_is_told_as_far_as_it_is_known(client: Client) -> None:
    EngagementFactory(on=date(2023, 10, 1), on_known="month", until=date(2023, 12, 1))
    assert "October 2023 to November 2023" in tidy(client.get("/voice/"))


def test_how_figures_are_judged_is_told_from_what_judges_them(client: Client) -> None:
    page = tidy(client.get("/how-figures-are-judged/"))
    assert "A chart of at least 13 points" in page
    assert "the limits lie 2.66 times the average step" in page
    assert "7 points in a row on one side of the mean" in page
    assert "Counts from 1 to 5 are hidden" in page
    assert "rounds to nought" in page
