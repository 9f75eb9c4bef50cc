"""The record of who read what is exempt: written as it is given, once an hour is enough."""

from collections.abc import Iterable
from datetime import datetime

from governance.models import ExemptReading, User

Given = tuple[int, str, str]  # the key of a meeting, what of it is given, and where it stands


def note_readings(given: Iterable[Given], *, by: User, at: datetime) -> None:
    """Note that `by` is given what is exempt; no row of people changes, and one query does it.

    The database drops what it has of that hour, so that asking twice at once leaves one, too.
    """
    read = [
        ExemptReading(meeting_id=meeting, person=by, address=address, what=what, read_at=at)
        for meeting, what, address in given
    ]
    ExemptReading.objects.bulk_create(read, ignore_conflicts=True)
