"""Pages as at a day: dated facts by their own dates, rights and words those of now."""

from datetime import date

import pytest
from django.test import Client

from governance.models import Board, Meeting
from governance.queries.standing import standing_of, standing_on
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    BoardLinkFactory,
    BoardNameFactory,
    DecisionFactory,
    GlossaryTermFactory,
    MeetingFactory,
    SeatFactory,
    SuccessionFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
THEN = "?as_at=2013-12-03"
NOTICE = "This is how it stood on 3 December 2013."


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(
        slug="ib",
        name="Improvement Board",
        status=Board.Status.HISTORIC,
        starts_on=date(2012, 11, 1),
        ends_on=date(2015, 1, 1),
    )
    return made


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return tidy(response)


def test_a_board_runs_on_a_day_within_its_dates_and_is_closed_after(
    client: Client, board: Board
) -> None:
    SuccessionFactory(from_board=board, to_board__name="Safeguarding Board", on=None)
    then = page(client, f"/boards/ib/{THEN}")
    assert NOTICE in then
    assert "<dd>At work on 3 December 2013</dd>" in then
    assert "Safeguarding Board" not in then
    later = page(client, "/boards/ib/?as_at=2015-04-01")
    assert "<dd>Closed by 1 April 2015</dd>" in later
    assert "It is closed by then." in later
    assert "was followed by" in later
    assert "Safeguarding Board" in later
    before = page(client, "/boards/ib/?as_at=2012-10-31")
    assert "It has not begun then." in before


def test_the_list_puts_each_board_where_it_stood_then(client: Client, board: Board) -> None:
    BoardFactory(name="Newcomer", starts_on=date(2022, 3, 1))
    BoardFactory(name="Undated")
    BoardFactory(name="Gone undated", status=Board.Status.HISTORIC)
    BoardFactory(name="Gone", status=Board.Status.HISTORIC, ends_on=date(2012, 1, 1))
    then = page(client, f"/boards/{THEN}")
    heads = (
        *(">At work on 3 December 2013<", "Improvement Board", "Undated"),
        *("Closed today, since when is not known", "Gone undated"),
        *("Closed by 3 December 2013", ">Gone<", "Not yet begun on 3 December 2013", "Newcomer"),
    )
    places = [then.index(words) for words in heads]
    assert places == sorted(places)
    assert "<h1>2 boards at work on 3 December 2013</h1>" in then
    now = page(client, "/boards/")
    assert NOTICE not in now
    assert [now.index(words) for words in ("At work now", "Undated", "Newcomer", "Closed")]
    assert "since when is not known" not in now


def test_a_file_of_the_list_is_as_at_the_day_too(client: Client, board: Board) -> None:
    lines = client.get(f"/boards/{THEN}&format=csv").content.decode("utf-8-sig").splitlines()
    assert "At work on 3 December 2013" in lines[1]


@pytest.mark.parametrize("status", Board.Status.values)
@pytest.mark.parametrize("begins", [None, date(2010, 1, 1), date(2014, 1, 1)])
@pytest.mark.parametrize("ends", [None, date(2013, 1, 1), date(2020, 1, 1)])
def test_a_page_and_the_list_agree_on_how_a_board_stood(
    status: str, begins: date | None, ends: date | None
) -> None:
    if begins and ends and begins > ends:
        begins = None
    board = BoardFactory(status=status, starts_on=begins, ends_on=ends)
    for on in (date(2009, 1, 1), date(2013, 1, 1), date(2014, 1, 1), date(2024, 9, 2)):
        for is_past in (True, False):
            listed = Board.objects.annotate(stood=standing_on(on, is_past=is_past)).get()
            assert listed.stood == standing_of(board, on, is_past=is_past)


def test_links_and_names_are_those_of_the_day(client: Client) -> None:
    board = BoardFactory(slug="b")
    BoardNameFactory(board=board, name="Old Name", ends_on=date(2014, 1, 1))
    BoardNameFactory(board=board, name="New Name", starts_on=date(2014, 1, 1))
    for name, span in {
        "Then": {"ends_on": date(2014, 1, 1)},
        "Now": {"starts_on": date(2014, 1, 1)},
        "Always": {},
    }.items():
        BoardLinkFactory(from_board=board, to_board__name=f"{name} heard", **span)
    BoardLinkFactory(
        from_board=board, to_board=BoardFactory(name="Shut", ends_on=date(2012, 1, 1))
    )
    names = ("Old Name", "New Name", "Then heard", "Now heard", "Always heard", "Shut")
    then, now = page(client, f"/boards/b/{THEN}"), page(client, "/boards/b/")
    assert [name for name in names if name in then] == ["Old Name", "Then heard", "Always heard"]
    assert [name for name in names if name in now] == ["New Name", "Now heard", "Always heard"]


def test_what_was_around_a_closed_board_is_that_of_its_last_day(
    client: Client, board: Board
) -> None:
    panel = BoardFactory(name="Panel", ends_on=date(2016, 1, 1))
    BoardLinkFactory(from_board=board, to_board=panel)
    assert "Panel" in page(client, "/boards/ib/")
    undated = BoardFactory(slug="u", status=Board.Status.HISTORIC)
    BoardLinkFactory(from_board=undated, to_board=panel)
    assert "Panel" in page(client, "/boards/u/")


def test_members_are_those_who_held_a_place_on_the_day(client: Client) -> None:
    board = BoardFactory(slug="b")
    seat = {"place__seat": SeatFactory(board=board, title="Chair")}
    first = AppointmentFactory(
        **seat, holder__post="First chair", starts_on=date(2012, 1, 1), ends_on=date(2014, 1, 1)
    )
    AppointmentFactory(
        place=first.place, holder__post="Second chair", starts_on=date(2014, 1, 1), ends_on=None
    )
    then, now = page(client, f"/boards/b/members/{THEN}"), page(client, "/boards/b/members/")
    assert ("First chair" in then, "Second chair" in then) == (True, False)
    assert ("First chair" in now, "Second chair" in now) == (False, True)


def test_a_name_is_shown_by_the_rights_of_now(client: Client) -> None:
    board = BoardFactory(slug="b")
    AppointmentFactory(
        place__seat__board=board, holder__name="A. Name", starts_on=date(2012, 1, 1), ends_on=None
    )
    assert "A. Name" not in page(client, f"/boards/b/members/{THEN}")
    client.force_login(UserFactory())
    assert "A. Name" in page(client, f"/boards/b/members/{THEN}")


def test_a_board_that_had_not_begun_had_no_seats(client: Client) -> None:
    SeatFactory(board=BoardFactory(slug="b", starts_on=date(2022, 1, 1)), title="Vice chair")
    assert "Vice chair" not in page(client, f"/boards/b/members/{THEN}")
    assert "Vice chair" in page(client, "/boards/b/members/")


def test_meetings_are_those_held_by_then_and_the_one_that_came_next(
    client: Client, board: Board
) -> None:
    held = {"board": board, "state": Meeting.State.HELD}
    before = MeetingFactory(**held, on=date(2013, 9, 1), title="September")
    following = MeetingFactory(**held, on=date(2013, 12, 10), title="December")
    MeetingFactory(**held, on=date(2014, 3, 1), title="March")
    DecisionFactory(
        board=board, meeting=before, on=before.on, text="Agreed in September.", number=1
    )
    DecisionFactory(
        board=board, meeting=before, on=date(2014, 1, 5), text="Agreed late.", number=2
    )
    DecisionFactory(
        board=board, meeting=following, on=following.on, text="Agreed in December.", number=3
    )
    AttendanceFactory(meeting=following, came="present")
    then = page(client, f"/boards/ib/meetings/{THEN}")
    assert ("Tuesday 10 December 2013" in then, "March" in then) == (True, False)
    assert "1 decision<" in then
    assert "Agreed in December." not in then
    assert "Present:" not in then


def test_a_deciding_paper_exempt_now_is_exempt_of_any_day(client: Client, board: Board) -> None:
    meeting = MeetingFactory(board=board, state="held", on=date(2013, 9, 1))
    item = AgendaItemFactory(
        meeting=meeting, exempt=True, exempt_paragraphs="1", exempt_reason="x", exempt_by="x"
    )
    DecisionFactory(board=board, meeting=meeting, item=item, on=meeting.on)
    assert "1 decision" not in page(client, f"/boards/ib/meetings/{THEN}")


def test_the_register_ends_with_the_day(client: Client) -> None:
    board = BoardFactory(slug="b")
    member = AppointmentFactory(place__seat__board=board).holder
    for on in (date(2013, 9, 1), date(2014, 3, 1)):
        AttendanceFactory(meeting__board=board, meeting__on=on, came="present")
    client.force_login(member)
    then = page(client, f"/boards/b/attendance/{THEN}")
    assert (then.count('<th scope="col">Sep'), then.count('<th scope="col">Mar')) == (1, 0)
    assert "1 of 1" in then


def test_links_between_such_pages_keep_the_day_and_one_leads_back(
    client: Client, board: Board
) -> None:
    then = page(client, f"/boards/ib/{THEN}")
    for address in ("/boards/", "/boards/ib/members/", "/boards/ib/meetings/"):
        assert f'href="{address}{THEN}"' in then
    assert '<a href="?">Show it as it stands today</a>' in then
    assert f'href="/boards/ib/{THEN}"' in page(client, f"/boards/{THEN}")
    assert "?as_at" not in page(client, "/boards/ib/")


def test_today_by_its_date_is_today(client: Client, board: Board) -> None:
    named = page(client, "/boards/?as_at=2024-09-02").replace("as_at=2024-09-02&amp;", "")
    assert named == page(client, "/boards/")


def test_of_a_day_to_come_what_is_known_is_said_so(client: Client, board: Board) -> None:
    assert "This is what is known today of how it will stand on 1 May 2025." in page(
        client, "/boards/?as_at=2025-05-01"
    )


@pytest.mark.parametrize("typed", ["3 December 2013", "03/12/2013", " 2013-12-03 ", "3 Dec 2013"])
def test_a_day_is_read_as_people_write_it(client: Client, typed: str) -> None:
    assert NOTICE in tidy(client.get("/boards/", {"as_at": typed}))


@pytest.mark.parametrize("typed", ["2013-02-30", "soon", "\0", "0", "9" * 5000, "<b>"])
def test_what_is_no_day_gets_a_sentence_and_stays_as_typed(client: Client, typed: str) -> None:
    for address in ("/boards/", "/boards/?format=csv"):
        response = client.get(address, {"as_at": typed, "format": "csv"})
        assert response.status_code == 422
        told = tidy(response)
        assert "Write it like 3 December 2013 or 2013-12-03." in told
        assert "<title>Error: no such day" in told
    assert "<b>" not in told.partition("</h1>")[2]


def test_abbreviations_mean_what_they_meant_then(client: Client) -> None:
    BoardFactory(slug="b", purpose="Led by the DCS.")
    GlossaryTermFactory(term="DCS", meaning="Director then", ends_on=date(2014, 1, 1))
    GlossaryTermFactory(term="DCS", meaning="Director now", starts_on=date(2014, 1, 1))
    assert "Director then" in page(client, f"/boards/b/{THEN}")
    assert "Director now" in page(client, "/boards/b/")


PASSED_OVER = "This page shows how things stand today, not on 3 December 2013."


def test_a_page_that_keeps_no_earlier_days_says_so(client: Client, board: Board) -> None:
    meeting = MeetingFactory(board=board, state="held", on=date(2013, 6, 3))
    for address in (meeting.get_absolute_url(), "/boards/ib/plans/", "/glossary/"):
        assert page(client, address + THEN).count(PASSED_OVER) == 1, address
        assert page(client, address).count("This page shows how things stand") == 0
    assert page(client, "/glossary/?as_at=2024-09-02").count("This page shows how") == 0
    assert page(client, "/glossary/?as_at=soon").count("This page shows how") == 0


def test_a_page_that_shows_the_day_does_not_say_that_it_does_not(
    client: Client, board: Board
) -> None:
    for address in ("/boards/", "/boards/ib/", "/boards/ib/members/", "/map/"):
        assert page(client, address + THEN).count(PASSED_OVER) == 0, address
