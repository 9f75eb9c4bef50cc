"""What the walks of rights need of organisations and boards: things, sendings, and strays."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from governance.models import Board, BoardName, Organisation
from tests.factories import (
    BoardFactory,
    BoardLinkFactory,
    BoardNameFactory,
    BoardStatementFactory,
    MeetingFactory,
    OrganisationFactory,
    PauseFactory,
    QuorumNeedFactory,
    SeatFactory,
)
from tests.rights_strays import NOT_THERE, REFUSED, WHO, Sent, Stray, Thing, always, of_board


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


def a_kind_of_part(board: Board, state: str) -> dict[str, Any]:
    return {"slug": board.slug, "part": state if state in PARTS else "names"}


def a_part(board: Board, state: str) -> dict[str, Any]:
    """Return a part of the kind that the state names."""
    part = state if state in PARTS else "names"
    of = {"from_board": board} if part == "links" else {"board": board}
    return {"slug": board.slug, "part": part, "pk": PARTS[part](**of).pk}


PARTS: dict[str, Any] = {
    "names": BoardNameFactory,
    "links": BoardLinkFactory,
    "pauses": PauseFactory,
    "quorum": QuorumNeedFactory,
    "statements": BoardStatementFactory,
}
THINGS: dict[str, Thing] = {
    **OF_NO_BOARD,
    **{f"governance:board-{page}": of_board for page in ("keep", "edit", "rules", "close")},
    "governance:part-add": a_kind_of_part,
    "governance:part-edit": a_part,
}

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

FACTS = {"name": "Another name", "kind": "network", "status": "active", "stands_for": 1}
RULES = {
    "notice": "none",
    "papers_days": 8,
    "meeting_law": "own_terms",
    "remote": "counts",
    "calendar": "financial",
}
DAYS = {"starts_on": "2025-07-21", "ends_on": "2025-08-31"}
NEW_PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "names": lambda: {"name": "The Trust"},
    "links": lambda: {"verb": "advises", "board": BoardFactory().pk},
    "pauses": lambda: {"why": "Summer holidays", **DAYS},
    "quorum": lambda: {"sector": "police", "number": 1},
    "statements": lambda: {"kind": "value", "text": "We are fair."},
}


def removed(thing: dict[str, Any]) -> dict[str, Any]:
    """Return what brings back a name that was removed just now."""
    name = BoardNameFactory(board=Board.objects.get(slug=thing["slug"]))
    name.delete()
    kept = BoardName.pgh_event_model.objects.filter(pgh_label="delete").latest("pgh_id")
    return {"part": "names", "event": kept.pgh_id}


def a_new(part: str) -> Sent:
    return lambda thing: NEW_PARTS[part]()


def changed(part: str) -> Sent:
    return lambda thing: {"what": "Yearly", **NEW_PARTS[part](), "version": 1}


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
    ("governance:board-keep", "bring back"): removed,
    ("governance:board-edit", "save"): always(**FACTS, version=1),
    ("governance:board-edit", "keep"): always(deed="keep", name="Half a"),
    ("governance:board-rules", "save"): always(**RULES, version=1),
    ("governance:board-close", "close"): always(ends_on="2099-03-31", version=1),
    **{("governance:part-add", f"add one of {part}"): a_new(part) for part in PARTS},
    **{("governance:part-edit", f"save one of {part}"): changed(part) for part in PARTS},
    ("governance:part-edit", "remove"): always(deed="remove"),
    ("governance:part-edit", "move up"): always(deed="up"),
}
# Deeds that name nothing but what their address names.
OF_THEIR_ADDRESS = {
    *(("governance:organisation-end", deed) for deed in ("save", "remove")),
    *((f"governance:organisation-{page}", "keep") for page in ("add", "edit")),
    *(("governance:board-add", deed) for deed in ("keep", "one line more")),
    *(("governance:board-edit", deed) for deed in ("save", "keep")),
    *(("governance:board-rules", "save"), ("governance:board-close", "close")),
    *(("governance:part-add", f"add one of {part}") for part in ("names", "pauses")),
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


def named_of_a_board(part: str, what: str, right: Any, wrong: Any) -> None:
    """Register a new part of a board that names what is offered to nobody."""

    def make(world: Any) -> Stray:
        board = world.boards["own"]
        place = reverse("governance:part-add", args=[board.slug, part])
        sent = NEW_PARTS[part]()
        bodies = [{**sent, **each(board)} for each in (right, wrong)]
        return WHO, (place, bodies[0]), (place, bodies[1]), REFUSED

    STRAYS["governance:part-add", f"add one of {part}", what] = make


named_of_a_board(
    "quorum",
    "a seat of another board",
    lambda board: {"sector": "", "seat": SeatFactory(board=board).pk},
    lambda board: {"sector": "", "seat": SeatFactory().pk},
)
named_of_a_board(
    "statements",
    "a meeting of another board",
    lambda board: {"agreed_in": MeetingFactory(board=board).pk},
    lambda board: {"agreed_in": MeetingFactory().pk},
)
named_of_a_board(
    "links",
    "an organisation that has ended",
    lambda board: {"board": "", "organisation": OrganisationFactory().name},
    lambda board: {"board": "", "organisation": ended().name},
)


def part_of_another_board(part: str, deed: str) -> None:
    """Register a part's address with the part of another board in it."""

    def make(world: Any) -> Stray:
        one, other = (a_part(board, part) for board in (world.boards["own"], BoardFactory()))
        sent = DEEDS["governance:part-edit", deed](one)
        right = reverse("governance:part-edit", kwargs=one)
        wrong = reverse("governance:part-edit", kwargs={**other, "slug": one["slug"]})
        return WHO, (right, sent), (wrong, sent), NOT_THERE

    STRAYS["governance:part-edit", deed, f"one of {part} of another board"] = make


for _part in PARTS:
    part_of_another_board(_part, f"save one of {_part}")
    part_of_another_board(_part, "remove")
part_of_another_board("statements", "move up")


def brought_back_elsewhere(world: Any) -> Stray:
    """Bring back what was removed from another board: nothing is written."""
    board = world.boards["own"]
    place = reverse("governance:board-keep", args=[board.slug])
    right = removed({"slug": board.slug})
    wrong = removed({"slug": BoardFactory().slug})
    return WHO, (place, right), (place, {**wrong, "part": "seats"}), NOT_THERE


STRAYS["governance:board-keep", "bring back", "of a kind that is none"] = brought_back_elsewhere
