"""Actions pasted from a spreadsheet: previewed line by line, written all or not at all."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from priorities.models import DeliveryAction, DeliveryPlan, Slip
from tests.factories import DeliveryActionFactory, DeliveryPlanFactory, OfficeFactory
from tests.pages import tidy

pytestmark = pytest.mark.django_db
PASTE = "/plans/plan/1/delivery/paste/"
HEAD = "Action\tWhat will be done\tDue\tState\n"


@pytest.fixture
def delivery() -> DeliveryPlan:
    made: DeliveryPlan = DeliveryPlanFactory(priority__plan__slug="plan", priority__number=1)
    DeliveryActionFactory(plan=made, number=1, title="Open a hub")
    return made


@pytest.fixture(autouse=True)
def officer(client: Client, delivery: DeliveryPlan) -> None:
    board = delivery.priority.plan.board
    client.force_login(OfficeFactory(board=board, kind="partnership_officer").person)


def look(client: Client, cells: str, **more: Any) -> Any:
    return client.post(PASTE, {"cells": HEAD + cells, "deed": "look", **more})


def write(client: Client, cells: str, page: str, **more: Any) -> Any:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    seen = unescape(found.group(1)) if found else "{}"
    return client.post(PASTE, {"cells": HEAD + cells, "deed": "write", "seen": seen, **more})


GOOD = "1.1\tOpen two hubs\t30 June 2025\tOn track\n\tTrain staff\t31/12/2025\tNot started\n"
WHY = {"why_moved": "Recruitment took longer."}


def test_a_preview_says_what_each_line_would_do_and_writes_nothing(client: Client) -> None:
    page = tidy(look(client, GOOD, **WHY))
    assert "<b>Changed</b>" in page
    assert "<b>New</b>" in page
    assert list(DeliveryAction.objects.values_list("title", flat=True)) == ["Open a hub"]


def test_what_was_previewed_is_written_with_its_slips(client: Client) -> None:
    page = tidy(look(client, GOOD, **WHY))
    assert write(client, GOOD, page, **WHY).status_code == 302
    rows = DeliveryAction.objects.order_by("number").values_list("number", "title", "due_on")
    assert list(rows) == [
        (1, "Open two hubs", date(2025, 6, 30)),
        (2, "Train staff", date(2025, 12, 31)),
    ]
    assert Slip.objects.get().reason == "Recruitment took longer."


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("1.9\tNo such\t\tOn track", "There is no action 1.9."),
        ("1.1\tMoved\t30 June 2025\tOn track", "Say why the date moves."),
        ("\t\t31/12/2025\tOn track", "Say what will be done"),
        ("\tNew\t31 Feb\tOn track", "Enter a real date, like 31 December 2013"),
        ("\tNew\t\tAt risk", "Say why it is at risk or off track."),
    ],
)
def test_one_refused_line_keeps_all_from_being_written(
    client: Client, line: str, why: str
) -> None:
    cells = f"\tTrain staff\t31/12/2025\tNot started\n{line}\n"
    answer = write(client, cells, "")
    assert answer.status_code == 422
    assert f"<b>Refused</b>: {why}" in tidy(answer)
    assert DeliveryAction.objects.count() == 1


def test_who_changed_the_row_since_the_preview_is_not_overwritten(client: Client) -> None:
    page = tidy(look(client, GOOD, **WHY))
    DeliveryAction.objects.update(title="Theirs")
    answer = write(client, GOOD, page, **WHY)
    assert answer.status_code == 422
    assert "changed it meanwhile." in tidy(answer)
    assert DeliveryAction.objects.get().title == "Theirs"


def test_cells_without_a_head_are_sent_back(client: Client) -> None:
    answer = client.post(PASTE, {"cells": "Open a hub\t2025", "deed": "look"})
    assert answer.status_code == 422
    assert "The first line must name the columns." in tidy(answer)
    assert "Open a hub\t2025" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_preview_costs_six_queries_a_line_as_each_is_tried_and_taken_back(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    cells = "\tTrain staff\t31/12/2025\tNot started\n" * rows
    with django_assert_num_queries(12 + 6 * rows):
        page = tidy(look(client, cells))
    assert page.count("<b>New</b>") == rows
