"""Replies to a meeting: in one tap, for one's own place, by deputy, until it begins."""

from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import Appointment, Attendance, Board, Meeting, Notification, Office, User
from governance.scope import scope_of
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    BoardFactory,
    MeetingFactory,
    OfficeFactory,
    OrganisationFactory,
    QuorumNeedFactory,
    SeatFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.plain_sql import update

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance", quorum_number=2)
    return made


@pytest.fixture
def meeting(board: Board) -> Meeting:
    made: Meeting = MeetingFactory(
        board=board, on=date(2024, 9, 12), starts_at=time(14), state="published", hybrid=True
    )
    return made


@pytest.fixture
def held(client: Client, board: Board) -> Appointment:
    """The place of a member, who is signed in."""
    school = OrganisationFactory()
    made: Appointment = AppointmentFactory(
        place__seat__board=board,
        place__seat__title="Headteacher",
        place__seat__represents=school,
        holder__organisation=school,
    )
    client.force_login(made.holder)
    return made


def reply(client: Client, meeting: Meeting, held: Appointment, said: str, **more: Any) -> Any:
    headers = more.pop("headers", {})
    values = {"place": held.place_id, "reply": said, **more}
    return client.post(f"/meetings/{meeting.pk}/reply/", values, headers=headers)


def kept(meeting: Meeting, held: Appointment) -> Attendance:
    return Attendance.objects.get(meeting=meeting, place=held.place)


@pytest.mark.parametrize(
    ("said", "stands", "word"),
    [
        ("coming", ("coming", False), "coming"),
        ("afar", ("coming", True), "coming, remotely"),
        ("apologies", ("apologies", False), "apologies"),
    ],
)
def test_one_tap_on_the_page_of_the_meeting_replies(
    client: Client, meeting: Meeting, held: Appointment, said: str, stands: Any, word: str
) -> None:
    page = tidy(client.get(meeting.get_absolute_url()))
    assert f'name="reply" value="{said}"' in page
    answer = reply(client, meeting, held, said)
    assert answer["Location"] == f"{meeting.get_absolute_url()}#replies"
    row = kept(meeting, held)
    assert (row.reply, row.from_afar) == stands
    assert (row.replied_by, row.replied_at is not None) == (held.holder, True)
    assert f"<span>{word}</span>" in tidy(client.get(meeting.get_absolute_url()))


def test_with_script_only_the_replies_come_back(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    AppointmentFactory(place__seat__board=meeting.board)
    part = tidy(reply(client, meeting, held, "coming", headers=HTMX))
    assert part.startswith('<div id="replies"')
    assert "1 short: 1 of 2 is coming, 2 are needed." in part
    assert f'id="coming-{held.place_id}" aria-pressed="true"' in part


def test_a_tap_that_comes_too_late_is_answered_with_the_meeting_as_it_stands_and_why(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    update(meeting, state="cancelled", state_reason="Snow.")
    answer = reply(client, meeting, held, "coming", headers=HTMX)
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")
    page = client.get(meeting.get_absolute_url()).text
    assert "The meeting is cancelled: it cannot be replied to." in page
    assert "Snow." in page


def test_the_forecast_follows_the_replies_and_says_who_is_missing(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    QuorumNeedFactory(board=meeting.board, sector="schools")
    other = AppointmentFactory(place__seat__board=meeting.board, place__seat__sector="Schools")
    AppointmentFactory(
        place__seat__board=meeting.board,
        place__seat__role="observer",
        place__seat__voting=False,
    )
    reply(client, meeting, held, "coming")
    address = meeting.get_absolute_url()
    page = tidy(client.get(address))
    assert "1 short, and nobody of the schools: 1 of 2 is coming, 2 are needed." in page
    officer = Client()
    officer.force_login(OfficeFactory(board=meeting.board).person)
    reply(officer, meeting, other, "coming")
    assert "Quorate: 2 of 2 are coming, 2 are needed." in tidy(client.get(address))


def test_said_twice_it_is_one_reply_and_the_last_stands(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    for said in ("coming", "coming", "apologies"):
        assert reply(client, meeting, held, said).status_code == 302
    row = kept(meeting, held)
    assert row.reply == "apologies"
    assert row.version == 3  # made, replied, replied otherwise


def colleague(held: Appointment, **more: Any) -> User:
    made: User = UserFactory(organisation=held.holder.organisation, **more)
    return made


def test_a_deputy_has_a_members_rights_for_this_meeting_as_long_as_they_are_named(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    hidden = {"exempt": True, "exempt_paragraphs": "3", "exempt_reason": "F.", "exempt_by": "C."}
    AgendaItemFactory(meeting=meeting, presenter="Hidden presenter", **hidden)
    deputy = colleague(held, post="Deputy head")
    browser = Client()
    browser.force_login(deputy)
    address = meeting.get_absolute_url()
    assert "Hidden presenter" not in tidy(browser.get(address))
    assert reply(client, meeting, held, "deputy", deputy=deputy.pk).status_code == 302
    assert scope_of(User.objects.get(pk=deputy.pk)).meetings == {meeting.pk}
    page = tidy(browser.get(address))
    assert "Hidden presenter" in page
    assert "Deputy head" in tidy(client.get(address))
    told = Notification.objects.get(person=deputy)
    assert told.text == (
        "The meeting of The Alliance on 12 September 2024: you come as deputy for the Headteacher."
    )
    reply(client, meeting, held, "coming")
    assert kept(meeting, held).deputy is None
    assert "Hidden presenter" not in tidy(browser.get(address))


def test_a_deputy_may_be_a_post_without_an_account(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    reply(client, meeting, held, "deputy", deputy_called="Head of Year 9")
    assert "deputy: Head of Year 9" in tidy(client.get(meeting.get_absolute_url()))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({}, "Say who comes instead"),
        ({"deputy": "own", "deputy_called": "Head"}, "Name a person or a post, not both"),
        ({"deputy": "stranger"}, "This is not offered here"),
    ],
)
def test_a_deputy_is_one_person_of_the_organisation_or_a_post(
    client: Client, meeting: Meeting, held: Appointment, more: dict[str, Any], sentence: str
) -> None:
    people = {"own": colleague(held), "stranger": UserFactory()}
    values = {**more, **({"deputy": people[more["deputy"]].pk} if "deputy" in more else {})}
    answer = reply(client, meeting, held, "deputy", **values)
    assert answer.status_code == 422
    assert sentence in tidy(answer)
    assert not Attendance.objects.filter(reply="deputy").exists()


@pytest.mark.parametrize(
    ("at", "status"), [("2024-09-12T13:59:59+01:00", 302), ("2024-09-12T14:00:00+01:00", 422)]
)
def test_one_replies_until_the_meeting_begins(
    client: Client, meeting: Meeting, held: Appointment, at: str, status: int
) -> None:
    with time_machine.travel(at, tick=False):
        client.force_login(held.holder)
        answer = reply(client, meeting, held, "coming")
        assert answer.status_code == status
        page = tidy(client.get(meeting.get_absolute_url()))
    assert ("I am coming" in page) is (status == 302)
    if status == 422:
        assert "The meeting has begun: its register says who is here." in tidy(answer)


def test_a_meeting_without_a_time_takes_replies_through_its_day(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    Meeting.objects.update(starts_at=None)
    with time_machine.travel("2024-09-12T22:00:00+01:00", tick=False):
        client.force_login(held.holder)
        assert reply(client, meeting, held, "coming").status_code == 302


def test_nobody_joins_from_afar_where_the_board_does_not_provide_for_it(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    Board.objects.update(remote="never")
    client.force_login(held.holder)
    assert 'value="afar"' not in tidy(client.get(meeting.get_absolute_url()))
    assert reply(client, meeting, held, "afar").status_code == 422


@pytest.mark.parametrize("state", ["cancelled", "postponed", "held"])
def test_a_meeting_that_does_not_take_place_takes_no_replies(
    client: Client, meeting: Meeting, held: Appointment, state: str
) -> None:
    Meeting.objects.update(state=state, state_reason="Snow.")
    answer = reply(client, meeting, held, "coming")
    assert answer.status_code == 422
    assert f"The meeting is {state}: it cannot be replied to." in tidy(answer)


def test_one_replies_for_the_own_place_only(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    other = AppointmentFactory(place__seat__board=meeting.board)
    elsewhere = AppointmentFactory()
    assert reply(client, meeting, other, "apologies").status_code == 403
    assert reply(client, meeting, elsewhere, "apologies").status_code == 404
    assert not Attendance.objects.exclude(reply="none").exists()


def test_an_assistant_and_an_officer_reply_for_somebody(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    assists = {"kind": Office.Kind.ASSISTANT, "board": None, "assists": held.holder}
    for person in (
        OfficeFactory(**assists).person,
        OfficeFactory(board=meeting.board).person,
    ):
        browser = Client()
        browser.force_login(person)
        said = "apologies" if kept_or_none(meeting, held) != "apologies" else "coming"
        assert reply(browser, meeting, held, said).status_code == 302
        assert kept(meeting, held).replied_by == person


def kept_or_none(meeting: Meeting, held: Appointment) -> str:
    row = Attendance.objects.filter(meeting=meeting, place=held.place).first()
    return row.reply if row else ""


def test_what_the_holder_before_replied_is_not_counted(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    reply(client, meeting, held, "coming")
    Appointment.objects.filter(pk=held.pk).update(ends_on=date(2024, 9, 10))
    AppointmentFactory(place=held.place, starts_on=date(2024, 9, 10))
    member = AppointmentFactory(place__seat__board=meeting.board).holder
    client.force_login(member)
    page = tidy(client.get(meeting.get_absolute_url()))
    assert "2 short: 0 of 2 are coming, 2 are needed." in page


def test_the_form_of_a_reply_holds_what_was_said(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    reply(client, meeting, held, "deputy", deputy_called="Head of Year 9")
    page = tidy(client.get(f"/meetings/{meeting.pk}/reply/?place={held.place_id}"))
    assert "Reply for the Headteacher" in page
    assert 'value="Head of Year 9"' in page
    assert page.count("checked") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_meeting_costs_a_member_the_same_however_many_places(
    client: Client, meeting: Meeting, rows: int, django_assert_num_queries: Any
) -> None:
    seats = AppointmentFactory.create_batch(rows, place__seat__board=meeting.board)
    client.force_login(seats[0].holder)
    # session, person, meeting, standing, places held, register, papers, items, decisions,
    # points, the quorum's needs, interests, votes; the meeting before, what was decided in
    # writing since, what is open and put to partners, one's own notes, questions of the public
    with django_assert_num_queries(19):
        page = tidy(client.get(meeting.get_absolute_url()))
    assert page.count('<div class="row row-due">') == rows


def test_the_forecast_says_that_nobody_can_come_for_a_seat_that_ended_or_stands_vacant(
    client: Client, meeting: Meeting, held: Appointment
) -> None:
    chair = SeatFactory(board=meeting.board, title="Independent chair")
    QuorumNeedFactory(board=meeting.board, sector="", seat=chair)
    page = meeting.get_absolute_url()
    assert "and without the Independent chair (the seat stands vacant):" in tidy(client.get(page))
    update(chair, ends_on=meeting.on)
    ended = "and without the Independent chair (the seat ended with 11 September 2024):"
    assert ended in tidy(client.get(page))
    update(chair, ends_on=None)
    AppointmentFactory(place__seat=chair)
    assert "and without the Independent chair:" in tidy(client.get(page))
