"""A board closes: who follows, where all that is open goes on, a look before it is done."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import audit
from governance.changes.drafts import Sheet, TooLong, drop_draft, keep_draft
from governance.editing import Refused
from governance.http import Request, sent_in, signed_in
from governance.models import Board
from governance.queries import day
from governance.views import drafts
from governance.views.keeping import CHANGE, board_of, trail
from portal.changes import closing as ahead
from portal.changes import succession as changes
from portal.changes.decided import Decided
from portal.forms.homes import HomesForm, decided, first_homes, marks_in
from portal.forms.succession import A_DAY, ClosingForm
from portal.queries import ending
from portal.queries import succession as queries
from portal.queries.closing import chapters, closing_of, taken_back
from portal.views import closing as closings
from portal.views.closing import HERE

UNSENT = {"csrfmiddlewaretoken", "deed", "foreseen"}
TOGETHER = {"look", "pass", "agree"}  # sent with the homes of all things
Choice = Mapping[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
def board_succession(request: Request, slug: str) -> HttpResponse:
    """Close a board in favour of others: choose, look at what it comes to, do it or agree it."""
    board = board_of(request, slug, CHANGE)
    deed = request.POST.get("deed", "")
    if deed in {"keep", "forget"}:
        kept: Callable[..., HttpResponse] = getattr(drafts, deed)
        return kept(request, signed_in(request), sheet_of(board))
    if deed in closings.DEEDS:
        return closings.take_back(request, board, deed, sheet=sheet_of(board))
    if deed in TOGETHER and _is_done(request, board):
        return redirect("portal:board-succession", board.slug)
    closing = closing_of(board)
    if closing is not None:
        return closings.show(request, board, closing, sheet=sheet_of(board))
    return _chosen(request, board) if request.method == "POST" else _begun(request, board)


def sheet_of(board: Board) -> Sheet:
    """Return what the form is known by where it is kept as a draft."""
    address = f"{board.get_absolute_url()}keep/succession/"
    return Sheet("succession", str(board.pk), address, f"Closing of {board}")


def _is_done(request: Request, board: Board) -> bool:
    """Say whether the form was sent before."""
    key = request.POST.get("key", "")
    return audit.made_by_form(board.closings.all(), key) is not None


def _begun(request: Request, board: Board) -> HttpResponse:
    """Show the form as it begins, or as it was left."""
    boards = list(queries.successors_to_choose(board))
    kept = drafts.drafting(signed_in(request), sheet_of(board))
    again = {**kept.values, "key": secrets.token_hex(8)}
    closing = ClosingForm(again, boards=boards)
    if kept.draft and closing.is_valid():
        return _page(request, board, closing, _homes(board, closing, boards, again), kept=kept)
    initial = {**_initial(board), **again}
    return _page(request, board, ClosingForm(boards=boards, initial=initial), kept=kept)


def _initial(board: Board) -> dict[str, Any]:
    before = {str(each.to_board_id): each for each in board.successors.all()}
    days = ("papers_first_until", "attendance_until")
    kept = {name: getattr(each, name) for each in before.values() for name in days}
    return {"ends_on": board.ends_on, "successors": list(before), **kept}


def _chosen(request: Request, board: Board) -> HttpResponse:
    """Take what was chosen; show what it comes to, or do it."""
    boards, sent = list(queries.successors_to_choose(board)), sent_in(request)
    closing = ClosingForm(request.POST, boards=boards)
    if not closing.is_valid():
        return _page(request, board, closing, status=422)
    homes = _homes(board, closing, boards, sent)
    if request.POST.get("deed") not in TOGETHER:
        _keep(request, board, {**sent, **homes.initial})
        return _page(request, board, closing, homes)
    _keep(request, board, sent)
    homes = _homes(board, closing, boards, sent, data=request.POST)
    if not homes.is_valid():
        return _page(request, board, closing, homes, status=422)
    try:
        return DEEDS[request.POST["deed"]](request, board, closing, decided(closing, homes))
    except Refused as reason:
        closing.add_error(None, str(reason))
    homes = _homes(board, closing, boards, sent)
    return _page(request, board, closing, homes, status=422)


def _keep(request: Request, board: Board, values: Mapping[str, Any]) -> None:
    """Keep what was chosen so far, also without JavaScript."""
    with suppress(TooLong):
        by, at = signed_in(request), timezone.now()
        keep_draft(sheet_of(board), values=values, by=by, at=at)


def _homes(
    board: Board, closing: ClosingForm, boards: Sequence[Board], sent: Choice, *, data: Any = None
) -> HomesForm:
    """Return the form of what is open now, with what was chosen before.

    What was opened since has no home yet: whoever chooses is to see it.
    """
    on, successors = closing.cleaned_data["ends_on"], closing.cleaned_data["successors"]
    heirs = [each for each in boards if str(each.pk) in successors]
    groups = queries.open_things(board, on=on)
    known = marks_in(sent["seen"]) if "seen" in sent else None
    options: dict[str, Any] = {
        "groups": groups,
        "heirs": heirs,
        "places": queries.places_to_choose(heirs, on=on),
        "is_ahead": closing.is_ahead,
        "known": known,
    }
    if data is not None:
        return HomesForm(data, **options)
    rows = [each.row for group in groups if group.kind == "sponsorship" for each in group.rows]
    likeliest = queries.likeliest_places(rows, heirs[:1], on=on) if rows else {}
    first = first_homes(groups, heirs, likeliest) if known is None else {}
    seen = " ".join(each.mark for each in queries.each_open(groups))
    unsent = {name: text for name, text in sent.items() if name not in {"seen", "foreseen"}}
    return HomesForm(initial={**first, **unsent, "seen": seen}, **options)


def _look(request: Request, board: Board, closing: ClosingForm, plan: Decided) -> HttpResponse:
    """Show what it comes to, and do nothing."""
    by, at = signed_in(request), timezone.now()
    steps = changes.foresee(board, replace(plan, foreseen=""), by=by, at=at)
    sent = [(n, text) for n in request.POST if n not in UNSENT for text in request.POST.getlist(n)]
    context = {
        **trail(board, HERE),
        "chapters": chapters(steps.done),
        "sent": [*sent, ("foreseen", changes.mark_of(steps.told))],
        "last_day": day(plan.ends_on - A_DAY),
        "is_ahead": closing.is_ahead,
        "awaited": list(ending.answers_to_come(board)),
        "unagreed": list(ending.minutes_left(board)),
    }
    return render(request, "portal/succession_preview.html", context)


def _pass(request: Request, board: Board, closing: ClosingForm, plan: Decided) -> HttpResponse:
    by, at, key = signed_in(request), timezone.now(), closing.cleaned_data["key"]
    changes.succeed(board, plan, by=by, at=at, key=key)
    drop_draft(sheet_of(board), by=by)
    messages.success(request, f"{board} is closed; what was open there goes on elsewhere.")
    return redirect("governance:board-about", board.slug)


def _agree(request: Request, board: Board, closing: ClosingForm, plan: Decided) -> HttpResponse:
    by, at, key = signed_in(request), timezone.now(), closing.cleaned_data["key"]
    ahead.agree(board, plan, by=by, at=at, key=key)
    drop_draft(sheet_of(board), by=by)
    told = f"It is agreed that {board} closes after {day(plan.ends_on - A_DAY)}."
    messages.success(request, told)
    return redirect("portal:board-succession", board.slug)


DEEDS: dict[str, Callable[[Request, Board, ClosingForm, Decided], HttpResponse]] = {
    "look": _look,
    "pass": _pass,
    "agree": _agree,
}


def _page(
    request: Request,
    board: Board,
    closing: ClosingForm,
    homes: HomesForm | None = None,
    *,
    kept: drafts.Drafting | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **trail(board, HERE),
        "closing": closing,
        "homes": homes,
        "drafting": kept or drafts.drafting(signed_in(request), sheet_of(board)),
        "taken_back": taken_back(board),
    }
    return render(request, "portal/succession.html", context, status=status)
