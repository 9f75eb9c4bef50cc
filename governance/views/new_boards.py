"""A new board: a pattern is chosen, its seats are looked through and changed, then it is added."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governance.changes.drafts import Sheet, drop_draft
from governance.changes.setting_up import add_board
from governance.editing import Refused
from governance.forms.new_board import BLANK, NewBoard, board_typed, lines_of, lines_typed
from governance.http import Request, may, number_in, signed_in, wants_part
from governance.models import Board, QuorumNeed
from governance.patterns import CODES, Pattern, pattern, patterns
from governance.queries.board_rules import rules_in_words
from governance.queries.organisations import organisations_now
from governance.rules import WHO
from governance.views import drafts

RIGHT = "governance.add_board"
TAKE_OUT = "take out "  # with the number of the line


@require_safe
def board_new(request: Request) -> HttpResponse:
    """Offer the patterns that a new board can begin with."""
    _allow(request)
    return render(request, "governance/board_new.html", {"patterns": patterns()})


@require_http_methods(["GET", "HEAD", "POST"])
def board_add(request: Request, code: str) -> HttpResponse:
    """Show what a pattern brings, take what was changed of it, add the board."""
    _allow(request)
    if code not in CODES:
        raise Http404
    begun = pattern(code)
    if request.method == "POST":
        return _taken(request, begun)
    kept = drafts.drafting(signed_in(request), _sheet(begun))
    key = {"key": secrets.token_hex(8)}
    if kept.values:
        return _typed(request, begun, {**key, **kept.values})
    first = {**key, "kind": begun.kind, "purpose": begun.purpose}
    return _page(request, begun, _form(first=first, lines=lines_of(begun)))


def _allow(request: Request) -> None:
    """Let through who adds boards.

    :raises PermissionDenied: says who does
    """
    if not may(request, RIGHT, None):
        raise PermissionDenied(WHO[RIGHT])


def _sheet(begun: Pattern) -> Sheet:
    address = reverse("governance:board-add", args=[begun.code])
    return Sheet("new-board", begun.code, address, f"A new board: {begun.title.lower()}")


def _form(data: Mapping[str, Any] | None = None, **shown: Any) -> NewBoard:
    return NewBoard(data, organisations=organisations_now(), **shown)


def _taken(request: Request, begun: Pattern) -> HttpResponse:
    deed, me = request.POST.get("deed", ""), signed_in(request)
    if deed == "keep":
        return drafts.keep(request, me, _sheet(begun))
    if deed == "forget":
        return drafts.forget(request, me, _sheet(begun))
    if deed == "line" or deed.startswith(TAKE_OUT):
        return _typed(request, begun, request.POST.dict(), deed=deed)
    return _add(request, begun)


def _typed(
    request: Request, begun: Pattern, sent: Mapping[str, Any], *, deed: str = ""
) -> HttpResponse:
    """Show what was typed, right or wrong, with one line more or less; nothing is saved."""
    lines = lines_typed(sent)
    focus = len(lines)
    if deed == "line":
        lines.append(dict(BLANK))
    elif deed:
        without = number_in(deed.removeprefix(TAKE_OUT))
        lines = [line for number, line in enumerate(lines, start=1) if number != without]
        focus = min(without, len(lines)) - 1
    form = _form(first=board_typed(sent), lines=lines)
    if deed:
        form.begin_at(focus, is_part=wants_part(request))
    return _page(request, begun, form)


def _add(request: Request, begun: Pattern) -> HttpResponse:
    form = _form(request.POST)
    if not form.is_valid():
        return _page(request, begun, form, status=422)
    me, key = signed_in(request), form.board.cleaned_data["key"]
    try:
        board = add_board(values=form.values, seats=form.seats, by=me, pattern=begun, key=key)
    except Refused as reason:
        form.refuse(str(reason))
        return _page(request, begun, form, status=422)
    drop_draft(_sheet(begun), by=me)
    messages.success(request, f"{board} is added. Its rules and seats can be changed here.")
    return redirect(board)


def _page(request: Request, begun: Pattern, form: NewBoard, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "pattern": begun,
        "rules": _rules(begun),
        "drafting": drafts.drafting(signed_in(request), _sheet(begun)),
        "trail": _trail(),
    }
    return render(request, "governance/board_add.html", context, status=status)


def _rules(begun: Pattern) -> list[tuple[str, str]]:
    """Return the rules that a pattern brings, in words."""
    board = Board(**(begun.rules or {}))
    needs = [QuorumNeed(sector=each.sector, number=each.number) for each in begun.needs]
    return rules_in_words(board, needs)


def _trail() -> list[tuple[str, str]]:
    return [
        (reverse("governance:board-list"), "Boards"),
        (reverse("governance:board-new"), "Add a board"),
    ]
