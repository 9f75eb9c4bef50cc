"""A board closes: who follows, where all that is open goes on, a look before it is done."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.editing import Refused
from governance.http import Request, signed_in, today
from governance.models import Board
from governance.queries import day
from governance.views.keeping import CHANGE, board_of, trail
from portal.changes import succession as changes
from portal.forms.succession import ClosingForm, HomesForm, decided, first_homes
from portal.queries import succession as queries

HERE = "Close it and pass on what is open"
UNSENT = {"csrfmiddlewaretoken", "deed", "foreseen"}
LOOKS = {"look", "pass"}


@require_http_methods(["GET", "HEAD", "POST"])
def board_succession(request: Request, slug: str) -> HttpResponse:
    """Close a board in favour of others: choose, look at what it comes to, do it."""
    board = board_of(request, slug, CHANGE)
    boards = list(queries.successors_to_choose(board))
    if request.method != "POST":
        return _page(request, board, ClosingForm(boards=boards, initial=_initial(board)))
    closing = ClosingForm(request.POST, boards=boards)
    if not closing.is_valid():
        return _page(request, board, closing, status=422)
    heirs = [each for each in boards if str(each.pk) in closing.cleaned_data["successors"]]
    homes = _homes(request, board, closing, heirs)
    if request.POST.get("deed") not in LOOKS:
        return _page(request, board, closing, homes)
    if not homes.is_valid():
        return _page(request, board, closing, homes, status=422)
    try:
        return _pass(request, board, closing, homes)
    except Refused as reason:
        closing.add_error(None, str(reason))
    homes = _homes(request, board, closing, heirs, is_new=True)
    return _page(request, board, closing, homes, status=422)


def _initial(board: Board) -> dict[str, Any]:
    before = {str(each.to_board_id): each for each in board.successors.all()}
    days = ("papers_first_until", "attendance_until")
    kept = {name: getattr(each, name) for each in before.values() for name in days}
    key = secrets.token_hex(8)
    return {"ends_on": board.ends_on, "successors": list(before), "key": key, **kept}


def _homes(
    request: Request,
    board: Board,
    closing: ClosingForm,
    heirs: Sequence[Board],
    *,
    is_new: bool = False,
) -> HomesForm:
    """Return the form of what is open now, with what was chosen before."""
    on = closing.cleaned_data["ends_on"]
    groups = queries.open_things(board, on=min(on, today()))
    places = queries.places_to_choose(heirs, on=on)
    options: Any = {"groups": groups, "heirs": heirs, "places": places}
    if request.POST.get("deed") in LOOKS and not is_new:
        return HomesForm(request.POST, **options)
    rows = [each.row for group in groups if group.kind == "sponsorship" for each in group.rows]
    likeliest = queries.likeliest_places(rows, heirs[:1], on=on) if rows else {}
    sent = {name: text for name, text in request.POST.items() if name not in {"seen", "foreseen"}}
    seen = " ".join(each.mark for each in queries.each_open(groups))
    initial = {**first_homes(groups, heirs, likeliest), **sent, "seen": seen}
    return HomesForm(initial=initial, **options)


def _pass(request: Request, board: Board, closing: ClosingForm, homes: HomesForm) -> HttpResponse:
    plan, by, at = decided(closing, homes), signed_in(request), timezone.now()
    if request.POST["deed"] == "pass":
        changes.succeed(board, plan, by=by, at=at, key=closing.cleaned_data["key"])
        messages.success(request, f"{board} is closed; what was open there goes on elsewhere.")
        return redirect("governance:board-about", board.slug)
    steps = changes.foresee(board, replace(plan, foreseen=""), by=by, at=at)
    sent = [(n, text) for n in request.POST if n not in UNSENT for text in request.POST.getlist(n)]
    context = {
        **trail(board, HERE),
        "steps": steps,
        "sent": [*sent, ("foreseen", changes.mark_of(steps))],
        "last_day": day(plan.ends_on - changes.A_DAY),
        "awaited": list(queries.answers_to_come(board)),
    }
    return render(request, "portal/succession_preview.html", context)


def _page(
    request: Request,
    board: Board,
    closing: ClosingForm,
    homes: HomesForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {**trail(board, HERE), "closing": closing, "homes": homes}
    return render(request, "portal/succession.html", context, status=status)
