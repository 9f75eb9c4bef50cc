"""The register of a meeting: who came, who presides, and whether it was quorate."""

from datetime import datetime

from django.utils import timezone

from governance import quorum
from governance.changes.expecting import expect
from governance.changes.holding import holding, only_while, write
from governance.changes.meeting_news import tell_the_chair_who_stays_away
from governance.editing import Refused
from governance.models import Attendance, Board, Meeting, Place, User
from governance.queries.expected import Expected, expected_at, quorum_rule
from governance.queries.wording import counted, day

State, Came = Meeting.State, Attendance.Came
BEFORE = (State.PLANNED, State.PUBLISHED)
AFTER = (State.HELD, State.INQUORATE)
TAKEN_WHILE = (*BEFORE, *AFTER, State.ADJOURNED)


def mark(meeting: Meeting, place: Place, *, came: Attendance.Came, by: User, at: datetime) -> None:
    """Note how a place was filled; the last mark stands, until the minutes are agreed.

    Of a meeting that was held already it is worked out again whether it was quorate.

    :raises Refused: the day has not come, the place is not expected, or the minutes are agreed
    """
    what = f"marked {place} as {came.label}"
    with holding(meeting, by=by, what=what):
        _only_when_taken(meeting, at=at)
        board = meeting.board
        if came == Came.REMOTE and board is not None and board.remote == Board.Remote.NEVER:
            raise Refused("The board does not provide for taking part remotely.")
        expect(meeting)
        rows = meeting.register.filter(place=place)
        if not rows.exists():
            raise Refused("Nobody is expected from that place on the day.")
        rows.exclude(came=came).update(came=came)
        if meeting.state in AFTER:
            _settle(meeting)


def mark_the_rest_absent(meeting: Meeting, *, by: User, at: datetime) -> int:
    """Note as absent whoever is not marked yet; return how many that were.

    :raises Refused: the day has not come, or the minutes are agreed
    """
    with holding(meeting, by=by, what="marked as absent who had not come"):
        _only_when_taken(meeting, at=at)
        expect(meeting)
        return meeting.register.filter(came=Came.UNKNOWN).update(came=Came.ABSENT)


def preside(meeting: Meeting, person: User | None, *, by: User, at: datetime) -> None:
    """Note who presides; None takes it back.

    :raises Refused: the day has not come, or the minutes are agreed
    """
    with holding(meeting, by=by, what=f"noted that {person or 'nobody'} presides"):
        _only_when_taken(meeting, at=at)
        write(meeting, {"presided_by": person})


def close_register(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Close the register: the meeting was held, or was inquorate, by the rule of its board.

    From then on who was expected stays as it was. Closed before, nothing happens.

    :raises Refused: the day has not come, somebody is not marked, or the minutes are agreed
    """
    with holding(meeting, by=by, what="closed the register of a meeting"):
        if meeting.state in AFTER:
            return
        _only_when_taken(meeting, at=at)
        only_while(meeting, BEFORE, done="closed")
        expect(meeting)
        silent = meeting.register.filter(came=Came.UNKNOWN).count()
        if silent:
            are = "is" if silent == 1 else "are"
            raise Refused(f"{counted(silent, 'place')} {are} not marked yet.")
        _settle(meeting)
        tell_the_chair_who_stays_away(meeting, at=at)


def _settle(meeting: Meeting) -> None:
    """Let a meeting be held, or inquorate, as its register says."""
    came = expected_at(meeting)
    state = State.HELD if _is_quorate(meeting, came) else State.INQUORATE
    if meeting.state != state:
        write(meeting, {"state": state})


def _is_quorate(meeting: Meeting, expected: list[Expected]) -> bool:
    if meeting.board is None or not expected:
        return True
    rule = quorum_rule(meeting.board, on=meeting.on)
    return quorum.standing(rule, (each.came() for each in expected)).is_quorate


def _only_when_taken(meeting: Meeting, *, at: datetime) -> None:
    only_while(meeting, TAKEN_WHILE, done="given a register")
    if meeting.minutes_agreed_on is not None:
        raise Refused("The minutes are agreed: the register stands.")
    if timezone.localdate(at) < meeting.on:
        raise Refused(f"The meeting is on {day(meeting.on)}: the register is taken in it.")
