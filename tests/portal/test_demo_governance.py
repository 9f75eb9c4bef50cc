"""The boards of the demonstration: of today, of days of the past, and when somebody goes."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from governance.models import Appointment, Meeting, User
from tests.pages import tidy
from tests.portal.demonstration import laid_out

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demonstration(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), laid_out(date(2025, 10, 25)):
        yield


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel("2025-10-25T12:00:00+01:00", tick=False) as clock:
        yield clock


def account(client: Client, name: str) -> User:
    """Sign in by one of the demonstration's accounts."""
    person = User.objects.get(email=f"{name}@example.org")
    client.force_login(person)
    return person


def seats_of(client: Client, address: str) -> list[dict[str, str]]:
    """Return the seat lines of a board as its page gives them in a file."""
    mark = "&" if "?" in address else "?"
    file = client.get(f"{address}{mark}format=csv")
    return list(csv.DictReader(file.content.decode("utf-8-sig").splitlines()))


def test_the_learning_alliance_has_13_seat_lines_16_places_and_3_who_nominate(client: Client):
    lines = seats_of(client, "/boards/wla/members/")
    assert (len(lines), sum(int(each["Places"]) for each in lines)) == (13, 16)
    about = tidy(client.get("/boards/wla/"))
    who = about.partition("<desc")[2].partition("</desc>")[0]
    assert who.count("nominates to Walsall Learning Alliance.") == 3
    assert "16 of 16 places are filled" in tidy(client.get("/boards/wla/members/"))


def test_the_executive_group_of_2009_has_16_places(client: Client):
    address = "/boards/cheg/members/?as_at=2009-10-01"
    assert sum(int(each["Places"]) for each in seats_of(client, address)) == 16
    assert "16 places" in tidy(client.get(address))


def test_the_alliance_has_13_organisations_and_a_critical_friend(client: Client):
    lines = seats_of(client, "/boards/cyp-alliance/members/")
    bodies = [each["Nominated by"] for each in lines if not each["Role"]]
    assert len(set(bodies)) == len(bodies) == 13
    others = [(each["Role"], each["Seat"]) for each in lines if each["Role"]]
    assert others == [
        ("Chair", "Chair"),
        ("Critical friend", "The Staff College, critical friend"),
    ]


@pytest.mark.parametrize(
    ("board", "came"), [("wscb", 68), ("wscb-qap", 73), ("wscb-ppld", 49), ("wscb-scr", 71)]
)
def test_attendance_is_shown_as_the_paper_prints_it(client: Client, board: str, came: int):
    account(client, "officer")
    page = tidy(client.get(f"/boards/{board}/attendance/"))
    assert f"{came}% came: {came} of 100 expected" in page


def test_one_head_teacher_goes_and_a_vacancy_is_all_that_is_left(client: Client):
    coming = Meeting.objects.filter(board__slug="wla", on__gt="2025-10-25").earliest("on")
    meeting = coming.get_absolute_url()
    head = account(client, "head")
    assert "Of 16 places 12 coming, 3 have not replied" in tidy(client.get(meeting))
    assert client.get("/boards/wla/attendance/").status_code == 200
    account(client, "admin")
    term = Appointment.objects.get(holder=head, seat__board__slug="wla")
    address = reverse("governance:appointment-end", args=["wla", term.pk])
    sent = {"version": term.version, "ends_on": "2025-10-24", "why_ended": "Left the school"}
    assert client.post(address, sent).status_code == 302
    members = tidy(client.get("/boards/wla/members/"))
    assert "15 of 16 places are filled" in members
    assert "Vacant: fill it" in members
    account(client, "officer")
    assert "Of 15 places 12 coming, 2 have not replied" in tidy(client.get(meeting))
    account(client, "head")
    assert client.get("/boards/wla/attendance/").status_code == 403
    assert "12 coming" not in tidy(client.get(meeting))


def test_the_improvement_board_ran_and_was_followed_by_the_safeguarding_board(client: Client):
    then = tidy(client.get("/boards/improvement-board/?as_at=2013-12-03"))
    assert "<dd>At work on 3 December 2013</dd>" in then
    assert "was followed by" not in then
    later = tidy(client.get("/boards/improvement-board/?as_at=2015-04-01"))
    assert "<dd>Closed by 1 April 2015</dd>" in later
    after = later.partition("was followed by")[2]
    assert 'href="/boards/wscb/?as_at=2015-04-01">Walsall Safeguarding Children Board' in after


def test_what_the_improvement_board_left_open_was_settled_by_its_successor(client: Client):
    account(client, "officer")
    last = Meeting.objects.get(slug="improvement-board-2014-11-27")
    page = tidy(client.get(last.get_absolute_url()))
    assert page.count("Done, passed to Walsall Safeguarding Children Board on 1 January 2015") == 2
    log = tidy(client.get("/challenges/?board=wscb"))
    assert "What will keep caseloads where they are" in log
