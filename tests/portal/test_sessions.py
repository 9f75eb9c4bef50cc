"""How long one stays signed in, what ends it, and which passwords are too easy here."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from governance.models import Appointment, Office, User
from portal.models import Session
from portal.queries.sessions import device_of, mark_of
from portal.tasks import forget_sessions
from tests.factories import AppointmentFactory, OfficeFactory, UserFactory
from tests.pages import tidy

pytestmark = pytest.mark.django_db

PASSWORD = "four words that hold"
HASHED = MD5PasswordHasher().encode(PASSWORD, "salt")
MONDAY = "2024-09-02T09:00:00+01:00"


@pytest.fixture(autouse=True)
def quick_hashing(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(MONDAY, tick=False) as travelling:
        yield travelling


def person(**more: Any) -> User:
    made: User = UserFactory(email="one@example.org", password=HASHED, **more)
    return made


def sign_in(client: Client) -> Client:
    sent = {"login": "one@example.org", "password": PASSWORD}
    assert client.post("/accounts/login/", sent).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/notifications/").status_code == 200


@pytest.mark.parametrize(
    ("office", "away", "stays"),
    [
        (None, timedelta(hours=7, minutes=59), True),
        (None, timedelta(hours=8, minutes=1), False),
        (Office.Kind.PARTNERSHIP_OFFICER, timedelta(minutes=29), True),
        (Office.Kind.PARTNERSHIP_OFFICER, timedelta(minutes=31), False),
        (Office.Kind.MEMBERSHIP_ADMINISTRATOR, timedelta(minutes=31), False),
    ],
)
def test_whoever_is_away_too_long_is_signed_out(
    client: Client, clock: Any, office: str | None, away: timedelta, stays: bool
) -> None:
    one = person()
    if office:
        OfficeFactory(person=one, kind=office, board=None)
    sign_in(client)
    clock.shift(away)
    assert is_in(client) is stays


def test_a_system_administrator_is_away_for_half_an_hour_at_most(
    client: Client, clock: Any
) -> None:
    person(is_staff=True)
    sign_in(client)
    clock.shift(timedelta(minutes=31))
    assert not is_in(client)


def test_whoever_works_on_stays_signed_in_for_twelve_hours_and_no_longer(
    client: Client, clock: Any
) -> None:
    OfficeFactory(person=person())
    sign_in(client)
    for _ in range(12 * 60 // 20):
        clock.shift(timedelta(minutes=20))
        assert is_in(client)
    clock.shift(timedelta(minutes=1))
    assert not is_in(client)


def test_a_fragment_after_the_end_leads_the_page_to_sign_in(client: Client, clock: Any) -> None:
    person()
    sign_in(client)
    clock.shift(timedelta(hours=13))
    response = client.get("/notifications/", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"].startswith("/accounts/login/")


def test_a_new_office_and_an_ended_one_end_the_session(client: Client) -> None:
    one = person()
    sign_in(client)
    office = OfficeFactory(person=one)
    assert not is_in(client)
    sign_in(client)
    assert is_in(client)
    Office.objects.filter(pk=office.pk).update(ends_on=timezone.localdate())
    assert not is_in(client)


def test_a_new_chair_signs_in_as_such_and_a_member_is_not_disturbed(client: Client) -> None:
    one = person()
    sign_in(client)
    AppointmentFactory(holder=one)
    assert is_in(client)
    AppointmentFactory(holder=one, place__seat__role="chair")
    assert not is_in(client)


def test_becoming_system_administrator_ends_the_session(client: Client) -> None:
    one = person()
    sign_in(client)
    User.objects.filter(pk=one.pk).update(is_staff=True)
    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(client: Client) -> None:
    person()
    other = sign_in(Client())
    sign_in(client)
    new = "quite another lamp post"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", sent).status_code == 302
    assert (is_in(client), is_in(other)) == (True, False)


def test_a_password_by_link_ends_every_session(client: Client) -> None:
    person()
    browsers = [sign_in(Client()), sign_in(client)]
    client.post("/accounts/password/reset/", {"email": "one@example.org"})
    link = re.search(r"/accounts/password/reset/key/\S+", str(mail.outbox[0].body))
    assert link
    address = client.get(link[0], follow=True).redirect_chain[-1][0]
    new = {"password1": "quite another lamp post", "password2": "quite another lamp post"}
    assert client.post(address, new).status_code == 302
    assert [is_in(browser) for browser in browsers] == [False, False]


def test_what_ended_with_the_account_does_not_come_back_with_it(client: Client) -> None:
    one = person()
    sign_in(client)
    for closed, opened in (
        ({"is_active": False}, {"is_active": True}),
        ({"left_on": timezone.localdate()}, {"left_on": None}),
    ):
        User.objects.filter(pk=one.pk).update(**closed)
        assert not is_in(client)
        User.objects.filter(pk=one.pk).update(**opened)
        assert not is_in(client)
        sign_in(client)
        assert is_in(client)


PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36 Edg/131.0"


def rows_of(client: Client) -> list[tuple[str, str]]:
    page = tidy(client.get("/accounts/sessions/"))
    row = r"<div>(?:<b>)?(This one|Another)(?:</b>)?</div><div>([^<]+)<span"
    return re.findall(row, page)


def test_one_sees_where_one_is_signed_in_this_browser_first(clock: Any) -> None:
    person()
    phone = sign_in(Client(headers={"User-Agent": PHONE}))
    clock.shift(timedelta(minutes=5))
    laptop = sign_in(Client(headers={"User-Agent": LAPTOP}))
    assert rows_of(laptop) == [("This one", "Edge on Windows"), ("Another", "Safari on an iPhone")]
    assert rows_of(phone) == [("This one", "Safari on an iPhone"), ("Another", "Edge on Windows")]
    said = "since 2 September 2024, 9.00, last used 2 September 2024, 9.05"
    assert said in tidy(phone.get("/accounts/sessions/"))


def test_one_of_them_is_ended_and_the_others_stay() -> None:
    person()
    here, there, third = (sign_in(Client()) for _ in range(3))
    page = tidy(here.get("/accounts/sessions/"))
    marks = re.findall(r'name="end" value="(\w+)"', page)
    assert len(marks) == 2
    response = here.post("/accounts/sessions/", {"end": marks[0]}, follow=True)
    assert "That sign-in is ended." in tidy(response)
    assert sorted([is_in(there), is_in(third)]) == [False, True]
    again = here.post("/accounts/sessions/", {"end": marks[0]}, follow=True)
    assert "That sign-in had ended already." in tidy(again)
    assert is_in(here)


def test_all_but_this_one_are_ended_at_once() -> None:
    person()
    here, *others = (sign_in(Client()) for _ in range(3))
    response = here.post("/accounts/sessions/", {"deed": "others"}, follow=True)
    assert "2 other sign-ins ended." in tidy(response)
    assert "Only here. Nobody else has your account open." in tidy(response)
    assert [is_in(each) for each in (here, *others)] == [True, False, False]


def test_nobody_ends_or_sees_somebody_else_s(client: Client) -> None:
    person()
    theirs = sign_in(Client(headers={"User-Agent": PHONE}))
    mark = mark_of(theirs.session.session_key or "")
    client.force_login(UserFactory())
    client.post("/accounts/sessions/", {"end": mark})
    client.post("/accounts/sessions/", {"deed": "others"})
    assert is_in(theirs)
    assert "iPhone" not in tidy(client.get("/accounts/sessions/"))


def test_the_key_of_a_session_stands_on_no_page(client: Client) -> None:
    person()
    other = sign_in(Client())
    page = tidy(sign_in(client).get("/accounts/sessions/"))
    for each in (client, other):
        assert (each.session.session_key or "") not in page


def test_what_is_over_is_not_listed(clock: Any) -> None:
    one = person()
    sign_in(Client())
    clock.shift(timedelta(hours=9))
    here = sign_in(Client())
    assert rows_of(here) == [("This one", "A browser")]
    OfficeFactory(person=one)
    here = sign_in(Client())
    assert len(rows_of(here)) == 1


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_however_long(
    client: Client, many: int, django_assert_num_queries: Any
) -> None:
    person()
    for _ in range(many - 1):
        sign_in(Client())
    sign_in(client)
    with django_assert_num_queries(4):  # session, person, their roles, sessions
        assert len(rows_of(client)) == many


def test_sessions_that_lapsed_are_removed_and_others_stay(client: Client, clock: Any) -> None:
    person()
    sign_in(Client())
    clock.shift(timedelta(hours=13))
    sign_in(client)
    forget_sessions()
    assert Session.objects.get().pk == client.session.session_key
    assert str(Session.objects.get()) == "session until 2024-09-03"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (PHONE, "Safari on an iPhone"),
        (LAPTOP, "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Firefox/133.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/26.0 Chrome/122.0 Safari/537.36",
            "Samsung Internet on Android",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) OPR/115.0 Chrome/130.0",
            "Opera on a Mac",
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) CriOS/120.0 Safari/604",
            "Chrome on an iPad",
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/120.0 Safari/537.36", "Chrome on a Chromebook"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_in_plain_words(agent: str, device: str) -> None:
    assert device_of(agent) == device


def test_a_disabled_account_is_out_with_the_next_request(client: Client) -> None:
    one = person()
    sign_in(client)
    User.objects.filter(pk=one.pk).update(is_active=False)
    assert not is_in(client)


def test_whoever_left_is_out_with_the_next_request_and_not_a_day_before(client: Client) -> None:
    one, on = person(), timezone.localdate()
    sign_in(client)
    User.objects.filter(pk=one.pk).update(left_on=on + timedelta(days=1))
    assert is_in(client)
    User.objects.filter(pk=one.pk).update(left_on=on)
    assert not is_in(client)


def test_an_ended_seat_ends_its_rights_with_the_next_request(client: Client) -> None:
    seat = AppointmentFactory(holder=person())
    board = seat.place.seat.board
    sign_in(client)
    assert client.get(f"/boards/{board.slug}/attendance/").status_code == 200
    Appointment.objects.filter(pk=seat.pk).update(ends_on=timezone.localdate())
    assert client.get(f"/boards/{board.slug}/attendance/").status_code == 404


def test_a_session_that_does_not_know_when_it_began_counts_from_the_sign_in(
    client: Client, clock: Any
) -> None:
    one = person()
    client.force_login(one)
    assert is_in(client)
    User.objects.filter(pk=one.pk).update(last_login=None)
    assert not is_in(client)


def test_whoever_has_no_password_yet_is_led_to_ask_for_one(client: Client) -> None:
    one = person()
    one.set_unusable_password()
    one.save(update_fields=["password"])
    client.force_login(one)
    for response in (
        client.get("/accounts/password/change/"),
        client.post("/accounts/password/change/", {"password1": PASSWORD}),
    ):
        assert (response.status_code, response["Location"]) == (302, "/accounts/password/reset/")


@pytest.mark.parametrize(
    "password",
    ["walsallwalsall", "Walsall-Alliance-2024", "children and young people", "schoolboard12345"],
)
def test_words_of_the_place_make_no_password(password: str) -> None:
    with pytest.raises(ValidationError, match="Words of this place and partnership"):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["four words that hold", "my school bicycle is green", "trustworthy-Umbrella-9"]
)
def test_words_of_one_s_own_do(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize("password", ["short", "1q2w3e4r5t6y", "passwordpassword"])
def test_short_and_common_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_days_are_those_of_the_office(client: Client, clock: Any) -> None:
    one = person()
    OfficeFactory(person=one, ends_on=date(2024, 9, 2))
    sign_in(client)
    clock.shift(timedelta(minutes=31))
    assert is_in(client)
