"""The charts of a paper, drawn: its figures given to `impact.charts` in the size they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from governance.drawing.lettering import cut
from impact import charts
from portal.reports import content as paper

# Names of actions need more room than those of priorities; a lone chart need not be tall.
_PLAN = charts.Geometry("sheet", 800, 330, 12, 13, 300)
_LOW = charts.Geometry("column", 588, 180, 12, 13, 0)
_ROOM = _PLAN.hang - 56  # for an action's name on one line, its number before it

Sizes = tuple[charts.Geometry, ...]

HALF: Sizes = (charts.HALF,)
ON_THE_AXIS: Sizes = (_LOW,)
SHEET: Sizes = (charts.SHEET,)
SHEET_AND_PHONE: Sizes = (charts.SHEET, charts.NARROW)


@dataclass(frozen=True, slots=True)
class _JudgedPoint:
    kind: str


@dataclass(frozen=True, slots=True)
class _Analysis:
    """What the content kept of a special-cause analysis, as `impact.charts` asks for it."""

    points: Sequence[_JudgedPoint]
    groups: Sequence[paper.Limits]


def draw(chart: paper.Chart, *, uid: str, sizes: Sizes) -> tuple[charts.Drawing, ...]:
    """Return `chart` drawn in each of `sizes`; `uid` makes its ids unique in the paper."""
    match chart:
        case paper.RunChart():
            given = _run_chart(chart)
            return tuple(charts.run_chart(given, uid=uid, geometry=size) for size in sizes)
        case paper.StatesChart():
            states = _states(chart)
            return tuple(charts.states_chart(states, uid=uid, geometry=size) for size in sizes)
        case paper.SharesChart():
            shares = _shares(chart)
            return tuple(charts.attendance_bars(shares, uid=uid, geometry=size) for size in sizes)
        case paper.Timeline():
            plan = _timeline(chart)
            wide = (_PLAN if size is charts.SHEET else size for size in sizes)
            return tuple(charts.timeline(plan, uid=uid, geometry=size) for size in wide)


def draw_spark(spark: paper.Sparkline, *, uid: str) -> charts.Drawing:
    """Return a table cell's sparkline drawn."""
    given = charts.Sparkline(
        title=spark.title,
        values=spark.values,
        comparator=spark.beside,
        decimals=spark.decimals,
        hollow_last=spark.hollow_last,
    )
    return charts.sparkline(given, uid=uid)


def _run_chart(chart: paper.RunChart) -> charts.RunChart:
    """Return the chart with one period for each day that any of its lines has a point on."""
    lines = (chart.own, *chart.later, *chart.others)
    labels = {point.on: point.label for line in lines for point in line.points}
    # Limits count the own points, so a judged chart has the own periods and no others.
    days = [point.on for point in chart.own.points] if chart.limits else sorted(labels)
    per_cent = chart.unit == "%"
    return charts.RunChart(
        title=chart.title,
        periods=tuple(charts.PeriodLabel(labels[day], on=day) for day in days),
        lines=tuple(
            _line(each, days, chart.limits if each is chart.own else ())
            for each in (chart.own, *chart.later)
        ),
        comparators=tuple(_line(each, days, ()) for each in chart.others),
        unit="" if per_cent else chart.unit,
        suffix="%" if per_cent else "",
        decimals=chart.decimals,
        target=None if chart.target is None else _target(chart.target, chart),
    )


def _target(value: float, chart: paper.RunChart) -> charts.Target:
    return charts.Target(value, illustrative=chart.target_illustrative)


def _line(line: paper.Line, days: Sequence[date], limits: Sequence[paper.Limits]) -> charts.Line:
    by_day = {point.on: point for point in line.points}
    values = tuple(by_day[day].value if day in by_day else None for day in days)
    hollow = frozenset(index for index, day in enumerate(days) if _hollow(by_day.get(day)))
    kinds = tuple(_JudgedPoint(point.kind) for point in line.points)
    analysis = _Analysis(kinds, limits) if limits else None
    return charts.Line(line.name, values, hollow, analysis)


def _hollow(point: paper.Point | None) -> bool:
    return point is not None and point.hollow


def _states(chart: paper.StatesChart) -> charts.StatesChart:
    return charts.StatesChart(
        title=chart.title,
        rows=tuple(
            charts.StatesRow(
                name=charts.RowName(row.label, number=row.number),
                counts=tuple((each.state, each.count) for each in row.counts),
            )
            for row in chart.rows
        ),
    )


def _shares(chart: paper.SharesChart) -> charts.AttendanceBars:
    return charts.AttendanceBars(
        title=chart.title,
        rows=tuple(
            charts.Attended(charts.RowName(row.label), row.present, row.expected)
            for row in chart.rows
        ),
        threshold=chart.low,
    )


def _timeline(chart: paper.Timeline) -> charts.Timeline:
    return charts.Timeline(
        title=chart.title,
        spans=tuple(
            charts.Span(each.label, each.year, each.starts_on, each.ends_on)
            for each in chart.quarters
        ),
        rows=tuple(
            charts.Bar(
                name=charts.RowName(cut(each.label, _PLAN.label, _ROOM), number=each.number),
                starts_on=each.starts_on,
                due_on=each.due_on,
                state=each.state,
                first_due_on=each.first_due_on,
                printed=each.due,
            )
            for each in chart.spans
        ),
        today=chart.on,
        today_words=f"{chart.on.day} {chart.on:%B %Y}",
    )
