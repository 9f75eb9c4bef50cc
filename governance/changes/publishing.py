"""The agenda comes out: by the board's notice rule, late only with a reason, then supplements."""

from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from governance.changes.holding import holding, only_while, write
from governance.changes.meeting_news import called, tell_the_board
from governance.editing import Refused
from governance.models import Meeting, User
from governance.queries.notice import notice_of

State = Meeting.State
NOTHING_ON_IT = "Put an item on the agenda first."
WHY_LATE = "Say why the agenda is late."


def publish_agenda(meeting: Meeting, *, by: User, at: datetime, late_reason: str = "") -> None:
    """Publish a planned meeting with its agenda, and tell the board. Published before: nothing.

    :raises Refused: nothing is on it, it is late without a reason, or not planned
    """
    with holding(meeting, by=by, what="published the agenda of a meeting"):
        if meeting.state == State.PUBLISHED:
            return
        only_while(meeting, [State.PLANNED], done="published")
        if not meeting.items.exists():
            raise Refused(NOTHING_ON_IT)
        today = timezone.localdate(at)
        is_late = notice_of(meeting, on=today).is_late
        if is_late and not late_reason:
            raise Refused(WHY_LATE)
        new = {"state": State.PUBLISHED, "agenda_out_on": today}
        write(meeting, {**new, "late_reason": late_reason if is_late else ""})
        meeting.items.update(out_on=today)
        text = f"{called(meeting)}: the agenda is out."
        mail = f"The agenda of {_lower(called(meeting))} is out"
        tell_the_board(meeting, event="agenda", text=text, mail=mail, by=by, at=at)


def publish_supplement(meeting: Meeting, *, by: User, at: datetime) -> int:
    """Bring late items out in the next supplementary agenda, and tell the board; its number.

    Where no late item waits nothing happens, and it is 0.

    :raises Refused: the meeting's agenda is not out, or the meeting is past
    """
    with holding(meeting, by=by, what="published a supplementary agenda"):
        only_while(meeting, [State.PUBLISHED], done="given a supplementary agenda")
        waiting = meeting.items.filter(out_on=None).exclude(late_reason="")
        if not waiting.exists():
            return 0
        last: int | None = meeting.items.aggregate(last=Max("supplement"))["last"]
        number = (last or 0) + 1
        waiting.update(out_on=timezone.localdate(at), supplement=number)
        text = f"{called(meeting)}: supplementary agenda {number} is out."
        mail = f"Supplementary agenda {number} of {_lower(called(meeting))} is out"
        event = f"supplement {number}"
        tell_the_board(meeting, event=event, text=text, mail=mail, by=by, at=at)
        return number


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
