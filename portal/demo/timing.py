"""The days of the demonstration: everything present hangs on its anchor day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from governance.periods import Period, is_working_day, quarter_of

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Timing:
    """What lies before and after the anchor day."""

    anchor: date

    def current(self, calendar: str) -> Period:
        """Return the quarter or term in which the anchor day lies."""
        return quarter_of(self.anchor, calendar)

    def closed(self, calendar: str, count: int) -> list[Period]:
        """Return the `count` quarters or terms before the current one, oldest first."""
        found = [self.current(calendar)]
        for _ in range(count):
            found.insert(0, found[0].previous())
        return found[:-1]

    def is_over(self, today: date) -> bool:
        """Say whether the quarter or the term of the anchor day has ended by `today`."""
        return any(today >= self.current(each).ends_on for each in ("financial", "academic"))

    def month(self, months: int) -> date:
        """Return the first day of the month that lies `months` after the anchor's."""
        year, month = divmod(12 * self.anchor.year + self.anchor.month - 1 + months, 12)
        return date(year, month + 1, 1)

    def month_end(self, months: int) -> date:
        """Return the last day of the month that lies `months` after the anchor's."""
        return self.month(months + 1) - timedelta(days=1)

    def day(self, days: int) -> date:
        """Return the day that lies `days` after the anchor."""
        return self.anchor + timedelta(days=days)


# Boards that count by terms meet before the holidays: month and day of each term's meeting.
TERM_MEETINGS = {"autumn": (12, 4), "spring": (3, 17), "summer": (7, 3)}
BEFORE_END = timedelta(days=12)


def meets_on(period: Period) -> date:
    """Return the day on which a board meets over its quarter or term."""
    for term, (month, day) in TERM_MEETINGS.items():
        if f" {term} " in period.label:
            return working_day(date(period.starts_on.year, month, day))
    return working_day(period.ends_on - BEFORE_END)


def working_day(day: date) -> date:
    """Return `day`, or the next day after it on which people work."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return an instant of `day` by the clocks of London."""
    return datetime.combine(day, time(hour, minute), LONDON)
