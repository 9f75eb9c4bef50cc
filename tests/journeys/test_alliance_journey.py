"""An administrator sets up a new alliance of thirteen seat lines from nothing and fills it."""

import os
import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.changes.boards import appoint
from governance.models import Board, Nomination, Place, User
from tests.factories import OfficeFactory, OrganisationFactory, UserFactory
from tests.journeys.conftest import EVERY_WAY, PHONE_AND_DESK, OpenPage
from tests.journeys.looking import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
CHAIR, PORTFOLIO, PRIMARY = 0, 1, 2  # lines of the pattern, in their order
# Every place by hand on a phone without script; in every way with `--full`.
by_hand_or_short = pytest.mark.parametrize(
    ("width", "scheme", "script", "by_hand"),
    [(*way, True) for way in EVERY_WAY]
    if os.environ.get("PORTAL_FULL") == "1"
    else [*((*way, False) for way in PHONE_AND_DESK), (320, "light", False, True)],
)


@pytest.fixture
def administrator(transactional_db: None) -> User:
    office = {"kind": "membership_administrator", "person__post": "Administrator"}
    person: User = OfficeFactory(board=None, **office).person
    return person


def set_up(page: Any) -> Board:
    """Add the board from its pattern, its headteachers nominated by the heads."""
    page.get_by_role("link", name="Add a board").click()
    page.get_by_role("link", name="Learning alliance").click()
    look(page)
    page.get_by_role("button", name="Add the board").click()
    page.get_by_role("link", name="Write its name").wait_for()
    page.get_by_label("Name", exact=True).fill("Walsall Learning Alliance")
    line = page.get_by_role("group", name=f"Seat line {PRIMARY + 1}", exact=True)
    line.get_by_label("Nominated by").fill("The Heads")
    page.get_by_role("button", name="Add the board").click()
    page.get_by_text("Walsall Learning Alliance is added.").wait_for()
    look(page)
    return Board.objects.get()


def appoint_by_hand(page: Any, vacant: str, post: str) -> None:
    """Go from the members of the board to a vacant place, and appoint somebody new to it."""
    page.get_by_role("link", name=re.compile(vacant)).first.click()
    page.get_by_role("link", name="Appoint somebody").click()
    page.get_by_text("Somebody who is not in the portal yet").click()
    page.get_by_label("Their post").fill(post)
    page.get_by_role("button", name="Appoint").click()
    page.get_by_text(f"{post} is appointed.").wait_for()


def fill_the_middle(page: Any, board: Board, by: User, *, by_hand: bool) -> None:
    """Fill every place that is vacant still but one."""
    vacant = Place.objects.filter(seat__board=board, appointments=None).order_by("pk")
    for number, place in enumerate(list(vacant)[:-1], start=1):
        if by_hand:
            page.goto(f"{board.get_absolute_url()}members/")
            appoint_by_hand(page, "Vacant: fill it", f"Member {number}")
            continue
        now = timezone.now()
        appoint(place=place, holder=UserFactory(), starts_on=now.date(), by=by, at=now)


@by_hand_or_short
def test_a_new_alliance_from_nothing_to_sixteen_of_sixteen(
    open_page: OpenPage,
    enter: Any,
    administrator: User,
    width: int,
    scheme: str,
    script: bool,
    by_hand: bool,
) -> None:
    OrganisationFactory(name="The Heads", nominations_to="heads@example.org")
    UserFactory(post="Portfolio holder")
    page: Any = open_page(width=width, scheme=scheme, script=script)
    board = set_up(enter(page, administrator, "/boards/"))
    places = list(Place.objects.filter(seat__board=board).order_by("pk"))
    assert (board.seats.count(), len(places)) == (13, 16)

    page.get_by_role("link", name="Members").click()
    look(page)
    appoint_by_hand(page, "Vacant.* Independent chair", "Independent chair")
    page.get_by_text("1 of 16 places filled.").wait_for()
    look(page)

    page.goto(f"{places[PORTFOLIO].get_absolute_url()}appoint/")
    page.get_by_label("Look for a person").fill("portfolio")
    page.get_by_role("button", name="Look").click()
    page.locator("#people-found label", has_text="Portfolio holder").click()
    look(page)
    page.get_by_role("button", name="Appoint").click()
    page.get_by_text("Portfolio holder is appointed. 2 of 16 places filled.").wait_for()

    page.goto(places[PRIMARY].get_absolute_url())
    page.get_by_role("button", name="Ask The Heads to name somebody").click()
    page.get_by_text("asked", exact=False).first.wait_for()
    look(page)
    assert Nomination.objects.get().place == places[PRIMARY]

    fill_the_middle(page, board, administrator, by_hand=by_hand)
    page.goto(f"{board.get_absolute_url()}members/")
    appoint_by_hand(page, "Vacant: fill it", "Principal")
    page.get_by_text("16 of 16 places filled.").wait_for()
    page.goto(f"{board.get_absolute_url()}members/")
    expect(page.get_by_role("link", name="Vacant: fill it")).to_have_count(0)
    look(page)
