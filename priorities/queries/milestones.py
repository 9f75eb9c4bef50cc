"""Milestones: what was to be reached by when, and what is known of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Prefetch, QuerySet

from governance.models import Version
from governance.queries import Origin, Sources, known_date
from priorities.models import Milestone, Slip
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
    return shown_milestones(read_milestones(rows), sources, on=on)


def read_milestones(rows: QuerySet[Milestone], version: Version | None = None) -> list[Milestone]:
    """Return the milestones among `rows` as they stand, or as a version words them; one query.

    Of a version the facts are those of today, and nothing is to be saved: what a draft removed is
    there, what it added is not. One kept before milestones were part of it words none.
    """
    said = version.content.get("milestones") if version else None
    if said is None:
        return list(_whole(in_order(rows)))
    worded = list(_whole(_ordered(rows.filter(pk__in=said))))
    for row in worded:
        row.what = said[str(row.pk)]["what"]
    return worded


def shown_milestones(
    rows: Iterable[Milestone], sources: Sources, *, on: date
) -> list[MilestoneRow]:
    """Return milestones that were read as a table shows them."""
    return [_shown(row, sources, on=on) for row in rows]


def in_order(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """Return the milestones that stand, in the order somebody gave them, else by their dates."""
    return _ordered(rows.filter(removed_at=None))


def _ordered(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    return rows.order_by(F("position").asc(nulls_last=True), "due_on", "pk")


def milestones_said(rows: QuerySet[Milestone]) -> dict[str, dict[str, Any]]:
    """Return what milestones say as a version keeps it, by their keys; two queries."""
    slips = Prefetch("slips", Slip.objects.order_by("told_on", "pk"), to_attr="moves")
    return {str(row.pk): _said(row) for row in in_order(rows).prefetch_related(slips)}


def _said(row: Milestone) -> dict[str, Any]:
    due = due_words(row.due_on, row.due_known, row.due_until)
    moves: list[Slip] = row.moves  # type: ignore[attr-defined]
    first = due
    if moves:
        first = due_words(moves[0].from_on, moves[0].from_known, moves[0].from_until)
    return {
        "what": row.what,
        "first_day": row.first_due_on.isoformat() if row.first_due_on else "",
        "first_due_on": first if row.first_due_on else "",
        "due_on": due,
        "reached_on": known_date(row.reached_on, row.reached_known),
    }


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
