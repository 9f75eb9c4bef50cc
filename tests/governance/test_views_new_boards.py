"""A new board: begun from a pattern, its seats looked through and changed, added once."""

import doctest
import re
from typing import Any

import pytest
from django.test import Client

from governance import patterns
from governance.models import Board, Draft, Place, QuorumNeed, Seat, User
from governance.patterns import BadPattern, from_data, pattern
from governance.queries import board_rules
from tests.factories import BoardFactory, OfficeFactory, OrganisationFactory, UserFactory
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
NEW = "/boards/new/"
ALLIANCE = "/boards/new/learning-alliance/"
EMPTY = "/boards/new/empty/"


@pytest.fixture
def administrator(client: Client) -> User:
    """The membership administrator of the whole partnership, signed in."""
    kind = "membership_administrator"
    person: User = OfficeFactory(board=None, kind=kind).person
    client.force_login(person)
    return person


def field_of(tag: str) -> tuple[str, str] | None:
    name = re.search(r'name="([\w-]+)"', tag)
    value = re.search(r'value="([^"]*)"', tag)
    is_tick = re.search(r'type="(?:checkbox|radio)"', tag)
    if not name or (is_tick and "checked" not in tag):
        return None
    return name[1], value[1] if value else "on" if is_tick else ""


def sent_from(page: str) -> dict[str, str]:
    """What a browser would send of the form on a page, without any button."""
    form = page[page.index('class="headform"') :]
    form = form[: form.index("</form>")]
    fields = dict(filter(None, map(field_of, re.findall(r"<input[^>]*>", form))))
    for name, body in re.findall(r'<select name="([\w-]+)"[^>]*>(.*?)</select>', form):
        chosen = re.search(r'value="(\w+)" selected', body)
        fields[name] = chosen[1] if chosen else ""
    texts = re.findall(r'<textarea name="([\w-]+)"[^>]*>(.*?)</textarea>', form)
    return fields | dict(texts)


def test_each_pattern_says_what_it_brings(client: Client, administrator: User) -> None:
    page = tidy(client.get(NEW))
    assert "13 seat lines, 16 places." in page
    assert "No seats yet." in page
    assert page.count('href="/boards/new/') == 5
    assert client.get("/boards/new/other/").status_code == 404
    assert ">Add a board</a>" in tidy(client.get("/boards/"))


def test_the_shape_of_the_learning_alliance_is_thirteen_lines_and_sixteen_places() -> None:
    shape = pattern("learning-alliance")
    assert [seat.places for seat in shape.seats] == [1, 1, 2, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1]
    assert shape.seats[0].role == "chair"


@pytest.mark.parametrize("code", patterns.CODES)
def test_a_pattern_becomes_a_board_as_it_stands(
    client: Client, administrator: User, code: str
) -> None:
    begun, place = pattern(code), f"{NEW}{code}/"
    sent = {**sent_from(tidy(client.get(place))), "name": "The new one"}
    answer = client.post(place, sent)
    assert answer["Location"] == "/boards/the-new-one/"
    board = Board.objects.get()
    assert (board.kind, board.status) == (begun.kind, "active")
    seats = board.seats.order_by("order")
    assert [(s.title, s.role, s.voting, s.sector, s.places.count()) for s in seats] == [
        (s.title, s.role, s.voting, s.sector, s.places) for s in begun.seats
    ]
    assert board.quorum_needs.count() == len(begun.needs)
    assert board.statements.count() == len(begun.statements)
    for name, value in (begun.rules or {}).items():
        assert str(getattr(board, name)) == str(value), name
    assert client.get(answer["Location"]).status_code == 200


def test_the_scrutiny_committee_meets_under_the_act_with_five_clear_days(
    client: Client, administrator: User
) -> None:
    page = tidy(client.get("/boards/new/scrutiny-committee/"))
    assert "<dd>Five clear working days</dd>" in page
    assert "<dd>Local Government Act 1972</dd>" in page
    assert "<dd>A quarter of the places</dd>" in page


def test_a_board_is_added_once_however_often_it_is_sent(
    client: Client, administrator: User
) -> None:
    sent = {**sent_from(tidy(client.get(ALLIANCE))), "name": "Learning Alliance"}
    first, second = client.post(ALLIANCE, sent), client.post(ALLIANCE, sent)
    assert first["Location"] == second["Location"] == "/boards/learning-alliance/"
    assert (Board.objects.count(), Seat.objects.count(), Place.objects.count()) == (1, 13, 16)
    Board.objects.update(status=Board.Status.HISTORIC)
    again = {**sent_from(tidy(client.get(ALLIANCE))), "name": "Learning Alliance"}
    assert client.post(ALLIANCE, again)["Location"] == "/boards/learning-alliance-2/"


def test_a_board_at_work_keeps_its_name_to_itself(client: Client, administrator: User) -> None:
    BoardFactory(name="Learning Forum")
    old = BoardFactory(name="Old Forum", status=Board.Status.HISTORIC)
    sent = {**sent_from(tidy(client.get(f"{NEW}empty/"))), "name": "learning forum"}
    answer = client.post(f"{NEW}empty/", sent)
    assert answer.status_code == 422
    told = "A board of that name is there already: add a word that tells the two apart."
    assert answer.context["form"].board.errors == {"name": [told]}
    assert client.post(f"{NEW}empty/", {**sent, "name": old.name}).status_code == 302
    assert Board.objects.filter(name=old.name).count() == 2


def test_lines_are_added_and_taken_out_before_anything_is_saved(
    client: Client, administrator: User
) -> None:
    sent = sent_from(tidy(client.get(ALLIANCE)))
    sent |= {"name": "", "seat-1-title": "Portfolio holder"}
    page = tidy(client.post(ALLIANCE, {**sent, "deed": "take out 1"}))
    assert "12 seat lines, 15 places" in page
    assert "Independent chair" not in page
    assert 'value="Portfolio holder" autocomplete="off" autofocus' in page
    more = {**sent_from(page), "deed": "line"}
    part = tidy(client.post(ALLIANCE, more, headers={"HX-Request": "true"}))
    assert ("data-focus" in part, "autofocus" in part) == (True, False)
    page = tidy(client.post(ALLIANCE, more))
    assert "Seat line 13" in page
    line = sent_from(page)
    assert (line["seat-12-title"], line["seat-12-places"], line["seat-12-voting"]) == (
        "",
        "1",
        "on",
    )
    assert "to put right" not in page
    assert not Board.objects.exists()


def test_a_line_taken_out_twice_takes_no_other_with_it(
    client: Client, administrator: User
) -> None:
    sent = sent_from(tidy(client.post(EMPTY, {"seat-TOTAL_FORMS": "0", "deed": "line"})))
    for deed in ("take out 7", "take out x", "take out "):
        assert "Seat line 1" in tidy(client.post(EMPTY, {**sent, "deed": deed}))
    gone = tidy(client.post(EMPTY, {**sent, "deed": "take out 1"}))
    assert "No seats yet." in gone
    for count in ("x", "-1", "99999"):
        answer = client.post(EMPTY, {"seat-TOTAL_FORMS": count, "deed": "line"})
        assert answer.status_code == 200


def test_what_is_wrong_in_the_board_and_its_lines_is_said_at_once_and_nothing_is_lost(
    client: Client, administrator: User
) -> None:
    sent = sent_from(tidy(client.get(ALLIANCE)))
    sent |= {
        "starts_on": "31 Feb",
        "seat-1-title": "",
        "seat-2-title": "Independent chair",
        "seat-3-places": "99",
        "seat-4-role": "observer",
        "seat-5-nominated_by": "Nobody at all",
    }
    answer = client.post(ALLIANCE, sent)
    assert answer.status_code == 422
    page = tidy(answer)
    assert "Seven things to put right" in page
    for place, sentence in (
        ("id_name", "Write its name"),
        ("id_starts_on", "Enter a real date, like 31 December 2013"),
        ("id_seat-1-title", "Write what the seat is called, or take the line out"),
        ("id_seat-2-title", "Another line is called so: one line can have many places"),
        ("id_seat-3-places", "Enter 60 or less"),
        ("id_seat-4-voting", "A critical friend, observer or invitee has no vote"),
    ):
        assert f'<a href="#{place}">{sentence}</a>' in page, place
    assert "No organisation to choose is called “Nobody at all”." in page
    assert 'value="31 Feb"' in page
    assert not Board.objects.exists()


def test_a_line_is_sent_by_hand_with_organisations_by_name(
    client: Client, administrator: User
) -> None:
    heads, college = OrganisationFactory(name="The Heads"), OrganisationFactory(name="College")
    sent = sent_from(tidy(client.post(EMPTY, {"seat-TOTAL_FORMS": "0", "deed": "line"})))
    sent |= {
        "name": "By hand",
        "kind": "network",
        "status": "planned",
        "seat-TOTAL_FORMS": "2",
        "seat-0-title": "Heads",
        "seat-0-places": "3",
        "seat-0-nominated_by": "the heads",
        "seat-0-represents": "College",
        "seat-1-title": "",
        "seat-1-role": "member",
        "seat-1-places": "1",
        "seat-1-voting": "on",
    }
    assert client.post(EMPTY, sent)["Location"] == "/boards/by-hand/"
    seat = Seat.objects.get()
    assert (seat.nominated_by, seat.represents, seat.places.count()) == (heads, college, 3)
    assert (seat.board.kind, seat.board.status, seat.voting) == ("network", "planned", True)


def test_what_is_typed_is_kept_with_its_lines_until_the_board_is_added(
    client: Client, administrator: User
) -> None:
    sent = sent_from(tidy(client.get(ALLIANCE)))
    sent |= {"name": "Half a thou", "seat-1-title": "Portfolio holder, half ty"}
    sent = sent_from(tidy(client.post(ALLIANCE, {**sent, "deed": "take out 1"})))
    assert client.post(ALLIANCE, {**sent, "deed": "keep"})["Location"] == ALLIANCE
    page = tidy(client.get(ALLIANCE))
    assert "This is what you typed at 12.00 and did not save." in page
    assert "12 seat lines, 15 places" in page
    assert "Portfolio holder, half ty" in page
    client.post(ALLIANCE, {"deed": "forget"})
    assert "13 seat lines, 16 places" in tidy(client.get(ALLIANCE))
    client.post(ALLIANCE, {**sent, "deed": "keep"})
    client.post(ALLIANCE, sent)
    assert not Draft.objects.exists()


def test_the_form_costs_the_same_whatever_the_pattern(
    client: Client, administrator: User, django_assert_num_queries: Any
) -> None:
    OrganisationFactory.create_batch(3)
    for place in (ALLIANCE, EMPTY, "/boards/new/locality-partnership/"):
        client.get(place)
        # session, person, scope; draft, twice; organisations
        with django_assert_num_queries(6):
            client.get(place)


def test_who_may_not_add_boards_is_told_who_may(client: Client) -> None:
    client.force_login(UserFactory())
    for place in (NEW, ALLIANCE):
        answer = client.get(place)
        assert answer.status_code == 403
        assert "The membership administrator of the partnership adds boards." in tidy(answer)
    assert ">Add a board</a>" not in tidy(client.get("/boards/"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"title": "T", "says": "S", "kind": "k", "seat": []}, "No Pattern has seat."),
        ({"title": "T", "says": "S"}, "kind"),
        (
            {"title": "T", "says": "S", "kind": "k", "seats": [{"title": "A", "chairs": 2}]},
            "No SeatLine has chairs.",
        ),
    ],
)
def test_a_file_that_is_no_pattern_says_what_is_wrong_in_it(
    data: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadPattern, match=sentence):
        from_data("broken", data)
    with pytest.raises(BadPattern, match="There is no pattern other"):
        pattern("other")


def test_examples_hold() -> None:
    for module in (patterns, board_rules):
        assert doctest.testmod(module).failed == 0


def test_a_quorum_is_said_with_whom_it_asks_for() -> None:
    board = Board(quorum_number=6, quorum_fraction="0.25")
    needs = [QuorumNeed(sector="schools", number=2), QuorumNeed(seat=Seat(title="Chair"))]
    words = board_rules.quorum_in_words(board, needs)
    assert words == (
        "6 places and at least a quarter of the places, among them 2 of the sector schools"
        " and the Chair"
    )
    assert board_rules.quorum_in_words(
        Board(), [QuorumNeed(seat=Seat(title="Head"), number=2)]
    ) == ("2 of the Head")
    own = Board(notice=Board.Notice.OWN_TERMS, notice_days=7)
    assert board_rules.notice_in_words(own) == "7 clear working days, by the board’s own terms"
