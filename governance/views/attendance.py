"""The page of a board's attendance: in any window, by seat or by organisation."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from governance import queries
from governance.forms.attendance import ORGANISATION, WindowForm
from governance.http import Request, allow, day_asked
from governance.models import Board
from governance.views.boards import tab_of
from governance.views.tables import Cell, asked_form, table_file


@require_safe
def board_attendance(request: Request, slug: str) -> HttpResponse:
    """Show who came to the meetings of a board, to those at its table."""
    day = day_asked(request)
    board = get_object_or_404(queries.board_by(slug))
    allow(request, "governance.read_drafts", board, board=board.pk)
    form = WindowForm(request.GET.dict(), day=day)
    asked = form.cleaned_data if form.is_valid() else {}
    register = queries.attendance(
        board,
        until=day.on,
        since=asked.get("since"),
        by_organisation=asked.get("by") == ORGANISATION,
    )
    file = asked_form(request)
    if file:
        return _register_file(file, board, register)
    context = {
        **tab_of("meetings", board, day),
        "register": register,
        "form": form,
        "missed": queries.missed_in_a_row(board, on=day.on),
    }
    status = 422 if form.errors else 200
    return render(request, "governance/board_attendance.html", context, status=status)


def _register_file(file: str, board: Board, register: queries.AttendancePage) -> HttpResponse:
    made_up = "illustrative" if register.is_illustrative else ""
    rows: list[tuple[Cell, ...]] = [
        (
            row.name,
            *(cell.share.fraction if cell.share else cell.word for cell in row.cells),
            *(row.share.came, row.share.expected, made_up),
        )
        for row in register.rows
    ]
    months = [f"{month} {year}" for month, year in register.months]
    of = "Organisation" if register.by_organisation else "Seat"
    head = (of, *months, "Came", "Expected", "Illustrative")
    return table_file(file, name=f"{board.slug}-attendance", head=head, rows=rows)
