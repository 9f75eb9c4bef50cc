"""A visitor whose page has not changed is told so; nobody is told of another or an old one."""

from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from governance.models import Board
from tests.factories import BoardFactory, UserFactory, YouSaidFactory

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("/", "/boards/", "/boards/b/", "/plans/", "/measures/", "/voice/", "/search/?q=hub")


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2024-09-02T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="b", name="Before")
    return made


def again(address: str, response: HttpResponse, client: Client | None = None) -> HttpResponse:
    """Ask for a page once more, with the mark that an answer gave."""
    headers = {"If-None-Match": response.headers.get("ETag", "")}
    return (client or Client()).get(address, headers=headers)


def unchanged(address: str, written: str = "{}") -> tuple[HttpResponse, HttpResponse]:
    """Return two answers with no change between: other tests write in the same cluster."""
    for _ in range(200):
        first = Client().get(address)
        mark = written.format(first["ETag"])
        second = Client().get(address, headers={"If-None-Match": mark})
        if second.status_code == 304:
            break
    return first, second


def test_a_page_that_has_not_changed_is_not_sent_again(board: Board) -> None:
    for address in PAGES:
        first, second = unchanged(address)
        assert (first.status_code, second.status_code, second.content) == (200, 304, b""), address
        assert second["ETag"] == first["ETag"]
        assert first["Cache-Control"] == second["Cache-Control"] == "no-cache"
        assert "Cookie" in first["Vary"]
    _, weak = unchanged("/boards/", 'W/"other", W/{}')
    assert weak.status_code == 304


def test_any_change_makes_it_new(board: Board) -> None:
    first = Client().get("/boards/")
    Board.objects.update(name="After")
    second = again("/boards/", first)
    assert "After" in second.content.decode()
    YouSaidFactory()  # whatever it is that changed
    assert again("/boards/", second).status_code == 200


def test_a_new_day_makes_it_new(board: Board) -> None:
    first = Client().get("/boards/")
    with time_machine.travel("2024-09-03T00:00:01+01:00", tick=False):
        assert again("/boards/", first).status_code == 200


def test_the_mark_of_one_page_says_nothing_of_another(board: Board) -> None:
    first = Client().get("/boards/")
    for address in ("/plans/", "/boards/?page=2", "/boards/?format=csv"):
        assert again(address, first).status_code == 200
    elsewhere = {"If-None-Match": first["ETag"]}
    assert Client().get("/boards/", headers=elsewhere, HTTP_HOST="127.0.0.1").status_code == 200


def test_who_is_signed_in_gets_a_whole_page_that_nobody_keeps(board: Board) -> None:
    visited = Client().get("/boards/")
    client = Client()
    client.force_login(UserFactory(post="Head teacher"))
    private = again("/boards/", visited, client)
    assert private.status_code == 200
    assert "Head teacher" in private.content.decode()
    assert private["Cache-Control"] == "no-store"
    assert "ETag" not in private.headers
    # and a visitor never meets what was made for somebody
    assert "Head teacher" not in Client().get("/boards/").content.decode()


@pytest.mark.parametrize("cookie", ["sessionid=guessed", "answer=guessed", "csrftoken=x"])
def test_who_brings_any_cookie_is_no_visitor(board: Board, cookie: str) -> None:
    visited = Client().get("/boards/")
    headers = {"If-None-Match": visited["ETag"], "Cookie": cookie}
    met = Client().get("/boards/", headers=headers)
    assert met.status_code == 200
    assert "ETag" not in met.headers


@pytest.mark.parametrize(
    "address", ["/health/", "/outbox/", "/accounts/login/", "/home/", "/nothing/", "/answer/"]
)
def test_what_is_not_a_page_for_everybody_is_never_marked(address: str) -> None:
    assert Client().get(address).headers.get("Cache-Control") != "no-cache"


def test_a_fragment_is_no_page(board: Board) -> None:
    visited = Client().get("/boards/")
    headers = {"If-None-Match": visited["ETag"], "HX-Request": "true"}
    assert Client().get("/boards/", headers=headers).status_code == 200
