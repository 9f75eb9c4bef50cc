"""What the walks of rights need of organisations and boards: things, sendings, and strays."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from governance.models import Board, Organisation
from tests.factories import OrganisationFactory

Thing = Callable[[Board, str], dict[str, Any]]
Sent = Callable[[dict[str, Any]], dict[str, Any]]
Stray = tuple[str, tuple[str, dict[str, Any]], tuple[str, dict[str, Any]], str]
WHO = "membership administrator"
NOT_THERE, REFUSED = "not there", "refused"


def always(**values: Any) -> Sent:
    """Return a sending that is the same whatever the thing."""
    return lambda thing: values


def an_organisation(board: Board, state: str) -> dict[str, Any]:
    return {"slug": OrganisationFactory().slug}


def a_pattern(board: Board, state: str) -> dict[str, Any]:
    return {"code": "learning-alliance"}


# What an address speaks of that belongs to no board.
OF_NO_BOARD: dict[str, Thing] = {
    "governance:organisation-view": an_organisation,
    "governance:organisation-edit": an_organisation,
    "governance:organisation-end": an_organisation,
    "governance:board-add": a_pattern,
}
THINGS: dict[str, Thing] = {**OF_NO_BOARD}

NEW_BOARD = {
    "name": "The new one",
    "kind": "network",
    "status": "active",
    "seat-TOTAL_FORMS": "1",
    "seat-INITIAL_FORMS": "1",
    "seat-0-title": "Chair",
    "seat-0-places": "1",
    "seat-0-role": "chair",
}

# What a browser sends for a deed at an address.
DEEDS: dict[tuple[str, str], Sent] = {
    ("governance:organisation-add", "add"): always(name="A new school"),
    ("governance:organisation-add", "keep"): always(deed="keep", name="Half a"),
    ("governance:organisation-edit", "save"): always(name="Another name", version=1),
    ("governance:organisation-edit", "keep"): always(deed="keep", name="Half a"),
    ("governance:organisation-end", "save"): always(ends_on="2024-08-31", version=1),
    ("governance:organisation-end", "remove"): always(deed="remove"),
    ("governance:board-add", "add"): always(**NEW_BOARD),
    ("governance:board-add", "keep"): always(deed="keep", **NEW_BOARD),
    ("governance:board-add", "one line more"): always(deed="line", **NEW_BOARD),
}
# Deeds that name nothing but what their address names.
OF_THEIR_ADDRESS = {
    *(("governance:organisation-end", deed) for deed in ("save", "remove")),
    *((f"governance:organisation-{page}", "keep") for page in ("add", "edit")),
    *(("governance:board-add", deed) for deed in ("keep", "one line more")),
}
STRAYS: dict[tuple[str, str, str], Callable[[Any], Stray]] = {}


def ended() -> Organisation:
    made: Organisation = OrganisationFactory(ends_on=date(2024, 4, 1))
    return made


def named(address: str, deed: str, field: str, what: str, wrong: Callable[[Any], Any]) -> None:
    """Register a form in which `field` names what is offered to nobody."""

    def make(world: Any) -> Stray:
        row = OrganisationFactory()
        thing = THINGS[address](world.boards["own"], "") if address in THINGS else None
        thing = {"slug": row.slug} if address == "governance:organisation-edit" else thing
        place, sent = reverse(address, kwargs=thing), DEEDS[address, deed](thing or {})
        right = {**sent, field: OrganisationFactory().name}
        return WHO, (place, right), (place, {**sent, field: wrong(row).name}), REFUSED

    STRAYS[address, deed, what] = make


named("governance:organisation-add", "add", "parent", "an ended whole", lambda row: ended())
named("governance:organisation-edit", "save", "parent", "itself as its whole", lambda row: row)
named("governance:board-add", "add", "seat-0-represents", "an ended one", lambda row: ended())
