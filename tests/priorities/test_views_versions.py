"""A delivery plan's way from draft to published, its versions, and its rows as a file."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
import python_calamine
from django.test import Client

from governance import versions
from governance.models import User, Version
from governance.models.people import YOUNG_PERSON
from priorities.models import DeliveryPlan
from tests.factories import (
    AppointmentFactory,
    CommitmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    OfficeFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
PLAN = "/plans/plan/1/delivery/"
VERSIONS = f"{PLAN}versions/"


@pytest.fixture
def delivery() -> DeliveryPlan:
    where = {"priority__plan__slug": "plan", "priority__number": 1}
    made: DeliveryPlan = DeliveryPlanFactory(**where)
    DeliveryActionFactory(plan=made, number=1, title="Open a hub")
    return made


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer(delivery: DeliveryPlan) -> Client:
    board = delivery.priority.plan.board
    return browser(OfficeFactory(board=board, kind="partnership_officer").person)


@pytest.fixture
def chair(delivery: DeliveryPlan) -> Client:
    seat = {"place__seat__board": delivery.priority.plan.board, "place__seat__role": "chair"}
    return browser(AppointmentFactory(**seat).holder)


def test_a_plan_goes_from_draft_to_everybody_and_each_step_is_kept(
    client: Client, officer: Client, chair: Client, delivery: DeliveryPlan
) -> None:
    for who, deed in ((officer, "submit"), (chair, "agree"), (officer, "publish")):
        assert who.post(VERSIONS, {"deed": deed}).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.agreed_on) == ("published", date(2024, 9, 2))
    events = Version.objects.order_by("number").values_list("event", flat=True)
    assert list(events) == ["submitted", "agreed", "published"]
    assert client.get(PLAN).status_code == 200
    assert client.get(VERSIONS).status_code == 302


def test_each_step_has_its_own_people_and_its_turn(
    officer: Client, chair: Client, delivery: DeliveryPlan
) -> None:
    assert chair.post(VERSIONS, {"deed": "submit"}).status_code == 403
    assert officer.post(VERSIONS, {"deed": "agree"}).status_code == 403
    early = officer.post(VERSIONS, {"deed": "publish"})
    assert early.status_code == 422
    assert "The plan is draft by now." in str(early.context["refused"])
    assert not Version.objects.exists()


def test_an_unanswered_commitment_needs_the_chairs_reason_and_it_is_printed(
    officer: Client, chair: Client, delivery: DeliveryPlan
) -> None:
    CommitmentFactory(action=delivery.actions.get())
    officer.post(VERSIONS, {"deed": "submit"})
    refused = chair.post(VERSIONS, {"deed": "agree", "override": " "})
    assert refused.status_code == 422
    assert "A commitment is unanswered" in tidy(refused)
    why = "The police answer after their own board."
    assert chair.post(VERSIONS, {"deed": "agree", "override": why}).status_code == 302
    assert why in tidy(officer.get(VERSIONS))


def test_two_versions_are_compared_word_by_word(
    officer: Client, chair: Client, delivery: DeliveryPlan
) -> None:
    officer.post(VERSIONS, {"deed": "submit"})
    delivery.actions.update(title="Open two hubs", due_on=date(2025, 6, 30))
    DeliveryActionFactory(plan=delivery, number=2, title="Train staff")
    chair.post(VERSIONS, {"deed": "agree"})
    page = tidy(officer.get(f"{VERSIONS}?from=1&to=2"))
    assert "<h3>Action 1.1, what will be done</h3>" in page
    assert "Open<del>a hub</del><ins>two hubs</ins>" in page
    assert "<del>31 March</del><ins>30 June</ins>2025" in page
    assert "<h3>Action 1.2</h3>" in page
    assert "<ins>Train staff</ins>" in page
    assert officer.get(f"{VERSIONS}?from=1&to=9").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_has_the_rows_of_the_page_at_the_same_cost(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    where = {"priority__plan__slug": "plan", "priority__number": 1}
    delivery = DeliveryPlanFactory(state="published", **where)
    DeliveryActionFactory.create_batch(rows, plan=delivery)
    with django_assert_num_queries(11):
        answer = client.get(f"{PLAN}?format=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="plan-1-delivery.csv"'
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) == rows + 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")'])
def test_no_text_becomes_a_formula(client: Client, text: str) -> None:
    where = {"plan__priority__plan__slug": "plan", "plan__priority__number": 1}
    DeliveryActionFactory(plan__state="published", title=text, **where)
    answer = client.get(f"{PLAN}?format=csv")
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[1][1] == f"'{text}"
    book = client.get(f"{PLAN}?format=xlsx").content
    sheet = python_calamine.load_workbook(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert sheet[1][1] == text
    assert sheet[1][5] == date(2025, 3, 31)


def test_a_version_made_by_somebody_under_18_names_no_more_of_them(
    officer: Client, delivery: DeliveryPlan
) -> None:
    officer.post(VERSIONS, {"deed": "submit"})
    made, young = Version.objects.get(), UserFactory(young=True, distinction="of a named school")
    said = {"content": made.content, "by": young, "at": made.made_at}
    versions.freeze(made.subject, event=Version.Event.AGREED, **said)
    page = tidy(officer.get(VERSIONS))
    assert (f"by {YOUNG_PERSON}" in page, "named school" in page) == (True, False)
