"""Periods as official files, council papers and people write them, read into one shape.

A spelling that two readings fit is settled by the hint that stands beside it (a DfE time
identifier, a year type, "Month"), else refused with a sentence that says what to add.
"""

import re
from calendar import month_name
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from governance.periods.hints import MONTHS, Hint, half_year, read_hint, week
from governance.periods.quarters import (
    TERMS,
    YEAR_BEGINS_IN,
    Period,
    day_of,
    first_of_month,
    month_of,
    months_in_words,
    quarter,
    term,
    two_years,
    whole_year,
)

FIRST_YEAR, LAST_YEAR = 1900, 2100
TWO_DIGITS = 2
LONGEST_POOL = 5  # years that a publisher adds together in one figure
MONTH_NUMBERS = range(1, 13)
Reader: TypeAlias = Callable[..., Period]  # a hint and the groups of a spelling
QUALIFIERS = {
    "rev": "revised",
    "revised": "revised",
    "r": "revised",
    "prov": "provisional",
    "provisional": "provisional",
    "p": "provisional",
    "final": "",
    "ot": "",  # outturn
}


def parse_period(text: str, hint: str = "") -> Period:
    """Return the period that `text` names, with the label it is known by and its qualifier.

    `hint`: a DfE time identifier ("Financial year Q3"), a year type ("Academic Year": a single
    year is then the year in which it ENDS), "Month" (a first or last day means its month), or
    nothing; a hint that says nothing of time is passed over.

    >>> parse_period("Q3 2013/14").label, parse_period("202324", "Tax year").label
    ('2013-14 Q3', '2023-24')
    >>> period = parse_period("2022 (Rev)", "Academic Year")
    >>> period.label, period.qualifier, period.last_day.isoformat()
    ('2021/22', 'revised', '2022-08-31')

    Six digits without a hint are an academic year (the DfE's older files have no identifier);
    two years in a row without one are a financial year.

    :raises ValueError: with a sentence: no period, or one that could be two
    """
    beside = read_hint(hint)
    words, qualifier = _without_qualifier(" ".join(text.replace("\N{EN DASH}", "-").split()))
    for pattern, reader in SPELLINGS:
        match = re.fullmatch(pattern, words, re.ASCII | re.IGNORECASE)
        if match:
            return replace(reader(beside, *match.groups()), qualifier=qualifier)
    if words.isdigit():
        raise ValueError(f"“{words}” is not a year.")
    raise ValueError(
        f"“{words}” is not a period: write it like 2013/14, Q3 2013/14, March 2014 or 2014."
    )


def _without_qualifier(words: str) -> tuple[str, str]:
    match = re.fullmatch(QUALIFIED, words, re.IGNORECASE)
    if match is None:
        return words, ""
    word = match[2] or match[3]
    if word.lower() not in QUALIFIERS:
        raise ValueError(f"“({word})” beside {match[1]} is not known: revised or provisional?")
    return match[1], QUALIFIERS[word.lower()]


def _year_number(text: str) -> int:
    if not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise ValueError(f"“{text}” is not a year.")
    return int(text)


def _one_year(hint: Hint, text: str) -> Period:
    year = _year_number(text)
    if hint.part and not hint.part_of_two:
        return hint.part(year)
    if hint.part:
        raise ValueError(f"“{text}” is one year: its {hint.year} year is written with both.")
    return _years(hint, year - (hint.year not in ("", "calendar")))


def _years(hint: Hint, start: int, label: str = "", default: str = "calendar") -> Period:
    """Return the year of the hinted kind that begins in `start`, called `label` where it may."""
    kind = f"{hint.year or default} year"
    if kind == "tax year":
        return Period(kind, date(start, 4, 6), date(start + 1, 4, 6), two_years(start))
    return whole_year(start, kind, label if kind == "financial year" else "")


def _six_digits(hint: Hint, first: str, second: str) -> Period:
    start = _year_number(first)
    if int(second) == (start + 1) % 100:
        return _part(hint, start) or _years(hint, start, default="academic")
    if hint.months:
        return _month_number(hint, first, second)
    raise ValueError(f"“{first}{second}”: six digits must be two years in a row.")


def _part(hint: Hint, start: int) -> Period | None:
    if hint.part and not hint.part_of_two:
        raise ValueError(f"A {hint.year} year is written with one number, not with two.")
    return hint.part(start) if hint.part else None


def _two_years(hint: Hint, first: str, sign: str, second: str) -> Period:
    """Read "2013/14", "2016-18" and the months that look like them ("2013-08")."""
    start = _year_number(first)
    month = len(second) == TWO_DIGITS and int(second) in MONTH_NUMBERS and sign != "/"
    end = _end_year(start, second, next_century=not month)
    span = end - start
    if month and (hint.months or span < 1 or (span > LONGEST_POOL and not hint.year)):
        return _month_number(hint, first, second)
    if span == 1 and hint.year != "calendar":
        label = two_years(start, "/" if sign == "/" else "-")
        return _part(hint, start) or _years(hint, start, label, default="financial")
    if span < 1:
        raise ValueError(f"“{first}{sign}{second}” ends before it begins.")
    if month and not hint.year:
        raise ValueError(
            f"“{first}{sign}{second}” may be {month_name[int(second)]} {start} or the years "
            f"{start} to {end}: say which (Month or Calendar Year)."
        )
    return _pooled(hint, start, end)


def _end_year(start: int, text: str, *, next_century: bool) -> int:
    """Read the second year of two; a short one may be of the `next_century` ("1998/00")."""
    if len(text) > TWO_DIGITS:
        return _year_number(text)
    end = start - start % 100 + int(text)
    follows = end + 100 - start == 1 or (next_century and end + 100 - start < LONGEST_POOL)
    return end + 100 if follows else end


def _years_called(hint: Hint, kind: str, *years: str) -> Period:
    """Read two years with what kind they are written before them: "FY 2023/24"."""
    year = {"f": "financial", "a": "academic", "c": "calendar", "t": "tax"}[kind[0].lower()]
    return _two_years(replace(hint, year=year), *years)


def _pooled(hint: Hint, start: int, end: int) -> Period:
    """Return several years as one; like a single year, each is called by the one it ends in."""
    year = hint.year or "calendar"
    if year == "tax":
        raise ValueError("Several tax years in one figure cannot be read.")
    month = YEAR_BEGINS_IN[year]
    shift = year != "calendar"
    same_century = start // 100 == end // 100
    return Period(
        f"{end - start + 1} {year} years",
        date(start - shift, month, 1),
        date(end - shift + 1, month, 1),
        f"{start}-{end % 100:02}" if same_century else f"{start}-{end}",
    )


def _pooled_years(hint: Hint, first: str, following: str, last: str, final: str) -> Period:
    """Read "2013/14-15/16": several years, each written with both of its numbers."""
    start = _year_number(first)
    end = start - start % 100 + int(last[-2:])
    if int(following) != (start + 1) % 100 or int(final) != (end + 1) % 100 or end <= start:
        raise ValueError(f"“{first}/{following}-{last}/{final}” is not a span of years.")
    year = "academic" if hint.year == "academic" else "financial"
    month = YEAR_BEGINS_IN[year]
    return Period(
        f"{end - start + 1} {year} years",
        date(start, month, 1),
        date(end + 1, month, 1),
        f"{two_years(start, '/')}-{end % 100:02}/{final}",
    )


def _month_number(_hint: Hint, year: str, month: str) -> Period:
    if int(month) not in MONTH_NUMBERS:
        raise ValueError(f"{year} has no month {month}.")
    return month_of(date(_year_number(year), int(month), 1))


def _month_name(_hint: Hint, name: str, year: str) -> Period:
    return month_of(date(_full_year(year), _month_called(name), 1))


def _month_called(name: str) -> int:
    for month, number in MONTHS.items():
        if month.startswith(name.lower()) or name.lower() == "sept" == month[:4]:
            return number
    raise ValueError(f"“{name}” is not a month.")


def _full_year(text: str) -> int:
    """Read a year of two or four digits; two mean 1970 to 2069 ("Sep-22")."""
    if len(text) > TWO_DIGITS:
        return _year_number(text)
    return int(text) + (2000 if int(text) < 70 else 1900)


def _day(hint: Hint, year: str, month: str, day: str) -> Period:
    try:
        found = date(_year_number(year), int(month), int(day))
    except ValueError as error:
        raise ValueError(f"There is no day {day} in month {month} of {year}.") from error
    around = month_of(found)
    return (
        around if hint.months and found in (around.starts_on, around.last_day) else day_of(found)
    )


def _day_first(hint: Hint, day: str, month: str, year: str) -> Period:
    return _day(hint, year, month if month.isdigit() else str(_month_called(month)), day)


def _months(_hint: Hint, year: str, month: str, last_year: str, last_month: str) -> Period:
    first, last = _month_number(_hint, year, month), _month_number(_hint, last_year, last_month)
    return _span_of_months(first, last)


def _month_names(hint: Hint, name: str, year: str | None, last: str, last_year: str) -> Period:
    return _span_of_months(
        _month_name(hint, name, year or last_year), _month_name(hint, last, last_year)
    )


def _span_of_months(first: Period, last: Period) -> Period:
    starts_on, last_day = first.starts_on, last.last_day
    count = 12 * (last_day.year - starts_on.year) + last_day.month - starts_on.month + 1
    if count < 1:
        raise ValueError(f"“{first} to {last}” ends before it begins.")
    if count == 1:
        return first
    label = months_in_words(starts_on, last_day)
    return Period(f"{count} months", starts_on, last.ends_on, label)


def _year_to(hint: Hint, name: str, year: str) -> Period:
    last = _month_name(hint, name, year)
    first = first_of_month(last.starts_on.year - 1, last.starts_on.month + 1)
    return Period("12 months", first, last.ends_on, f"year to {last}")


def _quarter(hint: Hint, number: str, first: str, second: str | None) -> Period:
    start = _year_number(first)
    if second:
        return quarter(_in_a_row(start, second), int(number))
    if hint.year not in ("", "calendar"):
        raise ValueError(
            f"“Q{number} {first}” needs both years, as in Q{number} {two_years(start)}."
        )
    return quarter(start, int(number), "calendar")


def _in_a_row(start: int, second: str) -> int:
    if int(second) != (start + 1) % 100:
        raise ValueError(f"“{start}/{second}” is not two years in a row.")
    return start


def _half(_hint: Hint, number: str, first: str, second: str) -> Period:
    return half_year(_in_a_row(_year_number(first), second), half=int(number))


def _term(_hint: Hint, name: str, first: str, second: str | None) -> Period:
    start, name = _year_number(first), name.lower()
    if second:
        return term(_in_a_row(start, second), name)
    return term(start - (name != "autumn"), name)


def _week(_hint: Hint, number: str, year: str) -> Period:
    return week(_year_number(year), number=int(number))


def _turned(reader: Reader) -> Reader:
    """Read a year that stands before its part with the reader for the part before the year."""
    return lambda hint, *words: reader(hint, words[-1], *words[:-1])


QUALIFIED = r"(.*?\d) ?(?:[(\[](\w+)[)\]]|(r|p|revised|provisional))"
YEARS = r"(\d{4})(?:[-/](\d{2}))"
MONTH = r"([a-z]{3,9})\.?"
TO = r" ?(?:-|to) ?"
QUARTER = r"(?:Q|quarter )"
TERM = rf"({'|'.join(TERMS)})(?: term)?"
SPELLINGS: tuple[tuple[str, Reader], ...] = (
    (r"(\d{4})", _one_year),
    (r"(\d{4})(\d{2})", _six_digits),
    (r"(\d{4}) ?(-|/|to) ?(\d{2}|\d{4})", _two_years),
    (
        r"(FY|(?:financial|academic|calendar|tax) year) ?(\d{4}) ?(-|/|to) ?(\d{2}|\d{4})",
        _years_called,
    ),
    (rf"{YEARS}{TO}(\d{{2}}|\d{{4}})/(\d{{2}})", _pooled_years),
    (r"(\d{4})-(\d{2})-(\d{2})(?:[ t]00:00(?::00)?)?", _day),
    (r"(\d{4})(\d{2})(\d{2})", _day),
    (r"(\d{1,2})/(\d{1,2})/(\d{4})", _day_first),
    (rf"(\d{{1,2}})[ -]{MONTH}[ -](\d{{4}})", _day_first),
    (rf"(?:year|12 months) (?:to|ending) {MONTH} (\d{{4}})", _year_to),
    (rf"{TERM} {YEARS}?", _term),
    (rf"{YEARS}?[ -]{TERM}", _turned(_term)),
    (rf"{MONTH}[ -](\d{{2}}|\d{{4}})", _month_name),
    (rf"(\d{{4}})[ -]{MONTH}", _turned(_month_name)),
    (r"(\d{1,2})/(\d{4})", _turned(_month_number)),
    (r"(\d{4})-(\d{2})/(\d{4})-(\d{2})", _months),
    (rf"{MONTH}(?:[ -](\d{{4}}))?{TO}{MONTH}[ -](\d{{4}})", _month_names),
    (rf"{QUARTER}([1-4])(?:,| of)? {YEARS}?", _quarter),
    (rf"{YEARS}?[ -]{QUARTER}([1-4])", _turned(_quarter)),
    (rf"H([12]),? {YEARS}", _half),
    (rf"{YEARS}[ -]H([12])", _turned(_half)),
    (r"week (\d{1,2}),? (\d{4})", _week),
    (r"(\d{4})(?: week |-?W)(\d{1,2})", _turned(_week)),
)
