"""What becomes of an edition: approved by somebody else, published, withdrawn with a reason."""

from datetime import datetime
from typing import Any

from governance import audit
from governance.editing import Refused, refusals_in_words
from governance.models import User
from portal.changes.papers import refuse_unfinished
from portal.changes.telling import tell_writer
from portal.models import Report, ReportRun
from portal.queries.approving import wrote_in

State = ReportRun.State


def approve(run: ReportRun, *, by: User, at: datetime) -> ReportRun:
    """Approve an edition, and the paper that it is of.

    :raises Refused: `by` wrote in it, the paper is not up for approval in this edition, another
        edition stands, or a section that its format requires is empty
    """
    with refusals_in_words(ReportRun), audit.change(by=by, what=f"approved {_name(run)}"):
        paper = _hold(run)
        if run.state == State.APPROVED:
            return run
        if run.state != State.READY:
            raise Refused("Only an edition that is written and not yet published is approved.")
        if paper:
            _ask_whether_it_waits(paper, run)
            _ask_who_wrote(paper, by)
            refuse_unfinished(paper)
        if paper:
            tell_writer(paper, done="approved", by=by, at=at)
        return _go(run, paper, State.APPROVED, approved_by=by, approved_at=at)


def publish(run: ReportRun, *, by: User, at: datetime) -> ReportRun:
    """Show an approved edition to everybody.

    :raises Refused: it is not approved
    """
    with refusals_in_words(ReportRun), audit.change(by=by, what=f"published {_name(run)}"):
        paper = _hold(run)
        if run.state == State.PUBLISHED:
            return run
        if run.state != State.APPROVED:
            raise Refused("Only what is approved is published.")
        return _go(run, paper, State.PUBLISHED, published_by=by, published_at=at)


def withdraw(run: ReportRun, *, because: str, by: User, at: datetime) -> ReportRun:
    """Take an edition out of sight; its page stays, and says why.

    :raises Refused: there is no reason, or nobody approved it yet
    """
    with refusals_in_words(ReportRun), audit.change(by=by, what=f"withdrew {_name(run)}"):
        paper = _hold(run)
        if run.state == State.WITHDRAWN:
            return run
        if not because.strip():
            raise Refused("Say why it is withdrawn.")
        if run.state not in (State.APPROVED, State.PUBLISHED):
            raise Refused("Only what was approved is withdrawn.")
        said = {"withdrawn_by": by, "withdrawn_at": at, "withdrawn_because": because.strip()}
        return _go(run, paper, State.WITHDRAWN, **said)


def _name(run: ReportRun) -> str:
    return f"edition {run.edition} of “{run.report or run.format}”, {run.board}, {run.period}"


def _hold(run: ReportRun) -> Report | None:
    """Hold the run and its paper, the paper first: as everybody who writes in it does."""
    papers = Report.objects.select_for_update(no_key=True, of=("self",))
    paper = papers.select_related("format", "board").filter(runs=run).first()
    ReportRun.objects.select_for_update(no_key=True).filter(pk=run.pk).values("pk").first()
    run.refresh_from_db(fields=["state", "approved_by", "published_by", "withdrawn_by"])
    return paper


def _ask_whether_it_waits(paper: Report, run: ReportRun) -> None:
    """Refuse an edition from before the paper was submitted: its words may be others."""
    if paper.state == Report.State.SUBMITTED:
        asked = paper.runs.filter(asked_at__gte=paper.submitted_at).order_by("pk")
        if any(run.pk in each for each in asked.values_list("pk", "same_as")):
            return
    raise Refused("Only the edition that was submitted is approved.")


def _ask_who_wrote(paper: Report, by: User) -> None:
    if wrote_in(paper, by):
        raise Refused("Somebody else than the writer approves.")


def _go(run: ReportRun, paper: Report | None, state: State, **columns: Any) -> ReportRun:
    ReportRun.objects.filter(pk=run.pk).update(state=state, **columns)
    run.refresh_from_db(fields=["state", *columns])
    if paper:
        Report.objects.filter(pk=paper.pk).update(state=Report.State(state))
        run.report = Report.objects.select_related("format", "board").get(pk=paper.pk)
    return run
