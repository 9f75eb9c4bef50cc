"""Reads what a board asked of partners and of other boards in a period, in figures alone."""

from datetime import date, timedelta

from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import Count, Q

from governance.models import Board, Referral
from governance.periods import Period
from governance.queries.challenges import challenge_figures, challenges_between
from portal.reports.build.facts_board import Asked

_ADOPTED = (Referral.Response.ACCEPTED, Referral.Response.PARTLY)


def asked(board: Board, *, period: Period, on: date) -> Asked:
    """Return the figures from the beginning of the period up to a day; two queries.

    What was answered after that day is not answered yet.
    """
    questions = challenge_figures(
        challenges_between(board, period.starts_on, on + timedelta(days=1)), by=on
    )
    within = (period.starts_on, on)
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
    made_up = [questions.illustrative, referrals.pop("made_up")]
    known = [each for each in made_up if each is not None]
    return Asked(
        questions=questions.asked,
        answered=questions.answered,
        in_time=questions.in_time,
        led=questions.led,
        **referrals,
        illustrative=bool(known) and all(known),
    )
