"""The record of who read what is exempt: written as it is given, once an hour is enough."""

from datetime import datetime

from governance.models import ExemptReading, Meeting, User


def note_reading(meeting: Meeting, *, what: str, address: str, by: User, at: datetime) -> None:
    """Note that `by` is given `what` stands at `address` of a meeting; no row of people changes.

    The database drops what it has of that hour, so that asking twice at once leaves one, too.
    """
    read = ExemptReading(meeting=meeting, person=by, address=address, what=what, read_at=at)
    ExemptReading.objects.bulk_create([read], ignore_conflicts=True)
