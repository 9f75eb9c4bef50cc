"""Boards, links, seats, places and appointments: what the database refuses by itself."""

from datetime import date
from itertools import pairwise

import pytest

from governance.models import Appointment, Board, BoardLink, Place
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    BoardLinkFactory,
    BoardNameFactory,
    BoardStatementFactory,
    ClosingFactory,
    OrganisationFactory,
    PlaceFactory,
    SeatFactory,
    SuccessionFactory,
    UserFactory,
)
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db


def test_a_place_has_one_holder_at_a_time() -> None:
    held = AppointmentFactory()
    with refused("place_has_one_holder_at_a_time"):
        insert_like(held, holder_id=UserFactory().pk, starts_on=date(2025, 1, 1))


def test_a_closed_span_may_not_reach_into_the_next_holders() -> None:
    held = AppointmentFactory(starts_on=date(2024, 4, 1), ends_on=date(2025, 4, 1))
    with refused("place_has_one_holder_at_a_time"):
        insert_like(
            held,
            holder_id=UserFactory().pk,
            starts_on=date(2025, 3, 31),
            ends_on=date(2026, 1, 1),
        )


def test_the_next_holder_begins_on_the_day_the_last_one_ends() -> None:
    held = AppointmentFactory(ends_on=date(2025, 4, 1))
    insert_like(held, holder_id=UserFactory().pk, starts_on=date(2025, 4, 1), ends_on=None)
    assert Appointment.objects.on(date(2025, 3, 31)).get() == held
    assert Appointment.objects.on(date(2025, 4, 1)).exclude(pk=held.pk).count() == 1


def test_a_person_sits_once_in_a_seat_of_two_places() -> None:
    held = AppointmentFactory()
    second = PlaceFactory(seat=held.seat, number=2)
    with refused("person_sits_once_in_a_seat_at_a_time"):
        insert_like(held, place_id=second.pk)


def test_an_appointment_has_a_first_day() -> None:
    with refused("appointment_has_a_first_day"):
        update(AppointmentFactory(), starts_on=None)


def test_an_appointment_carries_the_seat_of_its_place() -> None:
    held = AppointmentFactory(ends_on=date(2025, 4, 1))
    insert_like(held, seat_id=SeatFactory().pk, starts_on=date(2025, 4, 1), ends_on=None)
    assert {each.seat_id for each in Appointment.objects.all()} == {held.place.seat_id}


def test_a_place_is_not_ended_while_held() -> None:
    held = AppointmentFactory()
    with refused("place_is_not_ended_while_held"):
        update(held.place, ends_on=date(2026, 4, 1))
    update(held, ends_on=date(2026, 4, 1))
    update(held.place, ends_on=date(2026, 4, 1))
    assert Place.objects.get().ends_on == date(2026, 4, 1)


def test_nobody_is_appointed_beyond_the_end_of_a_place() -> None:
    place = PlaceFactory(ends_on=date(2025, 4, 1))
    held = AppointmentFactory(place=place, ends_on=date(2025, 4, 1))
    with refused("appointment_ends_with_its_place"):
        update(held, ends_on=date(2025, 4, 2))
    with refused("appointment_ends_with_its_place"):
        update(held, ends_on=None)


def test_a_place_stays_in_its_seat() -> None:
    with refused("place_stays_in_its_seat"):
        update(PlaceFactory(), seat_id=SeatFactory().pk)


def test_a_place_has_its_own_number_in_the_seat() -> None:
    with refused("place_has_its_own_number_in_the_seat"):
        insert_like(PlaceFactory())


def test_the_number_of_a_place_begins_at_one() -> None:
    with refused("place_number_begins_at_one"):
        update(PlaceFactory(), number=0)


def test_a_seat_has_its_own_title_on_a_board() -> None:
    seat = SeatFactory(ends_on=date(2024, 9, 1))
    with refused("seat_title_is_its_own_on_a_board"):
        insert_like(seat)
    with refused("seat_title_is_its_own_on_a_board"):
        insert_like(seat, starts_on=date(2024, 8, 31), ends_on=None)
    insert_like(seat, starts_on=date(2024, 9, 1), ends_on=None)
    insert_like(seat, board_id=SeatFactory().board_id)


@pytest.mark.parametrize("role", ["critical_friend", "observer", "invitee"])
def test_guests_have_no_vote(role: str) -> None:
    with refused("guests_have_no_vote"):
        update(SeatFactory(), role=role)


def test_a_link_begins_at_one_body() -> None:
    link = BoardLinkFactory()
    with refused("link_has_one_beginning"):
        update(link, from_organisation_id=OrganisationFactory().pk)
    with refused("link_has_one_beginning"):
        update(link, from_board_id=None)


def test_a_link_ends_at_one_body() -> None:
    link = BoardLinkFactory()
    with refused("link_has_one_end"):
        update(link, to_organisation_id=OrganisationFactory().pk)
    with refused("link_has_one_end"):
        update(link, to_board_id=None)


def test_a_board_is_not_linked_with_itself() -> None:
    link = BoardLinkFactory(kind=BoardLink.Kind.ADVISES)
    with refused("link_never_meets_itself"):
        update(link, to_board_id=link.from_board_id)


def test_an_organisation_is_not_linked_with_itself() -> None:
    body = OrganisationFactory()
    link = BoardLinkFactory(kind=BoardLink.Kind.ADVISES, from_board=None, from_organisation=body)
    with refused("link_never_meets_itself"):
        update(link, to_board_id=None, to_organisation_id=body.pk)


def chain(*boards: Board, **columns: object) -> BoardLink:
    """Return the last of the links by which each board reports to the next."""
    pairs = pairwise(boards)
    return [BoardLinkFactory(from_board=a, to_board=b, **columns) for a, b in pairs][-1]


def test_boards_do_not_report_in_a_circle() -> None:
    one, two, three = BoardFactory.create_batch(3)
    link = chain(one, two, three)
    with refused("board_links_form_no_loop"):
        insert_like(link, from_board_id=three.pk, to_board_id=one.pk)


def test_a_circle_through_an_organisation_is_a_circle() -> None:
    one, two = BoardFactory.create_batch(2)
    body = OrganisationFactory()
    BoardLinkFactory(from_board=one, to_board=None, to_organisation=body)
    back = BoardLinkFactory(from_board=None, from_organisation=body, to_board=two)
    with refused("board_links_form_no_loop"):
        update(back, to_board_id=one.pk)


def test_links_that_never_run_on_one_day_form_no_circle() -> None:
    one, two, three = BoardFactory.create_batch(3)
    chain(one, two, ends_on=date(2012, 1, 1))
    chain(two, three, starts_on=date(2012, 1, 1))
    chain(three, one)
    assert BoardLink.objects.count() == 3


def test_reporting_and_delegating_are_circles_of_their_own() -> None:
    one, two = BoardFactory.create_batch(2)
    chain(one, two)
    chain(two, one, kind=BoardLink.Kind.DELEGATES_TO)
    chain(two, one, kind=BoardLink.Kind.ADVISES)
    assert BoardLink.objects.count() == 3


def test_a_board_does_not_succeed_itself() -> None:
    passed = SuccessionFactory()
    with refused("board_never_succeeds_itself"):
        update(passed, to_board_id=passed.from_board_id)


def test_a_board_succeeds_another_once() -> None:
    with refused("board_succeeds_another_once"):
        insert_like(SuccessionFactory())


def test_a_quorum_is_a_share() -> None:
    board = BoardFactory()
    with refused("quorum_fraction_is_a_share"):
        update(board, quorum_fraction="1.001")
    with refused("quorum_fraction_is_a_share"):
        update(board, quorum_fraction="0")


def test_a_board_stands_for_one_or_more() -> None:
    with refused("board_stands_for_one_or_more"):
        update(BoardFactory(), stands_for=0)


def test_a_board_at_work_is_not_called_like_another() -> None:
    BoardFactory(name="Health Board")
    with refused("board_at_work_has_its_own_name"):
        BoardFactory(name="health BOARD", status="planned")
    BoardFactory(name="Health Board", status="historic")


def test_a_board_has_another_name_once() -> None:
    with refused("board_has_another_name_once"):
        insert_like(BoardNameFactory())


def test_a_boards_statement_has_its_own_number() -> None:
    with refused("board_statement_has_its_own_number"):
        insert_like(BoardStatementFactory())


def test_only_a_place_with_a_last_day_ends_with_its_seat() -> None:
    with refused("place_that_ends_with_its_seat_has_a_last_day"):
        update(PlaceFactory(), ends_with_seat=True)


def test_a_board_has_one_closing_ahead_of_it() -> None:
    with refused("board_has_one_closing_ahead"):
        insert_like(ClosingFactory())


def test_a_closing_was_carried_out_at_an_instant_or_not_at_all() -> None:
    closing = ClosingFactory()
    with refused("closing_carried_out_has_its_instant"):
        update(closing, state="carried_out")
    with refused("closing_carried_out_has_its_instant"):
        update(closing, carried_out_at=closing.agreed_at)


def test_a_closing_was_taken_back_by_somebody_at_an_instant_or_not_at_all() -> None:
    closing = ClosingFactory()
    with refused("closing_taken_back_has_who_and_when"):
        update(closing, state="called_off")
    with refused("closing_taken_back_has_who_and_when"):
        update(closing, state="called_off", taken_back_at=closing.agreed_at)
