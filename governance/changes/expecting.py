"""The register's expected places: made from those held on the day, until the meeting is held."""

from governance.models import Attendance, Meeting
from governance.queries.expected import TO_COME, held_on_the_day, stands


def expect(meeting: Meeting) -> None:
    """Bring the places expected at `meeting` up to date; once it was held they stay.

    A place that nobody holds on the day is not expected. What the holder before had replied is
    no reply of who follows them.
    """
    if meeting.state not in TO_COME:
        return
    held = {each.place_id: each for each in held_on_the_day(meeting)}
    rows = {row.place_id: row for row in meeting.register.all()}
    stale = [row.pk for key, row in rows.items() if key not in held or not stands(row, held[key])]
    Attendance.objects.filter(pk__in=stale).delete()
    fresh = [key for key in held if key not in rows or rows[key].pk in stale]
    for key in sorted(fresh):
        Attendance.objects.get_or_create(meeting=meeting, place_id=key)
