"""Milestones: what was to be reached by when, and what is known of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from governance.queries import Origin, Sources, known_date
from priorities.models import Milestone


@dataclass(frozen=True)
class MilestoneRow:
    """What was to be reached by when, and what is known of it."""

    when: str
    what: str
    mark: str
    reached: str
    origin: Origin | None


def milestones(rows: QuerySet[Milestone], sources: Sources, *, on: date) -> list[MilestoneRow]:
    """Return milestones by their dates; a past one without a known end is not called overdue."""
    ordered = rows.select_related("source__document").order_by("due_on", "pk")
    return [_milestone(row, sources, on=on) for row in ordered]


def _milestone(row: Milestone, sources: Sources, *, on: date) -> MilestoneRow:
    if row.reached_on:
        mark, words = "met", f"Reached, {known_date(row.reached_on, row.reached_known)}"
    elif row.due_on and row.due_on <= on:
        mark, words = "no-update", "Not reported in the papers"
    else:
        mark, words = "not-started", "Ahead" if row.due_on else "No date given"
    return MilestoneRow(_due(row), row.what, mark, words, sources.of(row))


def _due(row: Milestone) -> str:
    if row.due_on and row.due_until:
        last = row.due_until - timedelta(days=1)
        first = f"{row.due_on:%B}" if row.due_on.year == last.year else f"{row.due_on:%B %Y}"
        if (row.due_on.month, row.due_on.year) != (last.month, last.year):
            return f"{first} to {last:%B %Y}"
    return known_date(row.due_on, row.due_known)
