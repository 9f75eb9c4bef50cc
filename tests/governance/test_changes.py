"""Appointing, standing down, coming and leaving."""

from datetime import date

import pytest

from governance import audit
from governance.changes.boards import appoint, stand_down
from governance.changes.charges import charge
from governance.changes.people import add_person
from governance.changes.seats import end_place
from governance.editing import Refused, StaleEdit
from governance.models import Appointment, Office, Place, User
from tests.factories import (
    FIRST_DAY,
    FIRST_INSTANT,
    AppointmentFactory,
    OrganisationFactory,
    PlaceFactory,
    SeatFactory,
    UserFactory,
)
from tests.hands import at_once

pytestmark = pytest.mark.django_db

LAST = date(2025, 4, 1)


@pytest.fixture
def me() -> User:
    return UserFactory(post="Administrator")


def test_an_appointment_is_written_down_with_who_made_it(me: User) -> None:
    place = PlaceFactory(seat__title="Head teacher")
    holder = UserFactory(post="Head")
    made = appoint(
        place=place, holder=holder, starts_on=FIRST_DAY, by=me, at=FIRST_INSTANT, how="nominated"
    )
    assert (made.place, made.seat, made.holder, made.how) == (
        place,
        place.seat,
        holder,
        "nominated",
    )
    (entry,) = audit.trail(made)
    assert entry.sentence == "Administrator appointed Head to Head teacher, place 1."


def test_a_held_place_is_not_given_twice(me: User) -> None:
    held = AppointmentFactory()
    with pytest.raises(Refused, match=r"^Somebody holds this place then\.$"):
        appoint(place=held.place, holder=UserFactory(), starts_on=LAST, by=me, at=FIRST_INSTANT)
    assert Appointment.objects.get() == held


def test_standing_down_ends_the_appointment_on_the_day_before(me: User) -> None:
    held = AppointmentFactory()
    stand_down(held, version=1, ends_on=LAST, by=me, why="retired")
    assert (held.ends_on, held.why_ended, held.version) == (LAST, "retired", 2)
    appoint(place=held.place, holder=UserFactory(), starts_on=LAST, by=me, at=FIRST_INSTANT)


def test_two_who_stand_somebody_down_on_different_days_are_told(me: User) -> None:
    held = AppointmentFactory()
    stand_down(held, version=1, ends_on=LAST, by=UserFactory(post="Clerk"))
    with pytest.raises(StaleEdit) as stale:
        stand_down(held, version=1, ends_on=date(2025, 5, 1), by=me)
    assert [(each.name, each.by) for each in stale.value.conflicts] == [("ends_on", "Clerk")]


def test_an_appointment_does_not_end_before_it_starts(me: User) -> None:
    with pytest.raises(Refused, match=r"^It must end after it starts\.$"):
        stand_down(AppointmentFactory(), version=1, ends_on=FIRST_DAY, by=me)


def test_a_place_ends_once_nobody_holds_it(me: User) -> None:
    held = AppointmentFactory()
    with pytest.raises(Refused, match=r"^Still held then: "):
        end_place(held.place, version=1, ends_on=LAST, ends_terms=False, by=me)
    stand_down(held, version=1, ends_on=LAST, by=me)
    end_place(held.place, version=1, ends_on=LAST, ends_terms=False, by=me)
    assert held.place.ends_on == LAST


def test_a_person_is_added_by_their_post_and_cannot_sign_in_yet(me: User) -> None:
    trust = OrganisationFactory()
    person = add_person(post="Chief nurse", organisation=trust, by=me, at=FIRST_INSTANT)
    assert (person.post, person.organisation, person.email) == ("Chief nurse", trust, None)
    assert not person.has_usable_password()
    with pytest.raises(Refused, match=r"^Add a word that tells the two posts apart\.$"):
        add_person(post="Chief nurse", organisation=trust, by=me, at=FIRST_INSTANT)


def test_an_assistant_is_charged_with_whom_they_assist(me: User) -> None:
    kind = Office.Kind.ASSISTANT
    with pytest.raises(Refused, match=r"^Say whom the assistant assists\.$"):
        charge(UserFactory(), kind=kind, starts_on=FIRST_DAY, by=me)
    chief = UserFactory()
    office = charge(UserFactory(), kind=kind, starts_on=FIRST_DAY, by=me, assists=chief)
    assert (office.assists, office.board) == (chief, None)


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_appoint_to_one_place_at_once_one_does_and_nine_are_told() -> None:
    place, me, people = PlaceFactory(), UserFactory(), UserFactory.create_batch(10)

    def give(holder: User) -> str:
        try:
            appoint(place=place, holder=holder, starts_on=FIRST_DAY, by=me, at=FIRST_INSTANT)
        except Refused as refusal:
            return str(refusal)
        return "appointed"

    answers = at_once(give, people)
    assert answers.count("appointed") == 1
    assert answers.count("Somebody holds this place then.") == 9
    assert Appointment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_given_ten_places_of_a_seat_at_once_sits_in_one() -> None:
    seat, me, holder = SeatFactory(), UserFactory(), UserFactory()
    places = [PlaceFactory(seat=seat, number=number) for number in range(1, 11)]

    def give(place: Place) -> str:
        try:
            appoint(place=place, holder=holder, starts_on=FIRST_DAY, by=me, at=FIRST_INSTANT)
        except Refused as refusal:
            return str(refusal)
        return "appointed"

    answers = at_once(give, places)
    assert answers.count("appointed") == 1
    assert answers.count("This person sits in that seat then already.") == 9


@pytest.mark.django_db(transaction=True)
def test_a_place_is_not_ended_and_given_at_once() -> None:
    place, me, holder = PlaceFactory(), UserFactory(), UserFactory()

    def act(gives: bool) -> bool:
        try:
            if gives:
                appoint(place=place, holder=holder, starts_on=FIRST_DAY, by=me, at=FIRST_INSTANT)
            else:
                end_place(Place.objects.get(), version=1, ends_on=LAST, ends_terms=False, by=me)
        except Refused:
            return False
        return True

    assert sorted(at_once(act, [True, False])) == [False, True]
    assert Place.objects.filter(ends_on=None).count() == Appointment.objects.count()
