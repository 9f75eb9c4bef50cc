"""The map of boards as a page: which boards and links stand on it on a day, drawn and in words."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Board, BoardLink
from governance.queries import map as map_of
from governance.queries import number_word
from tests.factories import (
    BoardFactory,
    BoardLinkFactory,
    OrganisationFactory,
    PlaceFactory,
    SourceFactory,
    SuccessionFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
THEN = "?as_at=2013-12-03"
ROOMS = 3  # each box is drawn for three widths


def page(client: Client, address: str = "/map/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return tidy(response)


def boxes(drawn: str) -> int:
    return drawn.count('class="g-box"') // ROOMS


def linked(begin: str = "Group", end: str = "Board", **link: Any) -> BoardLink:
    made: BoardLink = BoardLinkFactory(from_board__name=begin, to_board__name=end, **link)
    return made


def rows(client: Client, address: str) -> list[tuple[str, str, str]]:
    found = json.loads(client.get(address).content)
    return [(row["From"], row["How"], row["To"]) for row in found]


@pytest.mark.parametrize("many", [1, 3])
def test_the_map_costs_three_queries_however_many_boards(
    client: Client, many: int, django_assert_num_queries: Any
) -> None:
    for _ in range(many):
        link = BoardLinkFactory(source=SourceFactory())
        PlaceFactory(seat__board=link.to_board, seat__nominated_by=OrganisationFactory())
    with django_assert_num_queries(3):  # boards with places, links, seats
        drawn = page(client)
    assert boxes(drawn) == 3 * many
    assert f"<h1>How {number_word(2 * many)} boards stand to each other</h1>" in drawn
    with django_assert_num_queries(4):  # and which followed which
        client.get("/map/?of=every")


def test_the_table_and_the_files_say_what_is_drawn(client: Client) -> None:
    link = linked(voluntary=True, what="For the plan.", starts_on=date(2012, 4, 1))
    body = OrganisationFactory(name="Heads of Walsall", short_name="Heads")
    seat = PlaceFactory(
        seat__board=link.to_board, seat__nominated_by=body, seat__title="Head teachers"
    ).seat
    PlaceFactory(seat=seat, number=2)
    BoardFactory(name="Alone")
    drawn = page(client)
    assert boxes(drawn) == 4
    assert "2 boards" not in drawn
    assert "3 boards and 1 organisation, with 2 links." in drawn
    assert rows(client, "/map/?format=json") == [
        ("Group", "reports to, by choice,", "Board"),
        ("Heads of Walsall", "nominates to", "Board"),
        ("Alone", "", ""),
    ]
    assert "2 places: Head teachers" in drawn
    assert "since 1 April 2012" in drawn
    assert "stands alone" in drawn
    assert client.get("/map/?format=csv").content.count(b"\r\n") == 1 + 3


def test_only_boards_and_links_of_the_day_are_drawn(client: Client) -> None:
    linked("Then", "Always", ends_on=date(2014, 1, 1))
    always = Board.objects.get(name="Always")
    young = BoardFactory(name="Young", starts_on=date(2022, 1, 1))
    gone = BoardFactory(name="Gone", status=Board.Status.HISTORIC, ends_on=date(2015, 1, 1))
    for board in (young, gone):
        BoardLinkFactory(from_board=board, to_board=always)
    left = OrganisationFactory(name="Left", ends_on=date(2014, 1, 1))
    BoardLinkFactory(from_board=None, from_organisation=left, to_board=always, kind="advises")
    assert {row[0] for row in rows(client, f"/map/{THEN}&format=json")} == {"Then", "Gone", "Left"}
    assert rows(client, "/map/?format=json") == [
        ("Young", "reports to", "Always"),
        ("Then", "", ""),
    ]


def test_boards_without_dates_run_and_closed_ones_without_dates_are_told_beside(
    client: Client,
) -> None:
    BoardFactory(name="Undated")
    shut = BoardFactory(name="Shut some day", slug="shut", status=Board.Status.HISTORIC)
    BoardLinkFactory(from_board=shut, to_board__name="Panel")
    then = page(client, f"/map/{THEN}")
    assert boxes(then) == 2
    assert "closed today and nobody knows since when" in then
    assert f'<a href="/boards/shut/{THEN}">Shut some day</a>.' in then
    now = page(client)
    assert boxes(now) == 2
    assert "Shut some day" not in now


def test_every_board_there_ever_was_stands_with_what_followed_it(client: Client) -> None:
    old = BoardFactory(name="Old", status=Board.Status.HISTORIC, ends_on=date(2015, 1, 1))
    new = BoardFactory(name="New", status=Board.Status.PLANNED, planned_for="2025")
    SuccessionFactory(from_board=old, to_board=new, on=date(2015, 1, 1), what="The plan.")
    drawn = page(client, "/map/?of=every")
    assert boxes(drawn) == 2
    assert drawn.count('aria-label="Old, closed, until 31 December 2014"') == ROOMS
    assert drawn.count('aria-label="New, planned, 2025"') == ROOMS
    assert rows(client, "/map/?of=every&format=json") == [("Old", "was followed by", "New")]


def test_many_boards_alike_are_one_box(client: Client) -> None:
    BoardFactory(name="Area partnerships", stands_for=15)
    drawn = page(client)
    assert boxes(drawn) == 1
    assert drawn.count(">15 boards alike<") == ROOMS


def test_boxes_lead_to_their_boards_on_the_same_day(client: Client) -> None:
    BoardFactory(name="Board", slug="b")
    assert page(client).count('href="/boards/b/" aria-label="Board"') == ROOMS
    assert page(client, f"/map/{THEN}").count(f'href="/boards/b/{THEN}" aria-label') == ROOMS


def test_what_is_illustrative_is_marked_on_box_line_and_row(client: Client) -> None:
    BoardLinkFactory(illustrative=True, from_board__illustrative=True, from_board__name="Made up")
    drawn = page(client)
    assert drawn.count(">reports to (illustrative)<") == ROOMS
    assert drawn.count(">illustrative</text>") == ROOMS
    assert '<span class="made-up">illustrative</span>' in drawn


def test_a_picture_holds_whole_families_up_to_its_bound(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_of, "DRAWN", 3)
    monkeypatch.setattr(map_of, "LINES", 2)
    one = linked("A", "B")
    BoardLinkFactory(from_board=one.to_board, to_board__name="C")
    linked("D", "E")
    drawn = page(client)
    assert boxes(drawn) == 3
    assert "2 more are too many for one picture" in drawn
    assert drawn.count('role="rowheader"') == 2
    assert "Page 1 of 2" in drawn
    assert len(rows(client, "/map/?format=json")) == 3
    monkeypatch.setattr(map_of, "DRAWN", 2)
    assert boxes(page(client)) == 2


def test_an_empty_map_says_who_keeps_boards(client: Client) -> None:
    assert "The membership administrator keeps boards and their dates." in page(client)


def test_the_list_and_each_board_lead_to_the_map(client: Client) -> None:
    board = linked().from_board
    assert f'<a href="/map/{THEN}">' in page(client, f"/boards/{THEN}")
    assert '<a href="/map/">The map of all boards</a>' in page(client, f"/boards/{board.slug}/")


def test_who_nominates_stands_around_the_board(client: Client) -> None:
    board = BoardFactory(slug="b", name="Alliance")
    heads = OrganisationFactory(name="Heads", slug="heads")
    PlaceFactory(seat__board=board, seat__title="Head", seat__nominated_by=heads)
    about = page(client, "/boards/b/")
    assert (
        '<div>It takes nominations from</div><div><a href="/organisations/heads/">Heads</a>'
        in about
    )
    assert "1 place: Head" in about
    assert "Heads nominates to Alliance.</desc>" in about
