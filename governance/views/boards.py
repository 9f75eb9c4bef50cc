"""The pages of boards: the list, and one board's tabs of this storey."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from governance import queries
from governance.http import Request, day_asked, may
from governance.models import Board
from governance.periods import DayShown
from governance.scope import scope_of
from governance.views.tables import (
    asked_form,
    origin_cells,
    page_asked,
    rows_asked,
    table_file,
)

BOARDS = ("Board", "Kind", "Places", "When", "Standing", "Where from", "Illustrative")
SEATS = (
    *("Seat", "Role", "Nominated by", "Places", "Held", "Holders", "Until", "Note"),
    *("Where from", "Illustrative"),
)


@require_safe
def board_list(request: Request) -> HttpResponse:
    """Show every board as it stood on a day, a page at a time."""
    day = day_asked(request)
    boards = queries.board_list(day=day, page=rows_asked(request))
    form = asked_form(request)
    if form:
        rows = [
            (row.name, row.kind, row.places, row.when, group.head, *origin_cells(row.origin))
            for group in boards.groups
            for row in group.rows
        ]
        return table_file(form, name="boards", head=BOARDS, rows=rows)
    may_add = day.is_today and may(request, "governance.add_board", None)
    context = {"boards": boards, "day": day, "may_add": may_add}
    return render(request, "governance/board_list.html", context)


@require_safe
def board_about(request: Request, slug: str) -> HttpResponse:
    """Show what a board is."""
    day = day_asked(request)
    board = get_object_or_404(queries.board_by(slug))
    about = queries.board_about(board, day=day)
    may_change = day.is_today and may(request, "governance.change_board", board)
    context = {**tab_of("about", board, day), "about": about, "may_change": may_change}
    return render(request, "governance/board_about.html", context)


@require_safe
def board_members(request: Request, slug: str) -> HttpResponse:
    """Show who sits at a board's table."""
    day = day_asked(request)
    board = get_object_or_404(queries.board_by(slug))
    sees_names = request.user.is_authenticated
    table = queries.membership(board, on=day.on, sees_names=sees_names)
    form = asked_form(request)
    if form:
        return _members_file(form, board, table)
    sees_register = may(request, "governance.read_drafts", board)
    may_appoint = day.is_today and may(request, "governance.appoint", board)
    seen = {
        "table": table,
        "sees_register": sees_register,
        "may_appoint": may_appoint,
        "sees_addresses": may(request, "governance.read_addresses", board),
    }
    context = {**tab_of("members", board, day), **seen}
    return render(request, "governance/board_members.html", context)


@require_safe
def board_meetings(request: Request, slug: str) -> HttpResponse:
    """Show when a board met and meets."""
    day = day_asked(request)
    board = get_object_or_404(queries.board_by(slug))
    inside = may(request, "governance.read_drafts", board)
    meetings = queries.board_meetings(
        board,
        day=day,
        scope=scope_of(request.user),
        is_member=inside,
        page=page_asked(request),
    )
    context = {
        **tab_of("meetings", board, day),
        "meetings": meetings,
        "may_change": may(request, "governance.change_meeting", board),
        "may_ask": may(request, "governance.add_challenge", board),
        "may_refer": may(request, "governance.refer", board),
        "sees_programme": inside,
    }
    return render(request, "governance/board_meetings.html", context)


def tab_of(name: str, board: Board, day: DayShown) -> dict[str, Any]:
    """Return what every tab of a board shows above its own."""
    return {"board": board, "tab": name, "day": day, "stood": queries.stood(board, day=day)}


def _members_file(form: str, board: Board, table: queries.Membership) -> HttpResponse:
    rows = [
        (
            *(seat.title, seat.role, seat.comes_from, seat.of, seat.held),
            *("; ".join(_called(holder) for holder in seat.holders), seat.ends, seat.note),
            *origin_cells(seat.origin),
        )
        for seat in table.seats
    ]
    return table_file(form, name=f"{board.slug}-members", head=SEATS, rows=rows)


def _called(holder: queries.Holder) -> str:
    """Return a holder as a file names them, an illustrative one as such."""
    named = f"{holder.post}, {holder.name}" if holder.name else holder.post
    return f"{named} (illustrative)" if holder.illustrative else named
