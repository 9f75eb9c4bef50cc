"""Who read what is exempt of a meeting, for its officers."""

from dataclasses import dataclass, replace

from governance.models import ExemptReading, Meeting
from governance.queries.paging import Paged, paged
from governance.queries.wording import instant

SHOWN = 50


@dataclass(frozen=True)
class ReadingLine:
    """One reading: who, what, when."""

    who: str
    what: str
    when: str


def exempt_readings(meeting: Meeting, *, page: int) -> Paged[ReadingLine]:
    """Return a page of the readings of what is exempt of a meeting, newest first; two queries."""
    rows = meeting.exempt_readings.select_related("person").order_by("-read_at", "-pk")
    found = paged(rows, number=page, size=SHOWN)
    return replace(found, rows=[_line(each) for each in found.rows])


def _line(row: ExemptReading) -> ReadingLine:
    return ReadingLine(who=row.person.called, what=row.what, when=instant(row.read_at))
