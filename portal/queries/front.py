"""What the partnership shows everybody first: figures, work, what was heard, meetings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Prefetch, QuerySet

from governance.models import Board, Meeting, Seat
from governance.queries import MeetingRow, Origin, Sources, day, few, meeting_row, number_word
from governance.queries.meetings import NOT_HELD, with_decided
from governance.scope import PUBLIC
from impact.models import PriorityMeasure, YouSaid
from impact.queries import Figures, Judged, MeasureRow, has_figures, measure_row
from impact.rules import shown_to_all
from priorities.models import Plan, Priority
from priorities.rules import SHOWN_TO_ALL

FIGURES, WORK, HEARD, MEETINGS = 4, 6, 3, 4
LINKS, LOOKS = 12, 3  # to measures at a time, and how often: the first with a course are shown
LOOKED_AT = 40  # things heard, of which the first that fit are shown


@dataclass(frozen=True)
class Work:
    """A plan that runs now, with what it is about."""

    title: str
    address: str
    owner: str
    words: str
    origin: Origin | None


@dataclass(frozen=True)
class Heard:
    """What somebody said, and what was changed."""

    voice: str
    said: str
    changed: str
    origin: Origin | None


@dataclass(frozen=True)
class Front:
    """The front page."""

    today: str
    organisations: int
    figures: Sequence[MeasureRow]
    work: Sequence[Work]
    heard: Sequence[Heard]
    meetings: Sequence[MeetingRow]
    sources: Sources

    @property
    def is_empty(self) -> bool:
        """Whether nothing is published yet."""
        return not (self.organisations or self.figures or self.work or self.heard or self.meetings)

    @property
    def who(self) -> str:
        """How many organisations answer, in words up to ten; empty where none is recorded."""
        many = self.organisations
        if not many:
            return ""
        return f"{number_word(many)} organisation{'' if many == 1 else 's'}".capitalize()


def front(*, on: date) -> Front:
    """Return the front page; eight queries, more where few measures have a course."""
    sources = Sources()
    return Front(
        today=day(on),
        organisations=_organisations(),
        figures=_figures(sources),
        work=_work(sources),
        heard=_heard(sources, on=on),
        meetings=_meetings(sources, on=on),
        sources=sources,
    )


def _organisations() -> int:
    """Count the organisations with a seat at a board that works now."""
    seats = Seat.objects.filter(board__status=Board.Status.ACTIVE, represents__isnull=False)
    return seats.values("represents").distinct().count()


def _running() -> list[str]:
    return [state for state in SHOWN_TO_ALL if state != Plan.State.CLOSED]


def _figures(sources: Sources) -> list[MeasureRow]:
    """Return the first figures with a course that serve the priorities of running plans."""
    links = (
        PriorityMeasure.objects.filter(priority__plan__state__in=_running())
        .filter(has_figures("measure"), shown_to_all("measure__"))
        .select_related("measure__source__document")
        .order_by("order", "priority__plan__starts_on", "priority__number", "pk")
    )
    return [measure_row(each, sources) for each in islice(_drawn(links), FIGURES)]


def _drawn(links: QuerySet[PriorityMeasure]) -> Iterator[Judged]:
    """Yield the measures with a course, each once; some links are read at a time."""
    met: set[int | None] = set()
    for look in range(LOOKS):
        some = list(few(links, look * LINKS, (look + 1) * LINKS))
        fresh = {link.measure_id: link.measure for link in some if link.measure}
        measures = [measure for pk, measure in fresh.items() if pk not in met]
        met.update(fresh)
        figures = Figures(measures)
        judged = (figures.of(measure) for measure in measures)
        yield from (each for each in judged if each and len(each.own) > 1)
        if len(some) < LINKS:
            return


def _work(sources: Sources) -> list[Work]:
    chosen = Prefetch("priorities", Priority.objects.order_by("number"))
    plans = (
        Plan.objects.filter(state__in=_running())
        .select_related("board", "organisation", "source__document")
        .prefetch_related(chosen)
    )
    return [
        Work(
            title=plan.title,
            address=plan.get_absolute_url(),
            owner=str(plan.board or plan.organisation),
            words="; ".join(priority.called for priority in plan.priorities.all()),
            origin=sources.of(plan),
        )
        for plan in few(plans.order_by("-starts_on", "pk"), 0, WORK)
    ]


def _heard(sources: Sources, *, on: date) -> list[Heard]:
    """Return the newest of what was changed, or the first of the papers; by different voices.

    Only among the newest is another voice looked for.
    """
    said = YouSaid.objects.agreed_to(on).filter(state=YouSaid.State.CHANGED)
    rows = said.select_related("source__document")
    ordered = list(few(rows.order_by("-on", "pk"), 0, LOOKED_AT))
    voices = {row.voice: row for row in reversed(ordered)}
    shown = sorted({*list(voices.values())[:HEARD], *ordered[:HEARD]}, key=ordered.index)
    return [
        Heard(row.voice.capitalize(), row.said, row.changed, sources.of(row))
        for row in shown[:HEARD]
    ]


def _meetings(sources: Sources, *, on: date) -> list[MeetingRow]:
    held = (
        Meeting.objects.filter(on__lte=on)
        .exclude(state__in=[*NOT_HELD, Meeting.State.PLANNED])
        .select_related("board", "convened_by", "source__document")
    )
    newest = few(with_decided(held, scope=PUBLIC).order_by("-on", "-pk"), 0, MEETINGS)
    return [meeting_row(row, sources, names_whose=True) for row in newest]
