"""A meeting held fast: one change of it at a time, on what it is at that moment."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from governance import audit
from governance.editing import Refused, refusals_in_words
from governance.models import Meeting, User
from governance.queries.wording import day

State = Meeting.State
# In which states of a meeting something is said, declared, decided there.
HAPPENS = (State.PLANNED, State.PUBLISHED, State.HELD, State.INQUORATE, State.ADJOURNED)


@contextmanager
def holding(meeting: Meeting, *, by: User, what: str, key: str = "") -> Iterator[None]:
    """Do one audited change of `meeting`, brought up to date, that no other runs beside."""
    with audit.change(by=by, what=what, key=key):
        rows = Meeting.objects.select_for_update(of=("self",), no_key=True)
        meeting.refresh_from_db(from_queryset=rows)
        yield


def write(meeting: Meeting, values: Mapping[str, Any]) -> None:
    """Write columns of a meeting that is held fast.

    :raises Refused: a constraint forbids the outcome
    """
    with refusals_in_words(Meeting):
        Meeting.objects.filter(pk=meeting.pk).update(**values)
    meeting.refresh_from_db()


def still_to_come(meeting: Meeting, *, on: date) -> str:
    """Say that a meeting decides nothing before its day; nothing once that has come."""
    if meeting.on <= on:
        return ""
    return (
        f"The meeting is on {day(meeting.on)}: what it decides is written down from that day on."
    )


def only_from_its_day(meeting: Meeting, *, at: datetime) -> None:
    """Refuse what a meeting can only do once it takes place.

    :raises Refused: its day is still to come
    """
    ahead = still_to_come(meeting, on=timezone.localdate(at))
    if ahead:
        raise Refused(ahead)


def only_while(meeting: Meeting, states: Collection[str], *, done: str) -> None:
    """Refuse what makes no sense in the state of a meeting; `done`: what was to be done.

    :raises Refused: it is none of `states`
    """
    if meeting.state not in states:
        raise Refused(f"The meeting is {meeting.get_state_display()}: it cannot be {done}.")
