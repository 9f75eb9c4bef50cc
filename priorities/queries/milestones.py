"""Milestones: what was to be reached by when, and what is known of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, QuerySet

from governance.queries import Origin, Sources, known_date
from priorities.models import Milestone


@dataclass(frozen=True)
class MilestoneRow:
    """What was to be reached by when, and what is known of it."""

    pk: int
    when: str
    what: str
    mark: str
    reached: str
    origin: Origin | None


def milestones(rows: QuerySet[Milestone], sources: Sources, *, on: date) -> list[MilestoneRow]:
    """Return milestones in their order; a past one without a known end is not called overdue."""
    ordered = in_order(rows).select_related("source__document")
    return [milestone_row(row, sources, on=on) for row in ordered]


def in_order(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """Return the milestones that stand, in the order somebody gave them, else by their dates."""
    placed = F("position").asc(nulls_last=True)
    return rows.filter(removed_at=None).order_by(placed, "due_on", "pk")


def milestone_row(row: Milestone, sources: Sources, *, on: date) -> MilestoneRow:
    """Return one milestone as a table shows it."""
    if row.reached_on:
        mark, words = "met", f"Reached, {known_date(row.reached_on, row.reached_known)}"
    elif row.due_on and row.due_on <= on:
        mark, words = "no-update", "Not reported in the papers"
    else:
        mark, words = "not-started", "Ahead" if row.due_on else "No date given"
    return MilestoneRow(row.pk, due_words(row), row.what, mark, words, sources.of(row))


def due_words(row: Milestone) -> str:
    """Write by when a milestone is due, as far as that is known; nothing where it is not."""
    if row.due_on and row.due_until:
        last = row.due_until - timedelta(days=1)
        first = f"{row.due_on:%B}" if row.due_on.year == last.year else f"{row.due_on:%B %Y}"
        if (row.due_on.month, row.due_on.year) != (last.month, last.year):
            return f"{first} to {last:%B %Y}"
    return known_date(row.due_on, row.due_known)
