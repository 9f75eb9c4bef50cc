"""Signing in through one's organisation: over real HTTP, against a provider on this machine."""

import http.client
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.contrib.auth.hashers import MD5PasswordHasher
from django.http import HttpResponse
from django.test import Client

from governance.models import User
from portal.start.variables import providers
from tests.factories import UserFactory
from tests.pages import tidy
from tests.portal.provider import Council, council

pytestmark = pytest.mark.django_db

BEGIN, BACK = "/accounts/login/through/council/", "/accounts/login/through/council/back/"
HASHED = MD5PasswordHasher().encode("four words that hold", "salt")


@pytest.fixture
def provider(settings: Any) -> Iterator[Council]:
    """A provider that is configured, and signs somebody in who is known here."""
    with council() as running:
        settings.OPENID = [running.configured()]
        running.claims["email"] = "One@Example.org"
        yield running


@pytest.fixture
def one() -> User:
    made: User = UserFactory(email="one@example.org", post="Head of Housing", password=HASHED)
    return made


def sent_away(client: Client, **sent: str) -> str:
    """Press the button; return the address at the provider to which it leads."""
    response = client.post(BEGIN, sent)
    assert response.status_code == 302
    return response.headers["Location"]


def sent_back(address: str) -> str:
    """Follow it as a browser does; return the address to which the provider leads back."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.netloc, timeout=5)
    line.request("GET", f"{parts.path}?{parts.query}")
    answer = line.getresponse()
    line.close()
    return answer.headers["Location"]


def through(client: Client, **sent: str) -> HttpResponse:
    """Go the whole way; return the portal's answer."""
    back = urlsplit(sent_back(sent_away(client, **sent)))
    assert back.path == BACK
    response: HttpResponse = client.get(f"{back.path}?{back.query}")
    return response


def is_in(client: Client) -> bool:
    return client.get("/notifications/").status_code == 200


def refused(client: Client, response: HttpResponse, *, status: int = 403) -> str:
    """Expect that nobody was let in; return the sentence that says why."""
    assert response.status_code == status
    assert not is_in(client)
    page = tidy(response)
    assert "<h1>Council did not sign you in</h1>" in page
    return page.partition('<p class="standfirst">')[2].partition("</p>")[0]


def test_whom_the_organisation_vouches_for_is_signed_in(
    client: Client, provider: Council, one: User
) -> None:
    response = through(client)
    assert response.headers["Location"] == "/home/"
    assert ">Head of Housing</a>" in tidy(client.get("/home/"))
    one.refresh_from_db()
    assert one.password == HASHED
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()


def test_what_is_asked_is_asked_for_this_browser_alone(
    client: Client, provider: Council, one: User
) -> None:
    first, second = sent_away(client), sent_away(client)
    asked = [
        {name: value[0] for name, value in parse_qs(urlsplit(each).query).items()}
        for each in (first, second)
    ]
    for each in asked:
        assert set(each["scope"].split()) == {"openid", "profile", "email"}
        assert each["redirect_uri"] == f"http://testserver{BACK}"
        assert each["code_challenge_method"] == "S256"
    for mark in ("state", "nonce", "code_challenge"):
        assert asked[0][mark] != asked[1][mark]


def test_one_comes_back_to_where_one_was_and_never_to_another_site(
    client: Client, provider: Council, one: User
) -> None:
    assert through(client, next="/plans/").headers["Location"] == "/plans/"
    elsewhere = through(Client(), next="https://elsewhere.example.org/")
    assert elsewhere.headers["Location"] == "/home/"


def test_the_address_chooses_neither_the_scope_nor_what_happens(
    client: Client, provider: Council, one: User
) -> None:
    client.force_login(one)
    chosen = urlencode({"process": "connect", "scope": "all", "auth_params": "prompt=none"})
    asked = client.post(f"{BEGIN}?{chosen}").headers["Location"]
    assert "prompt" not in asked
    assert "all" not in parse_qs(urlsplit(asked).query)["scope"][0].split()
    back = urlsplit(sent_back(asked))
    assert client.get(f"{back.path}?{back.query}").headers["Location"] == "/home/"
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("said", [False, None, "true", "false", 1])
def test_an_address_that_was_not_verified_lets_nobody_in(
    client: Client, provider: Council, one: User, said: Any
) -> None:
    provider.claims["email_verified"] = said
    why = refused(client, through(client))
    assert why == "It has not verified your e-mail address, so it cannot vouch for you here."


def test_nobody_is_signed_up(client: Client, provider: Council) -> None:
    why = refused(client, through(client))
    assert why == (
        "It vouches for one@example.org, and nobody here is known by that address. "
        "The membership administrator can add it."
    )
    assert not User.objects.exists()


@pytest.mark.parametrize("closed", [{"left_on": date(2024, 4, 1)}, {"is_active": False}])
def test_whoever_has_left_finds_the_account_closed(
    client: Client, provider: Council, one: User, closed: Any
) -> None:
    User.objects.filter(pk=one.pk).update(**closed)
    response = through(client)
    assert response.headers["Location"] == "/accounts/inactive/"
    assert not is_in(client)


def test_an_organisation_vouches_for_its_own_addresses_only(
    client: Client, provider: Council, one: User, settings: Any
) -> None:
    settings.OPENID = [provider.configured(domains=("council.example", "trust.example"))]
    why = refused(client, through(client))
    assert why == "It vouches only for addresses that end in @council.example, @trust.example."


@pytest.mark.parametrize("look_alike", ["one@example.org.evil.example", "öne@example.org", ""])
def test_an_address_that_only_looks_alike_is_another(
    client: Client, provider: Council, one: User, look_alike: str
) -> None:
    provider.claims["email"] = look_alike
    refused(client, through(client))


OTHER = "Its answer does not belong to what this browser asked. Begin again."
UNUSABLE = "Its answer could not be used. Begin again."


@pytest.mark.parametrize("nonce", ["another", None, ""])
def test_an_answer_with_another_mark_lets_nobody_in(
    client: Client, provider: Council, one: User, nonce: str | None
) -> None:
    provider.wrong["nonce"] = nonce
    assert refused(client, through(client)) == OTHER


def test_an_answer_to_another_state_lets_nobody_in(
    client: Client, provider: Council, one: User
) -> None:
    back = urlsplit(sent_back(sent_away(client)))
    answer = parse_qs(back.query)
    for state in ("guessed", ""):
        response = client.get(BACK, {"code": answer["code"][0], "state": state})
        assert refused(client, response) == OTHER
    assert refused(client, client.get(BACK)) == OTHER


def test_an_answer_is_for_the_browser_that_asked_and_works_once(
    client: Client, provider: Council, one: User
) -> None:
    back = urlsplit(sent_back(sent_away(client)))
    address = f"{back.path}?{back.query}"
    other = Client()
    assert refused(other, other.get(address)) == OTHER
    assert client.get(address).status_code == 302
    client.post("/accounts/logout/")
    assert refused(client, client.get(address)) == OTHER


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another client"},
        {"exp": 1},
        {"sub": None},
    ],
)
def test_a_word_for_somebody_else_or_of_another_time_lets_nobody_in(
    client: Client, provider: Council, one: User, wrong: Any
) -> None:
    provider.wrong.update(wrong)
    assert refused(client, through(client)) == UNUSABLE


def test_without_a_signed_word_nobody_is_let_in(
    client: Client, provider: Council, one: User
) -> None:
    provider.fault = "no word"
    assert refused(client, through(client)) == UNUSABLE


def test_what_the_word_is_short_of_is_asked_for_about_the_same_person(
    client: Client, provider: Council, one: User
) -> None:
    provider.info = {"sub": "7", "email": provider.claims.pop("email"), "email_verified": True}
    assert through(client).headers["Location"] == "/home/"
    other = Client()
    provider.info["sub"] = "8"
    assert refused(other, through(other)) == UNUSABLE


def test_whoever_leaves_the_organisation_s_page_is_told_so(
    client: Client, provider: Council, one: User
) -> None:
    provider.fault = "denied"
    assert refused(client, through(client)) == "You left its sign-in before the end."


AWAY = "It cannot be reached just now. Try again later, or sign in with your password."


@pytest.mark.parametrize("fault", ["/.well-known/openid-configuration", "/userinfo"])
def test_an_organisation_that_does_not_answer_is_said_to_be_away(
    client: Client, provider: Council, one: User, fault: str
) -> None:
    away = sent_away(client)
    provider.claims.pop("email")
    provider.fault = fault
    back = urlsplit(sent_back(away))
    response = client.get(f"{back.path}?{back.query}")
    assert refused(client, response, status=503) == AWAY


def test_a_sign_in_that_cannot_begin_says_so(client: Client, settings: Any) -> None:
    with council() as gone:
        settings.OPENID = [gone.configured()]
    assert refused(client, client.post(BEGIN), status=503) == AWAY


def test_the_second_step_comes_after_the_organisation_s(
    client: Client, provider: Council, one: User
) -> None:
    Authenticator.objects.create(user=one, type="totp", data={"secret": "x"})
    assert through(client).headers["Location"] == "/accounts/login/second-step/"
    assert not is_in(client)


def test_whoever_needs_a_second_step_sets_one_up_here_as_well(
    client: Client, provider: Council, one: User, settings: Any
) -> None:
    settings.SECOND_STEP_NEEDED = True
    User.objects.filter(pk=one.pk).update(is_staff=True)
    through(client)
    assert client.get("/home/").headers["Location"] == "/accounts/security/"


def test_only_the_sign_in_page_lets_its_forms_lead_to_the_organisation(
    client: Client, provider: Council
) -> None:
    page = client.get("/accounts/login/?next=/plans/")
    assert "Use your account at Council" in tidy(page)
    assert '<input type="hidden" name="next" value="/plans/">' in tidy(page)
    policy = page.headers["Content-Security-Policy"].split("; ")
    assert f"form-action 'self' {provider.address}" in policy
    others = client.get("/accounts/password/reset/").headers["Content-Security-Policy"]
    assert "form-action 'self'" in others.split("; ")


def test_a_link_signs_nobody_in_and_what_is_not_configured_is_not_there(
    client: Client, provider: Council, settings: Any
) -> None:
    assert client.get(BEGIN).headers["Location"] == "/accounts/login/"
    assert provider.asked == []
    settings.OPENID = []
    for response in (client.get(BEGIN), client.post(BEGIN), client.get(BACK)):
        assert response.status_code == 404
    assert "Use your account at" not in tidy(client.get("/accounts/login/"))


def test_a_row_in_the_database_makes_no_organisation(client: Client, settings: Any) -> None:
    SocialApp.objects.create(provider="openid_connect", provider_id="council", client_id="x")
    assert client.post(BEGIN).status_code == 404


# How organisations are named by a deployment.
COUNCIL = {
    "PORTAL_OPENID": "council",
    "PORTAL_OPENID_COUNCIL_NAME": "Council",
    "PORTAL_OPENID_COUNCIL_SERVER": "https://login.example.org/council/",
    "PORTAL_OPENID_COUNCIL_CLIENT": "portal",
    "PORTAL_OPENID_COUNCIL_SECRET": "secret",
    "PORTAL_OPENID_COUNCIL_DOMAINS": "Council.example.org, @schools.example.org",
}


def named(monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    for name, value in {**COUNCIL, **more}.items():
        monkeypatch.setenv(name, value)


def test_several_organisations_are_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trust = {
        name.replace("COUNCIL", "NHS_TRUST"): value
        for name, value in COUNCIL.items()
        if "COUNCIL" in name
    }
    named(monkeypatch, **{**trust, "PORTAL_OPENID": "council, nhs-trust"})
    first, second = providers(secure=True)
    assert (first.code, second.code) == ("council", "nhs-trust")
    assert first.server == "https://login.example.org/council"
    assert first.origin == "https://login.example.org"
    assert first.domains == ("council.example.org", "schools.example.org")


def test_none_is_named_and_none_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTAL_OPENID", raising=False)
    assert providers(secure=True) == []


@pytest.mark.parametrize("missing", ["NAME", "SERVER", "CLIENT", "SECRET", "DOMAINS"])
def test_a_missing_variable_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    named(monkeypatch, **{f"PORTAL_OPENID_COUNCIL_{missing}": ""})
    with pytest.raises(ValueError, match=f"Set PORTAL_OPENID_COUNCIL_{missing}"):
        providers(secure=True)


def test_where_people_work_an_organisation_is_spoken_to_by_https(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named(monkeypatch, PORTAL_OPENID_COUNCIL_SERVER="http://login.example.org")
    with pytest.raises(ValueError, match="does not begin with https://"):
        providers(secure=True)
    assert providers(secure=False)[0].origin == "http://login.example.org"


def test_a_name_that_fits_no_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, PORTAL_OPENID="The Council")
    with pytest.raises(ValueError, match="small letters"):
        providers(secure=True)
