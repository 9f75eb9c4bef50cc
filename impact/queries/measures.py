"""What the pages of measures show: one as a line of a list, and one whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from governance.queries import Origin, Sources
from impact import judgement
from impact.charts import MARKS, RunChart, Sparkline, mark_name
from impact.judgement import AreaFigure
from impact.models import Area, Measure, Observation, PriorityMeasure
from impact.queries.course import (
    FigureRow,
    change,
    distance_words,
    every_figure,
    run_chart,
    since,
    sparkline,
    unit_words,
)
from impact.queries.figures import Figures, Judged, in_words, number
from impact.queries.observed import Figure
from priorities.models import Plan

KINDS: dict[str, str] = {Area.Kind.ENGLAND: "country", Area.Kind.REGION: "region"}


@dataclass(frozen=True)
class MeasureRow:
    """One measure in a list."""

    code: str
    title: str
    address: str
    latest: str
    unit: str
    period: str
    moved: str
    moved_word: str
    target: str
    variation: str
    variation_word: str
    few: str
    since: str
    spark: Sparkline | None
    origin: Origin | None


def measure_row(judged: Judged, sources: Sources) -> MeasureRow:
    """Return one judged measure as a line of a list."""
    measure, says = judged.measure, judged.says
    moved, word = change(judged)
    variation = mark_name(says.variation) if says.variation else ""
    return MeasureRow(
        code=measure.code,
        title=measure.title,
        address=measure.get_absolute_url(),
        latest=number(measure, judged.last),
        unit=unit_words(measure),
        period=judged.last.label,
        moved=moved,
        moved_word=word,
        target=distance_words(judged),
        variation=variation,
        variation_word=MARKS[variation].word if variation else "",
        few=says.points_words,
        since=since(judged),
        spark=sparkline(judged),
        origin=sources.of(judged.last),
    )


@dataclass(frozen=True)
class AreaRow:
    """One area beside the own one."""

    name: str
    kind: str
    value: str
    length: float | None
    is_own: bool


@dataclass(frozen=True)
class MeasurePage:
    """One measure whole."""

    sentence: str
    row: MeasureRow | None
    chart: RunChart | None
    since: str
    rows: Sequence[FigureRow]
    areas: Sequence[AreaRow]
    period: str
    place: str
    also: Sequence[tuple[str, Origin | None]]
    definition: Sequence[tuple[str, str]]
    serves: Sequence[tuple[str, str, str]]
    same: Sequence[tuple[str, str]]
    origin: Origin | None
    sources: Sources


def measure_page(measure: Measure, *, plans: QuerySet[Plan]) -> MeasurePage:
    """Return all of one measure; four queries. `plans`: those that the reader sees."""
    sources = Sources()
    figures = Figures([measure], everywhere=True)
    judged = figures.of(measure)
    beside = figures.beside(measure, judged.last) if judged else []
    return MeasurePage(
        sentence=sentence_of(judged) if judged else "No figure yet.",
        row=measure_row(judged, sources) if judged else None,
        chart=run_chart(judged) if judged else None,
        since=judged.own[0].label if judged else "",
        rows=every_figure(judged, sources) if judged else [],
        areas=_areas(measure, beside),
        period=judged.last.label if judged else "",
        place=_place(measure, beside),
        also=_also(judged, sources) if judged else [],
        definition=_definition(measure),
        serves=_serves(measure, plans),
        same=_same(measure),
        origin=sources.of(measure),
        sources=sources,
    )


def sentence_of(judged: Judged) -> str:
    """Return the sentence of a measure, as page and paper say it."""
    text = judged.says.text
    return text[:1].upper() + text[1:]


def _areas(measure: Measure, beside: Sequence[Figure]) -> list[AreaRow]:
    """Return the areas by their figures, best first (lowest where neither is better)."""
    known = [each for each in beside if each.value is not None]
    if len(known) < 2:
        return []
    known.sort(key=lambda each: each.value or 0, reverse=measure.better == Measure.Better.HIGHER)
    most = max(float(each.value or 0) for each in known)
    return [
        AreaRow(
            name=each.area.name,
            kind=KINDS.get(each.area.kind, ""),
            value=number(measure, each),
            length=float(each.value or 0) / most if most > 0 else None,
            is_own=each.area.is_home,
        )
        for each in known
    ]


def _place(measure: Measure, beside: Sequence[Figure]) -> str:
    """Say which place the own area has among its neighbours."""
    peers = [each for each in beside if each.area.kind == Area.Kind.AUTHORITY]
    own = [each for each in peers if each.area.is_home]
    if not own or len(peers) == 1:
        return ""
    found = judgement.place(
        AreaFigure(own[0].area.name, own[0].value),
        [AreaFigure(each.area.name, each.value) for each in peers if not each.area.is_home],
        better=measure.better,
        decimals=measure.decimals,
    )
    return found.words if found else ""


def _also(judged: Judged, sources: Sources) -> list[tuple[str, Origin | None]]:
    """Return the own figures that stand on no line: other kinds of period, promises, scenarios."""
    said = []
    for each in judged.others:
        kind = each.scenario or each.get_kind_display()
        told = "" if each.kind == Observation.Kind.ACTUAL else f" ({kind})"
        words = f"{in_words(judged.measure, each)} {judgement.when(each.label)}{told}"
        said.append((words[0].upper() + words[1:], sources.of(each)))
    return said


def _definition(measure: Measure) -> list[tuple[str, str]]:
    facts = [
        ("Definition", measure.definition),
        ("Unit", measure.unit),
        ("Better", measure.get_better_display().capitalize()),
        ("Question", _told(measure.question, measure.get_question_display())),
        ("Kind", f"{measure.get_accountability_display()}, {measure.get_standing_display()}"),
        ("Horizon", _told(measure.horizon, measure.get_horizon_display())),
        ("How often", measure.frequency or measure.year_type),
        ("Published by", measure.owner),
        ("Answers for it", measure.responsible.name if measure.responsible else ""),
        ("Quality", measure.quality_note),
    ]
    return [(label, words[0].upper() + words[1:]) for label, words in facts if words]


def _told(code: str, words: str) -> str:
    return "" if code == "none" else words


def _serves(measure: Measure, plans: QuerySet[Plan]) -> list[tuple[str, str, str]]:
    links = PriorityMeasure.objects.filter(measure=measure, priority__plan__in=plans)
    links = links.select_related("priority__plan")
    return [
        (
            link.priority.title,
            link.priority.get_absolute_url(),
            link.priority.plan.title,
        )
        for link in links.order_by("priority__plan", "priority__number")
    ]


def _same(measure: Measure) -> list[tuple[str, str]]:
    rows = list(measure.also_called.order_by("pk"))
    if measure.same_as:
        rows.append(measure.same_as)
    return [(row.title, row.get_absolute_url()) for row in rows]
