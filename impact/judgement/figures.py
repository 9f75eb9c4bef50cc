"""Figures as they are printed: rounding, thousands, minus sign, unit; one place for all pages."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

Number: TypeAlias = Decimal | float | int
Qualifier: TypeAlias = Literal["exact", "about", "over", "at_least", "under"]

MINUS = "\N{MINUS SIGN}"
QUALIFIER_WORDS = {"about": "about ", "over": "over ", "at_least": "at least ", "under": "under "}
SYMBOL_WORDS = {
    "suppressed": "suppressed",
    "not_available": "not available",
    "not_applicable": "not applicable",
    "low": "rounds to nought",
    "unreliable": "low reliability",
    "range": "a range",
}
OTHER_NAMES = {"pp": "percentage points", "percent": "%", "per cent": "%", "£m": "GBP million"}
BARE_UNITS = ("", "count", "number", "rate", "ratio", "narrative", "count or %")
SINGULARS = {"people": "person", "children": "child", "families": "family", "staff": "staff"}


def rounded(value: Number, decimals: int) -> Decimal:
    """Return `value` as it will be printed; halves go away from nought (8.25 is 8.3).

    A float counts as the shortest number that it prints as, so 1.005 is 1.01.
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def plain(value: Number, decimals: int = 0) -> str:
    """Write a number without its unit: commas at thousands, a true minus sign, none at nought.

    >>> plain(1234.56, 1), plain(-0.04, 1), plain(-2) == MINUS + "2"
    ('1,234.6', '0.0', True)
    """
    number = rounded(value, decimals)
    return f"{MINUS if number < 0 else ''}{abs(number):,f}"


def figure(value: Number, decimals: int = 0, unit: str = "", qualifier: str = "exact") -> str:
    """Write a figure with its unit as a sentence carries it.

    >>> figure(8.9, 1, "%"), figure(20.7, 1, "cases per worker"), figure(1, 0, "young people")
    ('8.9%', '20.7 cases per worker', '1 young person')
    >>> figure(8.3, 1, "per 1,000 live births"), figure(5.7, 1, "GBP million")
    ('8.3 per 1,000 live births', '£5.7 million')
    >>> figure(44, 0, "rank of 354"), figure(1500, 0, "count", "over")
    ('rank 44 of 354', 'over 1,500')
    """
    number = plain(value, decimals)
    return QUALIFIER_WORDS.get(qualifier, "") + _with_unit(number, OTHER_NAMES.get(unit, unit))


def _with_unit(number: str, unit: str) -> str:
    if unit == "%":
        return f"{number}%"
    if unit in BARE_UNITS:
        return number
    if match := re.fullmatch(r"(?:£|GBP) ?(.*)", unit):
        sign, size = MINUS * number.startswith(MINUS), number.removeprefix(MINUS)
        return f"{sign}£{size} {match[1]}".rstrip()
    if match := re.fullmatch(r"rank (of [\d,]+)", unit):
        return f"rank {number} {match[1]}"
    unit = unit.removeprefix("rate ")
    return f"{number} {_singular(unit) if number.removeprefix(MINUS) == '1' else unit}"


def _singular(unit: str) -> str:
    """Turn "cases per worker" into "case per worker": what is counted stands before "per"."""
    counted, per, rest = unit.partition("per ")
    words = counted.split()
    if words:
        words[-1] = SINGULARS.get(words[-1], words[-1].removesuffix("s"))
    return " ".join(words) + (f" {per}{rest}" if words and per else f"{per}{rest}")


def distance(value: Number, decimals: int, unit: str) -> str:
    """Write how far apart two figures are, in their unit; percentages differ by points.

    >>> distance(-2.3, 1, "%"), distance(4, 0, "cases"), distance(4, 1, "per 1,000 births")
    ('2.3 percentage points', '4 cases', '4.0')
    """
    unit = OTHER_NAMES.get(unit, unit)
    if unit == "%":
        unit = "percentage points"
    elif unit.startswith(("per ", "rate ", "rank ")):
        unit = ""
    return figure(abs(rounded(value, decimals)), decimals, unit)


def repeated(unit: str) -> str:
    """Return what of `unit` a sentence says again at its second figure.

    >>> repeated("%"), repeated("cases per worker"), repeated("GBP million")
    ('%', '', 'GBP million')
    """
    unit = OTHER_NAMES.get(unit, unit)
    return unit if unit.startswith(("%", "£", "GBP")) else ""


def side(value: Number) -> int:
    """Return the sign of `value`: 1, 0 or -1."""
    return (value > 0) - (value < 0)


def when(label: str) -> str:
    """Put the right word before a period's label.

    >>> when("October 2013"), when("31 March 2013"), when("April to November 2013")
    ('in October 2013', 'on 31 March 2013', 'for April to November 2013')
    >>> when("2013-14 Q3"), when("2013/14 autumn term"), when("year to March 2013")
    ('in quarter 3 of 2013/14', 'in the autumn term of 2013/14', 'in the year to March 2013')
    """
    label = re.sub(r"^(\d{4})-(\d{2}) Q", r"\1/\2 Q", label)
    label = re.sub(r"^(\S+) Q(\d)$", r"quarter \2 of \1", label)
    label = re.sub(r"^(\S+) (\w+ term)$", r"the \2 of \1", label)
    if label.startswith("year to "):
        return f"in the {label}"
    if re.match(r"\d{1,2} [A-Z]", label):
        return f"on {label}"
    return f"{'for' if ' to ' in label else 'in'} {label}"


def ordinal(number: int) -> str:
    """Write a place in an order.

    >>> ordinal(1), ordinal(12), ordinal(23)
    ('1st', '12th', '23rd')
    """
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
