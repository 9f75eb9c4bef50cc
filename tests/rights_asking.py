"""What the walks of rights need of what is asked between meetings and around them."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from governance.models import Board
from tests.factories import AppointmentFactory, WrittenProcedureFactory
from tests.rights_meetings import NOT_THERE, Sent, Stray, always, of_board

NEVER = "2099-01-07"


def with_a_vote(board: Board, state: str) -> dict[str, Any]:
    """Return a board at which somebody votes."""
    AppointmentFactory(place__seat__board=board)
    return of_board(board, state)


def a_procedure(board: Board, state: str) -> dict[str, Any]:
    """Return a question that is open, and so decided on once its only place answers."""
    return {"pk": WrittenProcedureFactory(board=board, closes_on=NEVER).pk}


def a_procedure_over(board: Board, state: str) -> dict[str, Any]:
    return {"pk": WrittenProcedureFactory(board=board, closes_on="2024-04-02").pk}


THINGS: dict[str, Callable[[Board, str], dict[str, Any]]] = {
    "governance:procedure-list": of_board,
    "governance:procedure-add": with_a_vote,
    "governance:procedure-view": a_procedure_over,
    "governance:procedure-answer": a_procedure,
}
DEEDS: dict[tuple[str, str], Sent] = {
    ("governance:procedure-add", "send round"): always(question="Agreed?", closes_on=NEVER),
    ("governance:procedure-view", "close"): always(deed="close"),
    ("governance:procedure-view", "take back"): always(deed="take back", because="It was wrong."),
    ("governance:procedure-answer", "answer"): always(answer="agree"),
}
OF_THEIR_ADDRESS = {
    ("governance:procedure-add", "send round"),
    ("governance:procedure-view", "close"),
    ("governance:procedure-view", "take back"),
}


def place_of_another(world: Any) -> Stray:
    """Return an answer for one's own place, and for that of somebody else at the same table."""
    board, sent = world.boards["own"], {"answer": "agree"}
    place = reverse("governance:procedure-answer", kwargs=a_procedure(board, ""))
    own = world.people["member"].appointments.get().place_id
    other = AppointmentFactory(place__seat__board=board).place_id
    right, wrong = (f"{place}?place={each}" for each in (own, other))
    return "member", (right, sent), (wrong, sent), NOT_THERE


STRAYS: dict[tuple[str, str, str], Callable[[Any], Stray]] = {
    ("governance:procedure-answer", "answer", "the place of somebody else"): place_of_another,
}
