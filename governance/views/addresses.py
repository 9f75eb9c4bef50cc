"""The page from which a board's officers write to who sits at it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from governance import queries
from governance.http import Request, allow, today
from governance.queries.addresses import address_lists
from governance.views.tables import asked_form, table_file

HEAD = ("Seat", "Post", "E-mail address", "Note", "Illustrative")


@require_safe
def board_addresses(request: Request, slug: str) -> HttpResponse:
    """Show where whoever sits at a board's table is written to."""
    board = get_object_or_404(queries.board_by(slug))
    allow(request, "governance.read_addresses", board, board=board.pk)
    lists = address_lists(board, on=today())
    form = asked_form(request)
    if form:
        rows = [
            (row.seat, row.post, row.address, row.note, "illustrative" if row.illustrative else "")
            for each in lists
            for row in each.rows
        ]
        return table_file(form, name=f"{board.slug}-addresses", head=HEAD, rows=rows)
    context = {"board": board, "tab": "members", "lists": lists}
    return render(request, "governance/board_addresses.html", context)
