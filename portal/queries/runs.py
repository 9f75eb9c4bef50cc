"""A report that was asked for: where it stands by the database's clock, what there is of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap

from django.urls import reverse
from django.utils import timezone

from governance.periods import in_words, period_from_slug
from governance.queries import day
from portal.models import Report, ReportDocument, ReportRun, ReportRunQuerySet
from portal.models.jobs import OPEN
from portal.queries.waiting import Wait, steps_of, underway, with_their_waiting

State = ReportRun.State
# In the order in which people want them: name, and what it is for.
KINDS = {
    ReportDocument.Kind.PDF.value: ("PDF", "The paper, to read and print"),
    ReportDocument.Kind.HTML.value: ("Web page", "The paper, to read on the screen"),
    ReportDocument.Kind.WORD.value: ("Word", "The paper, to work on its words"),
    ReportDocument.Kind.JSON.value: ("Data", "Every word and figure with its source, as JSON"),
}


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
    """Return runs that know by the database's clock how long nobody worked on them."""
    runs = ReportRun.objects.select_related("format", "board", "report", "same_as")
    return with_their_waiting(runs.defer("content", "same_as__content"))


def report_page(run: ReportRun, *, reads: bool = True) -> ReportPage:
    """Return the page of a run from `runs_with_their_waiting`; one query for its documents.

    `reads`: whether the person may read them.
    """
    edition = run.same_as or run
    kept = edition.documents.defer("body") if edition.edition and reads else []
    documents = {each.kind: each for each in kept}
    wait = Wait.of(run)
    state, sentence = underway(run, wait) if run.state in OPEN else _over(run)
    return ReportPage(
        run=run,
        edition=edition,
        title=run.report.title if run.report else run.format.title,
        board=run.board.name,
        period=period_in_words(run),
        state=state,
        sentence=sentence,
        steps=steps_of(run),
        documents=[_line(edition, documents[kind]) for kind in KINDS if kind in documents],
        checksum=" ".join(wrap(edition.checksum[:12], 4)),
        look_again=wait.look_again if run.state in OPEN else 0,
    )


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
