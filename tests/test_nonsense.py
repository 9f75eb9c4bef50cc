"""Nonsense that is sent anywhere is answered in words: it is never a fault of the portal."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from tests.rights import Row, World, undone
from tests.rights_things import THINGS
from tests.test_authorisation import ADDRESSES, PAGES
from tests.test_authorisation_writes import DEEDS, DEEDS_OF_TABLE, prepared

pytestmark = pytest.mark.django_db
UNKEPT = "x\0y"  # no text of the database holds it
# With `--full`: more digits than a key has, a digit that is no number, more than fits.
MORE = ("9" * 30, "\u00b2", "x" * 20_000)
# What pages ask of their address, besides the day.
ASKED = (
    "about address at before board by from group horizon item kind measure name note of on order "
    "page place plan priority q question reply round said serves show since state theme to until "
    "voice who word"
)


@pytest.fixture(autouse=True)
def quickly(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def nonsense(full: bool) -> Sequence[str]:
    return (UNKEPT, *MORE) if full else (UNKEPT,)


def who_meets(answer: str, row: Row) -> str:
    """Return who gets furthest: the officer, or else the first who meets the answer."""
    able = [who for who, said in row.answers.items() if said == answer]
    return "officer" if "officer" in able or not able else able[0]


def spoilt(sent: dict[str, Any], nonsense: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield what is sent with nonsense in one of its fields, each in turn."""
    for name, value in sent.items():
        if isinstance(value, str | int):
            yield from ({**sent, name: each} for each in nonsense)


@pytest.mark.parametrize("deed", sorted(DEEDS), ids=" ".join)
def test_nonsense_in_any_field_of_a_form_is_answered(
    world: World, deed: tuple[str, str], nonsense: Sequence[str]
) -> None:
    row = next(row for row in DEEDS_OF_TABLE if (row.address, row.deed) == deed)
    able = who_meets("may", row)
    place, sent = prepared(world, row)
    for body in spoilt(sent, nonsense):
        with undone():
            assert world.browser(able).post(place, body).status_code < 500, body


@pytest.mark.parametrize("address", ADDRESSES)
def test_nonsense_in_an_address_is_answered(
    world: World, address: str, nonsense: Sequence[str]
) -> None:
    row = next(row for row in PAGES if row.address == address)
    able = who_meets("opens", row)
    place = world.place(row, THINGS.get(address))
    for each in nonsense:
        # A day that is none is refused before the rest is read.
        for names in (["as_at"], ASKED.split()):
            with undone():
                answer = world.browser(able).get(place, dict.fromkeys(names, each))
            assert answer.status_code < 500, place
