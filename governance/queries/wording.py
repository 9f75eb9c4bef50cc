"""Dates and spans as a page prints them: never more exact than they are known."""

from datetime import date, datetime, time

from django.utils import timezone

from governance.models import Span
from governance.periods import PartDate

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def day(on: date) -> str:
    """Write a day: 3 December 2013."""
    return f"{on.day} {on:%B %Y}"


def weekday(on: date) -> str:
    """Write a day with its name: Tuesday 3 December 2013."""
    return f"{on:%A} {day(on)}"


def clock(at: time) -> str:
    """Write a time of day: 4 pm, 9.30 am.

    >>> clock(time(16)), clock(time(9, 30))
    ('4 pm', '9.30 am')
    """
    minutes = f".{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"


def instant(at: datetime) -> str:
    """Write a moment as the clocks here showed it: 3 December 2013, 9.30."""
    local = timezone.localtime(at)
    return f"{day(local.date())}, {local.hour}.{local:%M}"


def known_date(on: date | None, known: str = "day") -> str:
    """Write a date as far as it is known; nothing where there is none."""
    return PartDate(on, known or "day").printed if on else ""


def span(row: Span) -> str:
    """Write from when until when, each as far as it is known.

    A last day stands for the open end that is stored: "2009 to 2012", "since March 2022".
    """
    start = known_date(row.starts_on, row.starts_known)
    end = last_day(row)
    if start and end:
        return start if start == end else f"{start} to {end}"
    return f"since {start}" if start else f"until {end}" if end else ""


def last_day(row: Span) -> str:
    """Write the last day as far as it is known; nothing where there is none."""
    return PartDate.ending(row.ends_on, row.ends_known or "day").printed if row.ends_on else ""


def counted(many: int, one: str, more: str = "") -> str:
    """Write a count with its noun: 1 place, 3 places."""
    return f"{many} {one if many == 1 else more or one + 's'}"


def number_word(many: int) -> str:
    """Write a count in words up to ten: no, one, two; from eleven on in digits."""
    return NUMBERS[many] if many < len(NUMBERS) else str(many)
