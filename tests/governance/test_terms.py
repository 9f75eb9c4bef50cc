"""Terms that go on: to a later day, as a new one, or for a time in other hands."""

from datetime import date, timedelta

import pytest

from governance import audit
from governance.changes.boards import Newcomer, appoint, stand_down
from governance.changes.terms import act_for, appoint_again, extend
from governance.editing import Refused, StaleEdit
from governance.models import Appointment, Attendance, Meeting, User
from tests.factories import (
    FIRST_DAY,
    FIRST_INSTANT,
    AppointmentFactory,
    AttendanceFactory,
    OrganisationFactory,
    PlaceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

END = date(2026, 9, 1)
AWAY, BACK = date(2025, 1, 6), date(2025, 4, 14)


@pytest.fixture
def me() -> User:
    person: User = UserFactory(post="Administrator")
    return person


@pytest.fixture
def held() -> Appointment:
    row: Appointment = AppointmentFactory(
        place__seat__title="Head teacher", holder__post="Head", ends_on=END
    )
    return row


def spans(row: Appointment) -> list[tuple[str, str, date, date | None]]:
    """Return who holds a place when, in order."""
    rows = Appointment.objects.filter(place=row.place).select_related("holder")
    return [
        (each.holder.post, each.standing, each.starts_on, each.ends_on)
        for each in rows.order_by("starts_on")
    ]


def test_a_newcomer_is_written_down_with_the_appointment(me: User) -> None:
    school, place = OrganisationFactory(), PlaceFactory()
    newcomer = Newcomer(post="Deputy head", organisation=school, email="deputy@example.org")
    made = appoint(place=place, holder=newcomer, starts_on=FIRST_DAY, by=me, at=FIRST_INSTANT)
    assert (made.holder.post, made.holder.organisation) == ("Deputy head", school)
    again = Newcomer(post="Another", email="Deputy@example.org")
    with pytest.raises(Refused, match=r"^Somebody has that e-mail address already\.$"):
        appoint(place=PlaceFactory(), holder=again, starts_on=END, by=me, at=FIRST_INSTANT)
    assert Appointment.objects.get() == made


def test_a_form_sent_twice_appoints_once(me: User) -> None:
    place, newcomer = PlaceFactory(), Newcomer(post="Deputy head")
    first, second = (
        appoint(
            place=place, holder=newcomer, starts_on=FIRST_DAY, by=me, at=FIRST_INSTANT, key="form"
        )
        for _ in range(2)
    )
    assert first == second == Appointment.objects.get()


def test_what_the_last_holder_replied_is_no_reply_of_the_next(me: User, held: Appointment) -> None:
    before, after = (
        AttendanceFactory(
            place=held.place,
            meeting__board=held.seat.board,
            meeting__on=on,
            meeting__state=Meeting.State.PUBLISHED,
            reply=Attendance.Reply.DEPUTY,
            deputy_called="Deputy head",
            came=Attendance.Came.UNKNOWN,
        )
        for on in (END - timedelta(days=1), END)
    )
    appoint(place=held.place, holder=UserFactory(), starts_on=END, by=me, at=FIRST_INSTANT)
    before.refresh_from_db()
    after.refresh_from_db()
    assert (before.reply, before.deputy_called) == ("deputy", "Deputy head")
    assert (after.reply, after.deputy_called) == ("none", "")


def test_a_term_is_extended_and_keeps_why(me: User, held: Appointment) -> None:
    later = date(2027, 9, 1)
    extend(held, version=1, ends_on=later, why="asked to stay", by=me, key="form")
    assert (held.ends_on, held.why_extended) == (later, "asked to stay")
    assert audit.trail(held)[-1].sentence == (
        "Administrator extended the term of Head as Head teacher, place 1."
    )
    # The same form again does nothing; another is told that the day is not later.
    extend(held, version=1, ends_on=later, why="asked to stay", by=me, key="form")
    assert held.version == 2
    with pytest.raises(Refused, match=r"^The new last day is not later than the one there is\.$"):
        extend(held, version=2, ends_on=later, why="again", by=me, key="other")


def test_a_term_without_an_end_is_not_renewed(me: User) -> None:
    held = AppointmentFactory()
    for renew in (
        lambda: extend(held, version=1, ends_on=END, why="x", by=me, key=""),
        lambda: appoint_again(held, ends_on=END, how="x", by=me),
    ):
        with pytest.raises(Refused, match=r"^This term has no end: there is nothing to renew\.$"):
            renew()


def test_two_who_extend_to_different_days_are_told(me: User, held: Appointment) -> None:
    extend(held, version=1, ends_on=date(2027, 1, 1), why="a", by=me, key="one")
    with pytest.raises(StaleEdit) as stale:
        extend(held, version=1, ends_on=date(2028, 1, 1), why="a", by=me, key="two")
    assert [each.name for each in stale.value.conflicts] == ["ends_on"]


def test_a_second_term_follows_the_first(me: User, held: Appointment) -> None:
    until = date(2028, 9, 1)
    first, second = (
        appoint_again(held, ends_on=until, how="elected again", by=me, key="form")
        for _ in range(2)
    )
    assert first == second
    assert (second.how, second.standing) == ("elected again", "substantive")
    assert spans(held) == [
        ("Head", "substantive", FIRST_DAY, END),
        ("Head", "substantive", END, until),
    ]


def test_no_second_term_where_somebody_else_follows(me: User, held: Appointment) -> None:
    AppointmentFactory(place=held.place, starts_on=END)
    with pytest.raises(Refused, match=r"^Somebody holds this place then\.$"):
        appoint_again(held, ends_on=None, how="x", by=me)


def acting(held: Appointment, me: User, ends_on: date | None = BACK) -> Appointment:
    deputy = Newcomer(post="Deputy head")
    return act_for(
        held, actor=deputy, starts_on=AWAY, ends_on=ends_on, by=me, at=FIRST_INSTANT, key="form"
    )


def test_who_acts_holds_the_place_and_who_was_away_goes_on(me: User, held: Appointment) -> None:
    assert acting(held, me) == acting(held, me)
    assert spans(held) == [
        ("Head", "substantive", FIRST_DAY, AWAY),
        ("Deputy head", "acting", AWAY, BACK),
        ("Head", "substantive", BACK, END),
    ]
    hows = Appointment.objects.order_by("starts_on").values_list("how", "why_ended")
    assert list(hows) == [
        ("", "Deputy head acts"),
        ("acts for Head", ""),
        ("goes on after Deputy head acted", ""),
    ]


def test_a_return_that_nobody_knows_yet_is_not_written_down(me: User) -> None:
    held = AppointmentFactory(holder__post="Head")
    acting(held, me, ends_on=None)
    assert spans(held) == [
        ("Head", "substantive", FIRST_DAY, AWAY),
        ("Deputy head", "acting", AWAY, None),
    ]


def test_who_acts_until_the_term_ends_is_followed_by_nobody(me: User, held: Appointment) -> None:
    acting(held, me, ends_on=END)
    assert len(spans(held)) == 2


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "sentence"),
    [
        (FIRST_DAY, BACK, "Acting begins after the first day of the term of who is away."),
        (AWAY, date(2026, 9, 2), "Acting ends with the term of who is away at the latest, on"),
        (END, None, "Acting ends with the term of who is away at the latest, on 31 August 2026."),
    ],
)
def test_acting_stays_within_the_term(
    me: User, held: Appointment, starts_on: date, ends_on: date | None, sentence: str
) -> None:
    with pytest.raises(Refused, match=f"^{sentence}"):
        act_for(
            held,
            actor=UserFactory(),
            starts_on=starts_on,
            ends_on=ends_on,
            by=me,
            at=FIRST_INSTANT,
        )
    assert spans(held) == [("Head", "substantive", FIRST_DAY, END)]


@pytest.mark.parametrize("back", [date(2025, 3, 3), date(2025, 6, 2)])
def test_who_comes_back_on_another_day_goes_on_from_it(
    me: User, held: Appointment, back: date
) -> None:
    row = acting(held, me)
    end = stand_down if back < BACK else extend
    end(row, version=1, ends_on=back, why="the other day", by=me, key="end")
    assert spans(held) == [
        ("Head", "substantive", FIRST_DAY, AWAY),
        ("Deputy head", "acting", AWAY, back),
        ("Head", "substantive", back, END),
    ]
