"""Reads the figures of measures once, and judges them once: the base of every page of figures."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.db.models import Exists, OuterRef

from impact import judgement, spc
from impact.judgement import Judgement, Point
from impact.models import Area, Measure, Observation, Target
from impact.queries.observed import EVERYONE, Figure, observed

DAYS_OF_A_MONTH = 31
NEAR = 6  # days by which periods of one kind may differ: 28 to 31, 90 to 92, 365 or 366


@dataclass(frozen=True)
class Judged:
    """A measure's own figures of one kind of period, England's beside them, and what they say."""

    measure: Measure
    own: Sequence[Figure]
    england: Sequence[Figure]
    says: Judgement
    others: Sequence[Figure]

    @property
    def last(self) -> Figure:
        """The latest of the own figures, be it a number or a symbol."""
        return self.own[-1]


class Figures:
    """The figures and targets of some measures; two queries, whatever their number.

    `everywhere` reads all areas, else the own one and England; `until` only what was known on
    that day.
    """

    def __init__(
        self, measures: Iterable[Measure], *, everywhere: bool = False, until: date | None = None
    ) -> None:
        """Read them."""
        keys = [measure.pk for measure in measures]
        self._observed = observed(keys, everywhere=everywhere, until=until)
        self._targets = _targets(keys)

    def own(self, measure: Measure) -> list[Figure]:
        """Return the own area's actual figures, of the kind of period there are most of."""
        every = self._observed[measure.pk]
        return of_one_kind(each for each in every if each.area.is_home and is_actual(each))

    def of(self, measure: Measure) -> Judged | None:
        """Return the judged figures of `measure`; None where the own area has none."""
        every, own = self._observed[measure.pk], self.own(measure)
        if not own:
            return None
        shown = {each.pk for each in own}
        return Judged(
            measure=measure,
            own=own,
            england=[
                each
                for each in every
                if each.area.kind == Area.Kind.ENGLAND and is_actual(each) and alike(each, own[0])
            ],
            says=judgement.judge(
                [point(each) for each in own],
                better=cast(spc.Better, measure.better),
                unit=measure.unit,
                decimals=measure.decimals,
                target=self.target(measure, own[-1]),
            ),
            others=[each for each in every if each.area.is_home and each.pk not in shown],
        )

    def beside(self, measure: Measure, last: Figure) -> list[Figure]:
        """Return the figures of every area for the period of `last`."""
        return [
            each
            for each in self._observed[measure.pk]
            if is_actual(each) and (each.starts_on, each.ends_on) == (last.starts_on, last.ends_on)
        ]

    def target(self, measure: Measure, last: Figure) -> judgement.Target | None:
        """Return what was agreed to be reached by the last day of a figure's period."""
        agreed = [
            judgement.Target(
                each.value,
                tolerance=each.tolerance or 0,
                on=each.ends_on - timedelta(days=1) if each.ends_on else None,
                label=each.label,
                illustrative=each.illustrative,
            )
            for each in self._targets[measure.pk]
        ]
        return judgement.target_on(agreed, last.ends_on - timedelta(days=1))


def _targets(measures: Sequence[int]) -> dict[int, list[Target]]:
    found: dict[int, list[Target]] = defaultdict(list)
    agreed = Target.objects.filter(measure__in=measures, area__is_home=True)
    for each in agreed.order_by("ends_on", "pk"):
        found[each.measure_id].append(each)
    return found


def has_figures(measure: str) -> Exists:
    """Return the condition that the own area has actual figures of the `measure` of a row."""
    actual = Observation.objects.filter(breakdown=EVERYONE, kind=Observation.Kind.ACTUAL)
    return Exists(actual.filter(measure=OuterRef(measure), area__is_home=True))


def is_actual(figure: Figure) -> bool:
    """Say whether a figure was observed, not promised, projected or supposed."""
    return figure.kind == Observation.Kind.ACTUAL


def _length(figure: Figure) -> int:
    """Return the days of a figure's period; a day counts as a month's standing."""
    return max((figure.ends_on - figure.starts_on).days, DAYS_OF_A_MONTH)


def alike(one: Figure, other: Figure) -> bool:
    """Say whether two figures are of the same kind of period."""
    return abs(_length(one) - _length(other)) <= NEAR


def of_one_kind(figures: Iterable[Figure]) -> list[Figure]:
    """Return those of the kind of period there are most of; of equals the latest, the shortest."""
    known = list(figures)
    if not known:
        return []
    lengths = [_length(each) for each in known]
    kinds = [
        [each for each, other in zip(known, lengths, strict=True) if abs(other - length) <= NEAR]
        for length in dict.fromkeys(lengths)
    ]
    best = max(kinds, key=lambda group: (len(group), group[-1].ends_on, -_length(group[-1])))
    return sorted(best, key=lambda each: each.ends_on)


def point(figure: Figure) -> Point:
    """Return a figure as the judgement reads it."""
    return Point(
        figure.label,
        figure.ends_on - timedelta(days=1),
        figure.value,
        symbol=figure.symbol,
        qualifier=figure.qualifier,
        provisional=figure.state == Observation.State.PROVISIONAL,
        illustrative=figure.illustrative,
    )


def in_words(measure: Measure, figure: Figure | Observation) -> str:
    """Write one figure with its unit, or the symbol that stands for it."""
    if figure.value is None:
        return figure.get_symbol_display()
    return judgement.figure(figure.value, measure.decimals, measure.unit, figure.qualifier)


def number(measure: Measure, figure: Figure) -> str:
    """Write one figure without its unit, as a column of a table has it."""
    if figure.value is None:
        return figure.get_symbol_display()
    unit = measure.unit if measure.unit == "%" else ""
    return judgement.figure(figure.value, measure.decimals, unit, figure.qualifier)
