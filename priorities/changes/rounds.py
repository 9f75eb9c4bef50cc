"""Opening and closing a quarter's round: by the clock for every board, or by an officer."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from governance import audit
from governance.models import Board, User, runs_on
from governance.periods import Period, quarter_of
from priorities.models import Plan, ReportingRound

DUE_BEFORE_THE_END = timedelta(days=21)
CLOSES_AFTER_THE_END = timedelta(days=14)


def round_dates(period: Period) -> tuple[date, date]:
    """Return when the round of `period` opens and when answers are due.

    Due three weeks before the end: the sponsor can write over what partners sent, and the board
    can meet within the quarter.
    """
    return period.starts_on, period.ends_on - DUE_BEFORE_THE_END


@transaction.atomic
def open_round(*, board: Board, period: Period, by: User | None, at: datetime) -> ReportingRound:
    """Open the round of `board` for `period`, or return the one that is there."""
    opens_on, due_on = round_dates(period)
    with audit.change(by=by, what=f"opened the round of {period.label}"):
        opened, _ = ReportingRound.objects.get_or_create(
            board=board,
            slug=period.slug,
            defaults={
                "label": period.label,
                "starts_on": period.starts_on,
                "ends_on": period.ends_on,
                "opens_on": opens_on,
                "due_on": due_on,
            },
        )
    return opened


def boards_that_report(on: date) -> list[Board]:
    """Return the open boards that own a plan with a delivery plan running on `on`."""
    delivering = Plan.objects.filter(runs_on(on), priorities__delivery_plan__isnull=False).exclude(
        state=Plan.State.CLOSED
    )
    boards = Board.objects.filter(runs_on(on), status=Board.Status.ACTIVE)
    return list(boards.filter(plans__in=delivering).distinct().order_by("slug"))


def open_due_rounds(*, on: date, at: datetime) -> list[ReportingRound]:
    """Open today's round of every board that reports; asked again it changes nothing."""
    return [
        open_round(board=board, period=quarter_of(on, board.calendar), by=None, at=at)
        for board in boards_that_report(on)
    ]


@transaction.atomic
def close_past_rounds(*, on: date, at: datetime) -> int:
    """Close and freeze the rounds whose quarter ended two weeks ago; return how many."""
    with audit.change(by=None, what="closed the round"):
        return ReportingRound.objects.filter(
            Q(closed_at=None), ends_on__lte=on - CLOSES_AFTER_THE_END
        ).update(closed_at=at)


def close_round(in_round: ReportingRound, *, by: User, at: datetime) -> ReportingRound:
    """Close and freeze a round; closed before, it keeps that instant."""
    with audit.change(by=by, what=f"closed the round of {in_round.label}"):
        ReportingRound.objects.filter(pk=in_round.pk, closed_at=None).update(closed_at=at)
        in_round.refresh_from_db()
        return in_round
