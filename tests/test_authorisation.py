"""Who may open which address: each row of the tables against the portal itself.

The tables are written apart from the rules, for a governance officer to read: each answer is what
a person of that kind, made for the board called their own, meets at a thing of that board or of
another. "not there" is the answer for what one should not know of; "not allowed" names who may.

A new address needs: its rule (`portal.rules.RULES`), its rows in `authorisation.csv` (own and
other board, each state that changes the answer), and, where it takes an argument, a maker in
THINGS of `rights_things.py`. If it takes POST it needs rows in `authorisation_writes.csv` and a
valid sending in DEEDS of `test_authorisation_writes.py`. What those must meet whose own thing it
is (the deputy, the action lead, the sponsor ...) goes into `authorisation_also.csv`, with a maker
in THEIRS of `rights_own.py`.
"""

import pytest
from django.urls import get_resolver

from portal.management.commands.routes import routes
from portal.rules import RULES
from priorities.models import Plan
from tests import (
    rights_boards,
    rights_history,
    rights_people,
    rights_seats,
)
from tests.planted import SECRETS, Planted, families, unplaced
from tests.rights import (
    HTMX,
    THEIR_OWN,
    World,
    answer,
    exceptions,
    one_for_each,
    rows,
    written_tables,
)
from tests.rights_own import THEIRS
from tests.rights_things import THINGS

PAGES = rows("authorisation")
ADDRESSES = sorted({row.address for row in PAGES})
EXPORTS = ("csv", "xlsx", "json")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def planted(world: World) -> Planted:
    """Have tokens in what each of the two boards keeps from others."""
    planted = Planted(world.boards, PAGES)
    for board in world.boards.values():
        families(board)
    planted.plant()
    return planted


def test_every_address_stands_in_the_table_and_has_a_rule() -> None:
    named = {route.name for route in routes(get_resolver().url_patterns)}
    assert named == set(RULES)
    assert named == set(ADDRESSES)


def test_every_row_speaks_of_own_and_other_board_or_of_none() -> None:
    for address in ADDRESSES:
        boards = {row.board for row in PAGES if row.address == address}
        assert boards in ({""}, {"own", "other"}), address
        assert (boards == {""}) == (address not in THINGS or address in OF_NO_BOARD), address


# Addresses with an argument that belongs to no board.
OF_NO_BOARD = {
    *rights_people.THINGS,
    *rights_boards.OF_NO_BOARD,
    *rights_history.THINGS,
    *("portal:answer-link", "account_reset_password_from_key"),
    *("portal:answer-link", "portal:invitation-link", "account_reset_password_from_key"),
    "governance:person-feed",
    "governance:nominate-link",
    *rights_seats.OF_NO_BOARD,
    *("mfa_edit_webauthn", "mfa_remove_webauthn"),
    *("openid_connect_login", "openid_connect_callback"),
    *(f"governance:organisation-{page}" for page in ("view", "edit", "end")),
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_answers_each_kind_of_person_as_the_table_says(
    world: World, planted: Planted, address: str, full: bool
) -> None:
    for row in (row for row in PAGES if row.address == address):
        place = world.place(row, THINGS.get(address))
        planted.plant()
        asking = row.answers
        # Fragments and files are asked for by one person for each answer, or by all.
        fewer = asking if full else one_for_each(asking)
        files = EXPORTS if full else EXPORTS[:1]
        walks = [(place, {}, asking), (place, HTMX, fewer)]
        walks += [(f"{place}?format={form}", {}, fewer) for form in files]
        for to, headers, expected in walks:
            with written_tables() as written:
                got = {who: world.browsers[who].get(to, headers=headers) for who in expected}
            met = {who: answer(response) for who, response in got.items()}
            assert met == expected, (to, row.state, headers)
            leaked = {who: planted.leaked(who, response) for who, response in got.items()}
            assert {who: tokens for who, tokens in leaked.items() if tokens} == {}, to
            assert written == set(), (to, "looking writes nothing")


@pytest.mark.parametrize(
    "line",
    [line for line in exceptions() if not line["deed"]],
    ids=lambda line: f"{line['who']}, {line['address']}",
)
def test_what_is_their_own_opens_to_whom_it_belongs(world: World, line: dict[str, str]) -> None:
    assert (line["state"], line["board"]) == (THEIR_OWN, "own")
    place = world.own_place(line, THEIRS)
    for headers in ({}, HTMX):
        met = answer(world.browsers[line["who"]].get(place, headers=headers))
        assert met == line["answer"], (place, headers)


def test_every_text_of_people_is_planted_or_known_to_be_open(planted: Planted) -> None:
    assert unplaced() == set()
    texts = {f"{model._meta.object_name}." for model in SECRETS}
    planted_in = {
        token.place.partition(" in ")[2].partition(".")[0] + "."
        for token in planted.tokens.values()
    }
    assert planted_in == texts


def test_tokens_are_met_by_those_who_may_read_and_by_nobody_else(
    world: World, planted: Planted
) -> None:
    plan = Plan.objects.get(board=world.boards["own"], state=Plan.State.DRAFT)
    met = {
        who: {token.place for token in planted.found(browser.get(plan.get_absolute_url()))}
        for who, browser in world.browsers.items()
    }
    assert met["public"] == met["no seat"] == met["scrutiny officer"] == set()
    assert met["member"] == met["officer"] != set()


@pytest.mark.parametrize("words", ["cny own draft title", "cny other draft", "cny", "Plan"])
def test_search_finds_nothing_that_is_kept_from_who_searches(
    world: World, planted: Planted, words: str
) -> None:
    for who, browser in world.browsers.items():
        found = browser.get("/search/", {"q": words})
        assert (found.status_code, planted.leaked(who, found)) == (200, []), who
