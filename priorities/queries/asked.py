"""What a round asks about: the commitments that stand, and whom it asks for them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.models import User
from priorities.models import ActionState, Commitment, Contribution, Plan, ReportingRound
from priorities.queries.plans import once_of
from priorities.queries.rating import NO_LONGER_BOUND


def silent_in(in_round: ReportingRound) -> Q:
    """Return the condition on commitments that nothing was sent for in a round."""
    sent = Contribution.objects.filter(round=in_round, commitment=OuterRef("pk"))
    return ~Q(Exists(sent))


def asked_in(in_round: ReportingRound) -> "QuerySet[Commitment]":
    """Return the commitments that a round asks about, in the order of the plans."""
    return standing().filter(_of_ended(in_round) if in_round.board.ends_on else of_round(in_round))


def _of_ended(in_round: ReportingRound) -> Q:
    """Return what a round of a board that ended asked about, whosever the plans are by now."""
    in_time = Q(asked_on=None) | Q(asked_on__lt=in_round.ends_on)
    plans = once_of(in_round.board).values("pk")
    return Q(action__plan__priority__plan__in=plans) & in_time


def asked_in_any(rounds: Iterable[ReportingRound]) -> "QuerySet[Commitment]":
    """Return the commitments that some of `rounds` ask about; of no round none."""
    asked, boards = Q(pk=None), set()
    for each in rounds:
        asked |= of_round(each)
        boards.add(each.board_id)
    # The boards once more by themselves, or the database looks at the commitments of all.
    return standing().filter(asked, action__plan__priority__plan__board__in=boards)


def lead_asked(commitment: Commitment) -> User | None:
    """Return who leads the action, where the commitment is their organisation's own part."""
    action = commitment.action
    lead = action.lead_person
    if lead is None:
        return None
    own = commitment.organisation_id in {action.lead_id, lead.organisation_id}
    return lead if own else None


def of_round(in_round: ReportingRound) -> Q:
    """Return the condition that a round asks about a commitment."""
    in_time = Q(asked_on=None) | Q(asked_on__lt=in_round.ends_on)
    return Q(action__plan__priority__plan__board=in_round.board_id) & in_time


def of_round_at_hand(commitment: Commitment, in_round: ReportingRound) -> bool:
    """Say of a commitment at hand what `of_round` says in the database."""
    board = commitment.action.plan.priority.plan.board_id
    return is_of_round(in_round, board=board, asked_on=commitment.asked_on)


def is_of_round(in_round: ReportingRound, *, board: int | None, asked_on: date | None) -> bool:
    """Say whether a round asks about a commitment that was asked for on a day for a board."""
    in_time = asked_on is None or asked_on < in_round.ends_on
    return in_time and board == in_round.board_id


def standing(or_declined: Q | None = None) -> "QuerySet[Commitment]":
    """Return the commitments that bind, in the order of the plans; and those declined so."""
    binding = ~Q(state__in=NO_LONGER_BOUND)
    if or_declined is not None:
        binding |= Q(or_declined, state=Commitment.State.DECLINED)
    return (
        Commitment.objects.filter(binding, action__removed_at=None)
        .exclude(action__state=ActionState.COMPLETE)
        .exclude(action__plan__priority__plan__state=Plan.State.CLOSED)
        .select_related(
            "organisation", "action__lead_person", "action__plan__priority__plan__board"
        )
        .order_by(
            "action__plan__priority__plan",
            "action__plan__priority__number",
            "action__number",
            "organisation__name",
        )
    )
