"""Who read what is exempt of a meeting, for its officers."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.models import ExemptReading, Meeting
from governance.queries.wording import instant

SHOWN = 50


@dataclass(frozen=True)
class ReadingLine:
    """One reading: who, what, when."""

    who: str
    what: str
    when: str


def exempt_readings(meeting: Meeting) -> Sequence[ReadingLine]:
    """Return the newest readings of what is exempt of a meeting; one query."""
    rows = meeting.exempt_readings.select_related("person").order_by("-read_at", "-pk")
    return [_line(each) for each in rows[:SHOWN]]


def _line(row: ExemptReading) -> ReadingLine:
    return ReadingLine(who=row.person.called, what=row.what, when=instant(row.read_at))
