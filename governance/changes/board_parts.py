"""What belongs to a board: other names, links, times without chasing, whom its quorum asks for."""

from collections.abc import Mapping
from typing import Any, TypeVar

from governance import audit
from governance.changes.spans import days_typed
from governance.editing import Saved, refusals_in_words, save_edit
from governance.models import Board, BoardLink, BoardName, Pause, QuorumNeed, Record, User

Part = TypeVar("Part", BoardName, Pause, QuorumNeed)


def add_part(
    model: type[Part], *, board: Board, values: Mapping[str, Any], by: User, key: str = ""
) -> Part:
    """Add a name, a pause or a need of the quorum to a board.

    `values`: clean values of the form by field name; `key`: the mark of the form, by which a
    second sending is recognised: it adds nothing.

    :raises Refused: a constraint forbids it
    """
    what = f"added a {model._meta.verbose_name} to {board}"
    with refusals_in_words(model), audit.change(by=by, what=what, key=key):
        _hold(board)
        rows = model._default_manager.filter(board=board)
        made: Part | None = audit.made_by_form(rows, key)
        return made or model._default_manager.create(board=board, **values)


def edit_part(
    row: Record, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Save what `by` changed of a part since `version`; a day typed is known to the day.

    :raises StaleEdit: somebody changed the same field first
    :raises RowGone: it was removed meanwhile
    :raises Refused: a constraint forbids it
    """
    return save_edit(
        row,
        version=version,
        values=values,
        by=by,
        what=f"edited {row}",
        key=key,
        follows=lambda now: days_typed(now, values),
    )


def add_link(*, board: Board, values: Mapping[str, Any], by: User, key: str = "") -> BoardLink:
    """Tie a board to another body; `values` name both ends, the kind and the days.

    :raises Refused: it would be tied to itself, or go round in a loop
    """
    what = f"linked {board}"
    with refusals_in_words(BoardLink), audit.change(by=by, what=what, key=key):
        _hold(board)
        rows = BoardLink.objects.all()
        made: BoardLink | None = audit.made_by_form(rows, key)
        return made or BoardLink.objects.create(**values)


def _hold(board: Board) -> None:
    """Let one writer at a time add to a board, so that a doubled sending sees the first."""
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
