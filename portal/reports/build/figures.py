"""Measures as figures: their charts, captions with unit, period and source, and the data."""

from collections.abc import Mapping, Sequence

from portal.reports.build.facts import MeasureFound, Reading, Series
from portal.reports.build.wording import muted
from portal.reports.content import (
    Datum,
    Figure,
    Figures,
    Line,
    Point,
    Run,
    RunChart,
    Sparkline,
    Words,
)

Labels = Mapping[int, str]
"""The short label of each source by its key."""

_FEWEST_TO_DRAW = 2


def figures(measures: Sequence[MeasureFound], labels: Labels) -> Figures:
    """Return measures as figures, those with a chart before those without."""
    order = sorted(measures, key=lambda each: not _drawable(each))
    return Figures(figures=tuple(figure(each, labels) for each in order))


def figure(measure: MeasureFound, labels: Labels) -> Figure:
    """Return one measure with its sentence, its chart and what stands below it."""
    return Figure(
        title=measure.title,
        sentence=measure.sentence,
        caption=_caption(measure, labels),
        chart=run_chart(measure) if _drawable(measure) else None,
    )


def run_chart(measure: MeasureFound) -> RunChart:
    """Return the figures of a measure as a chart of them all."""
    return RunChart(
        title=measure.title,
        unit=measure.unit,
        decimals=measure.decimals,
        own=_line(measure.own),
        others=tuple(_line(each) for each in measure.others),
        later=tuple(_line(each) for each in measure.later),
        target=None if measure.target is None else float(measure.target),
        target_illustrative=measure.target_illustrative,
        limits=measure.limits,
    )


def sparkline(measure: MeasureFound) -> Sparkline | None:
    """Return a measure's shape in a row; None with fewer than two figures."""
    if not _drawable(measure):
        return None
    return Sparkline(
        title=f"{measure.title}, {span(measure.own.readings)}",
        values=tuple(_number(each) for each in measure.own.readings),
        decimals=measure.decimals,
        hollow_last=measure.own.readings[-1].illustrative,
    )


def data(measures: Sequence[MeasureFound], section: str) -> tuple[Datum, ...]:
    """Return every figure of `measures`, own and compared, as data."""
    return tuple(
        _datum(measure, series, reading, section)
        for measure in measures
        for series in (measure.own, *measure.others, *measure.later)
        for reading in series.readings
    )


def span(readings: Sequence[Reading]) -> str:
    """Return the periods that readings cover: "2007", "2007 to 2013".

    Where a period is itself a span, as three years pooled, "and" or "until" stands between.
    """
    names = [each.period for each in readings if each.value is not None]
    if not names:
        return "no figure"
    if names[0] == names[-1]:
        return names[0]
    pooled = " to " in f"{names[0]} {names[-1]}"
    between = "to" if not pooled else "and" if len(names) == _FEWEST_TO_DRAW else "until"
    return f"{names[0]} {between} {names[-1]}"


def _drawable(measure: MeasureFound) -> bool:
    return sum(each.value is not None for each in measure.own.readings) >= _FEWEST_TO_DRAW


def _line(series: Series) -> Line:
    name = series.area if series.breakdown in {"", "everyone"} else series.breakdown
    return Line(name=name, points=tuple(_point(each) for each in series.readings))


def _point(reading: Reading) -> Point:
    return Point(
        on=reading.starts_on,
        label=reading.period,
        value=_number(reading),
        hollow=reading.illustrative or reading.qualifier != "",
        kind=reading.spc,
    )


def _number(reading: Reading) -> float | None:
    return None if reading.value is None else float(reading.value)


def _caption(measure: MeasureFound, labels: Labels) -> Words:
    """Return unit, periods and sources; hollow points are explained where there are any."""
    readings = [
        each
        for series in (measure.own, *measure.others, *measure.later)
        for each in series.readings
    ]
    words = f"{measure.unit[:1].upper()}{measure.unit[1:]}, {span(measure.own.readings)}."
    hollow = [each for each in readings if each.illustrative]
    if hollow and len(hollow) < len(readings):
        words += " Hollow points are illustrative."
    elif hollow:
        words += " Illustrative."
    words = " ".join(filter(None, (words, measure.also, measure.quality)))
    return (*muted(words), *sources_of(readings, labels))


def sources_of(readings: Sequence[Reading], labels: Labels) -> Words:
    """Return where readings come from, each source once and by its label; nothing for none."""
    keys = dict.fromkeys(each.source for each in readings if each.source)
    return tuple(
        run
        for count, key in enumerate(keys)
        for run in (
            Run("; " if count else " Source: ", "muted"),
            Run(labels[key], "muted", href=f"#source-{key}"),
        )
    )


def _datum(measure: MeasureFound, series: Series, reading: Reading, section: str) -> Datum:
    return Datum(
        code=measure.code,
        measure=measure.title,
        area=series.area,
        breakdown=series.breakdown,
        period=reading.period,
        starts_on=reading.starts_on,
        ends_on=reading.ends_on,
        value="" if reading.value is None else str(reading.value),
        unit=measure.unit,
        symbol=reading.symbol,
        qualifier=reading.qualifier,
        kind=reading.kind,
        target="" if measure.target is None else str(measure.target),
        source=reading.source,
        illustrative=reading.illustrative,
        section=section,
    )
