"""The rows of the lists as files: the same rows, what is illustrative named, no formula."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client

from governance.models import Board
from tests.factories import (
    AppointmentFactory,
    AreaFactory,
    AttendanceFactory,
    BoardFactory,
    MeasureFactory,
    ObservationFactory,
    OfficeFactory,
    PlanFactory,
)

pytestmark = pytest.mark.django_db
LISTS = ("/boards/", "/boards/b/members/", "/plans/", "/measures/", "/measures/m/", "/glossary/")


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="b", name="=cmd|'x'", illustrative=True)
    place = AppointmentFactory(place__seat__board=made, holder__post="Chair of governors").place
    AttendanceFactory(place=place, meeting__board=made, came="present", illustrative=True)
    PlanFactory(board=made, title="+44", illustrative=True)
    measure = MeasureFactory(code="m", title="-5 to 0", unit="%")
    home = AreaFactory(is_home=True)
    for year, value in ((2022, Decimal("-1.25")), (2023, Decimal("26.9"))):
        ObservationFactory(
            measure=measure,
            area=home,
            starts_on=date(year, 1, 1),
            ends_on=date(year + 1, 1, 1),
            label=str(year),
            value=value,
            illustrative=True,
        )
    return made


def rows(client: Client, address: str) -> list[dict[str, str]]:
    text = client.get(f"{address}?format=csv").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_text_is_never_a_formula_and_a_figure_stays_a_number(board: Board, client: Client) -> None:
    assert rows(client, "/boards/")[0]["Board"] == "'=cmd|'x'"
    assert rows(client, "/plans/")[0]["Plan"] == "'+44"
    assert rows(client, "/measures/")[0]["Measure"] == "'-5 to 0"
    assert [row["Figure"] for row in rows(client, "/measures/m/")] == ["26.9", "-1.25"]
    figures = json.loads(client.get("/measures/m/?format=json").content)
    assert [row["Figure"] for row in figures] == [26.9, -1.25]


def test_each_row_says_whether_it_is_illustrative(board: Board, client: Client) -> None:
    for address in ("/boards/", "/plans/", "/measures/", "/measures/m/"):
        assert rows(client, address)[0]["Illustrative"] == "illustrative", address


def test_the_files_show_no_more_than_the_page(board: Board, client: Client) -> None:
    PlanFactory(title="A draft", state="draft")
    assert len(rows(client, "/plans/")) == 1
    assert rows(client, "/boards/b/members/")[0]["Holders"] == "Chair of governors"
    assert client.get("/boards/b/attendance/?format=csv").status_code == 302
    client.force_login(OfficeFactory(kind="partnership_officer", board=board).person)
    assert rows(client, "/boards/b/attendance/")[0]["Came"] == "1"


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_every_list_comes_in_each_form_and_names_it(
    board: Board, client: Client, form: str
) -> None:
    for address in LISTS:
        response = client.get(f"{address}?format={form}")
        assert response["Content-Disposition"].endswith(f'.{form}"'), address
        assert f"?format={form}" in client.get(address).content.decode() or "glossary" in address
    assert client.get("/boards/?format=exe")["Content-Type"].startswith("text/html")
