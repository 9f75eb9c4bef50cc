"""The people of the partnership in the browser: listed, shown, written down, charged."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Office, User
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    OfficeFactory,
    OrganisationFactory,
    RespondentFactory,
    UserFactory,
)
from tests.governance.people.keeping import PEOPLE, listed, officer
from tests.pages import tidy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_however_long(
    client: Client, administrator: User, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        person = AppointmentFactory().holder
        OfficeFactory(person=person)
    # session, who asks, what they are; how many people; people, their seats, their offices
    with django_assert_num_queries(7):
        page = tidy(client.get(PEOPLE))
    assert page.count('<th role="rowheader"') == rows + 1
    assert f"<h1>{rows + 1} people</h1>" in page


def test_a_person_stands_in_the_list_with_seats_offices_and_account(
    client: Client, administrator: User
) -> None:
    person = UserFactory(
        post="Head teacher",
        distinction="north",
        name="N. N.",
        organisation__name="Northern School",
        email="head@example.org",
    )
    alliance = BoardFactory(name="Alliance")
    seat = {"place__seat__title": "Schools", "place__seat__board": alliance}
    AppointmentFactory(holder=person, **seat)
    OfficeFactory(person=person, kind=Office.Kind.DATA_APPROVER, board=alliance)
    rows = client.get(PEOPLE, {"q": "northern", "format": "json"}).json()
    assert rows == [
        {
            "Post": "Head teacher (north)",
            "Name": "N. N.",
            "Organisation": "Northern School",
            "E-mail address": "head@example.org",
            "Seats": "Alliance: Schools",
            "Offices": "Data approver, Alliance",
            "Account": "can sign in",
            "Last here": "",
            "Illustrative": "",
        }
    ]


def test_the_list_is_searched_by_post_organisation_and_address(
    client: Client, administrator: User
) -> None:
    trust = OrganisationFactory(name="Health Trust", short_name="HT")
    UserFactory(post="Chief nurse", organisation=trust, email="nurse@example.org")
    UserFactory(post="Head teacher", distinction="south")
    assert listed(client, q="CHIEF") == ["Chief nurse"]
    assert listed(client, q="health trust") == ["Chief nurse"]
    assert listed(client, q="nurse@") == ["Chief nurse"]
    assert listed(client, q="  south ") == ["Head teacher (south)"]
    assert listed(client, q="nobody") == []
    assert "Nobody fits that." in tidy(client.get(PEOPLE, {"q": "nobody"}))


def test_the_list_tells_accounts_from_none_and_who_left(
    client: Client, administrator: User
) -> None:
    UserFactory(post="With")
    UserFactory(post="Without", password="!")
    UserFactory(post="No address", email=None)
    UserFactory(post="Suspended", is_active=False)
    UserFactory(post="Gone", left_on=date(2024, 9, 2))
    UserFactory(post="Going", left_on=date(2024, 9, 3))
    UserFactory(young=True, supporter__post="Youth worker")
    young = "Young people's representative (number"
    assert listed(client, show="with") == ["Administrator", "Going", "With", "Youth worker"]
    without = listed(client, show="without")
    assert without[:3] == ["No address", "Suspended", "Without"]
    assert without[3].startswith(young)
    assert listed(client, show="left") == ["Gone"]
    assert [each.startswith(young) for each in listed(client, show="young")] == [True]
    assert len(listed(client)) == len(listed(client, show="nonsense")) == 8


def test_an_officer_reads_the_list_and_learns_nothing_more_of_a_young_person() -> None:
    UserFactory(
        young=True,
        post="Pupil of a named school",
        organisation__name="Named School",
        email="pupil@example.org",
        supporter__post="Youth worker",
    )
    client = officer()
    assert listed(client, q="named school") == []
    assert listed(client, q="pupil") == []
    assert listed(client, q="young people") == ["Young people’s representative"]
    page = tidy(client.get(PEOPLE))
    assert "Young people’s representative" in page
    assert "amed School" not in page
    assert "Pupil" not in page
    pk = User.objects.get(is_young=True).pk
    whole = tidy(client.get(f"/people/{pk}/"))
    assert "<h1" in whole
    for word in ("Pupil", "amed School", "Youth worker", "pupil@"):
        assert word not in whole


def test_an_officer_is_offered_no_change(client: Client) -> None:
    person = UserFactory(post="Chief nurse")
    browser = officer()
    for address in (PEOPLE, f"/people/{person.pk}/"):
        page = tidy(browser.get(address))
        assert "Chief nurse" in page
        for offer in ("/add/", "/edit/"):
            assert offer not in page


def test_fifty_stand_on_a_page_and_all_in_a_file(client: Client, administrator: User) -> None:
    UserFactory.create_batch(60, organisation=None)
    page = tidy(client.get(PEOPLE))
    assert page.count('<th role="rowheader"') == 50
    assert "Page 1 of 2" in page
    assert len(listed(client)) == 61


@pytest.mark.parametrize("rows", [1, 3])
def test_a_person_costs_the_same_queries_however_much_they_hold(
    client: Client, administrator: User, rows: int, django_assert_num_queries: Any
) -> None:
    person = UserFactory()
    for number in range(rows):
        AppointmentFactory(holder=person, place__seat__title=f"Seat {number}")
        OfficeFactory(person=person)
        RespondentFactory(person=person)
    # session, who asks, what they are; person, what they were merged into, seats, offices,
    # answers for, supports, the address asked for, mergers that can be undone
    with django_assert_num_queries(12):
        page = tidy(client.get(f"/people/{person.pk}/"))
    assert page.count('<div class="row row-due">') == 3 * rows


def test_a_person_is_shown_with_what_they_hold_by_dates(
    client: Client, administrator: User
) -> None:
    person = UserFactory(post="Chief nurse", organisation__name="Trust")
    board = BoardFactory(name="Alliance")
    for title, first, end in (
        ("Now held", date(2024, 4, 1), None),
        ("Held before", date(2020, 4, 1), date(2022, 4, 1)),
        ("Held soon", date(2025, 4, 1), None),
    ):
        seat = {"place__seat__board": board, "place__seat__title": title}
        AppointmentFactory(holder=person, starts_on=first, ends_on=end, **seat)
    RespondentFactory(person=person, board=board, organisation__name="Hospital")
    page = tidy(client.get(f"/people/{person.pk}/"))
    assert page.index("Now held") < page.index("Held soon") < page.index("Held before")
    assert '<div>Past<span class="small muted sub">1 April 2020 to 31 March 2022</span>' in page
    assert "Hospital" in page
    assert "<dt>Account</dt><dd>Can sign in</dd>" in page
    assert '<p class="standfirst">Trust, can sign in.</p>' in page
