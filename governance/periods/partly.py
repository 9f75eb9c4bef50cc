"""Dates known only in part: a first day and how much of it is known, never more than that."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from governance.periods.quarters import first_of_month, months_in_words, two_years

# Months from the first day to the end, by precision; a day has none.
LENGTHS = {
    "day": 0,
    "month": 1,
    "two_months": 2,
    "quarter": 3,
    "season": 3,
    "year": 12,
    "financial_year": 12,
}
PRECISIONS = tuple(LENGTHS)
SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}  # by first month
BEGINS_IN = {"season": tuple(SEASONS), "year": (1,), "financial_year": (4,)}
ANY_MONTH = range(1, 13)


@dataclass(frozen=True, order=True)
class PartDate:
    """A date as far as it is known: stored as its first day and its precision.

    `precision`: day, month, two_months, quarter (three months in a row), season (of the
    weather: summer is June to August), year or financial_year.
    """

    first_day: date
    precision: str = "day"

    def __post_init__(self) -> None:
        if self.precision not in LENGTHS:
            raise ValueError(f"“{self.precision}” is not a precision of dates.")
        first = self.first_day
        months = BEGINS_IN.get(self.precision, ANY_MONTH)
        if self.precision != "day" and (first.day != 1 or first.month not in months):
            words = self.precision.replace("_", " ")
            raise ValueError(f"A {words} cannot begin on {first.day} {first:%B}.")

    @classmethod
    def parse(cls, text: str | int | date | None) -> "PartDate | None":
        """Read a date as the demonstration files and forms spell it; nothing gives None.

        >>> print(PartDate.parse("2022-03"), PartDate.parse("FY2009/10"), sep="; ")
        March 2022; 2009/10
        >>> PartDate.parse("2021-summer").ends_on.isoformat()
        '2021-09-01'

        :raises ValueError: the text is no such date
        """
        words = "" if text is None else str(text).strip()
        if not words:
            return None
        for pattern, reader in SPELLINGS:
            match = re.fullmatch(pattern, words, re.ASCII)
            if match:
                try:
                    return cls(*reader(*match.groups()))
                except ValueError as error:
                    raise ValueError(f"“{words}” is not a date: {error}") from error
        raise ValueError(
            f"“{words}” is not a date: write 2013, 2013-03, 2013-03-27, 2021-summer or FY2009/10."
        )

    @classmethod
    def ending(cls, ends_on: date, precision: str = "day") -> "PartDate":
        """Return the date that an open end (the day after its last day) stands for.

        >>> print(PartDate.ending(date(2015, 1, 1), "year"))
        2014
        """
        months = LENGTHS.get(precision)
        if not months:
            return cls(ends_on - timedelta(days=1), precision)
        return cls(first_of_month(ends_on.year, ends_on.month - months), precision)

    @property
    def ends_on(self) -> date:
        """The day after the last day that may be meant."""
        months = LENGTHS[self.precision]
        if not months:
            return self.first_day + timedelta(days=1)
        return first_of_month(self.first_day.year, self.first_day.month + months)

    @property
    def last_day(self) -> date:
        """The last day that may be meant."""
        return self.ends_on - timedelta(days=1)

    @property
    def printed(self) -> str:
        """The date as it is known, never with a day it does not have."""
        first = self.first_day
        if self.precision == "day":
            return f"{first.day} {first:%B %Y}"
        if self.precision == "month":
            return f"{first:%B %Y}"
        if self.precision == "season":
            return f"{SEASONS[first.month]} {first.year}"
        if self.precision == "year":
            return str(first.year)
        if self.precision == "financial_year":
            return two_years(first.year, "/")
        words = months_in_words(first, self.last_day)
        return words.replace(" to ", " and ") if self.precision == "two_months" else words

    def __str__(self) -> str:
        return self.printed


def _year(year: str) -> tuple[date, str]:
    return date(int(year), 1, 1), "year"


def _financial_year(year: str, following: str) -> tuple[date, str]:
    if int(following) != (int(year) + 1) % 100:
        raise ValueError(f"“{year}/{following}” is not two years in a row.")
    return date(int(year), 4, 1), "financial_year"


def _month(year: str, month: str) -> tuple[date, str]:
    return date(int(year), int(month), 1), "month"


def _months(year: str, month: str, last_year: str, last_month: str) -> tuple[date, str]:
    months = 12 * (int(last_year) - int(year)) + int(last_month) - int(month) + 1
    precisions = {1: "month", 2: "two_months", 3: "quarter"}
    if months not in precisions:
        raise ValueError(f"A date cannot be known to {months} months: give its start and its end.")
    return date(int(year), int(month), 1), precisions[months]


def _season(year: str, name: str) -> tuple[date, str]:
    month = next(month for month, season in SEASONS.items() if season == name)
    return date(int(year), month, 1), "season"


def _day(text: str) -> tuple[date, str]:
    return date.fromisoformat(text), "day"


SPELLINGS = (
    (r"(\d{4})", _year),
    (r"(?:FY ?)?(\d{4})/(\d{2})", _financial_year),
    (r"(\d{4})-(\d{2})", _month),
    (r"(\d{4})-(\d{2})/(\d{4})-(\d{2})", _months),
    (r"(\d{4})-(spring|summer|autumn|winter)", _season),
    (r"(\d{4}-\d{2}-\d{2})", _day),
)
