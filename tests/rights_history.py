"""What the walks of rights need of the history: a record of each kind that has other readers."""

from collections.abc import Callable
from typing import Any

from governance.models import Board, User
from tests.factories import (
    BoardFactory,
    BoardLinkFactory,
    DecisionFactory,
    UserFactory,
    YouSaidFactory,
)

MAKERS: dict[str, Callable[[], Any]] = {
    "of a link of boards": BoardLinkFactory,
    "of a decision": DecisionFactory,
    "of a person": UserFactory,
    "of a quotation": YouSaidFactory,
}


def a_kept_record(board: Board, state: str) -> dict[str, Any]:
    record = MAKERS.get(state, BoardFactory)()
    return {"kind": record._meta.model_name, "pk": record.pk}


def a_board_kept(person: User) -> dict[str, Any]:
    return {"kind": "board", "pk": BoardFactory().pk}


# What an address speaks of; the history belongs to no board.
THINGS = {"portal:history-record": a_kept_record}
THEIRS: dict[str, Callable[[User], dict[str, Any]]] = {
    "portal:history": lambda person: {},
    "portal:history-record": a_board_kept,
}
