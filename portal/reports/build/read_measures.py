"""Reads measures: what priorities and the scorecard show, judged once, up to the paper's day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet

from governance.models import Board
from governance.scope import PUBLIC
from impact import judgement
from impact.charts import MARKS, mark_name
from impact.judgement.figures import QUALIFIER_WORDS
from impact.models import Measure, PriorityMeasure, ScorecardRow
from impact.queries import Figures, Judged
from impact.queries.figures import in_words
from impact.queries.observed import EVERYONE, Figure
from impact.rules import kept_seen
from portal.reports.build.facts import MeasureFound, Reading, Series
from portal.reports.build.sources import SourceList
from portal.reports.build.wording import ended, upper_first
from portal.reports.content import Limits
from priorities.models import Plan, Priority


class Measures:
    """The measures of a board, with every figure whose period ended by the paper's day."""

    def __init__(
        self,
        board: Board,
        plans: Sequence[Plan],
        priorities: Sequence[Priority],
        *,
        ends_on: date,
        sources: SourceList,
    ) -> None:
        """Read all of it: links, rows, definitions that came later, figures, targets."""
        self._sources = sources
        self._links = list(
            PriorityMeasure.objects.filter(
                Q(measure=None) | Q(measure__in=_shown()), priority__in=priorities
            )
            .select_related("measure")
            .order_by("priority", "order", "pk")
        )
        self._rows = _rows(board, plans)
        linked = {each.measure_id for each in self._links if each.measure_id}
        shown = linked | {each.measure_id for each in self._rows}
        self._later = _by_measure(_shown().filter(same_as__in=shown).order_by("pk"))
        every = [each.measure for each in self._links if each.measure]
        every += [each.measure for each in self._rows]
        every += [later for group in self._later.values() for later in group]
        self._figures = Figures(every, until=ends_on)

    def of(self, priority: Priority) -> tuple[MeasureFound, ...]:
        """Return the measures with figures that serve `priority`."""
        linked = (each.measure for each in self._links if each.priority_id == priority.pk)
        found = (self._found(measure) for measure in linked if measure)
        return tuple(each for each in found if each)

    def wanted(self, priority: Priority) -> tuple[str, ...]:
        """Return what `priority` should be measured by, and has no figure for."""
        linked = [each for each in self._links if each.priority_id == priority.pk]
        return tuple(
            each.measure.title
            for each in linked
            if each.measure and not self._figures.own(each.measure)
        )

    def scorecard(self) -> tuple[MeasureFound, ...]:
        """Return the scorecard's measures with figures, group by group."""
        order = list(dict.fromkeys(row.group for row in self._rows))
        rows = sorted(self._rows, key=lambda row: order.index(row.group))
        found = ((row, self._found(row.measure)) for row in rows)
        return tuple(replace(each, group=row.group) for row, each in found if each)

    def left_out(self) -> int:
        """Return how many measures of the scorecard have no figure yet."""
        return sum(not self._figures.own(row.measure) for row in self._rows)

    def _found(self, measure: Measure) -> MeasureFound | None:
        """Return a measure with its figures and what they say; None without any."""
        judged = self._figures.of(measure)
        if judged is None:
            return None
        own, says = judged.own, judged.says
        spc = [point.kind for point in says.chart.points] if says.chart else [""] * len(own)
        target = says.target
        variation = mark_name(says.variation) if says.variation else ""
        return MeasureFound(
            code=measure.code,
            title=measure.title,
            unit=measure.unit or "number",
            decimals=measure.decimals,
            sentence=f"{says.sentence[:1].upper()}{says.sentence[1:]}",
            also=_also(judged),
            own=self._series(own, spc=spc),
            better=measure.better,
            others=(self._series(judged.england),) if judged.england else (),
            later=tuple(
                replace(self._series(figures), breakdown=later.title)
                for later in self._later[measure.pk]
                if (figures := self._figures.own(later))
            ),
            target=None if target is None else judgement.rounded(target.target.value, 6),
            target_illustrative=target is not None and target.target.illustrative,
            target_words=_target_words(target, measure.decimals),
            target_met=target is not None and target.verdict == "met",
            direction="" if says.direction == "none" else says.direction,
            moved=_moved(says),
            variation=variation,
            variation_words=MARKS[variation].word if variation else "",
            limits=_limits(says),
            quality=ended(upper_first(measure.quality_note)),
        )

    def _series(self, figures: Sequence[Figure], *, spc: Sequence[str] = ()) -> Series:
        kinds = spc or [""] * len(figures)
        readings = tuple(
            self._reading(each, kind) for each, kind in zip(figures, kinds, strict=True)
        )
        return Series(area=figures[0].area.name, breakdown=EVERYONE, readings=readings)

    def _reading(self, figure: Figure, kind: str) -> Reading:
        marked = "worked back" if figure.derived else ""
        qualifier = QUALIFIER_WORDS.get(figure.qualifier, "").strip()
        return Reading(
            period=figure.label,
            starts_on=figure.starts_on,
            ends_on=figure.ends_on,
            value=None if figure.value is None else figure.value.normalize(),
            symbol=figure.get_symbol_display(),
            qualifier=qualifier or marked,
            spc=kind,
            note=figure.note,
            source=self._sources.key(figure),
            illustrative=figure.illustrative,
        )


def _shown() -> "QuerySet[Measure]":
    """Return the measures of no draft plan: a paper is published, and then read by everybody."""
    return Measure.objects.filter(kept_seen(PUBLIC))


def _rows(board: Board, plans: Sequence[Plan]) -> list[ScorecardRow]:
    """Return the rows of the board's own scorecards, else of its plans', each measure once."""
    rows = (
        ScorecardRow.objects.filter(
            Q(scorecard__board=board) | Q(scorecard__plan__in=plans), measure__in=_shown()
        )
        .select_related("measure", "scorecard")
        .order_by("scorecard", "order")
    )
    own = [row for row in rows if row.scorecard.board_id == board.pk]
    return list({row.measure_id: row for row in reversed(own or list(rows))}.values())[::-1]


def _by_measure(measures: Iterable[Measure]) -> dict[int, list[Measure]]:
    found: dict[int, list[Measure]] = defaultdict(list)
    for each in measures:
        if each.same_as_id:
            found[each.same_as_id].append(each)
    return found


def _also(judged: Judged) -> str:
    """Return the figures that stand on no line: other kinds of periods, and scenarios."""
    said = [_in_words(judged.measure, each) for each in judged.others]
    return f"Also {'; '.join(said)}." if said else ""


def _in_words(measure: Measure, figure: Figure) -> str:
    scenario = f" {figure.scenario}" if figure.scenario else ""
    return f"{in_words(measure, figure)} {judgement.when(figure.label)}{scenario}"


def _target_words(target: judgement.Distance | None, decimals: int) -> str:
    if target is None or target.gap is None:
        return ""
    apart = judgement.plain(abs(target.gap), decimals)
    mark = " (illustrative)" if target.target.illustrative else ""
    if target.verdict == "met":
        return f"Met, by {apart}{mark}" if target.gap else f"Met{mark}"
    return f"{apart} {'above' if target.gap > 0 else 'below'}{mark}"


def _moved(says: judgement.Judgement) -> str:
    if says.change is None:
        return ""
    return "up" if says.change > 0 else "down" if says.change < 0 else "flat"


def _limits(says: judgement.Judgement) -> tuple[Limits, ...]:
    if says.chart is None:
        return ()
    return tuple(
        Limits(start=each.start, n=each.n, centre=each.centre, lower=each.lower, upper=each.upper)
        for each in says.chart.groups
    )
