"""Writing a report: claim the run, freeze its content, print it, keep all of it at once."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.db import transaction

from governance.periods import period_from_slug
from portal.changes.lease import write_as_held
from portal.changes.printing import SETTING, Kind, NoPdf, Press, Printed
from portal.changes.working import CannotWrite, drop_lost_connection, ended, one_snapshot, work
from portal.models import ReportDocument, ReportRun
from portal.reports.build.reader import UnknownFormat
from portal.reports.content import PaperContent, checksum, from_data, printable, to_data
from portal.reports.papers import build, typed_of

Compose = Callable[..., PaperContent]

State, Step = ReportRun.State, ReportRun.Step
STANDING = (State.READY, State.APPROVED, State.PUBLISHED)


def write_report(run_id: int, *, compose: Compose = build, press: Press | None = None) -> bool:
    """Write report run `run_id`; return whether this call brought it to an end.

    Safe to call any number of times at once: the row decides who writes. A fault leaves the run
    to the next try, the third fails it with its reason.
    """
    return work(ReportRun, run_id, lambda run: _write(run, compose, press or Press()))


def _write(run: ReportRun, compose: Compose, press: Press) -> None:
    if run.content is not None:
        content = from_data(run.content)
    else:
        content = printable(_composed(run, compose))
        last = _last_edition(run)
        if last and last.state in STANDING and last.checksum == checksum(content):
            _end_as_same(run, last, press)
            return
        content = _freeze(run, content, edition=(last.edition or 0) + 1 if last else 1)
    printed, reason = _print(run, content, Kind.values, press)
    with transaction.atomic():
        write_as_held(run, state=State.READY, reason=reason, **ended())
        _keep(run, printed)


def _composed(run: ReportRun, compose: Compose) -> PaperContent:
    try:
        period = period_from_slug(run.period, run.board.calendar)
    except ValueError as reason:
        raise CannotWrite(str(reason)) from reason
    asked = {"format_code": run.format.code, "board": run.board, "period": period}
    try:
        with one_snapshot():
            typed = {"typed": typed_of(run.report)} if run.report else {}
            return compose(**asked, **typed, edition=None)
    except UnknownFormat as reason:
        raise CannotWrite(str(reason)) from reason


def _last_edition(run: ReportRun) -> ReportRun | None:
    editions = ReportRun.objects.of(run).filter(edition__isnull=False).exclude(pk=run.pk)
    return editions.order_by("-edition").first()


def _freeze(run: ReportRun, content: PaperContent, *, edition: int) -> PaperContent:
    """Keep the content before it is printed: a second attempt prints the same."""
    content = replace(content, edition=edition)
    write_as_held(
        run,
        content=to_data(content),
        checksum=checksum(content),
        edition=edition,
    )
    return content


def _end_as_same(run: ReportRun, last: ReportRun, press: Press) -> None:
    """End as the edition that says the same; add what it lacks: a PDF, once Pango is there."""
    there = set(last.documents.values_list("kind", flat=True))
    missing = [kind for kind in Kind.values if kind not in there]
    assert last.content is not None  # noqa: S101 - an edition was frozen
    content = from_data(last.content)
    printed, reason = _print(run, content, missing, press)
    with transaction.atomic():
        write_as_held(
            run, state=State.SAME, same_as=last, checksum=last.checksum, reason="", **ended()
        )
        _keep(last, printed)
        ReportRun.objects.filter(pk=last.pk).update(reason=reason)


def _print(
    run: ReportRun, content: PaperContent, kinds: Sequence[str], press: Press
) -> tuple[list[Printed], str]:
    """Return the documents, and why there is no PDF among them where there is none."""
    printed: list[Printed] = []
    if set(kinds) & set(SETTING):
        write_as_held(run, step=Step.SETTING)
        printed.extend(press.set_all(content, kinds))
    if Kind.PDF not in kinds:
        return printed, ""
    write_as_held(run, step=Step.PDF)
    try:
        printed.append(press.set_pdf(content))
    except NoPdf as reason:
        return printed, str(reason)
    finally:
        drop_lost_connection()
    return printed, ""


def _keep(run: ReportRun, printed: Sequence[Printed]) -> None:
    ReportDocument.objects.bulk_create(
        ReportDocument(
            run=run,
            kind=each.kind,
            body=each.body,
            sha256=each.sha256,
            size=len(each.body),
            pages=each.pages,
        )
        for each in printed
    )
