"""What a meeting decides and asks people to do: written down in the room, settled later."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Max

from governance import audit
from governance.changes.holding import HAPPENS, only_from_its_day, only_while
from governance.changes.mail import write_to
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import ActionPoint, AgendaItem, Board, Decision, Meeting, User
from governance.periods import municipal_year_of
from governance.queries.wording import day

AGREED = "The minutes are agreed; what they say stands."
BEFORE = "Give a day that is not before the meeting."


def decide(
    meeting: Meeting,
    *,
    text: str,
    kind: str,
    by: User,
    at: datetime,
    item: AgendaItem | None = None,
    follow_up_on: date | None = None,
    key: str = "",
) -> Decision:
    """Write down what `meeting` decided, under the next number of its municipal year.

    Sent again it is the same decision.

    :raises Refused: the meeting is still to come or does not take place, or its minutes are agreed
    """
    board = _board_of(meeting)
    with refusals_in_words(Decision), audit.change(by=by, what="wrote a decision down", key=key):
        made = audit.made_by_form(meeting.decisions.all(), key)
        if made is not None:
            again: Decision = made
            return again
        Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
        _still_open(meeting, at=at)
        return numbered_decision(
            board,
            on=meeting.on,
            text=text,
            kind=kind,
            meeting=meeting,
            item=item,
            follow_up_on=follow_up_on,
        )


def numbered_decision(board: Board, *, on: date, **columns: Any) -> Decision:
    """Keep a decision of `board` under the next number of the municipal year of `on`.

    Two at once take their turn at the board's row, so that no number is given twice.
    """
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    year = municipal_year_of(on).starts_on.year
    of_year = board.decisions.filter(municipal_year=year)
    last: int = of_year.aggregate(last=Max("number"))["last"] or 0
    return Decision.objects.create(
        board=board, municipal_year=year, number=last + 1, on=on, **columns
    )


def edit_decision(
    decision: Decision, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Put a decision into other words, as long as the minutes are not agreed.

    :raises Refused: they are
    :raises StaleEdit: somebody else changed the same words first
    """
    what = "put a decision into other words"
    return save_edit(decision, version=version, values=values, by=by, what=what, key=key)


def supersede(decision: Decision, *, version: int, later: Decision, by: User) -> Saved:
    """Say that a later decision takes the place of one.

    :raises Refused: the other is not later, or of another board
    """
    is_later = (later.on, later.municipal_year, later.number) > (
        decision.on,
        decision.municipal_year,
        decision.number,
    )
    if later.board_id != decision.board_id or not is_later:
        raise Refused("Choose a later decision of the same board.")
    values = {"superseded_by": later}
    return save_edit(decision, version=version, values=values, by=by, what="superseded a decision")


def ask_for(
    meeting: Meeting,
    *,
    what: str,
    who: User,
    due_on: date | None,
    by: User,
    at: datetime,
    item: AgendaItem | None = None,
    key: str = "",
) -> ActionPoint:
    """Write down what `meeting` asked somebody to do, and tell them by mail.

    Sent again it is the same action point.

    :raises Refused: the day is before the meeting, that is still to come or does not take place,
        or the minutes are agreed
    """
    said = f"asked {who} to do something"
    with refusals_in_words(ActionPoint), audit.change(by=by, what=said, key=key):
        made = audit.made_by_form(meeting.action_points.all(), key)
        if made is not None:
            again: ActionPoint = made
            return again
        Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
        _still_open(meeting, at=at)
        _not_before(meeting, due_on)
        last: int = meeting.action_points.aggregate(last=Max("number"))["last"] or 0
        point = ActionPoint.objects.create(
            meeting=meeting, number=last + 1, what=what, who=who, due_on=due_on, item=item
        )
        _tell_of_point(point, at=at)
        return point


def edit_point(
    point: ActionPoint, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Change what somebody is asked to do, who, or by when.

    :raises StaleEdit: somebody else changed the same first
    :raises Refused: the day is before the meeting
    """
    _not_before(point.meeting, values.get("due_on"))
    what = f"changed action point {point.number}"
    return save_edit(point, version=version, values=values, by=by, what=what, key=key)


def settle_point(
    point: ActionPoint,
    *,
    version: int,
    state: str,
    outcome: str,
    by: User,
    at: datetime,
    key: str = "",
) -> Saved:
    """Say that an action point is done or dropped and what came of it, or open it again.

    :raises Refused: it is dropped without a reason
    :raises StaleEdit: somebody else settled it otherwise first
    """
    if state == ActionPoint.State.DROPPED and not outcome:
        raise Refused("Say why it is dropped.")
    is_open = state == ActionPoint.State.OPEN
    settled = {"settled_at": None, "settled_by": None}
    if not is_open:
        settled = {"settled_at": at, "settled_by": by}  # type: ignore[dict-item]
    return save_edit(
        point,
        version=version,
        values={"state": state, "outcome": outcome},
        by=by,
        what=f"settled action point {point.number}",
        key=key,
        follows=lambda row: settled if row.state != state else {},
    )


def _board_of(meeting: Meeting) -> Board:
    if meeting.board is None:
        raise Refused("Only a board decides.")
    return meeting.board


def _still_open(meeting: Meeting, *, at: datetime | None = None) -> None:
    meeting.refresh_from_db(fields=["minutes_agreed_on", "state"])
    if at is not None:
        only_from_its_day(meeting, at=at)
    only_while(meeting, HAPPENS, done="given business")
    if meeting.minutes_agreed_on is not None:
        raise Refused(AGREED)


def _not_before(meeting: Meeting, due_on: date | None) -> None:
    if due_on is not None and due_on < meeting.on:
        raise Refused(BEFORE)


def _tell_of_point(point: ActionPoint, *, at: datetime) -> None:
    board, where = point.meeting.board, point.get_absolute_url()
    due = f" by {day(point.due_on)}" if point.due_on else ""
    title = f"{board} asks you to do something{due}"
    body = f"{title}. Read it, and say what came of it, at {settings.ADDRESS.rstrip('/')}{where}\n"
    key = f"action point {point.pk}"
    write_to(point.who, key=key, title=title, body=body, at=at, board=board)
