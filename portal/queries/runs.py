"""A report that was asked for: where it stands by the database's clock, what there is of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import wrap
from typing import Any

from django.db.models import (
    DurationField,
    Exists,
    ExpressionWrapper,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone

from governance.periods import in_words, period_from_slug
from governance.queries import day
from portal.changes.lease import TRIES
from portal.models import Report, ReportDocument, ReportRun, ReportRunQuerySet

State, Step = ReportRun.State, ReportRun.Step
OPEN = (State.ASKED, State.WRITING)
PATIENCE = timedelta(seconds=60)  # how long a report waits before the page says who is away
# In the order in which people want them: name, and what it is for.
KINDS = {
    ReportDocument.Kind.PDF.value: ("PDF", "The paper, to read and print"),
    ReportDocument.Kind.HTML.value: ("Web page", "The paper, to read on the screen"),
    ReportDocument.Kind.WORD.value: ("Word", "The paper, to work on its words"),
    ReportDocument.Kind.JSON.value: ("Data", "Every word and figure with its source, as JSON"),
}
ORDINALS = {1: "first", 2: "second", 3: "third"}


@dataclass(frozen=True)
class DocumentLine:
    """One document of a report: what it is, how long, where."""

    name: str
    purpose: str
    extent: str
    address: str
    sha256: str
    """In eight groups of eight, so that it breaks on a phone."""


@dataclass(frozen=True)
class ReportPage:
    """A report that was asked for: what is happening, how far, and what there is to read."""

    run: ReportRun
    edition: ReportRun
    title: str
    board: str
    period: str
    state: str
    sentence: str
    steps: Sequence[str]
    documents: Sequence[DocumentLine]
    checksum: str
    """As at the foot of each sheet: twelve digits."""
    look_again: int
    """Seconds until it is worth looking again; 0 when it is over."""


def runs_with_their_waiting() -> ReportRunQuerySet:
    """Return runs that know by the database's clock how long nobody worked on them.

    `waited`: since asked for, or since the lease lapsed; `ahead`: open runs asked for earlier;
    `is_served`: whether some worker writes, or finished a report within the last minute.
    """
    at_work = Q(state=State.WRITING, lease_until__gt=Now()) | Q(finished_at__gt=Now() - PATIENCE)
    earlier = ReportRun.objects.filter(state__in=OPEN, asked_at__lt=OuterRef("asked_at"))
    ahead = earlier.order_by().values_list(Func("pk", function="COUNT"))
    return (
        ReportRun.objects.select_related("format", "board", "report", "same_as")
        .defer("content", "same_as__content")
        .annotate(
            waited=ExpressionWrapper(
                Now() - Coalesce("lease_until", "asked_at"), output_field=DurationField()
            ),
            ahead=Subquery(ahead, output_field=IntegerField()),
            is_served=Exists(ReportRun.objects.filter(at_work)),
        )
    )


def report_page(run: ReportRun, *, reads: bool = True) -> ReportPage:
    """Return the page of a run from `runs_with_their_waiting`; one query for its documents.

    `reads`: whether the person may read them.
    """
    edition = run.same_as or run
    kept = edition.documents.defer("body") if edition.edition and reads else []
    documents = {each.kind: each for each in kept}
    wait = Wait.of(run)
    state, sentence = _underway(run, wait) if run.state in OPEN else _over(run)
    return ReportPage(
        run=run,
        edition=edition,
        title=run.report.title if run.report else run.format.title,
        board=run.board.name,
        period=period_in_words(run),
        state=state,
        sentence=sentence,
        steps=_steps(run),
        documents=[_line(edition, documents[kind]) for kind in KINDS if kind in documents],
        checksum=" ".join(wrap(edition.checksum[:12], 4)),
        look_again=wait.look_again if run.state in OPEN else 0,
    )


@dataclass(frozen=True)
class Wait:
    """How long nobody has worked on an open run, and why that may be."""

    waited: timedelta
    ahead: int
    is_served: bool

    @classmethod
    def of(cls, run: Any) -> "Wait":
        """Return the wait of a run from `runs_with_their_waiting`."""
        return cls(waited=run.waited, ahead=run.ahead, is_served=run.is_served)

    @property
    def is_away(self) -> bool:
        """Whether nobody took the run for a minute while nobody wrote any other."""
        return self.waited > PATIENCE and not self.is_served

    @property
    def look_again(self) -> int:
        """Seconds until it is worth looking again: soon at first, then ever less often."""
        return max(1, min(30, int(self.waited.total_seconds() / 4)))


def _over(run: ReportRun) -> tuple[str, str]:
    """Return how a run ended: in a few words, and the sentence that explains it."""
    if run.same_as:
        return (
            f"Nothing has changed since edition {run.same_as.edition}",
            "The records say what they said then, so this is the same paper with the same bytes.",
        )
    if run.state == State.WITHDRAWN:
        return f"Withdrawn {_on(run.withdrawn_at)}", run.withdrawn_because
    if run.state == State.PUBLISHED:
        return f"Published {_on(run.published_at)}", f"Approved {_on(run.approved_at)}."
    if run.state == State.APPROVED:
        return f"Approved {_on(run.approved_at)}", "It is not published yet."
    if run.state == State.FAILED:
        return "It could not be written", run.reason
    return run.get_state_display().capitalize(), run.reason


def _on(at: datetime | None) -> str:
    return f"on {day(timezone.localdate(at))}" if at else ""


def _underway(run: ReportRun, wait: Wait) -> tuple[str, str]:
    """Return what is happening: in a few words, and the sentence that explains it."""
    if wait.is_away:
        return (
            "The report service is not running. Your request is kept.",
            "The report is written as soon as the service runs again. You need not wait here.",
        )
    if run.state == State.ASKED:
        if not wait.ahead:
            return "Asked for", "The next worker that is free begins within seconds."
        ahead = "One report is" if wait.ahead == 1 else f"{wait.ahead} reports are"
        return "Asked for", f"{ahead} before it. You need not wait here."
    if wait.waited > timedelta():
        last = run.attempt >= TRIES
        return (
            f"The {ORDINALS[run.attempt]} try broke off",
            "It was the last." if last else "The next begins within seconds.",
        )
    nth = "" if run.attempt == 1 else f", {ORDINALS[run.attempt]} try"
    step = Step(run.step)
    return f"Being written{nth}", f"Step {_number(step)} of {len(Step)}: {step.label}."


def _steps(run: ReportRun) -> list[str]:
    """Return each step as done, now or empty (to come), for the bars; none once it is over."""
    if run.state not in OPEN:
        return []
    now = _number(Step(run.step)) if run.step else 0
    return ["done" if n < now else "now" if n == now else "" for n in range(1, len(Step) + 1)]


def _number(step: ReportRun.Step) -> int:
    return list(Step).index(step) + 1


def _line(edition: ReportRun, document: ReportDocument) -> DocumentLine:
    pages = f"{document.pages} pages, " if document.pages else ""
    name, purpose = KINDS[document.kind]
    return DocumentLine(
        name=name,
        purpose=purpose,
        extent=f"{pages}{-(-document.size // 1000):,} kB",
        address=reverse("portal:report-document", args=[edition.pk, document.kind]),
        sha256=" ".join(wrap(document.sha256, 8)),
    )


def period_in_words(run: ReportRun | Report) -> str:
    """Return the period of a run or a paper as a title says it; where none is known, as typed."""
    try:
        return in_words(period_from_slug(run.period, run.board.calendar))
    except ValueError:
        return run.period
