"""A board kept by its administrator: facts, rules, names, links, pauses, quorum, its last day."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from governance import audit
from governance.models import Appointment, Board, BoardLink, BoardName, Pause, QuorumNeed, User
from governance.models.people import YOUNG_PERSON
from governance.queries.removed import removed_lately
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    BoardLinkFactory,
    BoardNameFactory,
    BoardStatementFactory,
    OfficeFactory,
    OrganisationFactory,
    PauseFactory,
    QuorumNeedFactory,
    SeatFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.plain_sql import update

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
KEEP = "/boards/alliance/keep/"


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance", kind="alliance")
    return made


@pytest.fixture
def administrator(client: Client, board: Board) -> User:
    """Who keeps the membership of this one board, signed in."""
    person = administrator_of(board)
    client.force_login(person)
    return person


def administrator_of(board: Board, post: str = "Administrator") -> User:
    kind = "membership_administrator"
    person: User = OfficeFactory(board=board, kind=kind, person__post=post).person
    return person


def facts(board: Board, **changed: Any) -> dict[str, Any]:
    names = ("name", "kind", "status", "planned_for", "purpose", "accountability", "reporting")
    more = ("meets", "stands_for", "note", "version")
    whole = {name: getattr(board, name) for name in (*names, *more)}
    return {**whole, "starts_on": board.starts_on or "", **changed}


def rules(board: Board, **changed: Any) -> dict[str, Any]:
    names = ("notice", "papers_days", "meeting_law", "remote", "calendar", "version")
    ticks = {"deputies_count": "on"} if board.deputies_count else {}
    return {**{name: getattr(board, name) for name in names}, **ticks, **changed}


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page))


def test_the_page_of_a_board_leads_its_administrator_to_what_is_kept(
    client: Client, administrator: User, board: Board
) -> None:
    assert f'<a href="{KEEP}">Keep this board</a>' in tidy(client.get("/boards/alliance/"))
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    assert KEEP not in tidy(client.get("/boards/alliance/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_what_is_kept_costs_the_same_however_much_it_is(
    client: Client, administrator: User, board: Board, rows: int, django_assert_num_queries: Any
) -> None:
    BoardNameFactory.create_batch(rows, board=board)
    BoardLinkFactory.create_batch(rows, from_board=board)
    PauseFactory.create_batch(rows, board=board)
    for _ in range(rows):
        QuorumNeedFactory(board=board, sector="", seat=SeatFactory(board=board))
    BoardStatementFactory.create_batch(rows, board=board)
    # session, person, board, scope; needs, who sits, pauses, names, links, statements; removed of
    # each; whether it is to close
    with django_assert_num_queries(16):
        page = tidy(client.get(KEEP))
    for part in ("names", "links", "pauses", "quorum", "statements"):
        assert len(re.findall(rf'href="{KEEP}{part}/\d+/"', page)) == rows


def test_facts_are_saved_field_by_field_and_a_day_typed_is_a_day(
    client: Client, administrator: User, board: Board
) -> None:
    Board.objects.update(starts_on=date(2022, 3, 1), starts_known="month")
    board.refresh_from_db()
    place, other = f"{KEEP}facts/", Client()
    assert "Known until now as March 2022." in tidy(client.get(place))
    other.force_login(administrator_of(board, "Another administrator"))
    other.post(place, facts(board, purpose="Their purpose"))
    saved = client.post(place, facts(board, kind="network", starts_on="2022-03-07"))
    assert saved["Location"] == KEEP
    board.refresh_from_db()
    assert (board.kind, board.purpose) == ("network", "Their purpose")
    assert (board.starts_on, board.starts_known) == (date(2022, 3, 7), "day")


def test_two_hands_in_one_field_of_a_board_choose(
    client: Client, administrator: User, board: Board
) -> None:
    place, other = f"{KEEP}facts/", Client()
    other.force_login(administrator_of(board, "Another administrator"))
    other.post(place, facts(board, kind="forum", purpose="Theirs"))
    answer = client.post(place, facts(board, kind="network", purpose="Mine"))
    assert answer.status_code == 409
    page = tidy(answer)
    assert "<b>Theirs.</b>Forum" in page
    assert "<b>Mine.</b>Network" in page
    chosen = {"choice-kind": "mine", "choice-purpose": "both", "both-purpose": "Both"}
    client.post(place, {**hidden(page), **chosen})
    board.refresh_from_db()
    assert (board.kind, board.purpose) == ("network", "Both")


def test_what_is_wrong_in_the_facts_is_said_and_nothing_is_lost(
    client: Client, administrator: User, board: Board
) -> None:
    wrong = facts(board, name="", stands_for="0", note="Typed with care")
    answer = client.post(f"{KEEP}facts/", wrong)
    assert answer.status_code == 422
    assert "Two things to put right" in tidy(answer)
    assert "Typed with care</textarea>" in tidy(answer)


def test_a_board_at_work_is_not_renamed_like_another(
    client: Client, administrator: User, board: Board
) -> None:
    BoardFactory(name="Health Board")
    answer = client.post(f"{KEEP}facts/", facts(board, name="health board"))
    assert answer.status_code == 422
    told = "A board of that name is there already: add a word that tells the two apart."
    assert f'<a href="#id_name">{told}</a>' in tidy(answer)
    assert 'value="health board"' in tidy(answer)


def test_rules_are_typed_as_people_say_them(
    client: Client, administrator: User, board: Board
) -> None:
    place = f"{KEEP}rules/"
    own = {"notice": "own_terms", "notice_days": "7", "quorum_number": "4"}
    assert client.post(place, rules(board, **own, quorum_fraction="a Third")).status_code == 302
    board.refresh_from_db()
    assert (board.quorum_number, board.quorum_fraction) == (4, Decimal("0.333"))
    page = tidy(client.get("/boards/alliance/"))
    assert "<dd>4 places and at least a third of the places</dd>" in page
    assert "7 clear working days, by the board’s own terms" in page
    assert 'value="a third"' in tidy(client.get(place))
    gone = rules(board, notice="clear_days", notice_days="", remote="never")
    gone.pop("deputies_count")
    client.post(place, gone)
    board.refresh_from_db()
    assert (board.notice, board.notice_days, board.deputies_count) == ("clear_days", None, False)
    assert (board.quorum_number, board.quorum_fraction) == (None, None)


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        *[("1/3", "0.333"), ("2/3", "0.666"), ("half", "0.500"), ("one third", "0.333")],
        *[("40%", "0.400"), ("0.25", "0.250"), ("1", "1.000"), (" 50 % ", "0.500")],
    ],
)
def test_a_share_is_read_in_many_ways(
    client: Client, administrator: User, board: Board, typed: str, held: str
) -> None:
    client.post(f"{KEEP}rules/", rules(board, quorum_fraction=typed))
    board.refresh_from_db()
    assert board.quorum_fraction == Decimal(held)


@pytest.mark.parametrize("typed", ["many", "0", "1/0", "3/2", "-1/3", "150%", "1/2/3"])
def test_what_is_no_share_is_refused_at_its_field(
    client: Client, administrator: User, board: Board, typed: str
) -> None:
    answer = client.post(f"{KEEP}rules/", rules(board, quorum_fraction=typed))
    assert answer.status_code == 422
    sentence = "Write a share like a third, 1/3 or 40%"
    assert f'<a href="#id_quorum_fraction">{sentence}</a>' in tidy(answer)


def test_days_of_notice_go_with_the_boards_own_terms(
    client: Client, administrator: User, board: Board
) -> None:
    answer = client.post(f"{KEEP}rules/", rules(board, notice="clear_days", notice_days="5"))
    assert answer.status_code == 422
    assert '<a href="#id_notice_days">Days of notice go with the board&#x27;s own terms.</a>' in (
        tidy(answer)
    )


def test_whom_the_quorum_asks_for_is_added_changed_and_said(
    client: Client, administrator: User, board: Board
) -> None:
    seat, place = SeatFactory(board=board, title="Independent chair"), f"{KEEP}quorum/new/"
    assert client.post(place, {"seat": seat.pk, "number": 1})["Location"] == f"{KEEP}#quorum"
    assert client.post(place, {"sector": "schools", "number": 2}).status_code == 302
    words = "<dd>1 of the sector schools and the Independent chair</dd>"
    need = QuorumNeed.objects.get(sector="schools")
    both = {"sector": "schools", "number": 3, "version": need.version}
    client.post(f"{KEEP}quorum/{need.pk}/", {**both, "seat": ""})
    page = tidy(client.get("/boards/alliance/"))
    assert words not in page
    assert "<dd>The Independent chair and 3 of the sector schools</dd>" in page
    for wrong, sentence in (
        ({"number": 1}, "Name one seat or one sector."),
        ({"seat": seat.pk, "sector": "schools", "number": 1}, "Name one seat or one sector."),
        ({"sector": "schools", "number": 1}, "The quorum asks for them already."),
    ):
        answer = client.post(place, wrong)
        assert answer.status_code == 422
        assert f'<a href="#id_seat">{sentence}</a>' in tidy(answer)
    elsewhere = SeatFactory()
    assert client.post(place, {"seat": elsewhere.pk, "number": 1}).status_code == 422


def test_a_need_for_a_seat_that_ended_or_stands_vacant_is_said_plainly(
    client: Client, administrator: User, board: Board
) -> None:
    def said() -> str:
        page = tidy(client.get(KEEP))
        return page.partition('id="quorum"')[2].partition('id="pauses"')[0]

    chair = SeatFactory(board=board, title="Independent chair")
    need = QuorumNeedFactory(board=board, sector="", seat=chair)
    vacant = "The seat stands vacant: the quorum cannot be reached as it stands."
    assert vacant in said()
    AppointmentFactory(place__seat=chair)
    assert "cannot be reached" not in said()
    update(need, number=2)
    assert "1 of 2 places held: the quorum cannot be reached as it stands." in said()
    Appointment.objects.all().delete()
    update(chair, ends_on="2024-04-01")
    ended = "The seat ended with 31 March 2024: the quorum cannot be reached as it stands."
    assert ended in said()
    page = tidy(client.get(f"{KEEP}quorum/{need.pk}/"))
    assert "Independent chair ended with 31 March 2024. Choose another seat" in page
    assert f'<option value="{chair.pk}"' not in page


def test_the_quorum_is_offered_seats_that_are_there_or_to_come(
    client: Client, administrator: User, board: Board
) -> None:
    place = f"{KEEP}quorum/new/"
    made = {
        title: SeatFactory(board=board, title=title, **days)
        for title, days in {
            "Over": {"ends_on": date(2024, 9, 2)},
            "Running out": {"ends_on": date(2024, 9, 3)},
            "To come": {"starts_on": date(2024, 9, 3)},
        }.items()
    }
    page = tidy(client.get(place))
    offered = {title for title, seat in made.items() if f'<option value="{seat.pk}"' in page}
    assert offered == {"Running out", "To come"}
    refused = client.post(place, {"seat": made["Over"].pk, "number": 1})
    assert refused.status_code == 422
    assert not QuorumNeed.objects.exists()


def test_a_pause_is_typed_with_its_last_day(
    client: Client, administrator: User, board: Board
) -> None:
    place = f"{KEEP}pauses/new/"
    summer = {"why": "Summer holidays", "starts_on": "2025-07-21", "ends_on": "2025-08-31"}
    client.post(place, summer)
    pause = Pause.objects.get()
    assert (pause.starts_on, pause.ends_on) == (date(2025, 7, 21), date(2025, 9, 1))
    assert "Summer holidays, 21 July 2025 to 31 August 2025" in (
        tidy(client.get("/boards/alliance/"))
    )
    assert 'value="2025-08-31"' in tidy(client.get(f"{KEEP}pauses/{pause.pk}/"))
    answer = client.post(place, {**summer, "ends_on": "2025-07-20"})
    assert '<a href="#id_ends_on">It must end after it starts.</a>' in tidy(answer)
    assert client.post(place, {"why": "No days"}).status_code == 422


def test_another_name_comes_with_its_law_and_days(
    client: Client, administrator: User, board: Board
) -> None:
    client.post(
        f"{KEEP}names/new/",
        {"name": "The Trust", "legal_basis": "Children Act 2004, section 10", "ends_on": ""},
    )
    name = BoardName.objects.get()
    page = tidy(client.get("/boards/alliance/"))
    assert "The Trust, Children Act 2004, section 10" in page
    changed = {"name": "The old Trust", "legal_basis": "", "version": 1, "ends_on": "2012-03-31"}
    client.post(f"{KEEP}names/{name.pk}/", changed)
    assert '>The old Trust</a><span class="sub">until 31 March 2012' in tidy(client.get(KEEP))


def test_a_board_is_linked_from_either_side_by_its_verb(
    client: Client, administrator: User, board: Board
) -> None:
    panel = BoardFactory(name="Panel")
    OrganisationFactory(name="The Trust")
    place = f"{KEEP}links/new/"
    client.post(place, {"verb": "scrutinised_by", "board": panel.pk, "voluntary": "on"})
    client.post(place, {"verb": "reports_to-turned", "organisation": "the trust"})
    links = list(BoardLink.objects.order_by("pk"))
    assert [str(each) for each in links] == [
        "The Alliance is scrutinised by Panel",
        "The Trust reports to The Alliance",
    ]
    assert links[0].voluntary
    client.post(f"{KEEP}links/{links[1].pk}/", {"what": "Each year", "version": 1})
    page = tidy(client.get("/boards/alliance/"))
    assert "It hears reports from" in page
    assert "Each year" in page


def test_a_link_that_would_come_back_to_its_beginning_is_refused_in_words(
    client: Client, administrator: User, board: Board
) -> None:
    panel = BoardFactory(name="Panel")
    BoardLinkFactory(from_board=panel, to_board=board)
    place = f"{KEEP}links/new/"
    answer = client.post(place, {"verb": "reports_to", "board": panel.pk})
    assert answer.status_code == 422
    loop = "They would come back to where they begin."
    assert f'<a href="#id_verb">{loop}</a>' in tidy(answer)
    for wrong in ({}, {"board": panel.pk, "organisation": OrganisationFactory().name}):
        answer = client.post(place, {"verb": "advises", **wrong})
        assert '<a href="#id_board">Name one board or one organisation</a>' in tidy(answer)
    itself = client.post(place, {"verb": "advises", "board": board.pk})
    assert itself.status_code == 422
    assert BoardLink.objects.count() == 1


def test_a_part_sent_twice_is_added_once(
    client: Client, administrator: User, board: Board
) -> None:
    for part, new in (
        ("names", {"name": "The Trust"}),
        ("links", {"verb": "advises", "board": BoardFactory().pk}),
    ):
        key = re.search(r'name="key" value="(\w+)"', tidy(client.get(f"{KEEP}{part}/new/")))
        assert key
        for _ in range(2):
            assert client.post(f"{KEEP}{part}/new/", {"key": key[1], **new}).status_code == 302
    assert (BoardName.objects.count(), BoardLink.objects.count()) == (1, 1)


def test_what_is_removed_can_be_brought_back_as_it_was(
    client: Client, administrator: User, board: Board
) -> None:
    link = BoardLinkFactory(from_board=board, to_board__name="Panel", what="Twice a year")
    place = f"{KEEP}links/{link.pk}/"
    for _ in range(2):
        assert client.post(place, {"deed": "remove"})["Location"] == f"{KEEP}#removed"
    page = tidy(client.get(KEEP))
    assert 'The Alliance reports to Panel<span class="sub">by Administrator, ' in page
    event = re.search(r'name="event" value="(\d+)"', page)
    assert event
    back = {"part": "links", "event": event[1]}
    assert "“The Alliance reports to Panel” is back." in tidy(client.post(KEEP, back, follow=True))
    assert BoardLink.objects.get() == link
    assert BoardLink.objects.get().what == "Twice a year"
    assert "It is there already" in tidy(client.post(KEEP, back, follow=True))
    assert "Removed in the last 30 days" not in tidy(client.get(KEEP))


def test_nothing_comes_back_to_a_board_that_is_closed(
    client: Client, administrator: User, board: Board
) -> None:
    name = BoardNameFactory(board=board, name="The Trust")
    client.post(f"{KEEP}names/{name.pk}/", {"deed": "remove"})
    event = re.search(r'name="event" value="(\d+)"', tidy(client.get(KEEP)))
    assert event
    Board.objects.filter(pk=board.pk).update(ends_on=date(2024, 9, 1))
    answer = client.post(KEEP, {"part": "names", "event": event[1]})
    assert answer.status_code == 403
    assert not BoardName.objects.exists()


def test_nothing_comes_back_where_something_new_stands_or_of_another_board(
    client: Client, administrator: User, board: Board
) -> None:
    name = BoardNameFactory(board=board, name="The Trust")
    client.post(f"{KEEP}names/{name.pk}/", {"deed": "remove"})
    BoardNameFactory(board=board, name="The Trust")
    event = re.search(r'name="event" value="(\d+)"', tidy(client.get(KEEP)))
    assert event
    answer = client.post(KEEP, {"part": "names", "event": event[1]}, follow=True)
    assert "The change breaks a rule that always holds" in tidy(answer)
    elsewhere = BoardNameFactory()
    elsewhere.delete()
    kept = BoardName.pgh_event_model.objects.filter(pgh_label="delete").latest("pgh_id")
    client.post(KEEP, {"part": "names", "event": kept.pgh_id})
    assert BoardName.objects.count() == 1
    assert client.post(KEEP, {"part": "seats", "event": 1}).status_code == 404


def test_what_was_removed_a_month_ago_is_gone(board: Board) -> None:
    BoardNameFactory(board=board).delete()
    removed = BoardName.pgh_event_model.objects.filter(pgh_label="delete").get().pgh_created_at
    for days, many in ((29, 1), (31, 0)):
        at = removed + timedelta(days=days)
        assert len(removed_lately(BoardName, Q(board=board.pk), at=at)) == many


def test_who_removed_it_is_named_by_post_and_somebody_under_18_by_no_more(board: Board) -> None:
    young = UserFactory(young=True, distinction="of a named school")
    for by in (UserFactory(post="Officer"), young):
        with audit.change(by=by, what="removed a name"):
            BoardNameFactory(board=board).delete()
    found = removed_lately(BoardName, Q(board=board.pk), at=timezone.now())
    assert [each.who for each in found] == [YOUNG_PERSON, "Officer"]


def test_a_part_removed_meanwhile_gives_the_words_back(
    client: Client, administrator: User, board: Board
) -> None:
    name = BoardNameFactory(board=board)
    place = f"{KEEP}names/{name.pk}/"
    client.post(place, {"deed": "remove"})
    answer = client.post(place, {"name": "Typed with care", "version": 1})
    assert answer.status_code == 409
    assert "It was removed while you were writing." in tidy(answer)
    assert 'value="Typed with care"' in tidy(answer)
    assert client.get(place).status_code == 404


def test_a_board_closes_the_day_after_its_last_and_can_go_on_again(
    client: Client, administrator: User, board: Board
) -> None:
    place = f"{KEEP}close/"
    client.post(place, {"ends_on": "2024-12-31", "version": board.version})
    board.refresh_from_db()
    assert (board.ends_on, board.status) == (date(2025, 1, 1), "active")
    client.post(place, {"ends_on": "2024-09-01", "version": board.version})
    board.refresh_from_db()
    assert (board.ends_on, board.ends_known, board.status) == (
        *(date(2024, 9, 2), "day", "historic"),
    )
    page = tidy(client.get(KEEP))
    assert "It is closed: only what it is and its last day can be put right." in page
    assert "Change the rules" not in page
    for part in ("rules/", "names/new/", "links/new/"):
        answer = client.get(f"{KEEP}{part}")
        assert answer.status_code == 403
        assert "The membership administrator keeps the boards, until they close." in tidy(answer)
    assert 'name="status"' not in tidy(client.get(f"{KEEP}facts/"))
    client.post(place, {"ends_on": "", "version": board.version})
    board.refresh_from_db()
    assert (board.ends_on, board.status) == (None, "active")


def test_no_board_ends_before_it_began(client: Client, administrator: User, board: Board) -> None:
    Board.objects.update(starts_on=date(2024, 9, 1))
    board.refresh_from_db()
    sent = {"ends_on": "2024-08-01", "version": board.version}
    answer = client.post(f"{KEEP}close/", sent)
    assert answer.status_code == 422
    assert '<a href="#id_ends_on">It must end after it starts.</a>' in tidy(answer)


def test_no_other_kind_of_part_and_no_part_of_another_board_is_there(
    client: Client, administrator: User, board: Board
) -> None:
    assert client.get(f"{KEEP}others/new/").status_code == 404
    assert client.get(f"{KEEP}others/1/").status_code == 404
    for made, part in ((BoardNameFactory(), "names"), (BoardLinkFactory(), "links")):
        assert client.get(f"{KEEP}{part}/{made.pk}/").status_code == 404
        assert client.post(f"{KEEP}{part}/{made.pk}/", {"deed": "remove"}).status_code == 404
