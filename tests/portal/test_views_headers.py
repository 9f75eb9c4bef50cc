"""Every answer carries the headers of the settings sheet, and addresses open by their rule."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter

from portal.middleware import PERMISSIONS
from portal.rules import PUBLIC, RULES
from portal.views import public
from tests.factories import UserFactory
from tests.pages import tidy

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}


@pytest.fixture
def calm() -> Client:
    """A browser that is shown the page of a fault, as people are."""
    return Client(raise_request_exception=False)


def raising(problem: Exception) -> Callable[..., Any]:
    def fail(*args: object, **kwargs: object) -> None:
        raise problem

    return fail


def broken(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    monkeypatch.setattr(public.queries, "front", raising(problem))


def ask(client: Client, kind: str, monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    if kind == "500":
        broken(monkeypatch, ValueError("broken"))
    if kind == "503":
        broken(monkeypatch, OperationalError("the database is away"))
    answers: dict[str, Callable[[], Any]] = {
        "200": lambda: client.get(reverse("governance:board-list")),
        "302": lambda: client.get(reverse("portal:home")),
        "400": lambda: client.get("/", headers={"host": "elsewhere.example.org"}),
        "401": lambda: client.get(reverse("portal:home"), headers={"HX-Request": "true"}),
        "403": lambda: Client(enforce_csrf_checks=True).post(reverse("account_login")),
        "404": lambda: client.get("/nothing/"),
        "405": lambda: client.post("/"),
        "500": lambda: client.get("/"),
        "503": lambda: client.get("/"),
        "static": lambda: client.get("/static/portal.css"),
    }
    response: HttpResponse = answers[kind]()
    return response


@pytest.mark.parametrize(
    "kind", ["200", "302", "400", "401", "403", "404", "405", "500", "503", "static"]
)
def test_every_kind_of_answer_carries_the_same_headers(
    calm: Client, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = ask(calm, kind, monkeypatch)
    response.close()
    assert response.status_code == (200 if kind == "static" else int(kind))
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert "Server" not in response.headers
    assert "Access-Control-Allow-Origin" not in response.headers


def test_what_a_signed_in_person_sees_is_never_stored(client: Client) -> None:
    assert client.get("/boards/").headers["Cache-Control"] == "no-cache"
    client.force_login(UserFactory())
    assert client.get("/boards/").headers["Cache-Control"] == "no-store"
    assert client.get("/nothing/").headers["Cache-Control"] == "no-store"


def test_while_the_database_is_away_people_are_told_to_try_again(
    calm: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    broken(monkeypatch, OperationalError("the database is away"))
    with django_assert_num_queries(0):
        response = calm.get("/")
    assert response.headers["Retry-After"] == "10"
    assert "Nothing that was saved is lost" in tidy(response)
    assert "what you typed is still in the page" in tidy(response)


def test_a_fault_is_told_without_saying_what_broke(
    calm: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, ValueError("secret of the house"))
    response = calm.get("/")
    assert "Something broke here" in tidy(response)
    assert "secret of the house" not in tidy(response)
    assert "Django" not in tidy(response)


def test_an_address_without_a_rule_is_not_there(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(RULES, "governance:board-list")
    assert client.get("/boards/").status_code == 404


def samples() -> dict[str, dict[str, Any]]:
    """Return every address by its name, with arguments of the kinds it takes."""
    found = {}
    for pattern in get_resolver().url_patterns:
        namespace = getattr(pattern, "namespace", None)
        for entry in getattr(pattern, "url_patterns", [pattern]):
            name = f"{namespace}:{entry.name}" if namespace else entry.name
            kinds = getattr(entry.pattern, "converters", {})
            found[name] = {
                key: 1 if isinstance(kind, IntConverter) else "x" for key, kind in kinds.items()
            }
    return found


SAMPLES = samples()


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    assert set(SAMPLES) == set(RULES)


@pytest.mark.parametrize("name", sorted(name for name in RULES if RULES[name] != PUBLIC))
def test_what_is_not_public_asks_to_sign_in_first(client: Client, name: str) -> None:
    address = reverse(name, kwargs=SAMPLES[name])
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/accounts/login/?next={address}",
    )


def test_a_fragment_asked_for_after_signing_out_leads_the_page_to_sign_in(client: Client) -> None:
    response = client.get(
        "/home/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/plans/a/1/?x=1"},
    )
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/accounts/login/?next=%2Fplans%2Fa%2F1%2F"
    assert response.content == b""


@pytest.mark.parametrize("address", ["/admin/", "/accounts/email/", "/accounts/", "/.git/config"])
def test_what_the_portal_does_not_offer_is_not_there(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "There is nothing here for you to see" in tidy(response)


def test_the_page_that_is_not_there_offers_to_sign_in_and_come_back(client: Client) -> None:
    assert 'href="/accounts/login/?next=/boards/none/"' in tidy(client.get("/boards/none/"))


def test_a_form_sent_from_a_page_open_too_long_says_so() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})
    assert response.status_code == 403
    assert "The page was open too long" in tidy(response)


@pytest.mark.parametrize(
    ("headers", "is_alone"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_a_refusal_in_place_of_a_fragment_is_its_sentences_alone(
    client: Client, headers: dict[str, str], is_alone: bool
) -> None:
    response = client.get("/boards/none/", headers=headers)
    assert response.status_code == 404
    assert "There is nothing here for you to see" in tidy(response)
    assert ("<html" not in tidy(response)) is is_alone
    assert "HX-Request" in response.headers["Vary"]


def test_the_database_being_away_is_said_in_place_of_a_fragment(
    calm: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, OperationalError("the database is away"))
    response = calm.get("/", headers={"HX-Request": "true"})
    assert response.status_code == 503
    assert tidy(response).startswith('<div id="refusal"')


def test_a_table_that_is_not_made_yet_is_a_database_that_is_not_ready(
    calm: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask_too_soon(**_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM made_tomorrow")

    monkeypatch.setattr(public.queries, "front", ask_too_soon)
    response = calm.get("/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "Its database is not ready just now." in tidy(response)


def test_health_says_whether_the_database_answers(client: Client) -> None:
    assert client.get("/health/").json() == {"database": "ok"}
