"""The seats and places of a board that exists: added, changed, moved, ended; history stays."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Appointment, Board, Place, Seat, User
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    OfficeFactory,
    PlaceFactory,
    SeatFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
SEATS = "/boards/alliance/keep/seats/"
NEW = {"title": "Head teachers", "many": "2", "role": "member", "voting": "on"}


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance", kind="alliance")
    return made


@pytest.fixture(autouse=True)
def administrator(client: Client, board: Board) -> User:
    """Who keeps the membership of this one board, signed in."""
    person: User = OfficeFactory(board=board, kind="membership_administrator").person
    client.force_login(person)
    return person


def sent(seat: Seat, **changed: Any) -> dict[str, Any]:
    names = ("title", "role", "sector", "note", "version")
    body = {name: getattr(seat, name) for name in names}
    return {**body, "represents": seat.represents.name, "voting": "on", **changed}


def titles(board: Board) -> list[str]:
    return list(board.seats.order_by("order", "pk").values_list("title", flat=True))


def test_a_seat_is_added_once_with_its_places_and_shows_on_the_members_page(
    client: Client, board: Board
) -> None:
    SeatFactory(board=board, order=4)
    key = re.search(r'name="key" value="(\w+)"', tidy(client.get(f"{SEATS}new/")))
    assert key
    for _ in range(2):
        assert client.post(f"{SEATS}new/", {**NEW, "key": key[1]}).status_code == 302
    seat = Seat.objects.get(title="Head teachers")
    assert (seat.order, seat.voting, seat.places.count()) == (5, True, 2)
    assert "Head teachers" in tidy(client.get("/boards/alliance/members/"))


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"title": ""}, "title", "Write what it is called"),
        (
            {"title": "Chair"},
            "title",
            "Another seat of the board is called so then: one seat can have many places.",
        ),
        (
            {"role": "observer"},
            "voting",
            "A critical friend, observer or invitee has no vote.",
        ),
        (
            {"starts_on": "2024-09-01", "ends_on": "2024-08-01"},
            "ends_on",
            "It must end after it starts.",
        ),
    ],
)
def test_a_wrong_seat_is_refused_at_its_place(
    client: Client, board: Board, wrong: dict[str, str], field: str, sentence: str
) -> None:
    SeatFactory(board=board, title="Chair")
    answer = client.post(f"{SEATS}new/", {**NEW, **wrong})
    assert answer.status_code == 422
    assert f'<a href="#id_{field}">{sentence}</a>' in tidy(answer)
    assert (Seat.objects.count(), Place.objects.count()) == (1, 0)


def test_the_title_of_a_seat_that_ended_is_free_from_the_day_after(
    client: Client, board: Board
) -> None:
    old = SeatFactory(board=board, title="Head teachers", ends_on=date(2024, 9, 1))
    undated = client.post(f"{SEATS}new/", NEW)
    assert undated.status_code == 422
    assert (
        '<a href="#id_starts_on">A seat was called so that ended: give this one a first day,'
        " after that one’s last.</a>"
    ) in tidy(undated)
    taken = "Another seat of the board is called so then: one seat can have many places."
    for early in ("2024-08-31", "2023-01-01"):
        answer = client.post(f"{SEATS}new/", {**NEW, "starts_on": early})
        assert answer.status_code == 422
        assert f'<a href="#id_title">{taken}</a>' in tidy(answer)
    assert client.post(f"{SEATS}new/", {**NEW, "starts_on": "2024-09-01"}).status_code == 302
    new = Seat.objects.exclude(pk=old.pk).get()
    assert (new.title, new.starts_on) == ("Head teachers", date(2024, 9, 1))
    again = client.post(f"{SEATS}{old.pk}/", sent(old, ends_on=""))
    assert again.status_code == 422
    assert f'<a href="#id_title">{taken}</a>' in tidy(again)


def test_a_seat_moves_by_buttons_and_by_number(client: Client, board: Board) -> None:
    one, two, three = (
        SeatFactory(board=board, title=title, order=number)
        for number, title in enumerate(("One", "Two", "Three"))
    )
    client.post(SEATS, {"seat": three.pk, "deed": "up"})
    assert titles(board) == ["One", "Three", "Two"]
    client.post(SEATS, {"seat": one.pk, "deed": "line", "line": "3"})
    assert titles(board) == ["Three", "Two", "One"]
    client.post(SEATS, {"seat": two.pk, "deed": "line", "line": "99999999"})
    assert titles(board) == ["Three", "One", "Two"]
    client.post(SEATS, {"seat": two.pk, "deed": "down"})
    assert titles(board) == ["Three", "One", "Two"]
    answer = client.post(SEATS, {"seat": two.pk, "deed": "line", "line": "x"}, follow=True)
    assert "Write the line at which “Two” is to stand, like 3." in tidy(answer)
    assert client.post(SEATS, {"seat": two.pk, "deed": "sideways"}).status_code == 404


def test_a_seat_gets_more_places_from_today_once(client: Client, board: Board) -> None:
    seat = PlaceFactory(seat__board=board).seat
    for _ in range(2):
        client.post(f"{SEATS}{seat.pk}/", sent(seat, more="2", key="once"))
    rows = seat.places.order_by("number").values_list("number", "starts_on")
    assert list(rows) == [(1, None), (2, date(2024, 9, 2)), (3, date(2024, 9, 2))]


def test_who_ends_a_seat_is_told_first_who_sits_there(client: Client, board: Board) -> None:
    term = AppointmentFactory(place__seat__board=board, holder__post="Head teacher")
    seat, address = term.place.seat, f"{SEATS}{term.place.seat_id}/"
    assert "There now or later: Head teacher" in tidy(client.get(address))
    answer = client.post(address, sent(seat, ends_on="2024-12-31"))
    assert answer.status_code == 422
    (told,) = answer.context["form"].errors["ends_on"]
    assert told.startswith("Still held then: Head teacher")
    seat.refresh_from_db()
    assert seat.ends_on is None


def test_a_seat_ends_with_its_places_and_terms_and_can_go_on_again(
    client: Client, board: Board
) -> None:
    term = AppointmentFactory(place__seat__board=board)
    seat, address = term.place.seat, f"{SEATS}{term.place.seat_id}/"
    gone = sent(seat, ends_on="2024-12-31", ends_terms="on")
    assert client.post(address, gone).status_code == 302
    after = date(2025, 1, 1)
    held = Appointment.objects.get()
    assert (held.ends_on, held.why_ended) == (after, "the seat ended")
    assert (Seat.objects.get().ends_on, Place.objects.get().ends_on) == (after, after)
    for day, shows in (("2024-12-31", True), ("2025-01-01", False)):
        page = tidy(client.get(f"/boards/alliance/members/?as_at={day}"))
        assert (seat.title in page) is shows
    client.post(address, sent(Seat.objects.get(), ends_on=""))
    assert (Seat.objects.get().ends_on, Place.objects.get().ends_on) == (None, None)
    assert Appointment.objects.get().ends_on == after


def test_a_place_that_ended_by_itself_does_not_go_on_with_its_seat(
    client: Client, board: Board
) -> None:
    seat = SeatFactory(board=board)
    before, since, _ = (PlaceFactory(seat=seat, number=number) for number in (1, 2, 3))
    address = f"{SEATS}{seat.pk}/"

    def end(place: Place) -> None:
        body = {"version": Place.objects.get(pk=place.pk).version, "ends_on": "2024-12-31"}
        page = f"/boards/alliance/members/{place.pk}/end/"
        assert client.post(page, body).status_code == 302

    def ends() -> list[date | None]:
        return list(seat.places.order_by("number").values_list("ends_on", flat=True))

    def last_day(day: str) -> None:
        body = sent(Seat.objects.get(), ends_on=day)
        assert client.post(address, body).status_code == 302

    end(before)
    last_day("2024-12-31")
    end(since)
    by_itself = date(2025, 1, 1)
    assert ends() == [by_itself] * 3
    last_day("2025-03-31")
    assert ends() == [by_itself, by_itself, date(2025, 4, 1)]
    last_day("")
    assert ends() == [by_itself, by_itself, None]


def test_a_seat_taken_back_leaves_a_place_that_had_ended_on_its_last_day(
    client: Client, board: Board
) -> None:
    seat = SeatFactory(board=board)
    alone, _ = (PlaceFactory(seat=seat, number=number) for number in (1, 2))
    page = f"/boards/alliance/members/{alone.pk}/end/"
    client.post(page, {"version": 1, "ends_on": "2024-12-31"})
    client.post(f"{SEATS}{seat.pk}/", sent(Seat.objects.get(), ends_on="2024-12-31"))
    client.post(f"{SEATS}{seat.pk}/", sent(Seat.objects.get(), ends_on="", more="1"))
    assert list(seat.places.order_by("number").values_list("ends_on", flat=True)) == [
        date(2025, 1, 1),
        None,
        None,
    ]


def test_one_place_ends_and_the_other_stays(client: Client, board: Board) -> None:
    seat = SeatFactory(board=board)
    one, two = (PlaceFactory(seat=seat, number=number) for number in (1, 2))
    AppointmentFactory(place=two, holder__post="Governor")
    address = f"/boards/alliance/members/{two.pk}/end/"
    answer = client.post(address, {"version": 1, "ends_on": "2024-12-31"})
    (told,) = answer.context["form"].errors["ends_on"]
    assert told.startswith("Still held then: Governor")
    body = {"version": 1, "ends_on": "2024-12-31", "ends_terms": "on"}
    assert client.post(address, body).status_code == 302
    two.refresh_from_db()
    one.refresh_from_db()
    assert (one.ends_on, two.ends_on) == (None, date(2025, 1, 1))
    Seat.objects.update(ends_on=date(2025, 1, 1))
    answer = client.post(address, {"version": two.version, "ends_on": "2025-03-31"})
    assert '<a href="#id_ends_on">The seat itself ends before that day.</a>' in tidy(answer)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_seats_asks_as_much_for_three_as_for_one(
    client: Client, board: Board, django_assert_num_queries: Any, rows: int
) -> None:
    for _ in range(rows):
        PlaceFactory(seat__board=board)
    client.get(SEATS)
    with django_assert_num_queries(6):
        page = tidy(client.get(SEATS))
    assert len(re.findall(r'<li id="seat-', page)) == rows


def test_a_closed_boards_seats_stay_as_they_are(client: Client, board: Board) -> None:
    Board.objects.update(ends_on=date(2024, 9, 1), status="historic")
    assert client.get(SEATS).status_code == 403
    assert client.post(f"{SEATS}new/", NEW).status_code == 403


def test_each_form_of_a_seat_says_how_one_leaves_it(client: Client, board: Board) -> None:
    seat = SeatFactory(board=board, title="Governor")
    place = PlaceFactory(seat=seat)
    leave = '<a href="/boards/alliance/keep/seats/">{}</a>'
    assert leave.format("Leave without saving") in tidy(client.get(f"{SEATS}new/"))
    assert leave.format("Leave it as it was") in tidy(client.get(f"{SEATS}{seat.pk}/"))
    page = tidy(client.get(f"/boards/alliance/members/{place.pk}/end/"))
    assert "The last day of Governor, place 1" in page
    appoint = tidy(client.get(f"/boards/alliance/members/{place.pk}/appoint/"))
    back = place.get_absolute_url()
    assert f'<a href="{back}">Leave without saving</a>' in appoint
