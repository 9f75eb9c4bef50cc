"""Reports as lists show them: those a person sees, and for which boards they may ask."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from governance.models import Board
from governance.queries import Paged, day, paged
from governance.rules import OFFICER, boards_read
from governance.scope import MEMBERS, Scope
from portal.models import Report, ReportRun
from portal.models.jobs import OPEN
from portal.queries.runs import period_in_words
from portal.rules import reports_seen

State = ReportRun.State

REPORTS = 12  # on one page, of the papers in work as of the others


@dataclass(frozen=True)
class ReportRow:
    """One report in the list."""

    when: str
    title: str
    address: str
    board: str
    state: str
    illustrative: bool


@dataclass(frozen=True)
class ReportList:
    """The reports a person sees, and whether they may ask for one."""

    papers: Paged[ReportRow]
    """Those that officers write and nobody has approved yet."""
    open: Sequence[ReportRow]
    rows: Paged[ReportRow]

    @property
    def many(self) -> int:
        """How many there are that can be read, on all pages."""
        return self.rows.many


def boards_to_ask_for(scope: Scope) -> Q:
    """Return the condition on boards of which the person may ask for reports."""
    offices = scope.boards_as(OFFICER)
    if None in offices:
        return Q()
    return Q(pk__in=scope.boards(MEMBERS) | (offices - {None}))


def boards_to_write_for(scope: Scope) -> Q:
    """Return the condition on boards for which the person writes papers."""
    offices = scope.boards_as(OFFICER)
    return Q() if None in offices else Q(pk__in=offices)


def report_list(
    scope: Scope, *, of: Board | None = None, page: int = 1, papers: int = 1
) -> ReportList:
    """Return the reports that the person sees, of all boards or one, newest first.

    `page`, and `papers` of those in work, is which page of them. Three queries, and two for the
    papers in work where the person reads drafts.
    """
    every = ReportRun.objects.light()
    editions_in_work = Q(report__isnull=False, state__in=[State.READY, State.FAILED])
    runs = (
        (every.filter(board=of) if of else every)
        .filter(reports_seen(scope))
        .exclude(editions_in_work | Q(state=State.SAME))
        .select_related("format", "board", "report")
        .order_by("-asked_at", "-pk")
    )
    found = paged(runs.exclude(state__in=OPEN), number=page, size=REPORTS)
    return ReportList(
        papers=_papers(scope, of, page=papers),
        open=[_row(run) for run in runs.filter(state__in=OPEN)[:REPORTS]],
        rows=replace(found, rows=[_row(run) for run in found.rows]),
    )


def _papers(scope: Scope, of: Board | None, *, page: int) -> Paged[ReportRow]:
    papers = Report.objects.filter(boards_read(scope), state__in=["draft", "submitted"])
    papers = papers.filter(board=of) if of else papers
    ordered = papers.select_related("format", "board").order_by("-pk")
    found = paged(ordered, number=page, size=REPORTS)
    rows = [
        ReportRow(
            when=day(timezone.localdate(paper.submitted_at or paper.written_at)),
            title=paper.title,
            address=paper.get_absolute_url(),
            board=f"{paper.format.title}, {paper.board.name}, {period_in_words(paper)}",
            state=paper.get_state_display(),
            illustrative=paper.illustrative,
        )
        for paper in found.rows
    ]
    return replace(found, rows=rows)


def _row(run: ReportRun) -> ReportRow:
    edition = f", edition {run.edition}" if run.edition and run.state not in OPEN else ""
    of_what = f"{period_in_words(run)}{edition}"
    return ReportRow(
        when=day(timezone.localdate(run.finished_at or run.asked_at)),
        title=run.report.title if run.report else f"{run.format.title}, {of_what}",
        address=reverse("portal:report-view", args=[run.pk]),
        board=f"{run.format.title}, {run.board.name}, {of_what}" if run.report else run.board.name,
        state=run.get_state_display(),
        illustrative=bool(run.report and run.report.illustrative),
    )
