"""The desk: the next meeting, and what officers and administrators look after."""

from datetime import date, timedelta

import pytest
from django.test import Client

from governance.models import Board, User
from priorities.models import Priority, ReportingRound
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    ContributionFactory,
    MeetingFactory,
    NominationFactory,
    OfficeFactory,
    OrganisationFactory,
    PlaceFactory,
    ReportingRoundFactory,
    SeatFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.portal.desk.seen import NOW, desk, part

pytestmark = pytest.mark.django_db


def test_the_next_meeting_says_what_one_replied(
    client: Client, priority: Priority, opened: ReportingRound, sponsor: User
) -> None:
    meeting = MeetingFactory(board=opened.board, on=date(2024, 6, 27), state="published")
    place = sponsor.appointments.get().place
    reply = AttendanceFactory(meeting=meeting, place=place, reply="none", came="unknown")
    page = desk(client)
    assert "<h1>One thing waits for you before the partnership board meets on 27 June</h1>" in page
    assert "You have not said yet whether you come." in page
    reply.reply, reply.deputy = "deputy", UserFactory(post="Team Manager")
    reply.save()
    assert "Team Manager comes in your place." in desk(client)
    client.force_login(reply.deputy)
    page = desk(client)
    assert f"You come as deputy for the {place.seat.title}." in page
    assert "<h1>You come to the partnership board on 27 June as a deputy</h1>" in page
    assert "Seats are added by" not in page


@pytest.mark.parametrize("over", ["held", "inquorate", "adjourned"])
def test_once_it_is_over_the_meeting_of_today_is_not_the_next(
    client: Client, board: Board, over: str
) -> None:
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    why = {"state_reason": "A storm." if over == "adjourned" else ""}
    MeetingFactory(board=board, on=NOW.date(), state=over, **why)
    MeetingFactory(board=board, on=date(2024, 6, 27), state="published")
    for page in (desk(client), tidy(client.get(f"{board.get_absolute_url()}meetings/"))):
        following = page[page.index("Next meeting") :]
        assert following.index("27 June 2024") < following.find("20 June 2024") % len(page)


def test_the_next_meeting_says_how_much_there_is_and_which_of_it_is_ones_own(
    client: Client, board: Board
) -> None:
    person = AppointmentFactory(place__seat__board=board).holder
    meeting = MeetingFactory(board=board, on=date(2024, 6, 27), state="planned")
    client.force_login(person)
    page = desk(client)
    assert "You have not said yet whether you come." in page
    assert f'href="{meeting.get_absolute_url()}">See the meeting</a>' in page
    AgendaItemFactory(meeting=meeting, number=1)
    assert '<p class="mt-s">One item.</p>' in desk(client)
    AgendaItemFactory(meeting=meeting, number=2, title="Early help", lead=person)
    page = desk(client)
    assert "Two items. Yours: item 2, Early help." in page
    assert f'href="{meeting.get_absolute_url()}">Read the papers</a>' in page


def test_an_officer_sees_who_is_silent_in_each_open_round(
    client: Client, priority: Priority, opened: ReportingRound
) -> None:
    client.force_login(OfficeFactory(board=None).person)
    silent = [part(priority, organisation__name=f"Partner {n}") for n in range(5)]
    ContributionFactory(round=opened, commitment=part(priority))
    ReportingRoundFactory(board=BoardFactory(name="Closed one"), closed_at=NOW)
    page = desk(client)
    assert (
        '<a href="' + opened.get_absolute_url() + '">The Alliance, Quarter 1, 2024/25</a>' in page
    )
    assert "1 of 6 parts reported" in page
    assert "Silent: Partner 0, Partner 1, Partner 2 and 2 more." in page
    assert "Closed one" not in page
    assert "<h1>1 of 6 parts reported in the rounds that run</h1>" in page
    for each in silent:
        ContributionFactory(round=opened, commitment=each)
    assert "Nobody is silent." in desk(client)


def test_of_many_open_rounds_those_due_first_are_shown(client: Client) -> None:
    client.force_login(OfficeFactory(board=None).person)
    for number in range(8):
        ReportingRoundFactory(board__name=f"Board {number}")
    page = desk(client)
    assert "Those due first; 2 more run." in page
    assert "reported in the rounds due first</h1>" in page
    assert page.count("Nobody is silent.") == 6


def test_an_officer_of_another_board_sees_no_round(client: Client, opened: ReportingRound) -> None:
    client.force_login(OfficeFactory().person)
    assert "Rounds that run" not in desk(client)


def test_an_administrator_sees_vacancies_and_terms_that_end(client: Client, board: Board) -> None:
    office = OfficeFactory(board=None, kind="membership_administrator")
    client.force_login(office.person)
    vacant = PlaceFactory(seat__board=board, seat__title="Voice of parents")
    AppointmentFactory(place=vacant, ends_on=date(2024, 6, 1))
    PlaceFactory(seat__title="Of a board of which nobody is known")
    for days in (30, 31, 90, 91):
        AppointmentFactory(
            place__seat__board=board,
            holder__post=f"Ends in {days}",
            ends_on=NOW.date() + timedelta(days=days),
        )
    page = desk(client)
    assert "<h1>One place is vacant, three terms end soon</h1>" in page
    assert "Changed since" not in page
    assert f'<a href="{vacant.get_absolute_url()}">Voice of parents</a>' in page
    assert f'<a href="{vacant.get_absolute_url()}appoint/">Appoint' in page
    assert "Since 1 June 2024, 20 days" in page
    assert "nobody is known" not in page
    for days, within in ((30, 30), (31, 60), (90, 90)):
        assert f"In {days} days" in page
        assert f"within {within} days" in page
    assert "Ends in 91" not in page
    assert page.count("/renew/") == 3


def test_an_administrator_sees_how_nominations_stand_and_who_follows(
    client: Client, board: Board
) -> None:
    client.force_login(OfficeFactory(board=board, kind="membership_administrator").person)
    AppointmentFactory(place__seat__board=board)
    seats = [SeatFactory(board=board, nominated_by=OrganisationFactory()) for _ in range(3)]
    silent, named, unasked = (PlaceFactory(seat=seat) for seat in seats)
    NominationFactory(place=silent, due_on=date(2024, 6, 1))
    by = {"answered_at": NOW, "answered_by": UserFactory()}
    NominationFactory(place=named, state="answered", post="Head of Elm", **by)
    ends = AppointmentFactory(place__seat__board=board, ends_on=date(2024, 7, 1))
    AppointmentFactory(place=ends.place, holder__post="Head of Oak", starts_on=date(2024, 7, 1))
    page = desk(client)
    assert "Asked, overdue since 1 June 2024" in page
    assert "Head of Elm is named" in page
    assert f'<a href="{unasked.get_absolute_url()}nominate/">Ask for a nomination' in page
    assert "Head of Oak follows" in page
    assert "/renew/" not in page
