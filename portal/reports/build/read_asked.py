"""Reads what a board asked of partners and of other boards in a period, in figures alone."""

from datetime import date

from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from governance.models import Board, Challenge, Referral
from governance.periods import Period
from portal.reports.build.facts_board import Asked

_ADOPTED = (Referral.Response.ACCEPTED, Referral.Response.PARTLY)


def asked(board: Board, *, period: Period, on: date) -> Asked:
    """Return the figures from the beginning of the period up to a day; two queries.

    What was answered after that day is not answered yet.
    """
    answered = Q(answered_on__lte=on)
    within = (period.starts_on, on)
    questions = (
        Challenge.objects.filter(board=board, asked_at__date__range=within)
        .annotate(answered_on=TruncDate("answered_at"))
        .aggregate(
            questions=Count("pk"),
            answered=Count("pk", answered),
            in_time=Count("pk", answered & Q(answered_on__lte=F("due_on"))),
            led=Count("pk", ~Q(led_to="") & Q(closed_at__date__lte=on)),
            made_up=BoolAnd("illustrative"),
        )
    )
    sent, got = Q(from_board=board), Q(to_board=board)
    done = Q(responded_at__date__lte=on)
    referrals = Referral.objects.filter(sent | got, referred_at__date__range=within).aggregate(
        referred=Count("pk", sent),
        responded=Count("pk", sent & done),
        adopted=Count("pk", sent & done & Q(response__in=_ADOPTED)),
        received=Count("pk", got),
        received_responded=Count("pk", got & done),
        made_up=BoolAnd("illustrative"),
    )
    made_up = [questions.pop("made_up"), referrals.pop("made_up")]
    known = [each for each in made_up if each is not None]
    return Asked(**questions, **referrals, illustrative=bool(known) and all(known))
