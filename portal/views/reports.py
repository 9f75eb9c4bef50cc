"""Reports: the list and the form to ask, and the documents of each."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from governance.http import Request, allow, signed_in
from governance.models import Board
from governance.rules import OFFICER, WHO
from governance.scope import Scope, scope_of
from governance.views.tables import page_asked
from portal import queries
from portal.changes.asking import ask_for_report
from portal.forms.reports import ReportForm
from portal.models import ReportDocument
from portal.views.kept_pages import own_look_only

Kind = ReportDocument.Kind
CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.HTML: "text/html; charset=utf-8",
    Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.JSON: "application/json",
}
SHOWN_IN_THE_BROWSER = {Kind.PDF, Kind.HTML}


@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: Request) -> HttpResponse:
    """Show the reports a person sees; take what is asked for."""
    scope = scope_of(request.user)
    form = _form(request, scope)
    if request.method != "POST":
        return _list(request, scope, form, status=200)
    if form is None:
        raise PermissionDenied(WHO["portal.ask_report"])
    if not form.is_valid():
        return _list(request, scope, form, status=422)
    run = ask_for_report(**form.cleaned_data, by=signed_in(request), at=timezone.now())
    return redirect("portal:report-view", run.pk)


def _form(request: Request, scope: Scope) -> ReportForm | None:
    """Return the form to ask; None for whoever may ask for no board's reports."""
    boards = Board.objects.filter(queries.boards_to_ask_for(scope)).order_by("name")
    data = request.POST if request.method == "POST" else None
    form = ReportForm(data, boards=boards, at=timezone.now())
    return form if form.has_boards else None


def _list(request: Request, scope: Scope, form: ReportForm | None, *, status: int) -> HttpResponse:
    may_write = bool(scope.boards_as(OFFICER))
    reports = queries.report_list(
        scope, page=page_asked(request), papers=page_asked(request, "papers")
    )
    context = {"reports": reports, "form": form, "may_write": may_write}
    return render(request, "portal/report_list.html", context, status=status)


@require_safe
def report_document(request: Request, pk: int, kind: str) -> HttpResponse:
    """Give out a document of a report, byte for byte as it was kept."""
    documents = ReportDocument.objects.select_related("run__board", "run__format", "run__report")
    document = get_object_or_404(
        documents.defer("body", "run__content"), run=pk, kind=kind, run__edition__isnull=False
    )
    allow(request, "portal.read_report", document.run, board=document.run.board_id)
    etag = quote_etag(document.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    body = bytes(document.body)
    response = HttpResponse(body, content_type=CONTENT_TYPES[Kind(kind)])
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    response["Content-Disposition"] = (
        content_disposition_header(kind not in SHOWN_IN_THE_BROWSER, document.run.file_name(kind))
        or ""
    )
    if kind == Kind.HTML:
        response["Content-Security-Policy"] = own_look_only(body)
    return response
