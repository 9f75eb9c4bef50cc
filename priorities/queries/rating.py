"""What the rating of a priority is worked out from, on a day of a round."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Prefetch

from priorities.models import Commitment, Contribution, DeliveryAction, Priority, ReportingRound
from priorities.progress import ActionFacts, WorkedOut, silent_rounds, work_out

NO_LONGER_BOUND = (Commitment.State.DECLINED, Commitment.State.WITHDRAWN)


def rating_of(priority: Priority, *, in_round: ReportingRound, on: date) -> WorkedOut:
    """Return the rating of `priority` worked out in a round, as its actions stand on `on`.

    Four queries. A commitment is silent for as many rounds in a row, up to this one, as it was
    asked for and brought nothing.
    """
    return work_out(action_facts(priority, in_round=in_round, on=on), on=on)


def action_facts(priority: Priority, *, in_round: ReportingRound, on: date) -> list[ActionFacts]:
    """Return the facts of each action of `priority` that stands, in the order of the plan."""
    bound = Commitment.objects.exclude(state__in=NO_LONGER_BOUND)
    actions = list(
        DeliveryAction.objects.filter(plan__priority=priority, removed_at=None)
        .prefetch_related(Prefetch("commitments", bound, to_attr="bound"))
        .order_by("number")
    )
    until_now = ReportingRound.objects.filter(
        board=in_round.board_id, ends_on__lte=in_round.ends_on
    )
    rounds = list(until_now.order_by("-ends_on"))
    sent = _sent(priority, rounds)
    return [
        ActionFacts(
            name=f"{priority.number}.{action.number}",
            state=action.state,
            starts_on=action.starts_on,
            due_on=action.due_on,
            silent_rounds=max(
                (_silent(each, rounds, sent) for each in action.bound),
                default=0,
            ),
        )
        for action in actions
    ]


def _sent(priority: Priority, rounds: Sequence[ReportingRound]) -> set[tuple[int, int]]:
    contributions = Contribution.objects.filter(
        commitment__action__plan__priority=priority, round__in=rounds
    )
    return set(contributions.values_list("commitment", "round"))


def _silent(
    commitment: Commitment,
    rounds: Sequence[ReportingRound],
    sent: Collection[tuple[int, int]],
) -> int:
    """Return how many of `rounds`, newest first, passed in a row without a contribution."""
    passed = ((each.ends_on, (commitment.pk, each.pk) in sent) for each in rounds)
    return silent_rounds(commitment.asked_on, passed)
