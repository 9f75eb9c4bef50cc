"""Milestones: what was to be reached by when, and what is known of it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet

from governance.queries import Origin, Sources, known_date
from priorities.models import Milestone
from priorities.queries.slips import due_words, which_date


@dataclass(frozen=True)
class MilestoneRow:
    """What was to be reached by when, which date that is by now, and what is known of it."""

    pk: int
    when: str
    moved: str
    what: str
    mark: str
    reached: str
    origin: Origin | None


def milestones(rows: QuerySet[Milestone], sources: Sources, *, on: date) -> list[MilestoneRow]:
    """Return milestones in their order; a past one without a known end is not called overdue."""
    return [_shown(row, sources, on=on) for row in _whole(in_order(rows))]


def in_order(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """Return the milestones that stand, in the order somebody gave them, else by their dates."""
    placed = F("position").asc(nulls_last=True)
    return rows.filter(removed_at=None).order_by(placed, "due_on", "pk")


def milestone_row(milestone: Milestone, *, on: date) -> MilestoneRow:
    """Return one milestone as its table shows it; one query."""
    row = _whole(Milestone.objects.all()).get(pk=milestone.pk)
    return _shown(row, Sources(), on=on)


def _whole(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """Return `rows` with how often each date moved, and where they are from."""
    return rows.select_related("source__document").annotate(moved=Count("slips"))


def _shown(row: Milestone, sources: Sources, *, on: date) -> MilestoneRow:
    if row.reached_on:
        mark, words = "met", f"Reached, {known_date(row.reached_on, row.reached_known)}"
    elif row.due_on and row.due_on <= on:
        mark, words = "no-update", "Not reported in the papers"
    else:
        mark, words = "not-started", "Ahead" if row.due_on else "No date given"
    return MilestoneRow(
        pk=row.pk,
        when=due_words(row.due_on, row.due_known, row.due_until),
        moved=which_date(row.moved, row.due_on),  # type: ignore[attr-defined]
        what=row.what,
        mark=mark,
        reached=words,
        origin=sources.of(row),
    )
