"""A board kept by its administrator: what it is, its rules, its last day."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes import removing
from governance.changes.setting_up import close_board, edit_board
from governance.editing import Refused
from governance.forms.boards import BoardCloseForm, BoardForm, BoardRulesForm
from governance.http import Request, allow, may, number_in, signed_in, today
from governance.models import Board
from governance.queries import keeping
from governance.queries.closings import ClosingAhead, closings_ahead
from governance.queries.left_open import left_open
from governance.queries.removed import removals
from governance.views.editing import Editor, edit_page

CHANGE, KEEP = "governance.change_board", "governance.keep_board"
TRAIL = "components/trail.html"
Values = dict[str, Any]


def board_of(request: Request, slug: str, right: str) -> Board:
    """Return the board of that address for who has `right` on it.

    :raises Http404: there is none, or it is none of theirs
    """
    board = get_object_or_404(queries.board_by(slug))
    allow(request, right, board, board=board.pk)
    return board


def trail(board: Board, here: str, *more: tuple[str, str]) -> dict[str, Any]:
    """Return what the crumbs show of a page that keeps a board."""
    above = [
        (board.get_absolute_url(), board.name),
        (reverse("governance:board-keep", args=[board.slug]), "Keep this board"),
    ]
    return {"trail": [*above, *more], "here": here, "board": board}


@require_http_methods(["GET", "HEAD", "POST"])
def board_keep(request: Request, slug: str) -> HttpResponse:
    """Show all that is kept of a board, and where each is changed; bring back what was removed."""
    board = board_of(request, slug, CHANGE)
    if request.method == "POST":
        allow(request, KEEP, board, board=board.pk)
        return _bring_back(request, board)
    context = {
        "kept": keeping.board_kept(board, at=timezone.now()),
        "board": board,
        "closing": _to_close(board),
        "may_keep": may(request, KEEP, board),
        "left": "" if board.is_open(today()) else left_open(board),
    }
    return render(request, "governance/board_keep.html", context)


def _bring_back(request: Request, board: Board) -> HttpResponse:
    part = request.POST.get("part", "")
    if part not in keeping.PARTS:
        raise Http404
    gone = removals(keeping.PARTS[part], keeping.of_board(part, board), at=timezone.now())
    event = next((e for e in gone if e.pgh_id == number_in(request.POST.get("event", ""))), None)
    try:
        row = event and removing.bring_back(event, by=signed_in(request))
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("governance:board-keep", board.slug)
    told = f"“{row}” is back." if row else "It is there already, or was removed too long ago."
    messages.success(request, told)
    return redirect("governance:board-keep", board.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def board_edit(request: Request, slug: str) -> HttpResponse:
    """Change what a board is called, what it is and what it is for."""
    board = board_of(request, slug, CHANGE)
    return _edited(request, board, BoardForm, "facts", "What it is", options={"row": board})


@require_http_methods(["GET", "HEAD", "POST"])
def board_rules(request: Request, slug: str) -> HttpResponse:
    """Change the rules that a board works by."""
    board = board_of(request, slug, KEEP)
    return _edited(request, board, BoardRulesForm, "rules", "Its rules")


@require_http_methods(["GET", "HEAD", "POST"])
def board_close(request: Request, slug: str) -> HttpResponse:
    """Give a board its last day, or take it back."""
    board = board_of(request, slug, CHANGE)
    more: Values = {
        "options": {"row": board},
        "template": "governance/board_close.html",
        "told": {"closing": _to_close(board)},
    }

    def save(values: Values, version: int, key: str, also: Values) -> Board:
        close_board(
            board,
            version=version,
            values=values,
            by=signed_in(request),
            on=today(),
            key=key,
        )
        return board

    return _edited(request, board, BoardCloseForm, "close", "Its last day", save, **more)


def _to_close(board: Board) -> ClosingAhead | None:
    """Return the closing of the board that is agreed, if one is."""
    return next(iter(closings_ahead([board.pk])), None)


def _edited(
    request: Request,
    board: Board,
    form: Any,
    name: str,
    heading: str,
    save: Any = None,
    *,
    told: Values | None = None,
    **more: Any,
) -> HttpResponse:
    """Edit the board in `form`; `told` goes to the page, `more` to the editor."""

    def save_board(values: Values, version: int, key: str, also: Values) -> Board:
        by = signed_in(request)
        edit_board(board, version=version, values=values, by=by, key=key)
        return board

    back = reverse("governance:board-keep", args=[board.slug])
    editor = Editor(
        form=form,
        sheet=keeping.board_sheet(board, name),
        save=save or save_board,
        done=lambda row: back,
        heading=f"{board}: {heading[0].lower()}{heading[1:]}",
        button="Save",
        told=f"{board} is saved.",
        row=board,
        where=TRAIL,
        back=back,
        context={**trail(board, heading), **(told or {})},
        **more,
    )
    return edit_page(request, editor)
