"""Calendars: a board's published meetings, and a person's own by an address that can be ended."""

from datetime import time, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.changes.calendars import make_feed
from governance.models import CalendarFeed, Meeting, User
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    MeetingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + timedelta(days=30)


def events(response: Any) -> list[Any]:
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(response.content).walk("VEVENT"))


def own(client: Client, person: User) -> Any:
    token = make_feed(by=person, at=timezone.now())
    return client.get(reverse("governance:person-feed", args=[token]))


def test_a_boards_calendar_holds_what_is_published_and_nothing_planned(client: Client) -> None:
    board = BoardFactory(name="The Alliance")
    times = {"starts_at": time(14), "ends_at": time(16), "venue": "Council House"}
    published = MeetingFactory(board=board, on=SOON, state="published", **times)
    AgendaItemFactory(meeting=published, title="A secret contract", exempt=False)
    MeetingFactory(board=board, on=SOON, state="planned", title="Nobody knows of it")
    response = client.get(reverse("governance:board-feed", args=[board.slug]))
    (event,) = events(response)
    assert event["uid"].startswith(f"meeting-{published.pk}@")
    assert (event["location"], event["status"]) == ("Council House", "CONFIRMED")
    assert event.decoded("dtstart").astimezone(timezone.get_current_timezone()).hour == 14
    assert event["summary"] == "The Alliance: ordinary meeting"
    assert "TZID" not in response.text  # a calendar that does not know the zone would guess
    assert "Nobody knows" not in response.text


def test_a_meeting_called_off_after_it_was_out_is_shown_as_called_off(client: Client) -> None:
    board = BoardFactory()
    MeetingFactory(board=board, on=SOON, state="cancelled", agenda_out_on=timezone.localdate())
    MeetingFactory(board=board, on=SOON, state="cancelled")
    found = events(client.get(reverse("governance:board-feed", args=[board.slug])))
    assert [each["status"] for each in found] == ["CANCELLED"]


def test_ones_own_calendar_holds_planned_meetings_and_where_one_stands_in(client: Client) -> None:
    seated = AppointmentFactory()
    person, board = seated.holder, seated.seat.board
    planned = MeetingFactory(board=board, on=SOON, state="planned", joining="room 4, remotely")
    elsewhere = MeetingFactory(on=SOON, state="planned")
    AttendanceFactory(meeting=elsewhere, deputy=person, reply="deputy", came="unknown")
    MeetingFactory(on=SOON, state="published")
    response = own(client, person)
    keys = {
        int(each["uid"].partition("@")[0].removeprefix("meeting-")) for each in events(response)
    }
    assert keys == {planned.pk, elsewhere.pk}
    assert {each["status"] for each in events(response)} == {"TENTATIVE"}
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("ended", ["the address", "the seat", "the account"])
def test_what_ended_shows_nothing_on_the_next_request(client: Client, ended: str) -> None:
    seated = AppointmentFactory()
    person = seated.holder
    MeetingFactory(board=seated.seat.board, on=SOON, state="planned")
    token = make_feed(by=person, at=timezone.now())
    place = reverse("governance:person-feed", args=[token])
    assert len(events(client.get(place))) == 1
    if ended == "the address":
        make_feed(by=person, at=timezone.now())
    elif ended == "the seat":
        type(seated).objects.filter(pk=seated.pk).update(ends_on=timezone.localdate())
        assert events(client.get(place)) == []
        return
    else:
        User.objects.filter(pk=person.pk).update(left_on=timezone.localdate())
    assert client.get(place).status_code == 404


def test_the_address_is_shown_once_and_only_its_hash_is_kept(client: Client) -> None:
    person = UserFactory()
    client.force_login(person)
    made = client.post(reverse("governance:calendar"), {"deed": "make"})
    address = made.context["address"]
    token = address.rpartition("/")[2].removesuffix(".ics")
    feed = CalendarFeed.objects.get(person=person)
    assert token not in (feed.token_sha256, str(feed.pk))
    assert address not in client.get(reverse("governance:calendar")).text
    client.post(reverse("governance:calendar"), {"deed": "end"})
    feed.refresh_from_db()
    assert feed.revoked_at is not None


def test_hostile_words_stay_words(client: Client) -> None:
    board = BoardFactory()
    title = "Board\r\nBEGIN:VALARM;X,Y"
    MeetingFactory(board=board, on=SOON, state="published", title=title)
    found = icalendar.Calendar.from_ical(
        client.get(reverse("governance:board-feed", args=[board.slug])).content
    )
    assert len(found.walk("VALARM")) == 0
    assert len(found.walk("VEVENT")) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_a_calendar_costs_the_same_queries_however_long(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    board = BoardFactory()
    for each in range(rows):
        MeetingFactory(board=board, on=SOON + timedelta(days=each), state="published")
    # The board and its meetings.
    with django_assert_num_queries(2):
        response = client.get(reverse("governance:board-feed", args=[board.slug]))
    assert len(events(response)) == Meeting.objects.count() == rows
