"""What a board says of itself: statements by kind, their order, who signed them off."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from governance import audit
from governance.changes.ordering import in_new_order
from governance.editing import Saved, refusals_in_words, save_edit
from governance.models import Board, BoardStatement, User


def add_statement(
    board: Board, *, values: Mapping[str, Any], by: User, key: str = ""
) -> BoardStatement:
    """Add a statement to a board, the last of its kind; sent twice, it is added once."""
    what = f"added a statement to {board}"
    with refusals_in_words(BoardStatement), audit.change(by=by, what=what, key=key):
        _hold(board)
        made: BoardStatement | None = audit.made_by_form(board.statements.all(), key)
        same = board.statements.filter(kind=values["kind"])
        number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
        agreed = _agreed(values)
        return made or board.statements.create(number=number, **{**values, **agreed})


def edit_statement(
    row: BoardStatement, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Save what `by` changed of a statement; another text is not signed off any more.

    :raises StaleEdit: somebody changed the same field first
    :raises RowGone: it was removed meanwhile
    """
    whole = {**values, **_sign_off(row, values)}
    return save_edit(row, version=version, values=whole, by=by, what=f"edited {row}", key=key)


def move_statement(row: BoardStatement, *, up: bool, by: User) -> None:
    """Put a statement one place further up or down among those of its kind."""
    with audit.change(by=by, what=f"moved {row} {'up' if up else 'down'}"):
        _hold(row.board)
        rows = BoardStatement.objects.filter(board=row.board, kind=row.kind)
        numbers = dict(rows.order_by("number").values_list("pk", "number"))
        if row.pk not in numbers:
            return
        order = in_new_order(list(numbers), row.pk, up=up)
        places = dict(zip(order, numbers.values(), strict=True))
        moved = {pk: number for pk, number in places.items() if numbers[pk] != number}
        # No two hold one number at any moment: the one that moves steps aside first.
        if moved:
            rows.filter(pk=row.pk).update(number=max(numbers.values()) + 1)
        for pk in sorted(moved, key=lambda pk: pk == row.pk):
            rows.filter(pk=pk).update(number=moved[pk])


def _agreed(values: Mapping[str, Any]) -> dict[str, Any]:
    meeting = values.get("agreed_in")
    return {"agreed_on": meeting.on if meeting else None}


def _sign_off(row: BoardStatement, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the day that goes with the meeting chosen; with another text alone, neither."""
    if "agreed_in" in values and values["agreed_in"] != row.agreed_in:
        return _agreed(values)
    typed = str(values.get("text", row.text)).replace("\r\n", "\n")
    return {} if typed == row.text else {"agreed_in": None, "agreed_on": None}


def _hold(board: Board) -> None:
    """Let one writer at a time number the statements of a board."""
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
