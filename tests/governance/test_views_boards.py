"""The pages of boards and of words: what they say, to whom, and at how many queries."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Board, Seat
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    BoardLinkFactory,
    BoardStatementFactory,
    GlossaryTermFactory,
    OrganisationFactory,
    PlaceFactory,
    SeatFactory,
    SourceFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
TODAY = date(2024, 9, 2)


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance", purpose="To act as one.")
    return made


def member_of(board: Board, **holder: Any) -> Any:
    return AppointmentFactory(place__seat__board=board, **holder).holder


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for board in BoardFactory.create_batch(rows, source=SourceFactory()):
        member_of(board)
    with django_assert_num_queries(3):  # how many, boards with their places, heads
        page = tidy(client.get("/boards/"))
    assert page.count('role="rowheader"') == rows
    assert page.count("1 of 1 place filled") == rows


def test_boards_of_many_partnerships_stand_on_pages_and_whole_in_a_file(client: Client) -> None:
    BoardFactory.create_batch(16, status=Board.Status.HISTORIC, starts_on=date(2009, 1, 1))
    BoardFactory.create_batch(15)
    first = tidy(client.get("/boards/"))
    assert first.count('role="rowheader"') == 30
    assert "15 of 31</p>" in first
    assert "16 of 31</p>" in first
    assert 'aria-label="Pages of boards"><span>Page 1 of 2</span>' in first
    second = tidy(client.get("/boards/?page=2"))
    assert second.count('role="rowheader"') == 1
    assert "At work now" not in second
    assert "<h1>31 boards" in second
    assert client.get("/boards/?page=2&format=csv").content.count(b"\r\n") == 1 + 31


def test_the_list_puts_boards_under_whether_they_work_now(client: Client) -> None:
    BoardFactory(name="Old", status=Board.Status.HISTORIC, starts_on=date(2009, 1, 1))
    BoardFactory(name="New", status=Board.Status.PLANNED, planned_for="2025")
    BoardFactory(name="Now", starts_on=date(2022, 3, 1), starts_known="month")
    page = tidy(client.get("/boards/"))
    heads = [page.index(words) for words in ("At work now", ">Now<", "Planned", ">New<", "Closed")]
    assert heads == sorted(heads)
    assert "since March 2022" in page
    assert "<h1>3 boards, alliances and groups</h1>" in page


def test_an_empty_list_says_who_can_fill_it(client: Client) -> None:
    assert "The membership administrator adds the first." in tidy(client.get("/boards/"))


def test_a_fact_leads_to_the_paper_and_line_it_is_from(client: Client) -> None:
    source = SourceFactory(document__title="Report of 2023", place="3.5", line=51)
    BoardFactory(slug="b", source=source)
    page = tidy(client.get("/boards/b/"))
    assert 'href="#source-1" title="Report of 2023, 3.5, line 51">[1]' in page
    assert '<li id="source-1">' in page
    assert "<span>Report of 2023, 3.5, line 51</span>" in page


def test_lines_of_one_place_stand_together(client: Client, board: Board) -> None:
    paper = SourceFactory(place="3.17", line=142)
    for line in (142, 143, 151):
        source = (
            paper
            if line == 142
            else SourceFactory(document=paper.document, place="3.17", line=line)
        )
        SeatFactory(board=board, source=source)
    page = tidy(client.get("/boards/alliance/members/"))
    assert "3.17, lines 142 to 143 and 151" in page
    assert page.count('<li id="source-') == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_about_costs_the_same_however_much_a_board_says(
    client: Client, board: Board, rows: int, django_assert_num_queries: Any
) -> None:
    BoardStatementFactory.create_batch(rows, board=board)
    BoardLinkFactory.create_batch(rows, from_board=board)
    # board, names, statements, links, nominations, quorum, pauses, successions, its closing
    with django_assert_num_queries(9):
        page = tidy(client.get("/boards/alliance/"))
    assert page.count("We listen.") == rows
    assert page.count("<div>It reports to</div>") == rows


def test_a_link_is_read_from_both_its_ends(client: Client, board: Board) -> None:
    BoardLinkFactory(from_board=board, to_board=BoardFactory(slug="panel", name="Panel"))
    one, other = tidy(client.get("/boards/alliance/")), tidy(client.get("/boards/panel/"))
    assert '<div>It reports to</div><div><a href="/boards/panel/">Panel</a>' in one
    assert '<div>It hears reports from</div><div><a href="/boards/alliance/">' in other
    for page in (one, other):
        assert "The Alliance reports to Panel.</desc>" in page
        assert page.count('class="g-box-own"') == 3  # in each of three rooms


@pytest.mark.parametrize("rows", [1, 3])
def test_members_cost_the_same_however_many(
    client: Client, board: Board, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        member_of(board)
    with django_assert_num_queries(4):  # board, seats, places, appointments with holders
        page = tidy(client.get("/boards/alliance/members/"))
    assert page.count('role="rowheader"') == rows
    assert f"{rows} of {rows} place" in page


def test_a_vacant_place_is_said_in_words_and_as_a_square(client: Client, board: Board) -> None:
    seat = SeatFactory(
        board=board,
        title="Headteachers",
        nominated_by=OrganisationFactory(name="Heads of Walsall"),
    )
    AppointmentFactory(place=PlaceFactory(seat=seat, number=1), holder__post="Head of a school")
    PlaceFactory(seat=seat, number=2)
    page = tidy(client.get("/boards/alliance/members/"))
    assert "1 of 2 places is filled" in page
    assert "1 place vacant" in page
    assert page.count('class="pip-held"') == 1
    assert page.count('class="pip-open"') == 1
    assert "Heads of Walsall" in page
    assert "Head of a school" in page


def test_an_ended_appointment_leaves_its_place_vacant(client: Client, board: Board) -> None:
    member_of(board)
    gone = member_of(board, ends_on=TODAY, holder__post="Left yesterday")
    page = tidy(client.get("/boards/alliance/members/"))
    assert "1 of 2 places is filled" in page
    assert gone.post not in page


def test_where_nobody_is_recorded_no_place_is_called_vacant(client: Client, board: Board) -> None:
    PlaceFactory(seat__board=board)
    page = tidy(client.get("/boards/alliance/members/"))
    assert "Who holds them is not recorded here." in page
    assert "vacant" not in page


def test_a_closed_board_is_shown_as_on_its_last_day(client: Client) -> None:
    board = BoardFactory(slug="old", status=Board.Status.HISTORIC, ends_on=date(2024, 6, 1))
    member_of(board, ends_on=date(2024, 6, 1), holder__post="Last chair")
    page = tidy(client.get("/boards/old/members/"))
    assert "As on 31 May 2024." in page
    assert "Last chair" in page


def test_a_name_is_shown_to_those_signed_in_or_where_the_board_says_so(
    client: Client, board: Board
) -> None:
    member_of(board, holder__name="A. Name")
    assert "A. Name" not in tidy(client.get("/boards/alliance/members/"))
    Board.objects.update(names_public=True)
    assert "A. Name" in tidy(client.get("/boards/alliance/members/"))
    Board.objects.update(names_public=False)
    client.force_login(UserFactory())
    assert "A. Name" in tidy(client.get("/boards/alliance/members/"))


def test_of_a_person_under_18_no_post_is_shown(client: Client, board: Board) -> None:
    member_of(board, holder=UserFactory(young=True, post="Pupil of a named school"))
    client.force_login(UserFactory())
    page = tidy(client.get("/boards/alliance/members/"))
    assert "Young people’s representative" in page
    assert "Pupil of a named school" not in page


def test_what_the_demonstration_added_is_marked(client: Client, board: Board) -> None:
    member_of(board, illustrative=True)
    page = tidy(client.get("/boards/alliance/members/"))
    assert page.count('<span class="made-up">illustrative</span>') == 1


def test_a_board_that_is_not_there_is_not_found(client: Client) -> None:
    for tab in ("", "members/", "meetings/", "plans/"):
        assert client.get(f"/boards/none/{tab}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_glossary_costs_three_queries_however_long(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    GlossaryTermFactory.create_batch(rows)
    with django_assert_num_queries(3):  # how many words, which stand here, what they mean
        page = tidy(client.get("/glossary/"))
    assert page.count("<dt>ABC") == rows


def test_a_word_of_two_meanings_stands_once_with_both(client: Client) -> None:
    GlossaryTermFactory(term="ICS", meaning="Integrated Care System", context="health")
    GlossaryTermFactory(term="ICS", meaning="Integrated Children's System", context="care records")
    page = tidy(client.get("/glossary/"))
    assert page.count("<dt>ICS</dt>") == 1
    assert "(care records)" in page
    assert "Integrated Care System" in page


def test_words_of_people_are_shown_as_words(client: Client) -> None:
    BoardFactory(slug="b", name="<script>x</script>", purpose='"><img src=x onerror=y>')
    page = tidy(client.get("/boards/b/"))
    assert "<script>x" not in page
    assert "<img" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page


def test_a_seat_of_a_role_says_which(client: Client, board: Board) -> None:
    SeatFactory(
        board=board,
        title="Director",
        role=Seat.Role.CHAIR,
        nominated_by=None,
        represents=OrganisationFactory(),
    )
    assert '<span class="sub">Chair</span>' in tidy(client.get("/boards/alliance/members/"))
