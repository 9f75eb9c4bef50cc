"""Minutes: written after a meeting, sent round, agreed at a later one and then frozen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from governance import audit
from governance.changes.holding import HAPPENS, only_while
from governance.changes.meeting_news import called, tell_the_board
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import AgendaItem, Meeting, Minutes, User
from governance.queries.minutes import later_meetings, minutes_content
from governance.queries.wording import day
from governance.versions import checksum


def minutes_of(meeting: Meeting, *, by: User) -> Minutes:
    """Return the minutes of a meeting, begun at the first time."""
    with audit.change(by=by, what="began the minutes"):
        return Minutes.objects.get_or_create(meeting=meeting)[0]


def open_with(
    minutes: Minutes, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Write what stands before the first item.

    :raises Refused: the minutes are agreed
    :raises StaleEdit: somebody else wrote it otherwise first
    """
    what = "wrote the opening of the minutes"
    with refusals_in_words(Minutes):
        return save_edit(minutes, version=version, values=values, by=by, what=what, key=key)


def write_minute(
    item: AgendaItem, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Write what the minutes say of one item.

    :raises Refused: the minutes are agreed
    :raises StaleEdit: somebody else wrote it otherwise first
    """
    what = f"wrote the minute of item {item.number}"
    return save_edit(item, version=version, values=values, by=by, what=what, key=key)


def circulate(minutes: Minutes, *, by: User, at: datetime) -> bool:
    """Send the draft round: the board is told once; say whether it was the first time.

    :raises Refused: the meeting does not take place, or is still to come
    """
    on = timezone.localdate(at)
    only_while(minutes.meeting, HAPPENS, done="minuted")
    if minutes.meeting.on > on:
        raise Refused("The meeting is still to come: there is nothing to send round yet.")
    with audit.change(by=by, what="sent the draft minutes round"):
        first = Minutes.objects.filter(pk=minutes.pk, circulated_on=None)
        if not first.update(circulated_on=on):
            return False
        minutes.refresh_from_db()
        text = f"The draft minutes are ready. {called(minutes.meeting)}."
        mail = f"Draft minutes: {called(minutes.meeting)}"
        tell_the_board(minutes.meeting, event="draft minutes", text=text, mail=mail, by=by, at=at)
        return True


def agree(minutes: Minutes, *, at_meeting: Meeting, by: User) -> Minutes:
    """Freeze the minutes as a later meeting agreed them; agreed, they stand.

    :raises Refused: that meeting is not a later one of the board or of one that follows it, or
        was not held, or another agreed them
    """
    what = f"recorded that the minutes were agreed on {at_meeting.on:%-d %B %Y}"
    with refusals_in_words(Minutes), audit.change(by=by, what=what):
        # The later one, too: its register may be changed at this moment.
        two = Meeting.objects.filter(pk__in=[minutes.meeting_id, at_meeting.pk])
        held = {each.pk: each for each in two.select_for_update(no_key=True).order_by("pk")}
        meeting, at_meeting = held[minutes.meeting_id], held[at_meeting.pk]
        minutes.refresh_from_db()
        if minutes.content is not None:
            return _agreed_there(minutes, at_meeting)
        _may_be_agreed_at(meeting, at_meeting)
        content = minutes_content(meeting, minutes)
        Minutes.objects.filter(pk=minutes.pk).update(
            agreed_in=at_meeting, content=content, checksum=checksum(content)
        )
        Meeting.objects.filter(pk=meeting.pk).update(minutes_agreed_on=at_meeting.on)
        minutes.refresh_from_db()
        return minutes


def _agreed_there(minutes: Minutes, at_meeting: Meeting) -> Minutes:
    there = minutes.agreed_in
    if there is None or there.pk == at_meeting.pk:
        return minutes
    raise Refused(f"They were agreed already, on {day(there.on)}.")


def _may_be_agreed_at(meeting: Meeting, later: Meeting) -> None:
    if not later_meetings(meeting).filter(pk=later.pk).exists():
        raise Refused("Choose a later meeting of the same board, or of one that follows it.")
    if later.state != Meeting.State.HELD:
        raise Refused("Minutes are agreed at a meeting that was held and had its quorum.")
