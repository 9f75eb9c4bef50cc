"""What the page of a priority shows: what is to change, who leads, its measures, its reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from governance.queries import Origin, Sources
from impact.charts import RunChart
from impact.models import Measure, PriorityMeasure
from impact.queries.course import FigureRow, every_figure, run_chart
from impact.queries.figures import Figures, Judged
from impact.queries.measures import MeasureRow, measure_row, sentence_of
from priorities.models import DeliveryPlan, Priority, ProgressUpdate
from priorities.queries import (
    MilestoneRow,
    read_milestones,
    shown_milestones,
    sponsor_of,
    version_seen,
)
from priorities.rules import FILED


@dataclass(frozen=True)
class MeasureShown:
    """A measure on its priority's page."""

    row: MeasureRow
    sentence: str
    unit: str
    published_by: str
    chart: RunChart | None
    figures: Sequence[FigureRow]
    england: bool


@dataclass(frozen=True)
class Report:
    """What was reported of a priority for one quarter."""

    label: str
    rating: str
    rating_word: str
    taken: Sequence[str]
    evidence: Sequence[tuple[str, Origin | None]]
    still: Sequence[str]
    origin: Origin | None


@dataclass(frozen=True)
class PriorityPage:
    """One priority."""

    sponsor: str
    answers: str
    why: Sequence[str]
    delivery: DeliveryPlan | None
    delivery_address: str
    measures: Sequence[MeasureShown]
    wanted: Sequence[tuple[str, Origin | None]]
    reports: Sequence[Report]
    requirements: Sequence[tuple[str, str, Origin | None]]
    milestones: Sequence[MilestoneRow]
    origin: Origin | None
    sources: Sources


def priority_page(
    priority: Priority,
    *,
    on: date,
    delivery: DeliveryPlan | None,
    reads_drafts: bool,
    sees_open_rounds: bool,
    seen: QuerySet[Measure],
) -> PriorityPage:
    """Return all of one priority, which comes with its sponsors; eight queries at most.

    `delivery` is its delivery plan where the person may see it, `seen` the measures they see.
    Who does not read its drafts sees milestones in the published wording, for one query more.
    """
    version = version_seen(delivery, reads_drafts=reads_drafts) if delivery else None
    reached = read_milestones(priority.milestones.all(), version)
    sources = Sources()
    origin = sources.of(priority)
    measures, wanted = _measures(priority, sources, seen)
    return PriorityPage(
        sponsor=sponsor_of(priority),
        answers=priority.accountable.name if priority.accountable else "",
        why=priority.why.splitlines(),
        delivery=delivery,
        delivery_address=delivery.get_absolute_url() if delivery else "",
        measures=measures,
        wanted=wanted,
        reports=_reports(priority, sources, on=on, sees_open=sees_open_rounds),
        requirements=[
            (row.get_demand_display(), row.text, sources.of(row))
            for row in priority.requirements.select_related("source__document").order_by("demand")
        ],
        milestones=shown_milestones(reached, sources, on=on),
        origin=origin,
        sources=sources,
    )


def _measures(
    priority: Priority, sources: Sources, seen: QuerySet[Measure]
) -> tuple[list[MeasureShown], list[tuple[str, Origin | None]]]:
    links = list(
        PriorityMeasure.objects.filter(Q(measure=None) | Q(measure__in=seen), priority=priority)
        .select_related("measure__source__document", "source__document")
        .order_by("order", "pk")
    )
    figures = Figures([link.measure for link in links if link.measure])
    shown, wanted = [], []
    for link in links:
        judged = figures.of(link.measure) if link.measure else None
        if judged:
            shown.append(_shown(judged, sources))
        else:
            words = link.measure.title if link.measure else link.note
            wanted.append((words[:1].upper() + words[1:], sources.of(link)))
    return shown, wanted


def _shown(judged: Judged, sources: Sources) -> MeasureShown:
    return MeasureShown(
        row=measure_row(judged, sources),
        sentence=sentence_of(judged),
        unit=judged.measure.unit,
        published_by=judged.measure.owner,
        chart=run_chart(judged),
        figures=every_figure(judged, sources),
        england=bool(judged.england),
    )


def _reports(priority: Priority, sources: Sources, *, on: date, sees_open: bool) -> list[Report]:
    """Return the reports on a priority, newest first; others than its board see closed rounds."""
    updates = priority.updates.filter(round__starts_on__lte=on)
    if not sees_open:
        updates = updates.filter(FILED, round__closed_at__isnull=False)
    rows = updates.select_related("round", "source__document").prefetch_related(
        "evidence_items__source__document"
    )
    return [_report(row, sources) for row in rows.order_by("-round__starts_on")]


def _report(row: ProgressUpdate, sources: Sources) -> Report:
    items = sorted(row.evidence_items.all(), key=lambda item: item.number)
    evidence = [(item.text, sources.of(item)) for item in items]
    return Report(
        label=row.round.label,
        rating=row.rating,
        rating_word=row.get_rating_display() if row.rating else "",
        taken=row.action_taken.splitlines(),
        evidence=evidence or [(line, None) for line in row.evidence.splitlines()],
        still=row.still_to_do.splitlines(),
        origin=sources.of(row),
    )
