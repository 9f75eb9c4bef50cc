"""The calendar of partnerships: quarters, terms, years, notice of meetings, dates known in part.

Pure: no Django here. Spans are half-open (`ends_on` is the day after the last day); days are
local days of Europe/London, which the caller passes in.
"""

from governance.periods.notice import (
    is_working_day,
    latest_publication,
    working_days_before,
    working_days_late,
)
from governance.periods.partly import PRECISIONS, PartDate
from governance.periods.quarters import (
    CALENDARS,
    Period,
    academic_year_of,
    day_of,
    in_words,
    month_of,
    municipal_year_of,
    period_from_slug,
    periods_between,
    quarter_of,
    year_of,
)
from governance.periods.shown import DayShown
from governance.periods.spellings import parse_period

__all__ = [
    "CALENDARS",
    "PRECISIONS",
    "DayShown",
    "PartDate",
    "Period",
    "academic_year_of",
    "day_of",
    "in_words",
    "is_working_day",
    "latest_publication",
    "month_of",
    "municipal_year_of",
    "parse_period",
    "period_from_slug",
    "periods_between",
    "quarter_of",
    "working_days_before",
    "working_days_late",
    "year_of",
]
