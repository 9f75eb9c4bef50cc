"""The rows of delivery plans that a paper is made from, each kind read once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from priorities.models import (
    Commitment,
    Contribution,
    DeliveryAction,
    DeliveryPlan,
    ProgressUpdate,
    ReportedState,
    ReportingRound,
    Slip,
)
from priorities.queries import word

_STANDING = (DeliveryPlan.State.AGREED, DeliveryPlan.State.PUBLISHED)
Wordings = Mapping[int, Mapping[int, Mapping[str, Any]]]  # by plan, by action


def actions_of(
    plans: Iterable[DeliveryPlan], said: Wordings, on: date
) -> dict[int, list[DeliveryAction]]:
    """Return the actions of each plan in the agreed wording where a version stands.

    Of a plan that was agreed without one they are as they stand, of a draft there are none.
    """
    found: dict[int, list[DeliveryAction]] = defaultdict(list)
    agreed = [key for wording in said.values() for key in wording]
    working = Q(removed_at=None) | Q(removed_at__date__gt=on)
    stands = Q(plan__state__in=_STANDING) & ~Q(plan__in=list(said))
    there = Q(pk__in=agreed) | working & stands
    actions = DeliveryAction.objects.filter(there, plan__in=list(plans))
    for each in actions.select_related("lead", "source__document").order_by("number", "pk"):
        if each.plan_id in said:
            word(each, said[each.plan_id][each.pk])
        found[each.plan_id].append(each)
    for group in found.values():
        group.sort(key=lambda each: (each.number, each.pk))
    return found


def commitments_of(
    actions: Sequence[DeliveryAction], said: Wordings, on: date
) -> dict[int, list[Commitment]]:
    """Return whom each action asked by the day; whom only a draft asks is left out."""
    found: dict[int, list[Commitment]] = defaultdict(list)
    agreed = {each.pk: said[each.plan_id][each.pk] for each in actions if each.plan_id in said}
    asked = Q(asked_on=None) | Q(asked_on__lte=on)
    commitments = Commitment.objects.filter(asked, action__in=actions)
    for each in commitments.select_related("organisation").order_by("pk"):
        if each.action_id not in agreed or each.pk in agreed[each.action_id]["asked"]:
            found[each.action_id].append(each)
    return found


def sent_of(
    commitments: Mapping[int, list[Commitment]], rounds: Sequence[ReportingRound]
) -> dict[tuple[int, int], str]:
    """Return which commitment was reported on in which round, with the state that was told."""
    every = [each.pk for group in commitments.values() for each in group]
    sent = Contribution.objects.filter(commitment__in=every, round__in=rounds)
    return {
        (one, in_round): state
        for one, in_round, state in sent.values_list("commitment", "round", "state")
    }


def slips_of(actions: Sequence[DeliveryAction]) -> dict[int, list[Slip]]:
    """Return how the date of each action moved, in order."""
    found: dict[int, list[Slip]] = defaultdict(list)
    for each in Slip.objects.filter(action__in=actions).order_by("told_on", "pk"):
        found[each.action_id].append(each)  # type: ignore[index]  # the filter leaves no other
    return found


def states_of(
    updates: Iterable[ProgressUpdate], rounds: Sequence[ReportingRound]
) -> dict[int, tuple[int, str]]:
    """Return the last reported state of each action, with the round it was reported in."""
    order = {each.pk: place for place, each in enumerate(rounds)}
    at = {each.pk: each.round_id for each in updates if each.signed_off_at}
    reported = ReportedState.objects.filter(update__in=list(at))
    rows = sorted(reported, key=lambda each: order[at[each.update_id]])
    return {each.action_id: (at[each.update_id], each.state) for each in rows}
