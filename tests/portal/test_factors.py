"""The second step: set up, asked for, used once, removed; and what each change ends and tells."""

import re
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from governance.models import Message, Office, User
from tests.factories import AppointmentFactory, OfficeFactory, UserFactory
from tests.pages import tidy
from tests.portal.codes import MOMENT, code_of

pytestmark = pytest.mark.django_db

PASSWORD = "four words that hold"
HASHED = MD5PasswordHasher().encode(PASSWORD, "salt")
START = "2024-09-02T09:00:00+01:00"
SET_UP, STEP = "/accounts/security/codes/", "/accounts/login/second-step/"


@pytest.fixture(autouse=True)
def quick_hashing(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.fixture
def me(clock: Any) -> User:
    person: User = UserFactory(email="one@example.org", post="Head of Housing", password=HASHED)
    return person


def sign_in(client: Client) -> Any:
    return client.post("/accounts/login/", {"login": "one@example.org", "password": PASSWORD})


def is_in(client: Client) -> bool:
    return client.get("/notifications/").status_code == 200


def secret_on(page: str) -> str:
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found
    return found[1]


def set_up(client: Client) -> str:
    """Set codes up as somebody does who has just signed in; return the secret."""
    secret = secret_on(tidy(client.get(SET_UP)))
    response = client.post(SET_UP, {"code": code_of(secret)})
    assert response.headers["Location"] == "/accounts/security/recovery/"
    return secret


@pytest.fixture
def secret(me: User, clock: Any) -> str:
    """The secret of an account whose codes were set up a minute ago."""
    browser = Client()
    sign_in(browser)
    made = set_up(browser)
    clock.shift(3 * MOMENT)
    return made


def test_codes_are_set_up_from_a_square_or_a_key_with_the_first_code(
    client: Client, me: User
) -> None:
    sign_in(client)
    page = tidy(client.get(SET_UP))
    assert 'src="data:image/svg+xml;base64,' in page
    wrong = client.post(SET_UP, {"code": "000000"})
    assert wrong.status_code == 422
    assert "This is not the code of this moment. Type the one shown now." in tidy(wrong)
    set_up(client)
    page = tidy(client.get("/accounts/security/"))
    assert 'Set up<span class="sub">Added 2 September 2024, not used yet</span>' in page


def test_whoever_comes_back_to_the_page_from_the_app_finds_the_same_key(
    client: Client, me: User
) -> None:
    sign_in(client)
    secret = secret_on(tidy(client.get(SET_UP)))
    assert secret_on(tidy(client.get(SET_UP))) == secret
    assert client.post(SET_UP, {"code": code_of(secret)}).status_code == 302
    client.post("/accounts/security/codes/remove/")
    assert secret_on(tidy(client.get(SET_UP))) != secret


def test_a_stranger_who_asks_for_a_new_password_keeps_nobody_from_a_second_step(
    client: Client, me: User
) -> None:
    Client().post("/accounts/password/reset/", {"email": "one@example.org"})
    sign_in(client)
    set_up(client)
    assert client.get("/accounts/security/passkeys/").status_code == 200


def test_the_database_does_not_hold_the_secret_as_it_is(me: User, secret: str) -> None:
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret.replace(" ", "") not in stored


def test_after_the_password_comes_the_code_and_only_then_is_one_in(
    client: Client, secret: str
) -> None:
    assert sign_in(client).headers["Location"] == STEP
    assert not is_in(client)
    assert "<h1>Second step</h1>" in tidy(client.get(STEP))
    response = client.post(STEP, {"code": code_of(secret)})
    assert response.headers["Location"] == "/home/"
    assert is_in(client)


@pytest.mark.parametrize(("moments", "is_taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_code_is_taken_half_a_minute_early_or_late(
    client: Client, secret: str, moments: int, is_taken: bool
) -> None:
    sign_in(client)
    client.post(STEP, {"code": code_of(secret, moments=moments)})
    assert is_in(client) is is_taken


@pytest.mark.parametrize("later", [0, MOMENT])
def test_each_code_opens_once_even_while_it_still_stands(
    client: Client, clock: Any, secret: str, later: int
) -> None:
    code = code_of(secret)
    other = Client()
    sign_in(other)
    other.post(STEP, {"code": code})
    assert is_in(other)
    clock.shift(later)
    sign_in(client)
    response = client.post(STEP, {"code": code})
    assert response.status_code == 422
    assert not is_in(client)


def test_the_code_of_the_setting_up_signs_nobody_in(client: Client, me: User, clock: Any) -> None:
    browser = Client()
    sign_in(browser)
    used = set_up(browser)
    sign_in(client)
    response = client.post(STEP, {"code": code_of(used)})
    assert "This code was used already. Wait for the next one." in tidy(response)
    assert not is_in(client)


def test_five_wrong_codes_make_the_right_one_wait(client: Client, clock: Any, secret: str) -> None:
    sign_in(client)
    for _ in range(5):
        assert client.post(STEP, {"code": "000000"}).status_code == 422
    response = client.post(STEP, {"code": code_of(secret)})
    assert response.status_code == 422
    assert "Too many tries. Wait five minutes, then try again." in tidy(response)
    clock.shift(5 * 60)
    client.post(STEP, {"code": code_of(secret)})
    assert is_in(client)


def test_an_empty_code_is_asked_for(client: Client, secret: str) -> None:
    sign_in(client)
    response = client.post(STEP, {"code": ""})
    assert response.status_code == 422
    assert "<title>Error: Second step" in tidy(response)
    assert '<a href="#id_code">Type the code</a>' in tidy(response)


def test_somebody_else_may_begin_anew_from_the_second_step(client: Client, secret: str) -> None:
    sign_in(client)
    response = client.post("/accounts/logout/", {"next": "/accounts/login/"})
    assert response.headers["Location"] == "/accounts/login/"
    assert "<h1>Sign in</h1>" in tidy(client.get("/accounts/login/"))


def codes_on(page: str) -> list[str]:
    return re.findall(r"<li><code>(\d{8})</code></li>", page)


def test_recovery_codes_are_shown_once_and_open_once_each(client: Client, me: User) -> None:
    browser = Client()
    sign_in(browser)
    set_up(browser)
    address = "/accounts/security/recovery/"
    page = tidy(browser.get(address))
    codes = codes_on(page)
    assert len(set(codes)) == 10
    again = tidy(browser.get(address))
    assert codes_on(again) == []
    assert "Recovery codes are shown only once" in again
    for times, expected in ((1, True), (2, False)):
        fresh = Client()
        sign_in(fresh)
        next_page = tidy(fresh.post(STEP, {"code": codes[3]}, follow=True))
        told = "A recovery code opened your account; 9 left."
        assert (told in next_page) is expected, times
        assert is_in(fresh) is expected, times
        assert Message.objects.filter(body__startswith=told).count() == 1
    assert "9 left" in tidy(browser.get("/accounts/security/"))


def test_new_recovery_codes_put_the_old_ones_out_of_use(
    client: Client, me: User, clock: Any
) -> None:
    sign_in(client)
    set_up(client)
    old = codes_on(tidy(client.get("/accounts/security/recovery/")))
    assert "open nothing any more" in tidy(client.get("/accounts/security/recovery/new/"))
    response = client.post("/accounts/security/recovery/new/")
    assert response.headers["Location"] == "/accounts/security/recovery/"
    new = codes_on(tidy(client.get("/accounts/security/recovery/")))
    assert len(new) == 10
    assert not set(old) & set(new)
    browser = Client()
    sign_in(browser)
    assert browser.post(STEP, {"code": old[0]}).status_code == 422


def test_whoever_signed_in_a_while_ago_shows_again_that_it_is_them(
    client: Client, me: User, clock: Any
) -> None:
    sign_in(client)
    assert client.get(SET_UP).status_code == 200
    clock.shift(6 * 60)
    response = client.get(SET_UP)
    assert response.headers["Location"] == f"/accounts/again/?next={SET_UP.replace('/', '%2F')}"
    page = client.get(response.headers["Location"])
    assert '<h1 class="h-sub">Is it still you?</h1>' in tidy(page)
    wrong = client.post("/accounts/again/", {"password": "wrong", "next": SET_UP})
    assert wrong.status_code == 422
    assert "This is not your password." in tidy(wrong)
    right = client.post("/accounts/again/", {"password": PASSWORD, "next": SET_UP})
    assert right.headers["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_a_code_shows_it_as_well(client: Client, clock: Any, secret: str) -> None:
    sign_in(client)
    client.post(STEP, {"code": code_of(secret)})
    clock.shift(6 * 60)
    again = "/accounts/again/code/"
    remove = "/accounts/security/codes/remove/"
    assert client.get(remove).headers["Location"].startswith("/accounts/again/")
    assert f'<a href="{again}">Use a code</a>' in tidy(client.get("/accounts/again/"))
    assert client.post(again, {"code": "000000", "next": remove}).status_code == 422
    assert client.post(again, {"code": code_of(secret), "next": remove}).status_code == 302
    assert "Remove codes from an app?" in tidy(client.get(remove))


def test_setting_up_and_removing_end_the_other_sessions(
    client: Client, me: User, clock: Any
) -> None:
    other = Client()
    sign_in(other)
    sign_in(client)
    made = set_up(client)
    assert (is_in(client), is_in(other)) == (True, False)
    clock.shift(3 * MOMENT)
    sign_in(other)
    other.post(STEP, {"code": code_of(made)})
    assert is_in(other)
    assert client.post("/accounts/security/codes/remove/").status_code == 302
    assert (is_in(client), is_in(other)) == (True, False)


def test_nobody_s_passkey_is_anybody_else_s_to_rename_or_remove(client: Client, me: User) -> None:
    theirs = Authenticator.objects.create(
        user=UserFactory(), type="webauthn", data={"name": "Phone", "credential": {}}
    )
    sign_in(client)
    for deed in ("", "remove/"):
        address = f"/accounts/security/passkeys/{theirs.pk}/{deed}"
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "Phone"


@pytest.mark.parametrize("sent", ["", "{}", "[]", '"x"', "7", "null", '{"response": 5}', "{"])
def test_what_is_no_passkey_opens_nothing_and_breaks_nothing(
    client: Client, me: User, secret: str, sent: str
) -> None:
    response = client.post("/accounts/login/passkey/", {"credential": sent}, follow=True)
    assert "Your device did not give a passkey that belongs here. Try again." in tidy(response)
    sign_in(client)
    refused = client.post(STEP, {"credential": sent})
    assert refused.status_code == 422
    client.post(STEP, {"code": code_of(secret)})
    added = client.post("/accounts/security/passkeys/", {"name": "Phone", "credential": sent})
    assert added.status_code == 422
    assert not Authenticator.objects.filter(type="webauthn").exists()


# Who needs a second step.
@pytest.fixture
def needed(settings: Any) -> None:
    settings.SECOND_STEP_NEEDED = True


def office(kind: Office.Kind) -> Any:
    return lambda me: OfficeFactory(person=me, kind=kind, board=None)


def seat(role: str) -> Any:
    voting = role != "observer"
    return lambda me: AppointmentFactory(
        holder=me, place__seat__role=role, place__seat__voting=voting
    )


def assist(me: User) -> None:
    OfficeFactory(person=me, kind=Office.Kind.ASSISTANT, board=None, assists=UserFactory())


def administer(me: User) -> None:
    User.objects.filter(pk=me.pk).update(is_staff=True)


@pytest.mark.parametrize(
    ("become", "needs"),
    [
        (seat("chair"), True),
        (seat("vice_chair"), True),
        (office(Office.Kind.PARTNERSHIP_OFFICER), True),
        (office(Office.Kind.SCRUTINY_OFFICER), True),
        (office(Office.Kind.DATA_APPROVER), True),
        (office(Office.Kind.MEMBERSHIP_ADMINISTRATOR), True),
        (administer, True),
        (seat("member"), False),
        (seat("observer"), False),
        (assist, False),
        (lambda me: None, False),
    ],
)
def test_whoever_acts_for_others_needs_a_second_step(
    client: Client, me: User, needed: None, become: Any, needs: bool
) -> None:
    become(me)
    sign_in(client)
    response = client.get("/home/")
    assert response.headers.get("Location") == ("/accounts/security/" if needs else None)


def test_nobody_under_18_is_asked_for_more_than_a_password(
    client: Client, me: User, needed: None
) -> None:
    User.objects.filter(pk=me.pk).update(is_young=True, name="", supporter=UserFactory())
    seat("chair")(me)
    sign_in(client)
    assert client.get("/home/").status_code == 200


def test_until_then_nothing_else_opens_and_the_pages_lead_through(
    client: Client, me: User, needed: None
) -> None:
    seat("chair")(me)
    sign_in(client)
    for address in ("/", "/boards/", "/plans/", "/accounts/sessions/", "/search/?q=plan"):
        assert client.get(address).headers["Location"] == "/accounts/security/"
        part = client.get(address, headers={"HX-Request": "true"})
        assert (part.status_code, part.headers["HX-Redirect"]) == (401, "/accounts/security/")
    assert client.post("/notifications/", {"deed": "all"}).status_code == 302
    page = tidy(client.get("/accounts/security/"))
    assert "<h1>Set up your second step</h1>" in page
    set_up(client)
    assert len(codes_on(tidy(client.get("/accounts/security/recovery/")))) == 10
    assert client.get("/home/").status_code == 200


def test_without_the_need_and_in_the_demonstration_a_password_is_enough(
    client: Client, me: User
) -> None:
    seat("chair")(me)
    sign_in(client)
    assert client.get("/home/").status_code == 200


def test_the_last_second_step_of_whoever_needs_one_stays(
    client: Client, me: User, needed: None
) -> None:
    seat("chair")(me)
    sign_in(client)
    set_up(client)
    remove = "/accounts/security/codes/remove/"
    said = "This is your only second step, and your part here needs one. Add another first."
    assert said in tidy(client.get(remove))
    assert client.post(remove).status_code == 422
    assert Authenticator.objects.filter(type="totp").exists()


def test_whoever_needs_none_may_take_it_away_again(client: Client, me: User) -> None:
    sign_in(client)
    set_up(client)
    assert client.post("/accounts/security/codes/remove/").status_code == 302
    assert not Authenticator.objects.exists()
    said = list(Message.objects.order_by("pk").values_list("body", flat=True))
    assert [body.partition("\n")[0] for body in said] == [
        "Codes from an app were set up for your account.",
        "Codes from an app were removed from your account.",
    ]
    assert "tell the membership administrator at once" in said[0]
