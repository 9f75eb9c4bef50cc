"""What is somebody's own, for whom `authorisation_also.csv` says more than the tables."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from governance.models import Attendance, Board, User
from governance.periods import quarter_of
from priorities.changes.rounds import open_round
from priorities.models import Commitment, DeliveryAction, DeliveryPlan, Priority
from tests import (
    rights_history,
)
from tests.factories import (
    FIRST_DAY,
    ChallengeFactory,
    CommitmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    ProgressUpdateFactory,
)
from tests.rights_things import milestone_of

# The same of what is somebody's own: whom the maker gets holds a part in the thing.
THEIRS: dict[str, Callable[[User], dict[str, Any]]] = {**rights_history.THEIRS}


def their(*addresses: str) -> Callable[[Callable[[User], Any]], Callable[[User], Any]]:
    """Register a maker of what is somebody's own for `addresses`."""

    def register(maker: Callable[[User], Any]) -> Callable[[User], Any]:
        THEIRS.update(dict.fromkeys(addresses, maker))
        return maker

    return register


@their("governance:meeting-view")
def meeting_deputised(person: User) -> dict[str, Any]:
    return {"pk": Attendance.objects.get(deputy=person).meeting_id}


@their("governance:challenge-view", "governance:challenge-answer")
def challenge_put_to_them(person: User) -> dict[str, Any]:
    answers = person.answers_for.get()
    return {"pk": ChallengeFactory(board=answers.board, put_to=answers.organisation).pk}


def priority_held(person: User) -> Priority:
    """Return the priority that they, or whom they assist, sponsor; else that of their action."""
    led = Priority.objects.filter(delivery_plan__actions__lead_person=person).first()
    if led:
        return led
    holders = [person.pk, *person.offices.values_list("assists", flat=True)]
    return Priority.objects.get(sponsorships__place__appointments__holder__in=holders)


def delivery_held(person: User) -> DeliveryPlan:
    priority = priority_held(person)
    found = DeliveryPlan.objects.filter(priority=priority).first()
    return found or DeliveryPlanFactory(priority=priority)


@their(
    "priorities:delivery-view",
    "priorities:action-add",
    "priorities:milestone-add",
    "priorities:delivery-paste",
    "impact:measure-tie",
)
def own_delivery(person: User) -> dict[str, Any]:
    priority = delivery_held(person).priority
    return {"slug": priority.plan.slug, "number": priority.number}


@their("priorities:action-edit", "priorities:commitment-ask")
def own_action(person: User) -> dict[str, Any]:
    delivery = delivery_held(person)
    action = DeliveryAction.objects.filter(plan=delivery).first()
    action = action or DeliveryActionFactory(plan=delivery)
    return {**own_delivery(person), "pk": action.pk}


@their("priorities:milestone-edit")
def own_milestone(person: User) -> dict[str, Any]:
    return milestone_of(delivery_held(person))


@their("priorities:delivery-versions")
def own_delivery_with_an_action(person: User) -> dict[str, Any]:
    own_action(person)
    return own_delivery(person)


AMENDED = {"state": "amended", "reason": "Less.", "answered_on": FIRST_DAY}


def asked_of(person: User) -> Commitment:
    """Return what their organisation is asked for, or an offer to what they sponsor."""
    answers = person.answers_for.first()
    if answers is None:
        action = DeliveryActionFactory(plan=delivery_held(person))
        return CommitmentFactory(action=action, **AMENDED)
    board = {"action__plan__priority__plan__board": answers.board}
    return CommitmentFactory(organisation=answers.organisation, **board)


@their("priorities:commitment-answer")
def own_commitment(person: User) -> dict[str, Any]:
    commitment = asked_of(person)
    priority = commitment.action.plan.priority
    return {"slug": priority.plan.slug, "number": priority.number, "pk": commitment.pk}


def this_round(board: Board) -> Any:
    """Return the board's round of today."""
    at = timezone.now()
    period = quarter_of(timezone.localdate(at), board.calendar)
    return open_round(board=board, period=period, by=None, at=at)


@their("portal:answer-item")
def own_item(person: User) -> dict[str, Any]:
    commitment = asked_of(person)
    this_round(commitment.action.plan.priority.plan.board)
    return {"pk": commitment.pk}


@their("priorities:progress-view")
def own_report(person: User) -> dict[str, Any]:
    priority = priority_held(person)
    in_round = this_round(priority.plan.board)
    ProgressUpdateFactory(priority=priority, round=in_round)
    return {"slug": priority.plan.slug, "number": priority.number, "period": in_round.slug}


@their("priorities:round-view")
def own_round(person: User) -> dict[str, Any]:
    priority = priority_held(person)
    CommitmentFactory(action__plan=delivery_held(person))
    return {"slug": priority.plan.board.slug, "period": this_round(priority.plan.board).slug}
