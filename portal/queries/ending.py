"""What ends with a board that closes, and what it leaves behind unfinished."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from governance.models import (
    Appointment,
    Board,
    Meeting,
    Nomination,
    Referral,
    WrittenProcedure,
)
from governance.queries.nominations import OPEN
from priorities.models import ReportingRound

State = Meeting.State
TO_COME = (State.PLANNED, State.PUBLISHED, State.POSTPONED)
MET = (State.HELD, State.INQUORATE, State.ADJOURNED)
Rows = Any


def terms_to_end(board: Board, on: date) -> Rows:
    """Return the appointments that run on a day or begin later."""
    rows = Appointment.objects.filter(seat__board=board).filter(
        Q(ends_on=None) | Q(ends_on__gt=on)
    )
    return rows.select_related("place__seat", "holder").order_by("pk")


def nominations_to_end(board: Board) -> Rows:
    """Return the nominations that are asked for."""
    rows = Nomination.objects.filter(place__seat__board=board, state__in=OPEN)
    return rows.select_related("organisation", "place__seat__board", "asked").order_by("pk")


def meetings_to_cancel(board: Board, on: date) -> Rows:
    """Return the meetings planned for a day or later."""
    rows = Meeting.objects.filter(board=board, on__gte=on, state__in=TO_COME)
    return rows.select_related("board").order_by("on", "pk")


def rounds_to_close(board: Board) -> Rows:
    """Return the rounds that are still open."""
    return ReportingRound.objects.filter(board=board, closed_at=None).order_by("starts_on")


def procedures_to_end(board: Board) -> Rows:
    """Return the questions put in writing that are still open."""
    rows = WrittenProcedure.objects.filter(board=board, state=WrittenProcedure.State.OPEN)
    return rows.select_related("board").order_by("closes_on", "pk")


def met_since(board: Board, on: date) -> Meeting | None:
    """Return the last meeting that took place on a day or later."""
    return Meeting.objects.filter(board=board, on__gte=on, state__in=MET).order_by("-on").first()


def minutes_left(board: Board) -> Rows:
    """Return the meetings that wrote something down, of which no later one agreed the minutes."""
    wrote = Q(minutes__isnull=False) | Q(decisions__isnull=False) | Q(action_points__isnull=False)
    met = Meeting.objects.filter(wrote, board=board, state__in=MET, minutes_agreed_on=None)
    return met.distinct().order_by("on", "pk")


def answers_to_come(board: Board) -> Rows:
    """Return what the board referred to others that has no response yet."""
    rows = Referral.objects.filter(from_board=board, response="")
    whose = Coalesce("passed_to__name", "to_board__name")
    return rows.annotate(by=whose).select_related("referred_by").order_by("pk")
