"""What a person has in hand of plans today: what they sponsor, prepare, lead or answer for."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, Q, Value

from governance.scope import Person, Scope, once, scope_of
from priorities.models import DeliveryPlan, Sponsorship


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
    works_on = DeliveryPlan.objects.filter(_works_on(scope)).order_by()
    facts = set(
        sponsored.filter(place__in=scope.places | scope.prepares_for)
        .order_by()
        .values_list("place", "priority")
        .union(works_on.values_list(Value(None, BigIntegerField()), "pk"))
    )
    return Part(
        sponsors=frozenset(priority for place, priority in facts if place in scope.places),
        prepares=frozenset(priority for place, priority in facts if place in scope.prepares_for),
        works_on=frozenset(plan for place, plan in facts if place is None),
    )


def _works_on(scope: Scope) -> Q:
    """Return the condition on delivery plans that the person leads an action or answers in."""
    mine = Q(actions__lead_person=scope.person, actions__removed_at=None)
    for board in {seat.board for seat in scope.seats} | {board for board, _ in scope.answers}:
        mine |= Q(
            priority__plan__board=board,
            actions__removed_at=None,
            actions__commitments__organisation__in=scope.organisations(board),
        )
    return mine
