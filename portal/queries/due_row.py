"""One thing that waits for a person: by when, what, where, how long it takes."""

from dataclasses import dataclass
from datetime import date

from governance.queries import counted, day

HALF_A_MINUTE, ONE, TWO, FIVE = 0.5, 1.0, 2.0, 5.0


@dataclass(frozen=True)
class Due:
    """Something that waits for the person: by when, what, where, how long it takes."""

    by: date | None
    when: str
    on: str
    is_late: bool
    what: str
    address: str
    note: str
    minutes: float
    illustrative: bool

    @property
    def takes(self) -> str:
        """How long it takes, in words."""
        return minutes_in_words(self.minutes)


def minutes_in_words(minutes: float) -> str:
    """Write how long something takes: half a minute, 1 minute, 5 minutes."""
    return "half a minute" if minutes < 1 else counted(round(minutes + 0.1), "minute")


def due_row(by: date | None, *, on: date, told: str = "", **more: object) -> Due:
    """Return something due by a day, with the words for how far that is."""
    when, is_late = told, False
    if by is not None:
        left = (by - on).days
        is_late = left < 0
        when = (
            f"{counted(-left, 'day')} overdue"
            if is_late
            else "Today"
            if left == 0
            else f"In {counted(left, 'day')}"
        )
    printed = f"{by.day} {by:%B}" if by and abs((by - on).days) < 300 else day(by) if by else ""
    return Due(by=by, when=when, on=printed, is_late=is_late, **more)  # type: ignore[arg-type]
