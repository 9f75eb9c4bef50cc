"""What is kept of a board: its rules, names, links, pauses, and what was removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from governance.changes.drafts import Sheet
from governance.models import Board, BoardLink, BoardName, BoardStatement, Pause, QuorumNeed
from governance.queries.board_rules import need_in_words, needs_of, rules_in_words
from governance.queries.expected import held_places, need_on
from governance.queries.removed import Removed, removed_lately
from governance.queries.wording import day, span
from governance.quorum import Place

# The parts of a board that are rows of their own, by their names in addresses.
PARTS: dict[str, Any] = {
    "names": BoardName,
    "links": BoardLink,
    "pauses": Pause,
    "quorum": QuorumNeed,
    "statements": BoardStatement,
}


@dataclass(frozen=True)
class PartRow:
    """A part in a list: what it says, and its key."""

    pk: int
    words: str
    sub: str


@dataclass(frozen=True)
class RemovedPart:
    """A part that was removed lately, and of which kind it was."""

    part: str
    row: Removed


@dataclass(frozen=True)
class BoardKept:
    """All that is kept of a board beside its seats and its words."""

    board: Board
    rules: Sequence[tuple[str, str]]
    needs: Sequence[PartRow]
    pauses: Sequence[PartRow]
    names: Sequence[PartRow]
    links: Sequence[PartRow]
    statements: Sequence[PartRow]
    removed: Sequence[RemovedPart]


def board_kept(board: Board, *, at: datetime) -> BoardKept:
    """Return what is kept of a board; ten queries, and those of what was removed."""
    needs, today = list(needs_of(board)), timezone.localdate(at)
    held = held_places(board, on=today)
    return BoardKept(
        board=board,
        rules=rules_in_words(board, needs),
        needs=[_need(each, held, on=today) for each in needs],
        pauses=[
            PartRow(each.pk, each.why, span(each)) for each in board.pauses.order_by("starts_on")
        ],
        names=[
            PartRow(each.pk, each.name, ", ".join(filter(None, (each.legal_basis, span(each)))))
            for each in board.other_names.order_by(Lower("name"), "pk")
        ],
        links=_links(board),
        statements=_statements(board),
        removed=[
            RemovedPart(part, row)
            for part, model in PARTS.items()
            for row in removed_lately(model, of_board(part, board), at=at)
        ],
    )


def of_board(part: str, board: Board) -> Q:
    """Return the condition that a part, or its kept state, is the board's."""
    if part == "links":
        return Q(from_board=board.pk) | Q(to_board=board.pk)
    return Q(board=board.pk)


def _need(need: QuorumNeed, held: Sequence[Place], *, on: date) -> PartRow:
    """Return whom the quorum asks for, and why nobody can be there of them, where that is so."""
    why = need_on(need, on).out_of_reach(place for place in held if place.is_member)
    said = f"{_capital(why)}: the quorum cannot be reached as it stands." if why else ""
    return PartRow(need.pk, _capital(need_in_words(need)), said)


def _links(board: Board) -> list[PartRow]:
    ends = ("from_board", "from_organisation", "to_board", "to_organisation")
    rows = BoardLink.objects.filter(of_board("links", board)).select_related(*ends)
    return [
        PartRow(row.pk, str(row), _joined(row.what, span(row)))
        for row in rows.order_by("kind", "pk")
    ]


def _statements(board: Board) -> list[PartRow]:
    rows = board.statements.order_by("kind", "number")
    return [
        PartRow(row.pk, row.text, _joined(row.get_kind_display(), signed_off_in_words(row)))
        for row in rows
    ]


def signed_off_in_words(row: BoardStatement) -> str:
    """Return when a statement was signed off; nothing where it was not."""
    return f"signed off on {day(row.agreed_on)}" if row.agreed_on else ""


def _joined(*words: str) -> str:
    return ", ".join(each for each in words if each)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def part_by(part: str, board: Board, pk: int) -> QuerySet[Any]:
    """Return the part of a board with that key."""
    model = PARTS[part]
    rows: QuerySet[Any] = model._default_manager.filter(of_board(part, board), pk=pk)
    return rows


def was_removed(part: str, board: Board, pk: int) -> bool:
    """Say whether a board had a part of that key."""
    kept = PARTS[part].pgh_event_model.objects.filter(pgh_label="delete", pgh_obj_id=pk)
    return bool(kept.filter(of_board(part, board)).exists())


def board_sheet(board: Board, form: str) -> Sheet:
    """Return a form of a board, as drafts are kept of it."""
    address = f"{board.get_absolute_url()}keep/{form}/"
    return Sheet(f"board-{form}", str(board.pk), address, board.name)


def part_sheet(board: Board, part: str, row: Any | None) -> Sheet:
    """Return the form of a part of a board, or of a new one, as drafts are kept of it."""
    place = f"{board.get_absolute_url()}keep/{part}/"
    if row is None:
        return Sheet(f"board-{part}", f"new-of-{board.pk}", f"{place}new/", f"{board}: new")
    return Sheet(f"board-{part}", str(row.pk), f"{place}{row.pk}/", f"{board}: {row}"[:300])
