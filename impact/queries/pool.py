"""The pool of measures as a list: those with figures by topic, then those still wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Lower

from governance.queries import Origin, Paged, Sources, counted, paged
from impact.models import Measure
from impact.queries.choosing import Choice, Chosen
from impact.queries.figures import Figures, has_figures
from impact.queries.measures import MeasureRow, measure_row
from priorities.models import Plan

MEASURES = 40  # on one page
NO_TOPIC = "Other measures"


@dataclass(frozen=True)
class MeasureList:
    """The pool of measures: those with figures by topic, those still wanted."""

    groups: Sequence[tuple[str, Sequence[MeasureRow]]]
    wanted: Sequence[tuple[str, str, Origin | None]]
    measures: Paged[Measure]
    of: int  # those that the reader may see
    choices: Sequence[Choice]
    sources: Sources

    @property
    def many(self) -> int:
        """How many were chosen, on all pages."""
        return self.measures.many

    @property
    def heading(self) -> str:
        """How many are chosen, in words."""
        if self.many != self.of:
            return f"{self.many} of {counted(self.of, 'measure')}"
        return f"{counted(self.of, 'measure')} of whether children are better off"


def measure_list(
    seen: QuerySet[Measure], *, plans: QuerySet[Plan], asked: Mapping[str, str], page: int = 1
) -> MeasureList:
    """Return a page of those of the measures `seen` that were `asked` for; eight queries at most.

    `plans`: those that the reader sees; `asked`: the choices of the filter by name.
    """
    sources, chosen = Sources(), Chosen(asked, seen, plans)
    found, figures = _page(chosen, seen, page)
    groups: dict[str, list[MeasureRow]] = {}
    wanted = []
    for measure in found.rows:
        judged = figures.of(measure)
        if judged is None:
            wanted.append((measure.title, measure.get_absolute_url(), sources.of(measure)))
        else:
            groups.setdefault(topic_of(measure), []).append(measure_row(judged, sources))
    return MeasureList(
        groups=list(groups.items()),
        wanted=wanted,
        measures=found,
        of=seen.count() if chosen.is_any else found.many,
        choices=chosen.fields,
        sources=sources,
    )


def _page(chosen: Chosen, seen: QuerySet[Measure], page: int) -> tuple[Paged[Measure], Figures]:
    """Return the measures of a page with their figures.

    All are judged where the judgement is chosen by: it stands in no column.
    """
    rows = chosen.of(seen).select_related("source__document")
    ordered = rows.order_by(has_figures("pk").desc(), Lower("topic"), Lower("title"), "pk")
    if not chosen.is_judged:
        found = paged(ordered, number=page, size=MEASURES)
        return found, Figures(found.rows)
    every = list(ordered)
    figures = Figures(every)
    kept = [each for each in every if chosen.keeps(figures.of(each))]
    return paged(kept, number=page, size=MEASURES), figures


def topic_of(measure: Measure) -> str:
    """Return the head under which a measure is listed."""
    topic = measure.topic.replace("-", " ")
    return f"{topic[0].upper()}{topic[1:]}" if topic else NO_TOPIC
