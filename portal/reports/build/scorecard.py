"""The scorecard: every measure of the board in one table, judged once."""

from collections import Counter
from dataclasses import replace
from itertools import groupby

from portal.reports.build.facts import Found, MeasureFound, Reading, Series
from portal.reports.build.figures import sources_of, sparkline
from portal.reports.build.wording import counted, in_words, muted, plain, strong, upper_first
from portal.reports.content import (
    Block,
    Cell,
    Column,
    Group,
    Lead,
    Note,
    Row,
    Run,
    Section,
    Table,
    Words,
)

_ENOUGH_TO_JUDGE = 13

COLUMNS = (
    Column(title="Measure"),
    Column(title="Trend", width=20),
    Column(title="Latest", width=26, number=True),
    Column(title="Against target", width=20),
    Column(title="Last change", width=22),
    Column(title="England", width=16, number=True),
    Column(title="Source", width=24),
)


def scorecard(found: Found, number: str) -> Section:
    """Return the section of the board's scorecard."""
    groups = tuple(
        Group(title=title, rows=tuple(_row(found, each) for each in measures))
        for title, measures in groupby(found.scorecard, key=lambda each: each.group)
    )
    blocks: list[Block] = [
        Lead(words=plain(_lead(found))),
        Note(words=muted(_note(found))),
        Table(title="Scorecard", columns=COLUMNS, groups=groups, look="score"),
    ]
    return Section(number=number, title="Scorecard", anchor="scorecard", blocks=tuple(blocks))


def _lead(found: Found) -> str:
    moved = Counter(each.direction for each in found.scorecard)
    total = counted(len(found.scorecard), "measure")
    said = [f"{in_words(moved[word])} got {word}" for word in ("better", "worse") if moved[word]]
    still = len(found.scorecard) - moved["better"] - moved["worse"]
    if not said:
        return f"{upper_first(total)}; too few figures to say which got better or worse."
    rest = f"; {counted(still, 'measure')} cannot be compared or stayed the same" if still else ""
    return f"Of {total}, {' and '.join(said)} with the last figure{rest}."


def _row(found: Found, measure: MeasureFound) -> Row:
    last = _last(measure)
    england = next((s for s in measure.others if s.area == "England"), None)
    beside = _of_the_same_period(england, last) if england else None
    return Row(
        cells=(
            Cell(words=(*plain(f"{measure.title}, "), *muted(measure.unit))),
            Cell(spark=sparkline(measure)),
            _figure(measure, last),
            Cell(words=_target(measure)),
            Cell(words=_change(measure), sub=_judged(measure)),
            _beside(measure, beside, last),
            Cell(words=_from(found, last)),
        )
    )


def _last(measure: MeasureFound) -> Reading | None:
    """Return the last figure; a symbol only where no period has a figure."""
    known = [each for each in measure.own.readings if each.value is not None]
    return [None, *measure.own.readings[-1:], *known[-1:]][-1]


def _of_the_same_period(series: Series, reading: Reading | None) -> Reading | None:
    """Return the figure of the reading's own period, else the last one known."""
    known = [each for each in series.readings if each.value is not None]
    same = [each for each in known if reading and each.period == reading.period]
    return [None, *known[-1:], *same][-1]


def _figure(measure: MeasureFound, reading: Reading | None) -> Cell:
    if reading is None:
        return Cell(words=muted("No figure"))
    if reading.value is None:
        return Cell(words=muted(reading.symbol), sub=reading.period)
    value = f"{reading.value:,.{measure.decimals}f}".replace("-", "−")
    return Cell(
        words=strong(" ".join(filter(None, (reading.qualifier, value)))), sub=reading.period
    )


def _beside(measure: MeasureFound, beside: Reading | None, last: Reading | None) -> Cell:
    """Return England's figure; its period stands below it only where it is another one."""
    if beside is None:
        return Cell(words=muted("–"))
    cell = _figure(measure, beside)
    same = last is not None and last.period == beside.period
    return replace(cell, words=plain(cell.words[0].text), sub="" if same else cell.sub)


def _target(measure: MeasureFound) -> Words:
    if not measure.target_words:
        return muted("No target")
    return (Run(measure.target_words, mark="met" if measure.target_met else ""),)


def _change(measure: MeasureFound) -> Words:
    if not measure.direction:
        return muted("First figure")
    return (Run(upper_first(measure.direction), mark=measure.moved),)


def _judged(measure: MeasureFound) -> str:
    """Return the variation, or how many of the points it needs there are."""
    few = sum(each.value is not None for each in measure.own.readings)
    return measure.variation_words or f"{few} of {_ENOUGH_TO_JUDGE} points"


def _from(found: Found, reading: Reading | None) -> Words:
    if reading is None:
        return muted("–")
    if reading.illustrative:
        return muted("Illustrative")
    (_first, *rest) = sources_of((reading,), found.labels()) or (Run(""), Run("–", "muted"))
    return tuple(rest)


def _note(found: Found) -> str:
    words = (
        "Variation is judged from 13 points on; below that the count of points stands instead."
        " A line is drawn from two figures on."
    )
    left_out = counted(found.measures_left_out, "measure")
    if found.measures_left_out:
        words += f" {upper_first(left_out)} had no figure by then."
    return " ".join((words, *found.licences))
