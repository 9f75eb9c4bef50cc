"""Two papers of the Alliance: laid out as drafts, then one of them approved and published."""

from datetime import date
from typing import Any

from django.db import transaction

from governance.models import Board, User
from portal.changes.papers import submit
from portal.changes.standing import approve, publish
from portal.changes.writing import write_report
from portal.demo.illustrative.words import words
from portal.demo.shelf import Shelf
from portal.demo.timing import Timing, at
from portal.models import Report, ReportClearance, ReportFormat, ReportRun, ReportSection
from portal.reports.formats import named

BOARD = "cyp-alliance"
OFFICER, CHAIR = "officer@example.org", "chair@example.org"


def load_papers(shelf: Shelf, timing: Timing) -> None:
    """Add the papers as their writer left them."""
    writer = next(each for each in shelf.all(User) if each.email == OFFICER)
    for said in words("papers")["papers"]:
        _begin(shelf, timing, writer, said)


def _begin(shelf: Shelf, timing: Timing, writer: User, said: dict[str, Any]) -> None:
    board = shelf.one(Board, BOARD)
    began = timing.month(-said["months"])
    paper = Report(
        format=shelf.one(ReportFormat, said["format"]),
        board=board,
        period=timing.closed(board.calendar, 1)[0].slug,
        title=said["title"],
        portfolios=said.get("portfolios", ""),
        authors=str(writer),
        sources=said["sources"],
        written_by=writer,
        written_at=at(began, 10),
    )
    shelf.illustrate(paper)
    for each in named(said["format"]).typed():
        text = said["texts"].get(each.code, "").strip()
        shelf.illustrate(ReportSection(report=paper, code=each.code, text=text))
    for kind, post in said["cleared"].items():
        shelf.illustrate(ReportClearance(report=paper, kind=kind, post=post, on=began))


@transaction.atomic
def publish_papers(*, on: date) -> None:
    """Take each illustrative paper that is cleared the whole way, on a day."""
    noon = at(on, 12)
    writer, chair = (User.objects.get(email=each) for each in (OFFICER, CHAIR))
    cleared = Report.objects.filter(illustrative=True, clearances__isnull=False, state="draft")
    for paper in cleared.select_related("format", "board").distinct():
        run = submit(paper, version=paper.version, by=writer, at=noon)
        write_report(run.pk)
        run = ReportRun.objects.light().get(pk=run.pk)
        if run.state == ReportRun.State.READY:
            approve(run, by=chair, at=noon)
            publish(run, by=writer, at=noon)
