"""What a person has in hand of plans today: what they sponsor, prepare, lead or answer for."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, Q, QuerySet, Value

from governance.scope import Person, Scope, once, scope_of
from priorities.models import Commitment, DeliveryAction, Sponsorship


@dataclass(frozen=True)
class Part:
    """What a person has in hand today: the keys of the priorities and plans concerned."""

    sponsors: frozenset[int] = frozenset()  # priorities
    prepares: frozenset[int] = frozenset()  # priorities of the people assisted
    works_on: frozenset[int] = frozenset()  # delivery plans with an action or commitment


def part_of(person: Person) -> Part:
    """Return what `person` has in hand today; two queries a request, none for the public."""
    scope = scope_of(person)
    if scope.person is None:
        return Part()
    return once(person, "part", lambda: _part(scope))  # type: ignore[arg-type]


def _part(scope: Scope) -> Part:
    sponsored = Sponsorship.objects.on(scope.day)
    none = Value(None, BigIntegerField())
    facts = set(
        sponsored.filter(place__in=scope.places | scope.prepares_for)
        .order_by()
        .values_list("place", "priority")
        .union(
            _led(scope).values_list(none, "plan"),
            _answered(scope).values_list(none, "action__plan"),
        )
    )
    return Part(
        sponsors=frozenset(priority for place, priority in facts if place in scope.places),
        prepares=frozenset(priority for place, priority in facts if place in scope.prepares_for),
        works_on=frozenset(plan for place, plan in facts if place is None),
    )


def _led(scope: Scope) -> "QuerySet[DeliveryAction]":
    """Return the actions that the person leads."""
    return DeliveryAction.objects.filter(lead_person=scope.person, removed_at=None).order_by()


def _answered(scope: Scope) -> "QuerySet[Commitment]":
    """Return the commitments that the person answers for.

    Not asked together with what they lead: the database would join everybody's to find either.
    """
    boards = {seat.board for seat in scope.seats} | {board for board, _ in scope.answers}
    bodies = {board: scope.organisations(board) for board in boards}
    mine = Q(pk__in=())
    for board, organisations in bodies.items():
        mine |= Q(action__plan__priority__plan__board=board, organisation__in=organisations)
    return Commitment.objects.filter(
        mine, organisation__in=frozenset().union(*bodies.values()), action__removed_at=None
    ).order_by()
