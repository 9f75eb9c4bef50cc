"""What the walks of rights need of terms of reference: things, sendings, and strays."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from governance.models import Board, TermsOfReference
from tests.factories import MeetingFactory, TermsOfReferenceFactory

Sent = Callable[[dict[str, Any]], dict[str, Any]]
Stray = tuple[str, tuple[str, dict[str, Any]], tuple[str, dict[str, Any]], str]
WHO = "membership administrator"
REFUSED = "refused"
ON = date(2024, 6, 12)


def always(**values: Any) -> Sent:
    """Return a sending that is the same whatever the thing."""
    return lambda thing: values


def of_board(board: Board, state: str) -> dict[str, Any]:
    """Return a board with a draft of its terms."""
    return {"slug": a_draft(board).board.slug}


def a_draft(board: Board) -> TermsOfReference:
    made: TermsOfReference = board.terms.filter(
        signed_off_on=None
    ).first() or TermsOfReferenceFactory(board=board, number=90)
    return made


def a_version(board: Board, state: str) -> dict[str, Any]:
    if state == "draft":
        return {"slug": board.slug, "number": a_draft(board).number}
    signed = TermsOfReferenceFactory(board=board, number=80, signed_off_on=ON)
    return {"slug": board.slug, "number": signed.number}


THINGS: dict[str, Callable[[Board, str], dict[str, Any]]] = {
    "governance:terms-view": of_board,
    "governance:terms-version": a_version,
    "governance:terms-draft": of_board,
    "governance:terms-sign-off": of_board,
}


def signed_off(thing: dict[str, Any]) -> dict[str, Any]:
    board = Board.objects.get(slug=thing["slug"])
    meeting = MeetingFactory(board=board, on=ON)
    return {"signed_off_in": meeting.pk, "version": a_draft(board).version}


DEEDS: dict[tuple[str, str], Sent] = {
    ("governance:terms-draft", "save"): always(text="The board meets monthly.", version=1),
    ("governance:terms-draft", "keep"): always(deed="keep", text="Half a"),
    ("governance:terms-sign-off", "sign off"): signed_off,
}
# Deeds that name nothing but what their address names.
OF_THEIR_ADDRESS = {("governance:terms-draft", deed) for deed in ("save", "keep")}


def at_a_meeting_of_another_board(world: Any) -> Stray:
    board = world.boards["own"]
    place = reverse("governance:terms-sign-off", args=[board.slug])
    sent = signed_off(of_board(board, ""))
    return WHO, (place, sent), (place, {**sent, "signed_off_in": MeetingFactory().pk}), REFUSED


STRAYS = {
    (
        "governance:terms-sign-off",
        "sign off",
        "a meeting of another board",
    ): at_a_meeting_of_another_board,
}
