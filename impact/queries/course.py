"""A measure's course as the charts draw it and as the table behind them lists it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from governance.queries import Origin, Sources
from impact import judgement
from impact.charts import Line, PeriodLabel, RunChart, Sparkline, Target, mark_name
from impact.judgement import VARIATION_WORDS
from impact.models import Measure, Observation
from impact.queries.figures import Judged, number
from impact.queries.observed import Figure

FEWEST_FOR_A_LINE, FEWEST_FOR_A_CHART = 2, 3


@dataclass(frozen=True)
class FigureRow:
    """One period in the table behind a chart."""

    label: str
    own: str
    england: str
    value: float | None
    england_value: float | None
    mark: str
    words: str
    note: str
    origin: Origin | None
    pk: int


def run_chart(judged: Judged) -> RunChart | None:
    """Return a measure's figures over time; None where they are too few to show a course."""
    if _known(judged) < FEWEST_FOR_A_CHART:
        return None
    measure = judged.measure
    own = Line(
        name=judged.last.area.name,
        values=tuple(_value(each) for each in judged.own),
        hollow=frozenset(
            index for index, each in enumerate(judged.own) if each.illustrative or each.derived
        ),
        analysis=judged.says.chart,
    )
    agreed = judged.says.target.target if judged.says.target else None
    return RunChart(
        title=measure.title,
        periods=tuple(
            PeriodLabel(each.label, on=each.starts_on if _uneven(judged.own) else None)
            for each in judged.own
        ),
        lines=(own,),
        unit="" if measure.unit == "%" else measure.unit,
        decimals=measure.decimals,
        suffix="%" if measure.unit == "%" else "",
        comparators=_beside(judged),
        target=Target(float(agreed.value), illustrative=agreed.illustrative) if agreed else None,
    )


def _uneven(figures: Sequence[Figure]) -> bool:
    """Say whether periods leave gaps, so that points must stand where their days are."""
    return any(after.starts_on > before.ends_on for before, after in pairwise(figures))


def _beside(judged: Judged) -> tuple[Line, ...]:
    values = {each.ends_on: _value(each) for each in judged.england}
    aligned = tuple(values.get(each.ends_on) for each in judged.own)
    if all(value is None for value in aligned):
        return ()
    return (Line(name=judged.england[0].area.name, values=aligned),)


def _value(figure: Figure) -> float | None:
    return None if figure.value is None else float(figure.value)


def sparkline(judged: Judged) -> Sparkline | None:
    """Return a measure's shape for a row of a table; None with fewer than two figures."""
    if _known(judged) < FEWEST_FOR_A_LINE:
        return None
    beside = _beside(judged)
    return Sparkline(
        title=f"{judged.measure.title}, {judged.own[0].label} to {judged.last.label}",
        values=tuple(_value(each) for each in judged.own),
        comparator=beside[0].values if beside else (),
        decimals=judged.measure.decimals,
        suffix="%" if judged.measure.unit == "%" else "",
        hollow_last=judged.last.illustrative,
    )


def _known(judged: Judged) -> int:
    return sum(each.value is not None for each in judged.own)


def every_figure(judged: Judged, sources: Sources) -> list[FigureRow]:
    """Return the table behind the chart, newest first."""
    chart = judged.says.chart
    kinds = [each.kind for each in chart.points] if chart else []
    england = {each.ends_on: each for each in judged.england}
    rows = []
    for index, figure in enumerate(judged.own):
        kind = kinds[index] if kinds and figure.value is not None else ""
        beside = england.get(figure.ends_on)
        rows.append(
            FigureRow(
                label=figure.label,
                own=number(judged.measure, figure),
                england=number(judged.measure, beside) if beside else "",
                value=_exact(figure),
                england_value=_exact(beside),
                mark=_point_mark(kind, chart.points[index].direction if chart else 0),
                words=VARIATION_WORDS[kind].capitalize() if kind else "",
                note=_note(figure),
                origin=sources.of(figure),
                pk=figure.pk,
            )
        )
    return rows[::-1]


def _exact(figure: Figure | None) -> float | None:
    """Return a figure as it is kept, for a file; None where there is none, or a symbol."""
    return float(figure.value) if figure and figure.value is not None else None


def _note(figure: Figure) -> str:
    told = []
    if figure.state == Observation.State.PROVISIONAL:
        told.append("provisional")
    if figure.derived:
        told.append("worked back")
    return ", ".join([*told, figure.note] if figure.note else told)


def _point_mark(kind: str, direction: int) -> str:
    """Return the mark of a judged point; nothing where it lies in the usual range."""
    if kind in ("improvement", "concern"):
        return mark_name(f"{kind}_{'high' if direction > 0 else 'low'}")
    return mark_name(kind) if kind.startswith("neutral") else ""


def change(judged: Judged) -> tuple[str, str]:
    """Return the mark and the word of the change since the figure before; empty for none."""
    says = judged.says
    if says.change is None:
        return "", ""
    arrow = "up" if says.change > 0 else "down" if says.change < 0 else "flat"
    return arrow, says.direction.capitalize()


def unit_words(measure: Measure) -> str:
    """Return the unit as it stands beside a bare number; "%" stands in the number itself."""
    return "" if measure.unit == "%" else measure.unit


def distance_words(judged: Judged) -> str:
    """Say how far the last figure lies from its target; empty without one."""
    target = judged.says.target
    if target is None or target.gap is None:
        return ""
    mark = " (illustrative)" if target.target.illustrative else ""
    if target.verdict == "met":
        return f"Met{mark}"
    apart = judgement.distance(target.gap, judged.measure.decimals, judged.measure.unit)
    return f"{apart} {'above' if target.gap > 0 else 'below'}{mark}"


def since(judged: Judged) -> str:
    """Say how the last figure stands to the first and to England's: two short sentences."""
    measure, first, last = judged.measure, judged.own[0], judged.last
    told = []
    if first.value is not None and last.value is not None and first is not last:
        way = "Up" if last.value > first.value else "Down"
        same = last.value == first.value
        before = f"{number(measure, first)} {judgement.when(first.label)}"
        told.append(f"The same as {before}." if same else f"{way} from {before}.")
    beside = [each for each in judged.england if each.ends_on == last.ends_on]
    told += [f"England {number(measure, each)}." for each in beside if each.value is not None]
    return " ".join(told)
