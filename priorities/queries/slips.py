"""The dates that a row was due on before, and why each moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from governance.queries import day, known_date
from priorities import progress
from priorities.models import Slip


@dataclass(frozen=True)
class EarlierDate:
    """A date that no longer holds: as far as it was known, why it moved, who told when."""

    was: str
    reason: str
    told: str


def earlier_dates(slips: QuerySet[Slip]) -> Sequence[EarlierDate]:
    """Return the dates before the present one, the first agreed one first; one query."""
    return [_earlier(row) for row in slips.select_related("told_by").order_by("told_on", "pk")]


def _earlier(row: Slip) -> EarlierDate:
    by = f" by {row.told_by.called}" if row.told_by else ""
    was = due_words(row.from_on, row.from_known, row.from_until)
    return EarlierDate(was, row.reason, f"moved on {day(row.told_on)}{by}")


def which_date(moved: int, due_on: date | None) -> str:
    """Say which date something is on by now, or that it has none any more."""
    if moved and due_on is None:
        return "No date any more"
    return progress.date_in_words(moved).capitalize()


def due_words(first: date | None, known: str = "day", until: date | None = None) -> str:
    """Write by when something is due, as far as that is known; nothing where it is not.

    `first`: the first day of what is known; `until`: the day after the last day of a span.
    """
    if first and until:
        last = until - timedelta(days=1)
        begins = f"{first:%B}" if first.year == last.year else f"{first:%B %Y}"
        if (first.month, first.year) != (last.month, last.year):
            return f"{begins} to {last:%B %Y}"
    return known_date(first, known)
