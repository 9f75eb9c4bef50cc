"""A round's page: who has answered, who is silent; reminding, opening, closing."""

from datetime import timedelta

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.editing import Refused, refusals_in_words
from governance.http import Request, allow, may, signed_in
from governance.models import Board
from governance.periods import Period, period_from_slug
from priorities.changes import asking, rounds
from priorities.models import ReportingRound
from priorities.queries.round_page import round_page
from priorities.scope import part_of
from priorities.views.reminding import remind

LONGEST_TERM = timedelta(days=123)  # a year is no round
RUN = "priorities.run_rounds"


@require_http_methods(["GET", "HEAD", "POST"])
def round_view(request: Request, slug: str, period: str) -> HttpResponse:
    """Show a round, or that it is not open yet; take what the officer does with it."""
    board = get_object_or_404(Board, slug=slug)
    allow(request, "priorities.view_round", board, board=board.pk)
    rows = ReportingRound.objects.select_related("board")
    in_round = rows.filter(board=board, slug=period).first()
    if in_round is None:
        return _not_open(request, board, _period(period, board))
    if request.method == "POST":
        return _act(request, in_round)
    may_run = may(request, RUN, board)
    page = round_page(in_round, may_run=may_run, sponsors=part_of(request.user).sponsors)
    context = {"page": page, "round": in_round, "board": board, "may_run": may_run}
    return render(request, "priorities/round_view.html", context)


def _act(request: Request, in_round: ReportingRound) -> HttpResponse:
    if request.POST.get("deed") == "close":
        allow(request, RUN, in_round.board, board=in_round.board_id)
        rounds.close_round(in_round, by=signed_in(request), at=timezone.now())
    elif in_round.closed_at is None:
        remind(request, in_round)
    return redirect(in_round)


def _not_open(request: Request, board: Board, period: Period) -> HttpResponse:
    allow(request, RUN, board, board=board.pk)
    refused = ""
    if request.method == "POST":
        try:
            return redirect(_open(request, board, period))
        except Refused as reason:
            refused = str(reason)
    context = {"board": board, "period": period, "refused": refused}
    status = 409 if refused else 200
    return render(request, "priorities/round_open.html", context, status=status)


def _open(request: Request, board: Board, period: Period) -> ReportingRound:
    """Open the round and ask the partners, both or neither."""
    at = timezone.now()
    with refusals_in_words(ReportingRound), transaction.atomic():
        opened = rounds.open_round(board=board, period=period, by=signed_in(request), at=at)
        asking.ask_for_answers(opened, at=at)
    return opened


def _period(slug: str, board: Board) -> Period:
    """Return the period of an address.

    :raises Http404: there is no such quarter or term
    """
    try:
        period = period_from_slug(slug, board.calendar)
    except ValueError as reason:
        raise Http404 from reason
    if period.ends_on - period.starts_on > LONGEST_TERM:
        raise Http404
    return period
