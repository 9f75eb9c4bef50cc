"""The board is told of its meetings: a notice at the desk and one mail for each event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from governance.changes.telling import tell
from governance.models import Appointment, Meeting, Subject, User
from governance.queries.agenda import chairs_of
from governance.queries.missed import missed_in_a_row
from governance.queries.wording import clock, counted, day

State = Meeting.State
WHEN_AND_WHERE = ("on", "starts_at", "venue")
BECAME = {
    State.POSTPONED: "is postponed",
    State.CANCELLED: "is cancelled",
    State.ADJOURNED: "was adjourned",
}


def subject_of_meeting(meeting: Meeting) -> Subject:
    """Return what people are told about a meeting by."""
    defaults = {"kind": "meeting", "title": called(meeting)[:300], "board": meeting.board}
    address = meeting.get_absolute_url()
    return Subject.objects.get_or_create(address=address, defaults=defaults)[0]


def called(meeting: Meeting) -> str:
    """Return how news call a meeting: whose it is, and on which day."""
    return f"The meeting of {meeting.board} on {day(meeting.on)}"


def tell_the_board(
    meeting: Meeting, *, event: str, text: str, mail: str, by: User, at: datetime
) -> None:
    """Tell everybody who sits with the board today, and the deputies of the day, but `by`."""
    today = timezone.localdate(at)
    seated = Appointment.objects.on(today).filter(seat__board=meeting.board_id)
    deputies = meeting.register.filter(deputy__isnull=False)
    keys = {*seated.values_list("holder", flat=True), *deputies.values_list("deputy", flat=True)}
    subject = subject_of_meeting(meeting)
    people = User.objects.filter(pk__in=keys - {by.pk}, is_active=True).select_related("supporter")
    for person in people.order_by("pk"):
        tell(person, subject=subject, event=event, text=text, mail=mail, at=at)


def tell_of_time(
    meeting: Meeting, changed: Mapping[str, tuple[Any, Any]], *, by: User, at: datetime
) -> None:
    """Tell the board that a meeting is at another time or place than it was told."""
    if not changed.keys() & set(WHEN_AND_WHERE):
        return
    new = day(meeting.on)
    if meeting.starts_at:
        new += f", {clock(meeting.starts_at)}"
    if meeting.venue:
        new += f", {meeting.venue}"
    text = f"The meeting of {meeting.board} is at another time or place: {new}."
    mail = f"{meeting.board} meets at another time or place: {new}"
    event = f"moved {meeting.version}"
    tell_the_board(meeting, event=event, text=text, mail=mail, by=by, at=at)


def tell_of_state(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Tell the board what became of a meeting that it knew of."""
    state = State(meeting.state)
    on = f"The meeting of {meeting.board} is now on {day(meeting.on)}"  # it was put off before
    text = on if state == State.PUBLISHED else f"{called(meeting)} {BECAME[state]}"
    why = f": {meeting.state_reason}" if meeting.state_reason else "."
    event = f"{meeting.state} {meeting.version}"
    tell_the_board(meeting, event=event, text=f"{text}{why}", mail=text, by=by, at=at)


def tell_the_chair_who_stays_away(meeting: Meeting, *, at: datetime) -> None:
    """Tell who chairs the board for which places nobody came twice in a row, if there are any."""
    board = meeting.board
    missed = [] if board is None else missed_in_a_row(board, on=meeting.on)
    lately = [each for each in missed if meeting.on in each.meetings]
    if board is None or not lately:
        return
    names = "; ".join(each.words for each in lately)
    text = f"Nobody came to two meetings of {board} in a row for: {names}."
    mail = f"{counted(len(lately), 'place')} of {board} missed two meetings in a row"
    subject = subject_of_meeting(meeting)
    for person in chairs_of(board, on=timezone.localdate(at)).select_related("supporter"):
        tell(person, subject=subject, event="missed two in a row", text=text, mail=mail, at=at)
