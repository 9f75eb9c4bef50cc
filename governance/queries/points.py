"""What meetings asked people to do and nobody has settled yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from governance.models import ActionPoint, Board, Meeting
from governance.queries.left_open import of_heirs
from governance.queries.wording import day
from governance.rules import reads_point
from governance.scope import Scope


@dataclass(frozen=True)
class PointRow:
    """An action point that is still open, with the meeting that asked for it."""

    pk: int
    what: str
    who: str
    due: str
    asked: str
    address: str
    is_late: bool
    illustrative: bool


def point_called(point: ActionPoint, *, reads: bool = False) -> str:
    """Return what is asked; of an exempt item its number alone, but for who reads it."""
    if reads or point.item is None or not point.item.exempt:
        return point.what
    return f"Action point {point.number}, of an exempt item"


def points_open(
    board: Board, *, before: Meeting, scope: Scope, on: date | None = None
) -> list[PointRow]:
    """Return what earlier meetings asked for and nobody has settled; one query.

    With what was passed on to `board` by one that was closed. `on`: the day by which it is late;
    without it the day of the meeting `before` which it was asked.
    """
    asked = ActionPoint.objects.filter(state=ActionPoint.State.OPEN, meeting__on__lt=before.on)
    found = asked.filter(of_heirs(board, Q(meeting__board=board)))
    rows = found.select_related("who", "item", "meeting__board")
    return [
        _row(each, before, scope, on or before.on)
        for each in rows.order_by("meeting__on", "number")
    ]


def points_asked_of(scope: Scope) -> Sequence[ActionPoint]:
    """Return what is asked of a person and open, with its meeting; one query."""
    rows = ActionPoint.objects.filter(who=scope.person, state=ActionPoint.State.OPEN)
    whose = ("item", "passed_to", "meeting__board", "meeting__convened_by")
    return list(rows.select_related(*whose).order_by("meeting__on", "number"))


def _row(each: ActionPoint, at: Meeting, scope: Scope, on: date) -> PointRow:
    meeting = each.meeting
    whose = "" if meeting.board_id == at.board_id else f" of {meeting.board}"
    return PointRow(
        pk=each.pk,
        what=point_called(each, reads=reads_point(scope, each)),
        who=each.who.called,
        due=day(each.due_on) if each.due_on else "",
        asked=f"asked on {day(meeting.on)}{whose}",
        address=each.get_absolute_url(),
        is_late=each.due_on is not None and each.due_on < on,
        illustrative=each.illustrative,
    )
