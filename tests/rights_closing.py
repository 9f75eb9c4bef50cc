"""What the walks of rights need of a board that closes: things, sendings, and strays."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from governance.models import Board, Closing
from portal.forms.homes import first_homes
from portal.queries.succession import DROPPED, KINDS, each_open, open_things
from tests.factories import BoardFactory, ClosingFactory
from tests.rights_strays import NOT_THERE, REFUSED, WHO, Sent, Stray, Thing, always, of_board

PAGE = "portal:board-succession"
THINGS: dict[str, Thing] = {PAGE: of_board}


def passed_on(
    thing: dict[str, Any], *, deed: str = "pass", on: date = date(2024, 8, 31)
) -> dict[str, Any]:
    """Return what closes a board on a day past and passes all that is open to another."""
    board, heir = Board.objects.get(slug=thing["slug"]), BoardFactory()
    groups = open_things(board, on=on)
    homes = first_homes(groups, [heir], {})
    seen = " ".join(each.mark for each in each_open(groups))
    return {"deed": deed, "ends_on": on, "successors": heir.pk, "seen": seen, **homes}


def agreed(thing: dict[str, Any]) -> dict[str, Any]:
    """Return what agrees that a board closes on a day to come."""
    sent = passed_on(thing, deed="agree", on=date(2099, 3, 31))
    kinds = {f"default-{kind}": sent["successors"] for kind in KINDS}
    return {**sent, **kinds, "default-sponsorship": DROPPED}


def ahead(board: Board) -> Closing:
    """Return the closing of a board that is agreed."""
    decided = {"successors": [BoardFactory().pk], "homes": {}, "reasons": {}, "defaults": {}}
    decided |= {"ends_on": "2099-04-01", "seen": []}
    made: Closing = ClosingFactory(board=board, ends_on=date(2099, 4, 1), decided=decided)
    return made


def called_off(thing: dict[str, Any]) -> dict[str, Any]:
    return {"deed": "call off", "closing": ahead(Board.objects.get(slug=thing["slug"])).pk}


def carried_out(board: Board) -> Closing:
    """Return the closing of a board that was carried out, with nothing that passed on."""
    Board.objects.filter(pk=board.pk).update(ends_on=date(2024, 8, 1), status="historic")
    done = {"state": "carried_out", "carried_out_at": "2024-08-01T09:00:00Z"}
    made: Closing = ClosingFactory(
        board=board, ends_on=date(2024, 8, 1), decided={"successors": []}, **done
    )
    return made


def undone(thing: dict[str, Any]) -> dict[str, Any]:
    return {"deed": "undo", "closing": carried_out(Board.objects.get(slug=thing["slug"])).pk}


# What a browser sends for a deed at the address.
DEEDS: dict[tuple[str, str], Sent] = {
    (PAGE, "pass on"): passed_on,
    (PAGE, "agree"): agreed,
    (PAGE, "keep"): always(deed="keep", ends_on="2099-03-31"),
    (PAGE, "call off"): called_off,
    (PAGE, "undo"): undone,
}
# Deeds that name nothing but what their address names.
OF_THEIR_ADDRESS = {(PAGE, "keep")}
STRAYS: dict[tuple[str, str, str], Callable[[Any], Stray]] = {}


def followed_by_a_closed_one(deed: str) -> None:
    """Register a closing in favour of a board that is closed."""

    def make(world: Any) -> Stray:
        thing = {"slug": world.boards["own"].slug}
        place = reverse(PAGE, kwargs=thing)
        sent = DEEDS[PAGE, deed](thing)
        gone = BoardFactory(status="historic", ends_on=date(2024, 4, 1))
        return WHO, (place, sent), (place, {**sent, "successors": gone.pk}), REFUSED

    STRAYS[PAGE, deed, "a closed board"] = make


followed_by_a_closed_one("pass on")
followed_by_a_closed_one("agree")


def closing_of_another(deed: str, made: Callable[[Board], Closing]) -> None:
    """Register what takes back the closing of another board."""

    def make(world: Any) -> Stray:
        thing = {"slug": world.boards["own"].slug}
        place = reverse(PAGE, kwargs=thing)
        sent = DEEDS[PAGE, deed](thing)
        return WHO, (place, sent), (place, {**sent, "closing": made(BoardFactory()).pk}), NOT_THERE

    STRAYS[PAGE, deed, "a closing of another board"] = make


closing_of_another("call off", ahead)
closing_of_another("undo", carried_out)
