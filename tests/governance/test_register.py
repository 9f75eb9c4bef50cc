"""The register in the room, its quorum and closing; interests declared, votes taken."""

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.changes import minutes
from governance.models import (
    Appointment,
    Attendance,
    Board,
    Declaration,
    Meeting,
    User,
    Vote,
)
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    DeclarationFactory,
    MeetingFactory,
    MinutesFactory,
    OfficeFactory,
    TermsOfReferenceFactory,
    VoteFactory,
)
from tests.pages import tidy
from tests.plain_sql import refused, update

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2024-09-12T14:05:00+01:00", tick=False):
        yield


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance", quorum_number=2)
    return made


@pytest.fixture
def officer(client: Client, board: Board) -> User:
    """The board's officer, signed in."""
    person: User = OfficeFactory(board=board, person__post="Officer").person
    client.force_login(person)
    return person


@pytest.fixture
def meeting(board: Board) -> Meeting:
    made: Meeting = MeetingFactory(
        board=board, on=date(2024, 9, 12), starts_at=time(14), state="published"
    )
    return made


@pytest.fixture
def seats(board: Board) -> list[Appointment]:
    """Three members' places and a chair's."""
    made: list[Appointment] = AppointmentFactory.create_batch(3, place__seat__board=board)
    chair = AppointmentFactory(
        place__seat__board=board, place__seat__role="chair", holder__post="Chair"
    )
    return [*made, chair]


def register(meeting: Meeting) -> str:
    return f"/meetings/{meeting.pk}/register/"


def tap(client: Client, meeting: Meeting, held: Appointment, came: str, **headers: str) -> Any:
    values = {"place": held.place_id, "came": came}
    return client.post(register(meeting), values, headers=headers)


def do(client: Client, meeting: Meeting, deed: str, **more: Any) -> Any:
    return client.post(register(meeting), {"deed": deed, **more})


def state(meeting: Meeting) -> str:
    return Meeting.objects.get(pk=meeting.pk).state


def test_a_tap_marks_a_place_and_the_quorum_follows(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    page = tidy(client.get(register(meeting)))
    assert "4 of 4 not marked" in page
    assert "2 short: 0 of 4 are here, 2 are needed." in page
    for held, came in zip(seats, ("present", "remote", "deputy"), strict=False):
        assert tap(client, meeting, held, came)["Location"] == register(meeting)
    page = tidy(client.get(register(meeting)))
    assert "1 of 4 not marked" in page
    assert "Quorate: 3 of 4 are here, 2 are needed." in page
    assert f'id="remote-{seats[1].place_id}" aria-pressed="true"' in page


def test_with_script_the_register_alone_comes_back(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    part = tidy(tap(client, meeting, seats[0], "present", **HTMX))
    assert part.startswith('<div id="register">')
    assert "1 short: 1 of 4 is here, 2 are needed." in part
    assert ": present.</span>" in part


def test_the_last_tap_stands_and_a_repeated_one_changes_nothing(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    for came in ("present", "present", "absent"):
        tap(client, meeting, seats[0], came)
    row = Attendance.objects.get(place=seats[0].place)
    assert (row.came, row.version) == ("absent", 3)


def test_deputies_and_those_from_afar_count_by_the_boards_terms(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    Board.objects.update(deputies_count=False, remote="no_quorum")
    for held, came in zip(seats, ("present", "remote", "deputy", "absent"), strict=True):
        tap(client, meeting, held, came)
    page = tidy(client.get(register(meeting)))
    assert "1 short: 3 of 4 are here (1 counts), 2 are needed." in page
    do(client, meeting, "close")
    assert state(meeting) == "inquorate"


def test_where_nobody_joins_from_afar_it_is_not_offered(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    Board.objects.update(remote="never")
    assert "Remotely" not in tidy(client.get(register(meeting)))
    answer = tap(client, meeting, seats[0], "remote")
    assert answer.status_code == 422
    assert "The board does not provide for taking part remotely." in tidy(answer)


def test_the_register_is_closed_once_every_place_is_marked(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    for held in seats[:2]:
        tap(client, meeting, held, "present")
    early = do(client, meeting, "close")
    assert early.status_code == 422
    assert "2 places are not marked yet." in tidy(early)
    do(client, meeting, "rest")
    assert Attendance.objects.filter(came="absent").count() == 2
    for _ in range(2):
        assert do(client, meeting, "close").status_code == 302
    assert state(meeting) == "held"
    page = tidy(client.get(meeting.get_absolute_url()))
    assert "2 of 4 places, deputies counted" in page


def test_a_meeting_that_signed_terms_off_does_not_become_inquorate(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    for held in seats[:2]:
        tap(client, meeting, held, "present")
    do(client, meeting, "rest")
    do(client, meeting, "close")
    TermsOfReferenceFactory(board=meeting.board, signed_off_in=meeting, signed_off_on=meeting.on)
    answer = tap(client, meeting, seats[0], "absent")
    assert answer.status_code == 422
    assert "The meeting signed terms of reference off: it stays held" in tidy(answer)
    assert Attendance.objects.get(place=seats[0].place).came == "present"
    assert state(meeting) == "held"


def test_where_the_pressed_button_is_gone_the_focus_goes_to_what_comes_next(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    tapped = client.post(
        register(meeting), {"place": seats[0].place_id, "came": "present"}, headers=HTMX
    )
    assert "data-focus" not in tapped.text
    rest = tidy(client.post(register(meeting), {"deed": "rest"}, headers=HTMX))
    assert 'value="close" id="close" data-focus' in rest
    closed = tidy(client.post(register(meeting), {"deed": "close"}, headers=HTMX))
    assert 'tabindex="-1" data-focus>The register is closed:' in closed


def test_a_meeting_that_agreed_minutes_does_not_become_inquorate(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    for held in seats[:2]:
        tap(client, meeting, held, "present")
    do(client, meeting, "rest")
    do(client, meeting, "close")
    earlier = MeetingFactory(board=meeting.board, on=meeting.on - timedelta(days=7))
    minutes.agree(MinutesFactory(meeting=earlier), at_meeting=meeting, by=officer)
    answer = tap(client, meeting, seats[0], "absent")
    assert answer.status_code == 422
    assert "The meeting agreed minutes of an earlier one: it stays held" in tidy(answer)
    assert Attendance.objects.get(place=seats[0].place).came == "present"
    assert state(meeting) == "held"
    with refused("meeting_that_agreed_minutes_stays_held"):
        update(meeting, state="inquorate")
    update(meeting, venue="The town hall")


def test_what_was_closed_is_put_right_until_the_minutes_are_agreed(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    for held in seats[:2]:
        tap(client, meeting, held, "present")
    do(client, meeting, "rest")
    do(client, meeting, "close")
    tap(client, meeting, seats[0], "absent")
    assert state(meeting) == "inquorate"
    tap(client, meeting, seats[0], "deputy")
    assert state(meeting) == "held"
    Meeting.objects.update(minutes_agreed_on=date(2024, 9, 12))
    for deed in ("rest", "preside"):
        assert do(client, meeting, deed).status_code == 422
    answer = tap(client, meeting, seats[0], "absent")
    assert "The minutes are agreed: the register stands." in tidy(answer)
    assert Attendance.objects.get(place=seats[0].place).came == "deputy"


def test_who_is_appointed_after_the_register_was_closed_is_not_expected(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    do(client, meeting, "rest")
    do(client, meeting, "close")
    late = AppointmentFactory(place__seat__board=meeting.board)
    assert Attendance.objects.filter(meeting=meeting).count() == 4
    answer = tap(client, meeting, late, "present")
    assert "Nobody is expected from that place on the day." in tidy(answer)


def test_no_register_is_taken_before_the_day_or_of_what_does_not_take_place(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    Meeting.objects.update(on=date(2024, 9, 13))
    answer = tap(client, meeting, seats[0], "present")
    assert "The meeting is on 13 September 2024: the register is taken in it." in tidy(answer)
    Meeting.objects.update(on=date(2024, 9, 12), state="cancelled", state_reason="Snow.")
    answer = tap(client, meeting, seats[0], "present")
    assert "The meeting is cancelled: it cannot be given a register." in tidy(answer)
    assert not Attendance.objects.exclude(came="unknown").exists()


@pytest.mark.parametrize("came", ["", "unknown", "asleep"])
def test_a_place_is_marked_as_something(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment], came: str
) -> None:
    assert tap(client, meeting, seats[0], came).status_code == 422


def test_somebody_expected_presides(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    page = tidy(client.get(register(meeting)))
    chair = seats[3].holder
    assert page.index(f'<option value="{chair.pk}">') < page.index(
        f'<option value="{seats[0].holder_id}">'
    )
    do(client, meeting, "preside", presides=chair.pk)
    assert Meeting.objects.get().presided_by == chair
    assert "Chair" in tidy(client.get(meeting.get_absolute_url()))
    assert do(client, meeting, "preside", presides=officer.pk).status_code == 404
    do(client, meeting, "preside", presides="")
    assert Meeting.objects.get().presided_by is None


def test_a_board_whose_terms_name_no_quorum_is_quorate(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    Board.objects.update(quorum_number=None)
    do(client, meeting, "rest")
    do(client, meeting, "close")
    assert state(meeting) == "held"


def interest(meeting: Meeting, who: User, **more: Any) -> dict[str, Any]:
    return {"person": who.pk, "kind": "pecuniary", "interest": "Shares.", **more}


def test_an_interest_is_noted_once_and_put_right(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    item = AgendaItemFactory(meeting=meeting, number=1, title="The contract")
    add = f"/meetings/{meeting.pk}/declarations/add/"
    values = interest(meeting, seats[0].holder, item=item.pk, withdrew="on")
    for _ in range(2):
        assert client.post(add, {**values, "key": "of-this-form"}).status_code == 302
    row = Declaration.objects.get()
    assert (row.item, row.withdrew) == (item, True)
    page = tidy(client.get(register(meeting)))
    said = "Item 1, The contract; disclosable pecuniary interest; left while the item was taken"
    assert said in page
    again = client.post(add, {**values, "key": "of-another"})
    assert "This interest is recorded already." in tidy(again)
    edit = f"/meetings/{meeting.pk}/declarations/{row.pk}/"
    client.post(edit, {**values, "withdrew": "", "version": row.version})
    row.refresh_from_db()
    assert row.withdrew is False
    client.post(edit, {"deed": "remove"})
    assert not Declaration.objects.exists()


VOTE = {"motion": "That it be agreed.", "votes_for": 2, "against": 2, "abstained": 0}


def test_a_casting_vote_is_given_only_where_votes_are_equal(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    add = f"/meetings/{meeting.pk}/votes/add/"
    wrong = client.post(add, {**VOTE, "votes_for": 3, "casting": "for"})
    assert wrong.status_code == 422
    assert "A casting vote is given only where votes are equal." in tidy(wrong)
    for _ in range(2):
        client.post(add, {**VOTE, "casting": "for", "key": "of-this-form"})
    row = Vote.objects.get()
    assert (row.casting, row.votes_for) == ("for", 2)
    page = tidy(client.get(register(meeting)))
    assert "2 for, 2 against, none abstained; casting vote for: carried" in page
    client.post(f"/meetings/{meeting.pk}/votes/{row.pk}/", {"deed": "remove"})
    assert not Vote.objects.exists()


def test_no_more_vote_than_places_with_a_vote_are_filled(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    for held in seats[:3]:
        tap(client, meeting, held, "present")
    answer = client.post(f"/meetings/{meeting.pk}/votes/add/", VOTE)
    assert "4 votes for 3 places with a vote here." in tidy(answer)
    tap(client, meeting, seats[3], "present")
    assert client.post(f"/meetings/{meeting.pk}/votes/add/", VOTE).status_code == 302


def test_once_the_minutes_are_agreed_what_happened_stands(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    vote, said = VoteFactory(meeting=meeting), DeclarationFactory(meeting=meeting)
    Meeting.objects.update(minutes_agreed_on=date(2024, 9, 12), state="held")
    base = f"/meetings/{meeting.pk}"
    sendings = {
        f"{base}/votes/add/": VOTE,
        f"{base}/votes/{vote.pk}/": {**VOTE, "version": 1},
        f"{base}/declarations/add/": interest(meeting, seats[0].holder),
        f"{base}/declarations/{said.pk}/": {**interest(meeting, said.person), "version": 1},
    }
    for address, values in sendings.items():
        answer = client.post(address, values)
        assert answer.status_code == 422, address
        assert "The minutes are agreed: what happened stands." in tidy(answer)
    client.post(f"{base}/votes/{vote.pk}/", {"deed": "remove"})
    assert (Vote.objects.count(), Declaration.objects.count()) == (1, 1)


def test_interests_and_votes_are_the_boards_and_on_exempt_items_whose_who_reads_those(
    client: Client, meeting: Meeting
) -> None:
    hidden = {"exempt": True, "exempt_paragraphs": "3", "exempt_reason": "F.", "exempt_by": "C."}
    item = AgendaItemFactory(meeting=meeting, **hidden)
    VoteFactory(meeting=meeting, item=item, motion="That fees be 4 pounds.")
    DeclarationFactory(meeting=meeting, item=item, interest="Shares in the bidder.")
    DeclarationFactory(meeting=meeting, interest="A cousin works there.")
    address = meeting.get_absolute_url()
    guest = {"place__seat__role": "observer", "place__seat__voting": False}
    asking = {
        None: (False, False),
        AppointmentFactory(place__seat__board=meeting.board, **guest).holder: (True, False),
        AppointmentFactory(place__seat__board=meeting.board).holder: (True, True),
    }
    for who, (sees, sees_exempt) in asking.items():
        browser = Client()
        if who:
            browser.force_login(who)
        page = tidy(browser.get(address))
        assert ("A cousin works there." in page) is sees
        assert ("Shares in the bidder." in page) is sees_exempt
        assert ("fees be 4 pounds" in page) is sees_exempt


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_costs_the_same_however_many_places(
    client: Client, meeting: Meeting, officer: User, rows: int, django_assert_num_queries: Any
) -> None:
    for held in AppointmentFactory.create_batch(rows, place__seat__board=meeting.board):
        AttendanceFactory(meeting=meeting, place=held.place, came="unknown")
        DeclarationFactory(meeting=meeting, person=held.holder)
        VoteFactory(meeting=meeting, motion=f"That {held.pk} be agreed.")
    # session, person, meeting, standing, places held, register, needs, interests, votes
    with django_assert_num_queries(9):
        page = tidy(client.get(register(meeting)))
    assert page.count('<li id="place-') == rows


def test_a_vote_is_noted_from_the_day_of_the_meeting_and_an_interest_before(
    client: Client, meeting: Meeting, officer: User, seats: list[Appointment]
) -> None:
    with time_machine.travel(f"{meeting.on - timedelta(days=3)}T12:00:00+01:00", tick=False):
        client.force_login(officer)
        vote = client.post(f"/meetings/{meeting.pk}/votes/add/", VOTE)
        assert vote.status_code == 422
        assert "what it decides is written down from that day on" in tidy(vote)
        sent = interest(meeting, seats[0].holder)
        assert client.post(f"/meetings/{meeting.pk}/declarations/add/", sent).status_code == 302
    assert not Vote.objects.exists()
