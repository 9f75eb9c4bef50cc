"""A closing that is agreed or was carried out: its page, and the way back."""

from collections.abc import Callable
from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from governance.changes.drafts import Sheet, TooLong, keep_draft
from governance.editing import Refused
from governance.http import Request, number_in, sent_in, signed_in
from governance.models import Board, Closing
from governance.views.keeping import trail
from portal.changes.closing import call_off
from portal.changes.undoing import undo
from portal.forms.homes import as_typed
from portal.queries.closing import closing_page

HERE = "Close it and pass on what is open"
DEEDS: dict[str, tuple[Callable[..., None], str]] = {
    "call off": (call_off, "{} does not close. What was chosen is kept as your draft."),
    "undo": (undo, "{} is at work again, and what it passed on is its own."),
}
FIRST = "{} agreed a closing first, so nothing was done. What you chose is kept as your draft."


def show(request: Request, board: Board, closing: Closing, *, sheet: Sheet) -> HttpResponse:
    """Show a closing; whoever sent another meanwhile is told, and their choice is kept."""
    if request.method != "POST":
        return _page(request, board, closing)
    _keep(request, sheet, sent_in(request))
    messages.error(request, FIRST.format(closing.agreed_by))
    return _page(request, board, closing, status=409)


def take_back(request: Request, board: Board, deed: str, *, sheet: Sheet) -> HttpResponse:
    """Call off what is agreed, or undo what was carried out; what stands in the way is said."""
    rows = board.closings.select_related("board", "agreed_by")
    closing = get_object_or_404(rows, pk=number_in(request.POST.get("closing", "")))
    take, told = DEEDS[deed]
    try:
        take(closing, by=signed_in(request), at=timezone.now())
    except Refused as reason:
        messages.error(request, str(reason))
        return _page(request, board, closing, status=409)
    if deed == "call off":
        _keep(request, sheet, as_typed(closing))
    messages.success(request, told.format(board))
    return redirect("portal:board-succession", board.slug)


def _page(request: Request, board: Board, closing: Closing, *, status: int = 200) -> HttpResponse:
    context = {**trail(board, HERE), "page": closing_page(closing, board)}
    return render(request, "portal/closing.html", context, status=status)


def _keep(request: Request, sheet: Sheet, values: dict[str, str]) -> None:
    with suppress(TooLong):
        keep_draft(sheet, values=values, by=signed_in(request), at=timezone.now())
