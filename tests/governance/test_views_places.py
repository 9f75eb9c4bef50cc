"""Who sits where in the browser: the place, appointing, standing down, renewing, acting."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from governance.changes.terms import take_back
from governance.models import Appointment, Board, Draft, Message, Place, User
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    OfficeFactory,
    OrganisationFactory,
    PlaceFactory,
    SeatFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
HTMX = {"HX-Request": "true"}
END = date(2025, 9, 1)


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance")
    return made


@pytest.fixture
def place(board: Board) -> Place:
    made: Place = PlaceFactory(
        seat=SeatFactory(
            board=board, title="Head teacher", nominated_by=OrganisationFactory(name="The heads")
        )
    )
    return made


@pytest.fixture
def held(place: Place) -> Appointment:
    row: Appointment = AppointmentFactory(
        place=place, holder__post="Head of Elm School", ends_on=END
    )
    return row


@pytest.fixture
def me(client: Client, board: Board) -> User:
    """The membership administrator, signed in."""
    office = {"kind": "membership_administrator", "person__post": "Administrator"}
    person: User = OfficeFactory(board=board, **office).person
    client.force_login(person)
    return person


def to(place: Place, *more: str) -> str:
    return "".join((f"/boards/alliance/members/{place.pk}/", *(f"{each}/" for each in more)))


def at(row: Appointment, deed: str) -> str:
    return f"/boards/alliance/appointments/{row.pk}/{deed}/"


def hidden(page: str) -> dict[str, str]:
    """Return the hidden values of a page's form."""
    return dict(re.findall(r'type="hidden" name="(key|version)" value="([^"]*)"', page))


def test_each_place_of_the_table_leads_to_its_page_for_who_keeps_the_membership(
    client: Client, held: Appointment, me: User
) -> None:
    empty = PlaceFactory(seat=held.seat, number=2)
    page = tidy(client.get("/boards/alliance/members/"))
    assert f'<a href="{to(held.place)}">Head of Elm School</a>' in page
    assert f'<a href="{to(empty)}">Vacant: fill it' in page
    client.force_login(AppointmentFactory(place__seat__board=held.seat.board).holder)
    assert "/alliance/members/" not in tidy(client.get("/boards/alliance/members/?x=1")).replace(
        'href="/boards/alliance/members/"', ""
    )


def test_on_a_day_of_the_past_nobody_is_appointed(
    client: Client, held: Appointment, me: User
) -> None:
    assert to(held.place) not in tidy(client.get("/boards/alliance/members/?as_at=2024-06-01"))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_place_costs_the_same_however_often_it_changed_hands(
    client: Client, place: Place, me: User, rows: int, django_assert_num_queries: Any
) -> None:
    for year in range(rows):
        AppointmentFactory(
            place=place, starts_on=date(2010 + year, 1, 1), ends_on=date(2011 + year, 1, 1)
        )
    # session, person with notices, offices; place, appointments, how many filled, nominations
    with django_assert_num_queries(7):
        page = tidy(client.get(to(place)))
    assert page.count('<li><div class="row row-due">') == rows
    assert f"Vacant since 1 January {2010 + rows}" in page


def test_a_place_says_who_holds_it_who_did_and_who_will(
    client: Client, held: Appointment, me: User
) -> None:
    AppointmentFactory(
        place=held.place,
        holder__post="Head of Oak School",
        starts_on=date(2020, 9, 1),
        ends_on=date(2024, 4, 1),
        why_ended="retired",
    )
    AppointmentFactory(place=held.place, holder__post="Head of Ash School", starts_on=END)
    Appointment.objects.filter(pk=held.pk).update(why_ended="moves on")
    page = tidy(client.get(to(held.place)))
    assert ("Ends: moves on." in page, "Ended: moves on." in page) == (True, False)
    assert "Held by Head of Elm School, until 31 August 2025." in page
    assert "1 of 1 place filled" in page
    assert "1 September 2020 to 31 March 2024" in page
    assert "Ended: retired." in page
    assert page.index("Head of Ash School") < page.index("Head of Oak School")


def test_a_vacancy_tells_since_when(client: Client, place: Place, me: User) -> None:
    assert "Vacant: nobody was appointed yet." in tidy(client.get(to(place)))
    AppointmentFactory(place=place, starts_on=date(2020, 1, 1), ends_on=date(2024, 9, 1))
    assert "Vacant since 1 September 2024, for 2 days." in tidy(client.get(to(place)))


def test_somebody_is_looked_for_by_any_words_and_then_appointed(
    client: Client, place: Place, me: User
) -> None:
    school = OrganisationFactory(name="Elm School")
    head = UserFactory(post="Head teacher", organisation=school, email="elm@example.org")
    UserFactory(post="Former head", left_on=date(2024, 1, 1), organisation=school)
    UserFactory(post="Head teacher", organisation=OrganisationFactory(name="Oak School"))
    page = tidy(client.get(to(place, "appoint")))
    typed = {**hidden(page), "find": "elm head", "starts_on": "2024-09-02", "how": "elected"}
    typed["standing"] = "substantive"
    looked = client.post(to(place, "appoint"), {**typed, "deed": "find"})
    found = tidy(looked)
    assert looked.status_code == 200
    assert "One person is found for “elm head”." in found
    assert re.search(r'<input[^>]*name="who"[^>]*autofocus', found)
    part = client.post(
        to(place, "appoint"), {**typed, "deed": "find"}, headers={"HX-Request": "true"}
    )
    assert re.search(r'<input[^>]*name="who"[^>]*data-focus', tidy(part))
    assert "autofocus" not in tidy(part)
    assert "Head teacher, Elm School, elm@example.org" in found
    assert 'value="elected"' in found
    assert Appointment.objects.count() == 0
    done = client.post(to(place, "appoint"), {**typed, "who": head.pk}, follow=True)
    made = Appointment.objects.get()
    assert (made.holder, made.starts_on, made.how) == (head, date(2024, 9, 2), "elected")
    assert "Head teacher is appointed. 1 of 1 place filled." in tidy(done)


def test_enter_in_the_search_looks_and_complains_of_nothing(
    client: Client, place: Place, me: User
) -> None:
    sent = {"find": "nobody like this", "starts_on": "2024-09-02", "standing": "substantive"}
    looked = client.post(to(place, "appoint"), sent)
    assert looked.status_code == 200
    assert "Nobody is found for “nobody like this”." in tidy(looked)
    assert re.search(r'<input[^>]*name="find"[^>]*autofocus', tidy(looked))
    assert "to put right" not in tidy(looked)


def test_of_thousands_ten_are_shown(client: Client, place: Place, me: User) -> None:
    UserFactory.create_batch(11, organisation=OrganisationFactory(name="Elm School"))
    page = tidy(client.post(to(place, "appoint"), {"find": "elm", "deed": "find"}))
    assert page.count('type="radio" name="who"') == 10 + 1
    assert (
        "More than ten people are found for “elm”. These are the first ten: write more to find"
        " others."
    ) in page


def test_somebody_new_is_made_in_the_same_form(client: Client, place: Place, me: User) -> None:
    school = OrganisationFactory(name="Elm School")
    sent = {
        "who": "new",
        "post": "Deputy head",
        "organisation": "elm school",
        "email": "deputy@example.org",
        "starts_on": "2024-09-02",
        "ends_on": "2026-08-31",
        "standing": "acting",
    }
    for _ in range(2):  # a double click
        answer = client.post(to(place, "appoint"), {**sent, "key": "form"})
        assert answer.status_code == 302
    made = Appointment.objects.get()
    assert (made.holder.post, made.holder.organisation) == ("Deputy head", school)
    assert (made.ends_on, made.standing) == (date(2026, 9, 1), "acting")


def test_an_address_that_is_known_offers_its_person(
    client: Client, place: Place, me: User
) -> None:
    known = UserFactory(post="Deputy head", email="deputy@example.org")
    sent = {"post": "Deputy", "email": "Deputy@example.org", "starts_on": "2024-09-02"}
    answer = client.post(to(place, "appoint"), {**sent, "standing": "substantive"})
    page = tidy(answer)
    assert answer.status_code == 422
    assert "Somebody has that e-mail address already." in page
    assert f'name="who" value="{known.pk}"' in page
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose somebody who was found, or write down somebody new"),
        ({"who": "new"}, "Choose somebody who was found, or write down somebody new"),
        ({"who": "MEMBER", "post": "Another"}, "You chose somebody and wrote down somebody new"),
        ({"who": "MEMBER", "starts_on": ""}, "Enter a date"),
        ({"who": "MEMBER", "ends_on": "2024-08-31"}, "It must end after it starts."),
        ({"who": "MEMBER", "starts_on": "2024-08-01"}, "Somebody holds this place then."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    client: Client, place: Place, me: User, sent: dict[str, str], sentence: str
) -> None:
    AppointmentFactory(place=place, ends_on=date(2024, 9, 1))
    member = str(UserFactory().pk)
    sent = {name: member if value == "MEMBER" else value for name, value in sent.items()}
    whole = {"starts_on": "2024-09-02", "standing": "substantive", "how": "by lot", **sent}
    answer = client.post(to(place, "appoint"), whole)
    page = tidy(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="by lot"' in page
    assert Appointment.objects.count() == 1


def test_what_is_typed_is_kept_as_a_draft(client: Client, place: Place, me: User) -> None:
    member = UserFactory(post="Head of Fir School")
    client.post(to(place, "appoint"), {"deed": "keep", "find": "fir", "who": str(member.pk)})
    assert Draft.objects.get().title == "Appoint somebody to Head teacher"
    page = tidy(client.get(to(place, "appoint")))
    assert "Head of Fir School" in page
    assert "and did not save." in page


def test_standing_down_leaves_a_vacancy_and_says_how_full_the_table_is(
    client: Client, held: Appointment, me: User
) -> None:
    AppointmentFactory(place__seat__board=held.seat.board)
    page = tidy(client.get(at(held, "stand-down")))
    assert 'value="2025-08-31"' in page
    sent = {**hidden(page), "ends_on": "2024-09-01", "why_ended": "retired"}
    answer = client.post(at(held, "stand-down"), sent, follow=True)
    held.refresh_from_db()
    assert (held.ends_on, held.why_ended) == (date(2024, 9, 2), "retired")
    page = tidy(answer)
    assert "Head of Elm School is stood down. 1 of 2 places filled." in page
    assert "Vacant since 2 September 2024, for 1 day." in page
    assert client.post(at(held, "stand-down"), sent).status_code == 302


def test_an_appointment_made_by_mistake_is_taken_back_before_its_first_day_is_over(
    client: Client, place: Place, me: User
) -> None:
    row = AppointmentFactory(place=place, holder__post="Wrong head", starts_on=date(2024, 9, 2))
    button = 'name="deed" value="take_back">Take the appointment back</button>'
    assert button in tidy(client.get(at(row, "stand-down")))
    done = client.post(at(row, "stand-down"), {"deed": "take_back"}, follow=True)
    assert "The appointment of Wrong head is taken back." in tidy(done)
    assert not Appointment.objects.exists()
    assert not Message.objects.exists()


def test_whoever_sat_there_or_acts_is_stood_down_and_not_taken_back(
    client: Client, held: Appointment, me: User
) -> None:
    acting = AppointmentFactory(
        place__seat__board=held.seat.board, starts_on=date(2024, 10, 1), standing="acting"
    )
    for row in (held, acting):
        assert "take_back" not in tidy(client.get(at(row, "stand-down")))
        done = client.post(at(row, "stand-down"), {"deed": "take_back"}, follow=True)
        assert "They have sat there by it, or act for somebody" in tidy(done)
    assert Appointment.objects.count() == 2


def test_two_who_take_the_same_appointment_back_do_it_once(place: Place, me: User) -> None:
    row = AppointmentFactory(place=place, starts_on=date(2024, 9, 2))
    same = Appointment.objects.get()
    assert take_back(row, by=me, at=timezone.now()) is True
    assert take_back(same, by=me, at=timezone.now()) is False


def test_who_is_second_to_stand_somebody_down_chooses_which_day_stays(
    client: Client, held: Appointment, me: User
) -> None:
    page = tidy(client.get(at(held, "stand-down")))
    Appointment.objects.filter(pk=held.pk).update(ends_on=date(2025, 2, 1))
    sent = {**hidden(page), "ends_on": "2024-12-31", "why_ended": "moved"}
    answer = client.post(at(held, "stand-down"), sent)
    assert answer.status_code == 409
    assert "<b>Theirs.</b>31 January 2025" in tidy(answer)
    assert "<b>Mine.</b>31 December 2024" in tidy(answer)
    mine = {"asked-ends_on": "yes", "choice-ends_on": "mine"}
    again = {**sent, **mine, "seen": "2"}
    assert client.post(at(held, "stand-down"), again).status_code == 302
    held.refresh_from_db()
    assert (held.ends_on, held.why_ended) == (date(2025, 1, 1), "moved")


def test_a_term_goes_on_to_a_later_day_or_anew(
    client: Client, held: Appointment, me: User
) -> None:
    sent = hidden(tidy(client.get(at(held, "renew"))))
    longer = {**sent, "way": "extend", "ends_on": "2026-08-31", "why_extended": "asked to stay"}
    assert client.post(at(held, "renew"), longer).status_code == 302
    held.refresh_from_db()
    assert (held.ends_on, held.why_extended) == (date(2026, 9, 1), "asked to stay")
    sent = hidden(tidy(client.get(at(held, "renew"))))
    anew = {**sent, "way": "again", "ends_on": "2028-08-31", "why_extended": "elected"}
    answer = client.post(at(held, "renew"), anew, follow=True)
    assert "The term of Head of Elm School goes on." in tidy(answer)
    assert list(
        Appointment.objects.order_by("starts_on").values_list("starts_on", "ends_on", "how")
    )[1] == (date(2026, 9, 1), date(2028, 9, 1), "elected")


def test_acting_says_before_saving_how_the_place_changes_hands(
    client: Client, held: Appointment, me: User
) -> None:
    page = tidy(client.get(at(held, "acting")))
    assert "A place has one holder at a time." in page
    sent = {
        **hidden(page),
        "post": "Deputy head",
        "starts_on": "2024-10-01",
        "ends_on": "2024-12-31",
        "why": "leave",
    }
    answer = client.post(at(held, "acting"), sent, follow=True)
    assert "Deputy head acts for Head of Elm School." in tidy(answer)
    assert Appointment.objects.count() == 3
    acting = Appointment.objects.get(standing="acting")
    assert "acts for Head of Elm School, whose term goes on" in tidy(
        client.get(at(acting, "stand-down"))
    )


@pytest.mark.parametrize("what", ["stand-down", "renew", "acting"])
def test_of_a_closed_board_nothing_is_changed(
    client: Client, held: Appointment, me: User, what: str
) -> None:
    Board.objects.update(status=Board.Status.HISTORIC)
    answer = client.get(at(held, what))
    assert answer.status_code == 403
    assert "The membership administrator appoints and stands people down." in tidy(answer)
