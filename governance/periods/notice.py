"""Notice of meetings: working days in England, and the last day an agenda may be published."""

from datetime import date, timedelta
from functools import cache

from holidays import HolidayBase, country_holidays

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@cache
def _bank_holidays() -> HolidayBase:
    """Return England's bank holidays; the years fill in as they are asked for."""
    return country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    """Say whether `day` is neither a weekend nor a bank holiday in England.

    >>> is_working_day(date(2022, 9, 19))  # the State Funeral
    False
    """
    return day.weekday() < SATURDAY and day not in _bank_holidays()


def latest_publication(meeting_day: date, clear_days: int = 5) -> date:
    """Return the last working day on which an agenda gives `clear_days` clear working days.

    Neither the day of publication nor the day of the meeting counts.

    >>> latest_publication(date(2014, 1, 2)).isoformat()
    '2013-12-20'

    :raises ValueError: `clear_days` is less than nought
    Source: Local Government Act 1972, sections 100A and 100B, as amended by SI 2002/715.
    """
    if clear_days < 0:
        raise ValueError("A notice rule cannot ask for less than no clear days.")
    return working_days_before(meeting_day, clear_days + 1)


def working_days_before(day: date, many: int) -> date:
    """Return the working day that comes `many` working days before `day`; `day` itself for none.

    >>> working_days_before(date(2026, 4, 8), 2).isoformat()  # over Easter Monday
    '2026-04-02'
    """
    for _ in range(many):
        day -= ONE_DAY
        while not is_working_day(day):
            day -= ONE_DAY
    return day


def working_days_late(out_on: date, latest: date) -> int:
    """Return how many working days after `latest` the day `out_on` is; 0 where it is not.

    >>> working_days_late(date(2026, 11, 30), date(2026, 11, 27))  # over a weekend
    1
    """
    days = range((out_on - latest).days)
    return sum(is_working_day(latest + timedelta(days=each + 1)) for each in days)
