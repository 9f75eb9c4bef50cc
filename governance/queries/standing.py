"""How boards stood on a day: at work, planned, closed, not yet begun, or nobody knows."""

from datetime import date, timedelta

from django.db.models import Case, CharField, Q, Value, When

from governance.models import Board
from governance.periods import DayShown

RUNS, PLANNED, CLOSED, LATER, UNKNOWN = "runs", "planned", "closed", "later", "unknown"
# The order in which a reader looks for boards.
ORDER = (RUNS, PLANNED, UNKNOWN, CLOSED, LATER)
NOW = {
    RUNS: "At work now",
    PLANNED: "Planned",
    CLOSED: "Closed",
    LATER: "Not yet begun",
}
THEN = {
    RUNS: "At work on {day}",
    PLANNED: "Planned",
    UNKNOWN: "Closed today, since when is not known",
    CLOSED: "Closed by {day}",
    LATER: "Not yet begun on {day}",
}

SENTENCES = {
    RUNS: "",
    PLANNED: "It is only planned.",
    UNKNOWN: "It is closed today; since when is not known.",
    CLOSED: "It is closed by then.",
    LATER: "It has not begun then.",
}


def standing_on(on: date, *, is_past: bool) -> Case:
    """Return how a board stands on a day, as a column: the list-twin of `standing_of`.

    Its own dates decide. A board without a date runs unless it is closed or planned; of a closed
    one whose last day nobody knows nothing is said about a day in the past.
    """
    return Case(
        When(starts_on__gt=on, then=Value(LATER)),
        When(ends_on__lte=on, then=Value(CLOSED)),
        When(Q(ends_on__gt=on) | Q(status=Board.Status.ACTIVE), then=Value(RUNS)),
        When(status=Board.Status.PLANNED, then=Value(PLANNED)),
        default=Value(UNKNOWN if is_past else CLOSED),
        output_field=CharField(),
    )


def standing_of(board: Board, on: date, *, is_past: bool) -> str:
    """Return how `board` stands on a day, by the same rules as `standing_on`."""
    if board.starts_on and board.starts_on > on:
        return LATER
    if board.ends_on:
        return RUNS if board.ends_on > on else CLOSED
    if board.status == Board.Status.HISTORIC:
        return UNKNOWN if is_past else CLOSED
    return PLANNED if board.status == Board.Status.PLANNED else RUNS


def standing_in_words(standing: str, *, day: str = "") -> str:
    """Say a standing: now, or on the `day` that is written."""
    return THEN[standing].format(day=day) if day else NOW[standing]


def stood(board: Board, *, day: DayShown) -> str:
    """Say in a sentence how `board` stands on another day than today, where it is not at work."""
    if day.is_today:
        return ""
    return SENTENCES[standing_of(board, day.on, is_past=day.is_past)]


def day_of_links(board: Board, on: date) -> date | None:
    """Return the day on which to look at what is around `board`: `on`, or its last day.

    None where the board is closed and nobody knows since when: then all that was ever is shown.
    """
    if board.ends_on and board.ends_on <= on:
        return board.ends_on - timedelta(days=1)
    undated = board.ends_on is None and board.status == Board.Status.HISTORIC
    return None if undated else on
