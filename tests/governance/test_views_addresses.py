"""Where whoever sits at a board's table is written to, for those who keep it."""

import re
from typing import Any

import pytest
from django.test import Client

from governance.models import Board
from governance.queries.addresses import Addressee, AddressList
from tests.factories import AppointmentFactory, BoardFactory, OfficeFactory, UserFactory
from tests.pages import tidy

pytestmark = pytest.mark.django_db
PLACE = "/boards/alliance/members/addresses/"


@pytest.fixture
def board(client: Client) -> Board:
    made: Board = BoardFactory(slug="alliance")
    client.force_login(OfficeFactory(board=made).person)
    return made


def sits(board: Board, seat: str, **more: Any) -> Any:
    return AppointmentFactory(
        place__seat__board=board, place__seat__title=seat, place__seat__order=len(seat), **more
    )


def copied(page: str) -> list[str]:
    """Return what each field to copy from holds."""
    return re.findall(r"readonly>(.*?)</textarea>", page)


def test_an_officer_copies_the_addresses_of_the_table_and_of_its_guests(
    client: Client, board: Board
) -> None:
    sits(board, "Heads", holder__email="head@example.org")
    sits(board, "Police", holder__email="police@example.org")
    guest = {"place__seat__role": "observer", "place__seat__voting": False}
    sits(board, "Inspectorate", holder__email="looks.on@example.org", **guest)
    sits(board, "Elsewhere", holder__email="gone@example.org", ends_on="2024-05-01")
    page = tidy(client.get(PLACE))
    assert copied(page) == ["head@example.org; police@example.org", "looks.on@example.org"]
    assert 'href="mailto:?bcc=head@example.org,police@example.org"' in page
    assert '<a href="/boards/alliance/members/addresses/">Write to them</a>' in tidy(
        client.get("/boards/alliance/members/")
    )


def test_who_is_under_18_is_written_to_through_their_supporter_once(
    client: Client, board: Board
) -> None:
    supporter = UserFactory(post="Youth worker", email="youth@example.org")
    for seat in ("One", "Three"):
        sits(board, seat, holder=UserFactory(young=True, supporter=supporter))
    page = tidy(client.get(PLACE))
    assert copied(page) == ["youth@example.org"]
    assert page.count("through Youth worker") == 2


def test_why_somebody_has_no_address_is_said(client: Client, board: Board) -> None:
    sits(board, "Heads", holder__email=None)
    sits(board, "Police", holder__email="police@example.org", holder__is_active=False)
    page = tidy(client.get(PLACE))
    assert copied(page) == []
    assert page.count("no address is known") == page.count("is suspended at present") == 1


def test_nobody_at_the_table_is_said(client: Client, board: Board) -> None:
    assert "Nobody holds a place of this board today." in tidy(client.get(PLACE))


def test_too_many_for_one_mail_are_only_to_be_copied() -> None:
    rows = [
        Addressee("Heads", "Head", f"head.{number}@example.org", "", False)
        for number in range(100)
    ]
    assert AddressList("At the table", rows[:3]).to_all.count("@") == 3
    assert AddressList("At the table", rows).to_all == ""
    assert AddressList("At the table", rows).to_copy.count("; ") == 99


def test_a_file_has_the_same_rows(client: Client, board: Board) -> None:
    held = sits(board, "Heads", holder__email="head@example.org", illustrative=True)
    assert client.get(f"{PLACE}?format=json").json() == [
        {
            "Seat": "Heads",
            "Post": held.holder.called,
            "E-mail address": "head@example.org",
            "Note": "",
            "Illustrative": "illustrative",
        }
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_however_many_sit_there(
    client: Client, board: Board, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        sits(board, f"Seat {number}", holder=UserFactory(young=True))
    with django_assert_num_queries(5):  # session, person, board, scope, who sits
        page = tidy(client.get(PLACE))
    assert page.count("through ") == rows
