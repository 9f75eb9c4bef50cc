"""What stands beside a period in a file: a DfE time identifier, a year type or "Month"."""

import re
from calendar import month_name
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from governance.periods.quarters import (
    MONTHS_OF_A_QUARTER,
    Period,
    first_of_month,
    month_of,
    quarter,
    term,
    two_years,
)

MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Hint:
    """What stands beside a period: its kind of year, and which part of that year."""

    year: str = ""  # financial, calendar, academic, tax or "" where nothing says
    part: Callable[[int], Period] | None = None  # the part of the year that begins in ...
    part_of_two: bool = False  # ... which is written with both of its years
    months: bool = False


def read_hint(hint: str) -> Hint:
    words = " ".join(hint.lower().split())
    match = re.fullmatch(r"(academic|financial|calendar|tax) ?year q([1-4])", words)
    if match:
        return _quarter_hint(match[1], int(match[2]))
    if match := re.fullmatch(r"part ([12])\b.*", words):
        return Hint("financial", partial(half_year, half=int(match[1])), part_of_two=True)
    if match := re.fullmatch(r"(autumn|spring|summer) term", words):
        return Hint("academic", partial(term, name=match[1]), part_of_two=True)
    if words == "autumn and spring term":
        return Hint("academic", _autumn_and_spring, part_of_two=True)
    if match := re.fullmatch(r"week (\d{1,2})", words):
        return Hint("calendar", partial(week, number=int(match[1])))
    if words in MONTHS:
        return Hint("calendar", lambda year: month_of(date(year, MONTHS[words], 1)))
    match = re.match(r"(academic|financial|calendar|tax|reporting) ?year\b", words)
    year = match[1].replace("reporting", "calendar") if match else ""
    return Hint(year, months=words in ("month", "months", "monthly"))


def _quarter_hint(year: str, number: int) -> Hint:
    parts = {
        "academic": partial(_other_quarter, number=number, month=9, day=1),
        "tax": partial(_other_quarter, number=number, month=4, day=6),
    }
    part = parts.get(year) or partial(quarter, number=number, calendar=year)
    return Hint(year, part, part_of_two=year != "calendar")


def _other_quarter(start: int, *, number: int, month: int, day: int) -> Period:
    first = first_of_month(start, month + MONTHS_OF_A_QUARTER * (number - 1))
    following = first_of_month(first.year, first.month + MONTHS_OF_A_QUARTER)
    return Period(
        "quarter",
        first.replace(day=day),
        following.replace(day=day),
        f"{two_years(start, '/')} Q{number}",
    )


def half_year(start: int, *, half: int) -> Period:
    first, after = first_of_month(start, 6 * half - 2), first_of_month(start, 6 * half + 4)
    return Period("half year", first, after, f"{two_years(start)} H{half}")


def _autumn_and_spring(start: int) -> Period:
    label = f"{two_years(start, '/')} autumn and spring terms"
    return Period("2 terms", date(start, 9, 1), date(start + 1, 4, 1), label)


def week(year: int, *, number: int) -> Period:
    monday = _monday(year, number)
    return Period("week", monday, monday + WEEK, f"{year} week {number}")


def _monday(year: int, number: int) -> date:
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError as error:
        raise ValueError(f"{year} has no week {number}.") from error
