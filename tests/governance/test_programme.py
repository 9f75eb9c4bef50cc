"""The work programme: business is planned, moved, dropped with a reason, put on an agenda once."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import AgendaItem, Board, WorkProgrammeItem
from governance.queries.programme import programme
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    MeetingFactory,
    OfficeFactory,
    WorkProgrammeItemFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 27)


@pytest.fixture
def board() -> Board:
    return BoardFactory()


def test_business_is_planned_for_a_meeting_and_goes_on_its_agenda_once(
    client: Client, board: Board
) -> None:
    meeting = MeetingFactory(board=board, on=date(2099, 1, 7), state="planned")
    client.force_login(OfficeFactory(board=board).person)
    sent = {
        "title": "Early help",
        "kind": "deep_dive",
        "purpose": "decide",
        "meeting": meeting.pk,
        "key": "one",
    }
    for _ in range(2):
        assert client.post(reverse("governance:planned-add", args=[board.slug]), sent)
    row = WorkProgrammeItem.objects.get()
    place = reverse("governance:programme-view", args=[board.slug])
    for _ in range(2):
        assert client.post(place, {"planned": row.pk}).status_code == 302
    item = AgendaItem.objects.get(meeting=meeting)
    row.refresh_from_db()
    assert (item.title, item.purpose, row.item) == ("Early help", "decide", item)


def test_business_without_a_meeting_is_put_on_no_agenda(client: Client, board: Board) -> None:
    row = WorkProgrammeItemFactory(board=board)
    client.force_login(OfficeFactory(board=board).person)
    place = reverse("governance:programme-view", args=[board.slug])
    told = client.post(place, {"planned": row.pk}, follow=True).text
    assert "Say for which meeting it is planned first." in told
    assert not AgendaItem.objects.exists()


def test_what_is_dropped_says_why_and_goes_on_no_agenda(client: Client, board: Board) -> None:
    meeting = MeetingFactory(board=board, on=date(2099, 1, 7), state="planned")
    row = WorkProgrammeItemFactory(board=board, meeting=meeting, dropped_because="Overtaken.")
    client.force_login(OfficeFactory(board=board).person)
    place = reverse("governance:programme-view", args=[board.slug])
    told = client.post(place, {"planned": row.pk}, follow=True).text
    assert "It was dropped. Take it up again first." in told
    assert programme(board, on=TODAY).dropped == [("Early help", "Overtaken.")]


def test_business_stands_under_its_meeting_or_month_in_the_order_of_time(board: Board) -> None:
    meeting = MeetingFactory(board=board, on=date(2027, 1, 13), state="planned")
    past = MeetingFactory(board=board, on=date(2026, 9, 9))
    WorkProgrammeItemFactory(board=board, due_on=None, title="Some day")
    WorkProgrammeItemFactory(board=board, due_on=date(2027, 3, 1), title="In March")
    WorkProgrammeItemFactory(board=board, meeting=meeting, title="In January")
    WorkProgrammeItemFactory(board=board, meeting=past, title="Done")
    found = programme(board, on=TODAY)
    assert [(group.head, [row.title for row in group.rows]) for group in found.groups] == [
        ("Ordinary meeting, 13 January 2027", ["In January"]),
        ("March 2027", ["In March"]),
        ("No date yet", ["Some day"]),
    ]
    assert found.headline == "3 pieces of business planned"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_programme_costs_the_same_queries_however_long(
    client: Client, board: Board, rows: int, django_assert_num_queries: Any
) -> None:
    WorkProgrammeItemFactory.create_batch(rows, board=board)
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    # Session, person, board, scope, business.
    with django_assert_num_queries(5):
        response = client.get(reverse("governance:programme-view", args=[board.slug]))
    assert response.text.count("Early help") == rows
