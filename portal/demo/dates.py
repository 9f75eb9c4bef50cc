"""Dates and spans as the files spell them, as the columns hold them."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from governance.periods import PartDate, parse_period


@dataclass(frozen=True)
class Stretch:
    """A stretch of time: `ends_on` is the day after its last, `known` how exactly."""

    starts_on: date
    ends_on: date
    known: str
    label: str


def first_day(text: str | None) -> tuple[date | None, str]:
    """Return the first day that `text` may mean and how exactly it is known."""
    found = PartDate.parse(text)
    return (found.first_day, found.precision) if found else (None, "day")


def span(start: str | None, end: str | None) -> dict[str, Any]:
    """Return the four columns of a span whose last day lies in `end`.

    >>> span("2012-11", "2014")["ends_on"].isoformat()
    '2015-01-01'
    """
    starts_on, starts_known = first_day(start)
    last = PartDate.parse(end)
    return {
        "starts_on": starts_on,
        "starts_known": starts_known,
        "ends_on": last.ends_on if last else None,
        "ends_known": last.precision if last else "day",
    }


def stretch(text: str) -> Stretch:
    """Return the stretch of time a date, or two with a stroke between them, stands for.

    >>> stretch("2013-04/2013-11").label, stretch("1995/1997").label
    ('April to November 2013', '1995 to 1997')
    """
    first, last = _ends(text)
    return Stretch(first.first_day, last.ends_on, first.precision, _label(first, last))


@cache
def official(text: str, year_type: str) -> tuple[Stretch, str]:
    """Return the period of an official figure and its qualifier.

    A single year of the academic or the financial calendar is the year in which it ENDS.

    >>> official("2024", "Financial Year")[0].label
    '2023/24'
    """
    found = parse_period(text, year_type)
    known = "financial_year" if found.kind == "financial year" else "year"
    label = found.label.replace("-", "/") if known == "financial_year" else found.label
    known = known if found.kind in ("financial year", "calendar year") else "day"
    return Stretch(found.starts_on, found.ends_on, known, label), found.qualifier


def _ends(text: str) -> tuple[PartDate, PartDate]:
    start, stroke, end = text.partition("/")
    if text.startswith("FY") or not stroke:
        start = end = text
    first, last = PartDate.parse(start), PartDate.parse(end)
    if first is None or last is None:
        raise ValueError("A stretch of time has a beginning and an end.")
    return first, last


def _label(first: PartDate, last: PartDate) -> str:
    if first == last:
        return first.printed
    opening, closing = first.printed, last.printed
    if first.precision == "month" and first.first_day.year == last.first_day.year:
        opening = f"{first.first_day:%B}"
    return f"{opening} to {closing}"
