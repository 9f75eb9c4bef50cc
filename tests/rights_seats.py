"""What the walks of rights need of who sits where: things, valid sendings, and strays."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from governance.models import Board
from tests.factories import (
    FIRST_INSTANT,
    AppointmentFactory,
    NominationFactory,
    OrganisationFactory,
    PlaceFactory,
    SeatFactory,
    UserFactory,
)
from tests.rights_strays import NOT_THERE, REFUSED, WHO, Sent, Stray, always, of_board

Maker = Callable[[Board, str], dict[str, Any]]


def a_place(board: Board, state: str) -> dict[str, Any]:
    return {"slug": board.slug, "pk": PlaceFactory(seat__board=board).pk}


def a_nominated_place(board: Board, state: str) -> dict[str, Any]:
    place = PlaceFactory(seat__board=board, seat__nominated_by=OrganisationFactory())
    return {"slug": board.slug, "pk": place.pk}


def a_nomination(board: Board, state: str) -> dict[str, Any]:
    named = {"post": "Head teacher", "email": "head@example.org", "answered_at": FIRST_INSTANT}
    by = {"state": "answered", **named, "answered_by": UserFactory()}
    row = NominationFactory(place__seat__board=board, **(by if state == "answered" else {}))
    return {"slug": board.slug, "place": row.place_id, "pk": row.pk}


def a_seat(board: Board, state: str) -> dict[str, Any]:
    return {"slug": board.slug, "pk": SeatFactory(board=board).pk}


def an_appointment(board: Board, state: str) -> dict[str, Any]:
    row = AppointmentFactory(place__seat__board=board, ends_on=date(2030, 1, 1))
    return {"slug": board.slug, "pk": row.pk}


def a_leaver(board: Board, state: str) -> dict[str, Any]:
    return {"pk": UserFactory().pk}


def a_token(board: Board, state: str) -> dict[str, Any]:
    return {"token": "guessed"}


# What an address speaks of.
THINGS: dict[str, Maker] = {
    "governance:place-view": a_place,
    "governance:place-appoint": a_place,
    "governance:place-end": a_place,
    "governance:seat-list": of_board,
    "governance:seat-add": of_board,
    "governance:seat-edit": a_seat,
    "governance:nomination-ask": a_nominated_place,
    "governance:nomination-view": a_nomination,
    "governance:nominate-link": a_token,
    "portal:leaver": a_leaver,
    "governance:appointment-end": an_appointment,
    "governance:appointment-renew": an_appointment,
    "governance:appointment-act": an_appointment,
}
# Addresses with an argument that belongs to no board.
OF_NO_BOARD = {"governance:nominate-link", "portal:leaver"}


def somebody(**values: Any) -> Sent:
    """Return a sending about somebody who is in the portal."""
    return lambda thing: {"who": UserFactory().pk, **values}


APPOINTED = {"starts_on": "2026-09-01", "standing": "substantive"}
NEW_SEAT = {"title": "Schools", "many": "1", "role": "member", "voting": "on"}


def moved(board: Board) -> dict[str, Any]:
    """Return what moves the first of two seats of a board down."""
    first, _ = (SeatFactory(board=board) for _ in range(2))
    return {"seat": first.pk, "deed": "down"}


# What a browser sends for a deed at an address.
DEEDS: dict[tuple[str, str], Sent] = {
    ("governance:place-appoint", "appoint"): somebody(**APPOINTED),
    ("governance:place-end", "end"): always(version=1, ends_on="2026-08-31"),
    ("governance:seat-list", "move"): lambda thing: moved(Board.objects.get(slug=thing["slug"])),
    ("governance:seat-add", "add"): always(**NEW_SEAT),
    ("governance:seat-edit", "save"): always(**NEW_SEAT, version=1),
    ("governance:nomination-ask", "ask"): always(address="heads@example.org"),
    ("governance:nomination-view", "appoint"): always(who="new", post="Head", **APPOINTED),
    ("governance:nomination-view", "decline"): always(
        **{"deed": "decline", "declined-reason": "They sit there already."}
    ),
    ("governance:nomination-view", "withdraw"): always(
        **{"deed": "withdraw", "withdrawn-reason": "The seat ends."}
    ),
    ("governance:nomination-view", "ask again"): always(deed="ask again"),
    ("governance:nominate", "answer"): always(post="Head teacher"),
    ("portal:leaver", "leave"): always(deed="leave", ends_on="2026-12-31"),
    ("governance:appointment-end", "stand down"): always(version=1, ends_on="2026-08-31"),
    ("governance:appointment-end", "take back"): always(deed="take_back"),
    ("governance:appointment-renew", "renew"): always(
        version=1, way="extend", ends_on="2031-08-31", why_extended="Asked to stay."
    ),
    ("governance:appointment-act", "act"): somebody(starts_on="2026-09-01", ends_on="2026-12-31"),
}


def answered(board: Board, _: str) -> dict[str, Any]:
    return a_nomination(board, "answered")


def of_another_board(address: str, deed: str, maker: Maker) -> Callable[[Any], Stray]:
    """Return the maker for a thing of the board, and the same of another under its address."""

    def make(world: Any) -> Stray:
        own, other = (maker(world.boards[name], "") for name in ("own", "other"))
        right, wrong = (
            reverse(address, kwargs={**thing, "slug": own["slug"]}) for thing in (own, other)
        )
        sent = DEEDS[address, deed](own)
        return WHO, (right, sent), (wrong, sent), NOT_THERE

    return make


def appointed_after_leaving(world: Any) -> Stray:
    address = "governance:place-appoint"
    place = reverse(address, kwargs=a_place(world.boards["own"], ""))
    sent = DEEDS[address, "appoint"]({})
    gone = UserFactory(left_on=date(2024, 4, 1))
    return WHO, (place, sent), (place, {**sent, "who": gone.pk}), REFUSED


def a_seat_of_another_board_moved(world: Any) -> Stray:
    place = reverse("governance:seat-list", args=[world.boards["own"].slug])
    right, wrong = (moved(world.boards[name]) for name in ("own", "other"))
    return WHO, (place, right), (place, wrong), NOT_THERE


def a_seat_for_who_has_ended(address: str, deed: str, maker: Maker) -> Callable[[Any], Stray]:
    """Return the maker for a seat that is to sit for an organisation that has ended."""

    def make(world: Any) -> Stray:
        place = reverse(address, kwargs=maker(world.boards["own"], ""))
        sent = DEEDS[address, deed]({})
        right, wrong = OrganisationFactory(), OrganisationFactory(ends_on=date(2024, 4, 1))
        bodies = [{**sent, "represents": each.name} for each in (right, wrong)]
        return WHO, (place, bodies[0]), (place, bodies[1]), REFUSED

    return make


# Sendings that name a thing of somewhere else.
STRAYS: dict[tuple[str, str, str], Callable[[Any], Stray]] = {
    (address, deed, "one of another board"): of_another_board(address, deed, maker)
    for address, deed, maker in (
        ("governance:place-appoint", "appoint", a_place),
        ("governance:place-end", "end", a_place),
        ("governance:seat-edit", "save", a_seat),
        ("governance:appointment-end", "stand down", an_appointment),
        ("governance:appointment-end", "take back", an_appointment),
        ("governance:appointment-renew", "renew", an_appointment),
        ("governance:appointment-act", "act", an_appointment),
        ("governance:nomination-ask", "ask", a_nominated_place),
        ("governance:nomination-view", "appoint", answered),
        ("governance:nomination-view", "decline", answered),
        ("governance:nomination-view", "withdraw", a_nomination),
        ("governance:nomination-view", "ask again", a_nomination),
    )
} | {
    ("governance:place-appoint", "appoint", "somebody who has left"): appointed_after_leaving,
    ("governance:seat-list", "move", "one of another board"): a_seat_of_another_board_moved,
    **{
        (address, deed, "an ended organisation"): a_seat_for_who_has_ended(address, deed, maker)
        for address, deed, maker in (
            ("governance:seat-add", "add", of_board),
            ("governance:seat-edit", "save", a_seat),
        )
    },
}
# Deeds that name nothing but what their address names, which the tables walk.
OF_THEIR_ADDRESS = {("governance:nominate", "answer"), ("portal:leaver", "leave")}
