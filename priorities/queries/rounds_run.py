"""The open rounds as an officer runs them: how many have answered, who is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from governance.models import Board
from governance.queries import counted
from governance.rules import OFFICER
from governance.scope import Scope
from priorities.models import Contribution, ReportingRound
from priorities.queries.asked import asked_in_any, is_of_round

NAMED = 3
ROUNDS = 6  # shown before the others are counted


@dataclass(frozen=True)
class RoundLine:
    """One open round in a line."""

    board: str
    label: str
    address: str
    due: str
    is_late: bool
    answered: int
    asked: int
    silent: str
    illustrative: bool

    @property
    def words(self) -> str:
        """How many parts are reported."""
        return f"{self.answered} of {counted(self.asked, 'part')} reported"


@dataclass(frozen=True)
class RoundsRun:
    """The open rounds due first, and how many more there are."""

    lines: Sequence[RoundLine]
    more: int


def rounds_run(scope: Scope) -> RoundsRun:
    """Return the open rounds of the boards that one is officer of; three queries at most."""
    boards = scope.boards_as(OFFICER)
    if not boards:
        return RoundsRun([], 0)
    rows = ReportingRound.objects.filter(
        board__status=Board.Status.ACTIVE, opens_on__lte=scope.day, closed_at=None
    )
    if None not in boards:
        rows = rows.filter(board__in=boards)
    every = list(rows.select_related("board").order_by("due_on", "board__name", "pk"))
    opened = every[:ROUNDS]
    asked = _asked(opened)
    sent = set(Contribution.objects.filter(round__in=opened).values_list("round", "commitment"))
    lines = [_line(each, asked, sent, on=scope.day) for each in opened]
    return RoundsRun(lines, len(every) - len(opened))


class _Asked(NamedTuple):
    """A commitment that rounds ask about: no record is made of each, there are hundreds."""

    pk: int
    asked_on: date | None
    board: int
    name: str
    short_name: str


def _asked(rounds: Sequence[ReportingRound]) -> list[_Asked]:
    """Return what some rounds ask about; one query."""
    rows = asked_in_any(rounds).values_list(
        *("pk", "asked_on", "action__plan__priority__plan__board"),
        *("organisation__name", "organisation__short_name"),
    )
    return [_Asked._make(row) for row in rows]


def _line(
    in_round: ReportingRound, asked: Sequence[_Asked], sent: set[tuple[int, int]], *, on: date
) -> RoundLine:
    own = [
        each for each in asked if is_of_round(in_round, board=each.board, asked_on=each.asked_on)
    ]
    silent = [each for each in own if (in_round.pk, each.pk) not in sent]
    return RoundLine(
        board=in_round.board.name,
        label=in_round.label,
        address=in_round.get_absolute_url(),
        due=f"{in_round.due_on.day} {in_round.due_on:%B}",
        is_late=in_round.due_on < on,
        answered=len(own) - len(silent),
        asked=len(own),
        silent=_silent(list(dict.fromkeys(each.short_name or each.name for each in silent))),
        illustrative=in_round.illustrative,
    )


def _silent(names: Sequence[str]) -> str:
    """Write who is silent: the first few by name, of the others how many."""
    if not names:
        return "Nobody is silent."
    shown, others = names[:NAMED], len(names) - NAMED
    if others > 0:
        return f"Silent: {', '.join(shown)} and {others} more."
    return f"Silent: {', '.join(shown)}."
