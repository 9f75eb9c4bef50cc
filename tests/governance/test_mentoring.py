"""Mentoring of a successor: recorded once, its notes for the two and the administrator alone."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Mentoring, User
from tests.factories import AppointmentFactory, MentoringFactory, OfficeFactory, UserFactory
from tests.pages import tidy

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> User:
    """Who keeps the people, signed in."""
    person: User = OfficeFactory(kind="membership_administrator", board=None).person
    client.force_login(person)
    return person


@pytest.fixture
def mentor() -> User:
    made: User = AppointmentFactory(holder__post="Representative").holder
    return made


def test_a_mentoring_is_recorded_once_however_often_it_is_sent(
    client: Client, keeper: User, mentor: User
) -> None:
    successor = UserFactory(post="Next representative")
    seat = mentor.appointments.get().seat
    sent = {
        "successor": successor.email,
        "seat": seat.pk,
        "starts_on": "2024-09-01",
        "notes": "We met.",
        "key": "k",
    }
    place = f"/people/{mentor.pk}/mentoring/add/"
    for _ in range(2):
        page = tidy(client.post(place, sent, follow=True))
    assert "Mentors Next representative" in page
    row = Mentoring.objects.get()
    assert (row.mentor, row.successor, row.seat, row.notes) == (mentor, successor, seat, "We met.")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"successor": ""}, "Name who is helped"),
        ({"ends_on": "2024-08-01"}, "It must end after it starts."),
        ({"starts_on": ""}, "Enter a date"),
    ],
)
def test_what_is_wrong_is_said_and_the_notes_stay(
    client: Client, keeper: User, mentor: User, changed: dict[str, Any], said: str
) -> None:
    sent = {
        "successor": UserFactory().email,
        "seat": mentor.appointments.get().seat_id,
        "starts_on": "2024-09-01",
        "notes": "We met.",
    }
    answer = client.post(f"/people/{mentor.pk}/mentoring/add/", sent | changed)
    assert (answer.status_code, said in tidy(answer), "We met." in tidy(answer)) == (
        422,
        True,
        True,
    )
    assert not Mentoring.objects.exists()


@pytest.mark.parametrize("who", ["mentor", "successor"])
def test_the_two_find_it_on_their_profile_and_write_its_notes(client: Client, who: str) -> None:
    row = MentoringFactory(notes="Before.")
    client.force_login(getattr(row, who))
    assert f"/mentoring/{row.pk}/" in tidy(client.get("/people/me/"))
    page = tidy(client.get(f"/mentoring/{row.pk}/"))
    assert ("Before." in page, "First day" in page) == (True, False)
    sent = {"notes": "After.", "version": row.version, "starts_on": "2020-01-01"}
    assert client.post(f"/mentoring/{row.pk}/", sent).url == "/people/me/"
    row.refresh_from_db()
    assert (row.notes, row.starts_on) == ("After.", date(2024, 4, 1))


def test_nobody_else_reads_the_notes(client: Client) -> None:
    row = MentoringFactory(notes="Between us.")
    others = [
        AppointmentFactory(place__seat=row.seat, place__seat__role="chair").holder,
        OfficeFactory(kind="partnership_officer", board=None).person,
    ]
    for person in others:
        client.force_login(person)
        assert client.get(f"/mentoring/{row.pk}/").status_code == 404
        assert "Mentor" not in tidy(client.get(f"/people/{row.mentor_id}/"))
