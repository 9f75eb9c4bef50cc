"""A board's reports, beside its other tabs."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from governance.http import Request, may
from governance.queries import board_by
from governance.scope import scope_of
from governance.views.tables import page_asked
from portal import queries
from portal.queries.packs import newest_of_board


@require_safe
def board_reports(request: Request, slug: str) -> HttpResponse:
    """Show the reports of one board that the person sees."""
    board = get_object_or_404(board_by(slug))
    reports = queries.report_list(
        scope_of(request.user),
        of=board,
        page=page_asked(request),
        papers=page_asked(request, "papers"),
    )
    may_write = may(request, "portal.write_paper", board)
    context = {
        "board": board,
        "reports": reports,
        "tab": "reports",
        "may_write": may_write,
        "pack": newest_of_board(board, request.user),
    }
    return render(request, "portal/board_reports.html", context)
