"""Figures to judge: two of one measure, and a run of years."""

from datetime import date
from decimal import Decimal

from impact.judgement import (
    Point,
)

MARCH = Point("March 2013", date(2013, 3, 31), Decimal("25.2"))
OCTOBER = Point("October 2013", date(2013, 10, 31), Decimal("20.7"))


def years(*values, **options):
    """Return one point a year, ending 31 March, the first that of 2000/01."""
    return [
        Point(f"{2000 + n}/{n + 1:02}", date(2001 + n, 3, 31), value, **options)
        for n, value in enumerate(values)
    ]
