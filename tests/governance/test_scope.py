"""What a person is to the partnership on a day."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from governance.models import Appointment, Meeting, Office, User
from governance.scope import MEMBERS, PUBLIC, OfficeHeld, SeatHeld, scope_of
from tests.factories import (
    FIRST_DAY,
    AppointmentFactory,
    AttendanceFactory,
    OfficeFactory,
    RespondentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LAST = date(2025, 4, 1)  # the day after the last


def again(person: User) -> User:
    """Return the person as the next request finds them."""
    return User.objects.get(pk=person.pk)


def test_all_that_a_person_is_costs_one_query_a_request(django_assert_num_queries) -> None:
    seat = AppointmentFactory()
    person = seat.holder
    office = OfficeFactory(person=person)
    sent = RespondentFactory(person=person)
    chief = AppointmentFactory()
    OfficeFactory(person=person, kind=Office.Kind.ASSISTANT, board=None, assists=chief.holder)
    meeting = AttendanceFactory(deputy=person, meeting__on=date(2024, 5, 1)).meeting
    with django_assert_num_queries(1):
        scope = scope_of(person, on=date(2024, 4, 2))
        scope_of(person, on=date(2024, 4, 2))
    body = seat.seat.represents_id
    assert scope.person == person.pk
    assert scope.seats == (SeatHeld(seat.seat.board_id, seat.place_id, "member", body),)
    assert set(scope.offices) == {
        OfficeHeld("partnership_officer", office.board_id),
        OfficeHeld("assistant", None),
    }
    assert scope.answers == {(sent.board_id, sent.organisation_id)}
    assert scope.meetings == {meeting.pk}
    assert scope.prepares_for == {chief.place_id}


def test_nobody_is_anything_before_they_begin_or_from_the_day_they_end() -> None:
    person = AppointmentFactory(ends_on=LAST).holder
    OfficeFactory(person=person, ends_on=LAST)
    RespondentFactory(person=person, ends_on=LAST)
    for day, seats in {
        FIRST_DAY - timedelta(days=1): 0,
        FIRST_DAY: 1,
        LAST - timedelta(days=1): 1,
        LAST: 0,
    }.items():
        scope = scope_of(person, on=day)
        assert (len(scope.seats), len(scope.offices), len(scope.answers)) == (seats,) * 3


def test_an_ended_appointment_ends_its_rights_with_the_next_request() -> None:
    seat = AppointmentFactory()
    board = seat.seat.board_id
    assert scope_of(seat.holder, on=LAST).sits_on(board, MEMBERS)
    Appointment.objects.update(ends_on=LAST)
    assert not scope_of(again(seat.holder), on=LAST).sits_on(board, MEMBERS)


@pytest.mark.parametrize("gone", [{"is_active": False}, {"left_on": LAST}])
def test_who_left_or_is_suspended_is_as_the_public(gone, django_assert_num_queries) -> None:
    person = AppointmentFactory(
        **{f"holder__{name}": value for name, value in gone.items()}
    ).holder
    with django_assert_num_queries(0):
        assert scope_of(person, on=LAST) == PUBLIC
        assert scope_of(AnonymousUser()) == PUBLIC


def test_the_day_before_leaving_all_rights_stand() -> None:
    person = AppointmentFactory(holder__left_on=LAST).holder
    assert len(scope_of(person, on=LAST - timedelta(days=1)).seats) == 1


@pytest.mark.parametrize(
    ("state", "on", "stands_in"),
    [
        (Meeting.State.PLANNED, date(2024, 6, 12), 1),
        (Meeting.State.PUBLISHED, date(2024, 6, 13), 1),
        (Meeting.State.PUBLISHED, date(2024, 6, 11), 0),
        (Meeting.State.CANCELLED, date(2024, 6, 13), 0),
        (Meeting.State.POSTPONED, date(2024, 6, 13), 0),
    ],
)
def test_a_deputy_stands_in_until_the_meeting_is_over(state, on, stands_in) -> None:
    person = UserFactory()
    AttendanceFactory(deputy=person, meeting__on=on, meeting__state=state)
    assert len(scope_of(person, on=date(2024, 6, 12)).meetings) == stands_in


def test_an_office_for_the_whole_partnership_holds_on_every_board() -> None:
    office = OfficeFactory(board=None)
    scope = scope_of(office.person)
    assert scope.holds(Office.Kind.PARTNERSHIP_OFFICER, 1)
    assert scope.is_everywhere(Office.Kind.PARTNERSHIP_OFFICER)
    assert not scope.holds(Office.Kind.DATA_APPROVER, 1)


def test_an_office_for_one_board_holds_there_only() -> None:
    office = OfficeFactory()
    scope = scope_of(office.person)
    assert scope.holds(Office.Kind.PARTNERSHIP_OFFICER, office.board_id)
    assert not scope.holds(Office.Kind.PARTNERSHIP_OFFICER, office.board_id + 1)
    assert not scope.is_everywhere(Office.Kind.PARTNERSHIP_OFFICER)


def test_one_answers_as_respondent_and_by_the_place_held() -> None:
    seat = AppointmentFactory()
    sent = RespondentFactory(person=seat.holder, board=seat.seat.board)
    elsewhere = RespondentFactory(person=seat.holder)
    scope = scope_of(seat.holder)
    assert scope.organisations(seat.seat.board_id) == {
        seat.seat.represents_id,
        sent.organisation_id,
    }
    assert scope.organisations(elsewhere.board_id) == {elsewhere.organisation_id}


def test_a_seat_that_represents_nobody_answers_for_nobody() -> None:
    seat = AppointmentFactory(place__seat__represents=None)
    assert scope_of(seat.holder).organisations(seat.seat.board_id) == frozenset()
