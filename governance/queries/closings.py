"""Boards that are to close: on which day, and who follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from governance.models import Board, Closing
from governance.queries.wording import day

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ClosingAhead:
    """A closing that is agreed and not carried out; `refused` says what stands in the way."""

    board: Board
    ends_on: date
    last_day: str
    heirs: Sequence[Board]
    refused: str

    @property
    def follows(self) -> str:
        """The names of who follows."""
        return " and ".join(each.name for each in self.heirs)


def closings_ahead(boards: Iterable[int] | None = None) -> list[ClosingAhead]:
    """Return the closings to come, of some boards or of all; two queries, one where none is."""
    rows = Closing.objects.ahead().select_related("board").order_by("ends_on", "pk")
    found = list(rows if boards is None else rows.filter(board__in=boards))
    keys = {key for each in found for key in each.decided["successors"]}
    heirs = list(Board.objects.filter(pk__in=keys).order_by("name")) if keys else []
    return [_ahead(each, heirs) for each in found]


def closing_shown(board: Board, *, on: date) -> ClosingAhead | None:
    """Return the closing to come, or the one carried out whose last day is today; two queries."""
    today_is_last = Q(state=Closing.State.CARRIED_OUT, ends_on=on + A_DAY)
    rows = Closing.objects.filter(Q(state=Closing.State.AGREED) | today_is_last, board=board)
    closing = rows.select_related("board").order_by("ends_on", "-pk").first()
    if closing is None:
        return None
    keys = closing.decided["successors"]
    return _ahead(closing, list(Board.objects.filter(pk__in=keys).order_by("name")))


def _ahead(closing: Closing, boards: Sequence[Board]) -> ClosingAhead:
    keys = closing.decided["successors"]
    return ClosingAhead(
        board=closing.board,
        ends_on=closing.ends_on,
        last_day=day(closing.ends_on - A_DAY),
        heirs=[each for each in boards if each.pk in keys],
        refused=closing.refused_because,
    )
