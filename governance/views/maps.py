"""The map of boards."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance import queries
from governance.http import Request, day_asked
from governance.views.tables import asked_form, origin_cells, rows_asked, table_file

EVERY = "every"
LINES = ("From", "How", "To", "What", "When", "Where from", "Illustrative")


@require_safe
def governance_map(request: Request) -> HttpResponse:
    """Show how the boards stood to each other on a day, drawn and as a table."""
    day = day_asked(request)
    every = request.GET.get("of") == EVERY
    page = queries.board_map(day=day, every=every, page=rows_asked(request))
    form = asked_form(request)
    if form:
        rows = [
            (line.begin, line.verb, line.end, line.what, line.when, *origin_cells(line.origin))
            for line in page.lines.rows
        ]
        return table_file(form, name="map", head=LINES, rows=rows)
    context = {"page": page, "day": day, "every": every}
    return render(request, "governance/map.html", context)
