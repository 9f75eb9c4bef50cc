"""One report that was asked for: what is happening, what there is to read, what becomes of it."""

from collections import defaultdict
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from governance.changes.drafts import Sheet, drop_draft
from governance.editing import Refused
from governance.http import Request, allow, may, said_in, signed_in, today
from governance.views import drafts
from portal import queries
from portal.changes import standing
from portal.models import Report, ReportRun

DEEDS: dict[str, Callable[..., ReportRun]] = {
    "approve": standing.approve,
    "publish": standing.publish,
    "withdraw": standing.withdraw,
}
# What an edition may come to next.
NEXT: dict[str, tuple[str, ...]] = defaultdict(
    tuple,
    {
        ReportRun.State.READY: ("approve",),
        ReportRun.State.APPROVED: ("publish", "withdraw"),
        ReportRun.State.PUBLISHED: ("withdraw",),
    },
)


@require_http_methods(["GET", "HEAD", "POST"])
def report_view(request: Request, pk: int) -> HttpResponse:
    """Show a report that was asked for; htmx gets only what changes. Take what becomes of it."""
    run = get_object_or_404(queries.runs_with_their_waiting(), pk=pk)
    allow(request, "portal.view_report", run, board=run.board_id)
    if request.method == "POST":
        return _stand(request, run)
    if not request.htmx or request.htmx.history_restore_request:
        return _report(request, run)
    context = {"page": queries.report_page(run, reads=_may(request, "read", run))}
    response = render(request, "portal/_report_state.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _report(
    request: Request, run: ReportRun, *, refused: str = "", status: int = 200
) -> HttpResponse:
    edition = run.same_as or run
    edition.board, edition.report = run.board, run.report
    deeds = [d for d in DEEDS if d in _next(edition) and _may(request, d, edition)]
    drafting = None
    if "withdraw" in deeds:
        drafting = drafts.drafting(signed_in(request), _sheet(edition))
    typed = drafting.values.get("because", "") if drafting else ""
    context = {
        "page": queries.report_page(run, reads=_may(request, "read", run)),
        "deeds": deeds,
        "drafting": drafting,
        "approvers": _approvers(edition),
        "may_see_paper": run.report is not None and may(request, "portal.view_paper", run.report),
        "refused": refused,
        "because": said_in(request.POST, "because") or typed,
    }
    response = render(request, "portal/report_view.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _next(edition: ReportRun) -> tuple[str, ...]:
    """Return what the edition may come to next; of a paper only that which was submitted."""
    is_waiting = edition.report is None or edition.report.state != Report.State.DRAFT
    return NEXT[edition.state] if is_waiting else ()


def _approvers(edition: ReportRun) -> list[str]:
    """Return who may approve the edition, where that comes next."""
    if "approve" not in _next(edition):
        return []
    found = queries.approvers(edition.board_id, on=today(), paper=edition.report)
    return list(map(str, found))


def _may(request: Request, deed: str, run: ReportRun) -> bool:
    return may(request, f"portal.{deed}_report", run)


def _stand(request: Request, run: ReportRun) -> HttpResponse:
    """Approve, publish or withdraw an edition."""
    deed, edition = request.POST.get("deed", ""), run.same_as or run
    if deed == "forget":
        return drafts.forget(request, signed_in(request), _sheet(edition))
    if deed not in DEEDS:
        raise Http404
    edition.board, edition.report = run.board, run.report
    allow(request, f"portal.{deed}_report", edition, board=run.board_id)
    said = {"because": said_in(request.POST, "because")} if deed == "withdraw" else {}
    try:
        DEEDS[deed](edition, **said, by=signed_in(request), at=timezone.now())
    except Refused as reason:
        return _report(request, run, refused=str(reason), status=422)
    drop_draft(_sheet(edition), by=signed_in(request))
    return redirect(edition)


def _sheet(edition: ReportRun) -> Sheet:
    """Return why an edition is withdrawn, as it is kept when the session ends."""
    title = f"Why edition {edition.edition} of “{edition.report or edition.format}” is withdrawn"
    return Sheet("report-withdraw", str(edition.pk), edition.get_absolute_url(), title)
