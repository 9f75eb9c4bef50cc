"""The sponsor's report on a priority in a round."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.changes.drafts import Sheet, drop_draft
from governance.editing import Refused, StaleEdit
from governance.http import Request, allow, may, number_in, signed_in, today
from governance.views import drafts
from priorities.changes import progress, raising
from priorities.changes.delivery import take_new_date
from priorities.forms.progress import EvidenceForm, IssueForm, ReportForm
from priorities.models import DeliveryAction, Priority, ProgressUpdate
from priorities.queries.progress_page import progress_page, report_in
from priorities.queries.rating import rating_of
from priorities.views.reminding import remind

Forms = dict[str, ModelForm]


@require_http_methods(["GET", "HEAD", "POST"])
def progress_view(request: Request, slug: str, number: int, period: str) -> HttpResponse:
    """Show the report over what partners sent; take its boxes, issues, evidence and sign-off."""
    priorities = Priority.objects.select_related("plan__board", "delivery_plan")
    priority = get_object_or_404(priorities, plan__slug=slug, number=number)
    report = report_in(priority, period)
    if report is None:
        raise Http404
    allow(request, "priorities.view_update", report, board=priority.plan.board_id)
    if request.method != "POST":
        kept = drafts.drafting(signed_in(request), _sheet(report))
        return _page(request, report, _forms(report, kept), kept=kept)
    deed = request.POST.get("deed", "")
    right = "sign_off_update" if deed == "sign" else "write_update"
    allow(request, f"priorities.{right}", report, board=priority.plan.board_id)
    return DEEDS.get(deed, _write)(request, report)


def _write(request: Request, report: ProgressUpdate) -> HttpResponse:
    form = ReportForm(request.POST)
    return _do(request, report, "report", form, lambda: _save(request, report, form))


def _save(request: Request, report: ProgressUpdate, form: ReportForm) -> None:
    progress.write_update(
        report.priority,
        in_round=report.round,
        values=form.values(),
        version=form.cleaned_data["version"],
        by=signed_in(request),
    )
    drop_draft(_sheet(report), by=signed_in(request))


def _sign(request: Request, report: ProgressUpdate) -> HttpResponse:
    """Save what stands in the boxes, and sign that; both or neither."""
    at = timezone.now()
    on = progress.day_of_signing(report.round, at)
    worked = rating_of(report.priority, in_round=report.round, on=on)
    form = ReportForm(request.POST, signing=worked)

    @transaction.atomic
    def save_and_sign() -> None:
        _save(request, report, form)
        saved = ProgressUpdate.objects.get(round=report.round, priority=report.priority)
        progress.sign_off(saved, version=saved.version, by=signed_in(request), at=at)

    return _do(request, report, "report", form, save_and_sign)


def _raise(request: Request, report: ProgressUpdate) -> HttpResponse:
    actions = _actions(report)
    form, by = IssueForm(request.POST, auto_id="issue_%s", actions=actions), signed_in(request)
    return _do(
        request,
        report,
        "issue",
        form,
        lambda: raising.raise_issue(report.priority, values=form.cleaned_data, by=by, on=today()),
    )


def _prove(request: Request, report: ProgressUpdate) -> HttpResponse:
    form, by = EvidenceForm(request.POST, auto_id="proof_%s"), signed_in(request)
    return _do(
        request,
        report,
        "proof",
        form,
        lambda: raising.add_evidence(
            report.priority, in_round=report.round, values=form.cleaned_data, by=by
        ),
    )


def _close(request: Request, report: ProgressUpdate) -> HttpResponse:
    """Close an issue."""
    issue = get_object_or_404(report.priority.issues, pk=number_in(request.POST.get("issue", "")))
    raising.close_issue(issue, by=signed_in(request), on=today())
    return redirect(f"{request.path}#issues")


def _move(request: Request, report: ProgressUpdate) -> HttpResponse:
    """Move an action to the date that a partner gave."""
    sent = get_object_or_404(
        report.round.contributions.select_related(
            "commitment__action__plan__priority__plan__board", "sent_by"
        ),
        commitment__action__plan__priority=report.priority,
        commitment=number_in(request.POST.get("part", "")),
    )
    action, board = sent.commitment.action, report.round.board_id
    allow(request, "priorities.change_deliveryaction", action, board=board)
    try:
        take_new_date(sent, by=signed_in(request), at=timezone.now())
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(f"{request.path}#part-{sent.commitment_id}")


def _remind(request: Request, report: ProgressUpdate) -> HttpResponse:
    """Remind a partner who is silent."""
    remind(request, report.round)
    return redirect(f"{request.path}#partners")


def _keep(request: Request, report: ProgressUpdate) -> HttpResponse:
    return drafts.keep(request, signed_in(request), _sheet(report))


def _forget(request: Request, report: ProgressUpdate) -> HttpResponse:
    return drafts.forget(request, signed_in(request), _sheet(report))


DEEDS = {
    "sign": _sign,
    "issue": _raise,
    "evidence": _prove,
    "close": _close,
    "move": _move,
    "remind": _remind,
    "keep": _keep,
    "forget": _forget,
}


def _sheet(report: ProgressUpdate) -> Sheet:
    """Return the form of the boxes, as drafts are kept of it."""
    priority, key = report.priority, f"{report.round_id}-{report.priority_id}"
    address = priority.progress_url(report.round.slug)
    return Sheet("progress", key, address, f"Progress of {report}")


def _do(
    request: Request,
    report: ProgressUpdate,
    name: str,
    form: ReportForm | IssueForm | EvidenceForm,
    act: Callable[[], object],
) -> HttpResponse:
    """Do what a form asks; show the page again with the form where it cannot be done."""
    forms: Forms = {**_forms(report), name: form}
    if not form.is_valid():
        return _page(request, report, forms, status=422)
    try:
        act()
    except StaleEdit as stale:
        if isinstance(form, ReportForm):
            form.show_theirs(stale)
        return _page(request, report, forms, status=409)
    except Refused as reason:
        form.add_error(None, str(reason))
        return _page(request, report, forms, status=409)
    return redirect(request.path)


def _forms(report: ProgressUpdate, kept: drafts.Drafting | None = None) -> Forms:
    version = {"version": report.version if report.pk else 0}
    typed = kept.values if kept else {}
    return {
        "report": ReportForm(instance=report, initial={**version, **typed}),
        "issue": IssueForm(auto_id="issue_%s", actions=_actions(report)),
        "proof": EvidenceForm(auto_id="proof_%s"),
    }


def _actions(report: ProgressUpdate) -> "QuerySet[DeliveryAction]":
    actions = DeliveryAction.objects.filter(plan__priority=report.priority, removed_at=None)
    return actions.order_by("number")


def _page(
    request: Request,
    report: ProgressUpdate,
    forms: Forms,
    *,
    status: int = 200,
    kept: drafts.Drafting | None = None,
) -> HttpResponse:
    page = progress_page(report.priority, in_round=report.round, on=today())
    kept = kept or drafts.drafting(signed_in(request), _sheet(report))
    if page.report is None and kept.draft is None:
        forms["report"].initial["action_taken"] = page.told
    context = {
        "page": page,
        "forms": forms,
        "faulty": next((form for form in forms.values() if form.errors), forms["report"]),
        "may_write": may(request, "priorities.write_update", report),
        "drafting": kept,
        "may_remind": not page.is_frozen and may(request, "priorities.nudge", report),
        "may_sign": may(request, "priorities.sign_off_update", report),
    }
    return render(request, "priorities/progress_view.html", context, status=status)
