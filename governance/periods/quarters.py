"""Quarters, terms, months and years: what a period is, and which one a day lies in."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Literal, TypeAlias

Calendar: TypeAlias = Literal["financial", "calendar", "academic"]
CALENDARS: tuple[Calendar, ...] = ("financial", "calendar", "academic")
YEAR_BEGINS_IN = {"calendar": 1, "financial": 4, "academic": 9}
TERMS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 8)}  # first month, last month
MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True)
class Period:
    """A named stretch of time, from `starts_on` until (not including) `ends_on`.

    `kind`: quarter, term, month, week, day, half year, calendar year, financial year,
    academic year, tax year, municipal year, or a number of these ("3 calendar years").
    `label` and `qualifier` (revised, provisional or "") are how a paper wrote it: two periods of
    the same kind and days are equal whatever they were called.
    """

    kind: str
    starts_on: date
    ends_on: date
    label: str = field(compare=False)
    qualifier: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.ends_on <= self.starts_on:
            raise ValueError("A period must end after it starts.")

    def __str__(self) -> str:
        return self.label

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.ends_on - timedelta(days=1)

    @property
    def slug(self) -> str:
        """The label as an address: `2013-14-q3`, `2013-14-autumn`, `2013-14`, `2013-q3`."""
        return re.sub(r"[^a-z0-9]+", "-", self.label.lower()).removesuffix("-term")

    @property
    def calendar(self) -> Calendar:
        """The calendar whose quarter, term or year this is."""
        if self.kind in ("academic year", "term"):
            return "academic"
        if self.kind == "calendar year" or re.fullmatch(r"\d{4} Q\d", self.label):
            return "calendar"
        return "financial"

    def next(self) -> "Period":
        """Return the period of the same kind that follows.

        :raises ValueError: nothing follows by rule (a span of several years, a tax year)
        """
        return self._finder()(self.ends_on)

    def previous(self) -> "Period":
        """Return the period of the same kind that came before.

        :raises ValueError: nothing comes before by rule (a span of several years, a tax year)
        """
        return self._finder()(self.starts_on - timedelta(days=1))

    def _finder(self) -> Callable[[date], "Period"]:
        """Return the function that finds such a period by a day in it."""
        quarters = partial(quarter_of, calendar=self.calendar)
        finder = quarters if self.kind in ("quarter", "term") else FINDERS.get(self.kind)
        if finder is None or finder(self.starts_on) != self:
            raise ValueError(f"“{self}” has no neighbours: it is no part of a board's calendar.")
        return finder


def first_of_month(year: int, month: int) -> date:
    """Return the first day of `month`, which may run past December into later years.

    >>> first_of_month(2013, 15).isoformat()
    '2014-03-01'
    """
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def two_years(start: int, sign: str = "-") -> str:
    """Write the year that begins in `start` and ends in the next.

    >>> two_years(2013), two_years(1999, "/")
    ('2013-14', '1999/00')
    """
    return f"{start}{sign}{(start + 1) % 100:02}"


def quarter_of(day: date, calendar: str = "financial") -> Period:
    """Return the quarter (of an academic calendar: the term) in which `day` lies.

    >>> quarter_of(date(2013, 11, 22)).label, quarter_of(date(2013, 11, 22), "calendar").slug
    ('2013-14 Q3', '2013-q4')
    >>> quarter_of(date(2014, 2, 1), "academic").label
    '2013/14 spring term'

    :raises ValueError: no such calendar
    """
    start = _start_year(day, calendar)
    if calendar == "academic":
        name = next(name for name, (_, last) in TERMS.items() if _within(name, day, last))
        return term(start, name)
    number = (day.month - YEAR_BEGINS_IN[calendar]) % 12 // MONTHS_OF_A_QUARTER + 1
    return quarter(start, number, calendar)


def _within(name: str, day: date, last: int) -> bool:
    return TERMS[name][0] <= day.month <= last


def quarter(start: int, number: int, calendar: str = "financial") -> Period:
    """Return quarter `number` of the year that begins in the calendar year `start`."""
    first = YEAR_BEGINS_IN[calendar] + MONTHS_OF_A_QUARTER * (number - 1)
    year = str(start) if calendar == "calendar" else two_years(start)
    return Period(
        "quarter",
        first_of_month(start, first),
        first_of_month(start, first + MONTHS_OF_A_QUARTER),
        f"{year} Q{number}",
    )


def term(start: int, name: str) -> Period:
    """Return the autumn, spring or summer term of the academic year that begins in `start`."""
    first, last = TERMS[name]
    year = start if name == "autumn" else start + 1
    return Period(
        "term",
        first_of_month(year, first),
        first_of_month(year, last + 1),
        f"{two_years(start, '/')} {name} term",
    )


def year_of(day: date, calendar: str = "financial") -> Period:
    """Return the year of a board's calendar in which `day` lies.

    >>> year_of(date(2014, 3, 31)).label, year_of(date(2014, 3, 31), "calendar").label
    ('2013-14', '2014')

    :raises ValueError: no such calendar
    """
    return whole_year(_start_year(day, calendar), f"{calendar} year")


def whole_year(start: int, kind: str, label: str = "") -> Period:
    """Return the calendar, financial or academic year that begins in `start`."""
    month = YEAR_BEGINS_IN[kind.removesuffix(" year")]
    labels = {"calendar year": str(start), "academic year": two_years(start, "/")}
    return Period(
        kind,
        date(start, month, 1),
        date(start + 1, month, 1),
        label or labels.get(kind) or two_years(start),
    )


def _start_year(day: date, calendar: str) -> int:
    if calendar not in YEAR_BEGINS_IN:
        raise ValueError(f"“{calendar}” is not a calendar: use {', '.join(CALENDARS)}.")
    return day.year - (day.month < YEAR_BEGINS_IN[calendar])


def academic_year_of(day: date) -> Period:
    """Return the academic year, 1 September to 31 August, in which `day` lies.

    >>> academic_year_of(date(2023, 8, 31)).label
    '2022/23'
    """
    return year_of(day, "academic")


def municipal_year_of(day: date) -> Period:
    """Return the municipal year, from May to April, in which `day` lies.

    >>> municipal_year_of(date(2014, 4, 30)).label
    '2013/14'
    """
    start = day.year - (day.month < 5)
    return Period(
        "municipal year", date(start, 5, 1), date(start + 1, 5, 1), two_years(start, "/")
    )


def month_of(day: date) -> Period:
    """Return the month in which `day` lies.

    >>> month_of(date(2022, 9, 12)).label
    'September 2022'
    """
    following = first_of_month(day.year, day.month + 1)
    return Period("month", day.replace(day=1), following, f"{day:%B %Y}")


def day_of(day: date) -> Period:
    """Return `day` as a period of its own.

    >>> day_of(date(2013, 12, 3)).label
    '3 December 2013'
    """
    return Period("day", day, day + timedelta(days=1), f"{day.day} {day:%B %Y}")


FINDERS: dict[str, Callable[[date], Period]] = {
    "financial year": year_of,
    "calendar year": lambda day: year_of(day, "calendar"),
    "academic year": academic_year_of,
    "municipal year": municipal_year_of,
    "month": month_of,
    "day": day_of,
}


def periods_between(first: Period, last: Period) -> list[Period]:
    """Return the periods of one kind from `first` to `last`, both included, oldest first.

    >>> year = year_of(date(2013, 11, 22))
    >>> first, last = quarter_of(year.starts_on), quarter_of(year.last_day)
    >>> [quarter.slug for quarter in periods_between(first, last)]
    ['2013-14-q1', '2013-14-q2', '2013-14-q3', '2013-14-q4']

    :raises ValueError: the two are of different kinds
    """
    if (first.kind, first.calendar) != (last.kind, last.calendar):
        raise ValueError(f"“{first}” and “{last}” are not of one kind.")
    found = []
    while first.starts_on <= last.starts_on:
        found.append(first)
        first = first.next()
    return found


SLUGS = {
    "financial": r"(?P<start>\d{4})-(?P<end>\d{2})(?:-q(?P<number>[1-4]))?",
    "calendar": r"(?P<start>\d{4})(?:-q(?P<number>[1-4]))?",
    "academic": r"(?P<start>\d{4})-(?P<end>\d{2})(?:-(?P<term>autumn|spring|summer))?",
}
EXAMPLES = {
    "financial": "2013-14-q3 or 2013-14",
    "calendar": "2013-q3 or 2013",
    "academic": "2013-14-autumn or 2013-14",
}


def period_from_slug(slug: str, calendar: str = "financial") -> Period:
    """Return the period that addresses and commands write as `slug`, on a board's `calendar`.

    >>> period_from_slug("2013-14-q3").starts_on.isoformat()
    '2013-10-01'
    >>> period_from_slug("2013-14-autumn", "academic").last_day.isoformat()
    '2013-12-31'

    :raises ValueError: not a period of that calendar, with a sentence that shows how to write one
    """
    wanted = f"“{slug}” is not a period of this board: write it like {EXAMPLES[calendar]}."
    match = re.fullmatch(SLUGS[calendar], slug, re.ASCII)
    if match is None:
        raise ValueError(wanted)
    parts = match.groupdict()
    start = int(parts["start"])
    following = parts.get("end")
    if not 1900 <= start <= 2100 or (following and int(following) != (start + 1) % 100):
        raise ValueError(wanted)
    if parts.get("number"):
        return quarter(start, int(parts["number"]), calendar)
    if parts.get("term"):
        return term(start, parts["term"])
    return whole_year(start, f"{calendar} year")


def in_words(period: Period) -> str:
    """Write `period` as a paper's title does, with the months it covers.

    >>> in_words(quarter_of(date(2013, 11, 22)))
    'quarter 3 of 2013/14, October to December 2013'
    >>> in_words(year_of(date(2013, 11, 22)))
    '2013/14, April 2013 to March 2014'
    """
    kind = period.kind
    if kind in ("month", "day", "week", "calendar year") or kind.endswith("months"):
        return period.label
    name = period.label
    if re.match(r"\d{4}-\d{2}\b", name) and not kind.endswith("years"):
        name = name.replace("-", "/", 1)
    name = re.sub(r"^(\S+) Q(\d)$", r"quarter \2 of \1", name)
    name = re.sub(r"^(\S+) (\w+ term)$", r"\2 \1", name)
    if kind in ("academic year", "municipal year", "tax year"):
        name = f"{kind} {name}"
    return f"{name}, {months_in_words(period.starts_on, period.last_day)}"


def months_in_words(first: date, last: date) -> str:
    """Write the months from `first` to `last`, the year once where one will do.

    >>> months_in_words(date(2013, 10, 1), date(2013, 12, 31))
    'October to December 2013'
    """
    opening = f"{first:%B}" if first.year == last.year else f"{first:%B %Y}"
    return f"{opening} to {last:%B %Y}"
