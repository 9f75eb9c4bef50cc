"""How people sign in and out, and get a new password."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.core import mail
from django.test import Client
from django.utils import timezone

from governance.models import User
from tests.factories import AppointmentFactory, UserFactory
from tests.pages import tidy

pytestmark = pytest.mark.django_db

PASSWORD = "four words that hold"
HASHED = MD5PasswordHasher().encode(PASSWORD, "salt")


@pytest.fixture(autouse=True)
def quick_hashing(settings: Any) -> None:
    """Hash at once: what is tested here is not how slow a guess is."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def member() -> User:
    person: User = UserFactory(email="member@example.org", post="Head of Housing", password=HASHED)
    AppointmentFactory(holder=person)
    return person


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def test_a_member_signs_in_and_comes_to_the_desk(client: Client, member: User) -> None:
    response = sign_in(client, "member@example.org")
    assert (response.status_code, response.headers["Location"]) == (302, "/home/")
    page = tidy(client.get("/home/"))
    assert ">Head of Housing</a>" in page
    assert "You sit on Board" in page


def test_an_address_written_in_capitals_is_the_same_address(client: Client, member: User) -> None:
    assert sign_in(client, "Member@Example.org").status_code == 302


def test_signing_in_leads_back_to_where_one_was(client: Client, member: User) -> None:
    assert sign_in(client, "member@example.org", next="/plans/").headers["Location"] == "/plans/"


def test_signing_in_never_leads_to_another_site(client: Client, member: User) -> None:
    response = sign_in(client, "member@example.org", next="https://elsewhere.example.org/")
    assert response.headers["Location"] == "/home/"


def test_two_empty_fields_are_two_things_to_put_right(client: Client) -> None:
    response = sign_in(client, "", "")
    assert response.status_code == 422
    assert "<title>Error: Sign in" in tidy(response)
    assert "Two things to put right" in tidy(response)
    links = re.findall(r'<li><a href="#(\w+)">([^<]+)</a></li>', tidy(response))
    assert links == [
        ("id_login", "Enter your e-mail address"),
        ("id_password", "Enter your password"),
    ]
    for name in ("id_login", "id_password"):
        assert f'aria-describedby="{name}_error"' in tidy(response)
        assert f'id="{name}_error"' in tidy(response)


def test_an_address_that_is_none_is_told_how_one_looks(client: Client) -> None:
    response = sign_in(client, "sponsor@example", "x")
    assert tidy(response).count("Write your e-mail address like name@example.org") == 2
    assert 'value="sponsor@example"' in tidy(response)


@pytest.mark.parametrize("email", ["member@example.org", "nobody@example.org"])
def test_a_wrong_password_says_the_same_whether_the_address_is_known(
    client: Client, member: User, email: str
) -> None:
    response = sign_in(client, email, "not the password")
    assert response.status_code == 422
    assert "E-mail address and password do not match. Check both." in tidy(response)
    assert "not the password" not in tidy(response)


def test_five_wrong_passwords_make_the_right_one_wait(client: Client, member: User) -> None:
    for _ in range(5):
        sign_in(client, "member@example.org", "wrong")
    response = sign_in(client, "member@example.org")
    assert response.status_code == 422
    assert "Too many tries. Wait five minutes, then try again." in tidy(response)


def test_too_many_askings_from_one_address_get_a_page(client: Client) -> None:
    answers = [client.post("/accounts/password/reset/", {"email": ""}) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {422}
    mails = [
        client.post("/accounts/password/reset/", {"email": "a@example.org"}) for _ in range(6)
    ]
    assert [answer.status_code for answer in mails] == [302] * 5 + [429]
    assert "Wait five minutes" in tidy(mails[-1])


def test_signing_out_ends_the_session(client: Client, member: User) -> None:
    sign_in(client, "member@example.org")
    response = client.post("/accounts/logout/")
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert response.headers["Clear-Site-Data"] == '"storage"'
    assert "You are signed out." in tidy(client.get("/"))
    assert client.get("/home/").status_code == 302


def test_a_link_alone_signs_nobody_out(client: Client, member: User) -> None:
    client.force_login(member)
    assert "Sign out?" in tidy(client.get("/accounts/logout/"))
    assert client.get("/home/").status_code == 200


def test_a_new_password_comes_by_a_link_that_works_once(client: Client, member: User) -> None:
    client.post("/accounts/password/reset/", {"email": "MEMBER@example.org"})
    assert [message.to for message in mail.outbox] == [["member@example.org"]]
    link = re.search(r"/accounts/password/reset/key/\S+", str(mail.outbox[0].body))
    assert link
    form = client.get(link[0], follow=True)
    assert "Choose a new password" in tidy(form)
    address = form.redirect_chain[-1][0]
    new = {"password1": "another four good words", "password2": "another four good words"}
    assert client.post(address, new).status_code == 302
    assert sign_in(Client(), "member@example.org", new["password1"]).status_code == 302
    assert "This link no longer works" in tidy(Client().get(link[0], follow=True))


@pytest.mark.parametrize("email", ["member@example.org", "nobody@example.org"])
def test_asking_for_a_link_never_tells_whether_the_address_is_known(
    client: Client, member: User, email: str
) -> None:
    response = client.post("/accounts/password/reset/", {"email": email}, follow=True)
    assert "If that address belongs to an account, a link is on its way." in tidy(response)
    assert len(mail.outbox) == (email == "member@example.org")


def asked_for(client: Client, email: str) -> list[list[str]]:
    """Ask for a new password for an address; return to whom mails went."""
    response = client.post("/accounts/password/reset/", {"email": email})
    assert response.headers["Location"] == "/accounts/password/reset/done/"
    return [message.to for message in mail.outbox]


def test_a_new_password_is_no_way_round_an_invitation(client: Client) -> None:
    UserFactory(email="new@example.org", password=make_password(None))
    assert asked_for(client, "new@example.org") == []


def test_whoever_came_through_their_organisation_may_choose_a_password(client: Client) -> None:
    UserFactory(email="one@example.org", password=make_password(None), last_login=timezone.now())
    assert asked_for(client, "one@example.org") == [["one@example.org"]]


@pytest.mark.parametrize("closed", [{"is_active": False}, {"left_on": date(2024, 4, 1)}])
def test_a_closed_account_gets_no_link(client: Client, closed: Any) -> None:
    UserFactory(email="former@example.org", password=HASHED, **closed)
    assert asked_for(client, "former@example.org") == []


def test_the_link_of_who_is_under_18_goes_to_their_supporter(client: Client) -> None:
    UserFactory(
        young=True,
        email="young@example.org",
        distinction="",
        password=HASHED,
        supporter__email="worker@example.org",
    )
    assert asked_for(client, "young@example.org") == [["worker@example.org"]]
    said = "Somebody asked for a new password for the account of Young people's representative,"
    assert str(mail.outbox[0].body).startswith(said)


def test_a_supporter_without_an_address_gets_no_link(client: Client) -> None:
    UserFactory(young=True, email="young@example.org", password=HASHED, supporter__email=None)
    assert asked_for(client, "young@example.org") == []


def test_the_answer_is_the_same_when_the_mail_server_is_away(
    client: Client, member: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert asked_for(client, "member@example.org") == []
    assert "A link for a new password was not sent: ConnectionRefusedError" in caplog.messages


def test_a_short_password_is_refused_with_its_reason(client: Client, member: User) -> None:
    client.force_login(member)
    response = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "short", "password2": "short"},
    )
    assert response.status_code == 422
    assert "must contain at least 12 characters" in tidy(response)


def test_the_old_password_is_asked_for(client: Client, member: User) -> None:
    client.force_login(member)
    response = client.post(
        "/accounts/password/change/",
        {"oldpassword": "wrong", "password1": "a new long one", "password2": "a new long one"},
    )
    assert response.status_code == 422
    assert "This is not your old password." in tidy(response)


def test_nobody_signs_up(client: Client) -> None:
    for response in (client.get("/accounts/signup/"), client.head("/accounts/signup/")):
        assert response.status_code == 404
    assert "An account comes with a seat" in tidy(client.get("/accounts/signup/"))
    assert client.post("/accounts/signup/", {"email": "new@example.org"}).status_code == 405


@pytest.mark.parametrize("closed", [{"is_active": False}, {"left_on": date(2024, 4, 1)}])
def test_a_closed_account_cannot_be_signed_in_to(client: Client, closed: Any) -> None:
    UserFactory(email="former@example.org", password=HASHED, **closed)
    response = client.post(
        "/accounts/login/", {"login": "former@example.org", "password": PASSWORD}, follow=True
    )
    assert "<h1>This account is closed</h1>" in tidy(response)
    assert client.get("/home/").status_code == 302


def test_a_person_without_an_address_cannot_sign_in(client: Client) -> None:
    UserFactory(email=None, post="Governor", password=HASHED)
    assert sign_in(client, "").status_code == 422
