"""A board set up: added with its seats, edited, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from governance import audit
from governance.changes.slugs import free_slug
from governance.changes.spans import days_typed
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import (
    Board,
    BoardStatement,
    Organisation,
    Place,
    QuorumNeed,
    Seat,
    User,
)
from governance.patterns import Pattern
from governance.queries.closings import closings_ahead
from governance.queries.left_open import left_open

LEFT_OPEN = (
    "Still open there: {}. Pass it on first, by “Close it and pass on what is open” on the page"
    " before."
)
AGREED = (
    "It is agreed that it closes after {}. Give that day, or call that off first, by “Close it and"
    " pass on what is open” on the page before."
)


@dataclass(frozen=True)
class SeatGiven:
    """A line of a new board's membership as it was typed."""

    title: str
    places: int
    role: str
    voting: bool
    sector: str = ""
    represents: Organisation | None = None
    nominated_by: Organisation | None = None


def add_board(
    *,
    values: Mapping[str, Any],
    seats: Sequence[SeatGiven],
    by: User,
    pattern: Pattern,
    key: str = "",
) -> Board:
    """Add a board with its seats, each with its places; its rules are those of `pattern`.

    `values`: clean values of the form by field name; `key`: the mark of the form, by which a
    second sending is recognised: it adds nothing.

    :raises Refused: a board that is not closed is called so, two seats are called alike, or a
        guest would vote
    """
    name = values["name"]
    with refusals_in_words(Seat), audit.change(by=by, what=f"added {name}", key=key):
        slug = free_slug(Board, name)
        made: Board | None = audit.made_by_form(Board.objects.all(), key)
        if made is not None:
            return made
        with refusals_in_words(Board):
            board = Board.objects.create(slug=slug, **{**(pattern.rules or {}), **values})
        _seat(board, seats)
        QuorumNeed.objects.bulk_create(
            QuorumNeed(board=board, sector=each.sector, number=each.number)
            for each in pattern.needs
        )
        BoardStatement.objects.bulk_create(
            BoardStatement(board=board, kind=each.kind, number=number, text=each.text)
            for number, each in enumerate(pattern.statements, start=1)
        )
        return board


def _seat(board: Board, lines: Sequence[SeatGiven]) -> None:
    seats = Seat.objects.bulk_create(
        Seat(
            board=board,
            order=order,
            title=line.title,
            role=line.role,
            voting=line.voting,
            sector=line.sector,
            represents=line.represents,
            nominated_by=line.nominated_by,
        )
        for order, line in enumerate(lines, start=1)
    )
    Place.objects.bulk_create(
        Place(seat=seat, number=number)
        for seat, line in zip(seats, lines, strict=True)
        for number in range(1, line.places + 1)
    )


def edit_board(
    board: Board,
    *,
    version: int,
    values: Mapping[str, Any],
    by: User,
    key: str = "",
    what: str = "edited",
) -> Saved:
    """Save what `by` changed of a board since `version`; a day typed is known to the day.

    :raises StaleEdit: somebody changed the same field first
    :raises Refused: a constraint forbids it
    """
    return save_edit(
        board,
        version=version,
        values=values,
        by=by,
        what=f"{what} {board}",
        key=key,
        follows=lambda row: days_typed(row, values),
    )


@transaction.atomic
def close_board(
    board: Board,
    *,
    version: int,
    values: Mapping[str, Any],
    by: User,
    on: date,
    key: str = "",
) -> Saved:
    """Give a board its last day, or take it back: `values` has `ends_on`, the day after the last.

    Where that day has come by `on` the board is closed; one whose last day is still to come, or
    was taken back, is at work.

    :raises StaleEdit: somebody gave it another last day first
    :raises Refused: it would end before it began, or leave something open without an owner; it is
        agreed that it closes after another day
    """
    if "ends_on" in values:
        ends_on = values["ends_on"]
        _as_agreed(board, ends_on)
        is_over = ends_on is not None and ends_on <= on
        left = left_open(board) if is_over and board.status != Board.Status.HISTORIC else ""
        if left:
            raise Refused(LEFT_OPEN.format(left))
        status = Board.Status.HISTORIC if is_over else Board.Status.ACTIVE
        if is_over or board.status == Board.Status.HISTORIC:
            values = {**values, "status": status}
    return edit_board(
        board, version=version, values=values, by=by, key=key, what="gave a last day to"
    )


def _as_agreed(board: Board, ends_on: date | None) -> None:
    """Refuse another last day than the one that is agreed; who agrees one holds the board too."""
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    for ahead in closings_ahead([board.pk]):
        if ends_on != ahead.ends_on:
            raise Refused(AGREED.format(ahead.last_day))
