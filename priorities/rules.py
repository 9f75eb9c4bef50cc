"""Who may do what with plans, delivery plans and progress, as terms of reference say it.

Governance knows no sponsorships: here the sponsorship's place is compared with the places that
the person holds.
"""

from typing import Any

import rules
from django.db.models import Q

from governance import rules as ground
from governance.rules import OFFICER, right
from governance.scope import CHAIRS, GUESTS, MEMBERS, Person, Scope, scope_of
from priorities.models import (
    Commitment,
    Contribution,
    DeliveryAction,
    DeliveryPlan,
    Plan,
    Priority,
    ProgressUpdate,
)
from priorities.scope import part_of

# Plans in these states are for everybody.
SHOWN_TO_ALL = (Plan.State.CONSULTATION, Plan.State.AGREED, Plan.State.CLOSED)
# Reports in these are filed: signed off, or told by a paper. What is still written is not.
FILED = Q(signed_off_at__isnull=False) | Q(source__isnull=False)


def plan_of(thing: Any) -> Plan:
    """Return the plan that `thing` is or belongs to."""
    match thing:
        case Plan():
            return thing
        case Contribution():
            return plan_of(thing.commitment)
    return priority_of(thing).plan


def priority_of(thing: Any) -> Priority:
    """Return the priority that `thing` is or serves."""
    match thing:
        case Priority():
            return thing
        case DeliveryPlan() | ProgressUpdate():
            return thing.priority
        case DeliveryAction():
            return thing.plan.priority
        case Commitment():
            return thing.action.plan.priority
    raise TypeError(f"{thing} serves no priority.")


@rules.predicate
def is_shown_to_all(person: Person, thing: Any) -> bool:
    """The plan was agreed or put out for consultation."""
    return plan_of(thing).state in SHOWN_TO_ALL


@rules.predicate
def is_published(person: Person, delivery: DeliveryPlan) -> bool:
    """The delivery plan is published as its rows stand."""
    return delivery.state == DeliveryPlan.State.PUBLISHED


@rules.predicate
def was_published(person: Person, delivery: DeliveryPlan) -> bool:
    """The delivery plan was published; a draft opened since takes nothing away."""
    return delivery.published_version_id is not None


@rules.predicate
def reads_drafts(person: Person, thing: Any) -> bool:
    """The person sits at the owning board's table, or is its officer."""
    scope, board = scope_of(person), plan_of(thing).board_id
    if board is None:
        return scope.is_everywhere(OFFICER)
    return scope.sits_on(board, MEMBERS | GUESTS) or scope.holds(OFFICER, board)


@rules.predicate
def has_part(person: Person, delivery: DeliveryPlan) -> bool:
    """The person sponsors the priority, leads an action or answers for a commitment."""
    part = part_of(person)
    mine = part.sponsors | part.prepares
    return delivery.priority_id in mine or delivery.pk in part.works_on


@rules.predicate
def is_sponsor(person: Person, thing: Any) -> bool:
    """The person holds the place that sponsors the priority today."""
    return priority_of(thing).pk in part_of(person).sponsors


@rules.predicate
def prepares_for_sponsor(person: Person, thing: Any) -> bool:
    """The person assists the sponsor."""
    return priority_of(thing).pk in part_of(person).prepares


@rules.predicate
def is_officer(person: Person, thing: Any) -> bool:
    """The person is partnership officer of the owning board."""
    return scope_of(person).holds(OFFICER, plan_of(thing).board_id)


@rules.predicate
def is_chair(person: Person, thing: Any) -> bool:
    """The person chairs the owning board, or stands in for the chair."""
    return scope_of(person).sits_on(plan_of(thing).board_id, CHAIRS)


@rules.predicate
def leads(person: Person, thing: DeliveryAction | Commitment) -> bool:
    """The person leads the action."""
    action = thing.action if isinstance(thing, Commitment) else thing
    return action.lead_person_id is not None and scope_of(person).person == action.lead_person_id


@rules.predicate
def answers_for_it(person: Person, commitment: Commitment) -> bool:
    """The person answers for the organisation itself: a parent not for its directorate."""
    board = plan_of(commitment).board_id
    return commitment.organisation_id in scope_of(person).organisations(board)


@rules.predicate
def runs(person: Person, thing: Any) -> bool:
    """The plan and its board are open: what is closed is read-only."""
    plan = plan_of(thing)
    if plan.state == Plan.State.CLOSED:
        return False
    return plan.board is None or plan.board.is_open(scope_of(person).day)


@rules.predicate
def has_time(person: Person, update: ProgressUpdate) -> bool:
    """The round of the report is not closed."""
    return update.round.closed_at is None


views_plan = is_shown_to_all | reads_drafts
reads_rows = is_published & is_shown_to_all | reads_drafts | has_part
views_delivery = reads_rows | was_published & is_shown_to_all


def plans_seen(scope: Scope) -> Q:
    """Return the condition on plans that the person sees: the list-twin of the page."""
    return Q(state__in=SHOWN_TO_ALL) | _of_boards_read(scope, "")


def delivery_pages_seen(person: Person) -> Q:
    """Return the condition on delivery plans whose page the person sees.

    Where a draft is open the public's page shows the version published before.
    """
    was_published = Q(published_version__isnull=False, priority__plan__state__in=SHOWN_TO_ALL)
    return deliveries_seen(person) | was_published


def deliveries_seen(person: Person) -> Q:
    """Return the condition on delivery plans whose rows the person may read as they stand now."""
    scope, part = scope_of(person), part_of(person)
    return (
        Q(state=DeliveryPlan.State.PUBLISHED, priority__plan__state__in=SHOWN_TO_ALL)
        | _of_boards_read(scope, "priority__plan__")
        | Q(priority__in=part.sponsors | part.prepares)
        | Q(pk__in=part.works_on)
    )


def _of_boards_read(scope: Scope, path: str) -> Q:
    if scope.is_everywhere(OFFICER):
        return Q(pk__isnull=False)
    boards = scope.boards(MEMBERS | GUESTS) | scope.boards_as(OFFICER)
    return Q(**{f"{path}board__in": boards - {None}})


SPONSOR_OR_OFFICER = "The sponsor of the priority and the board's officers"

right(
    "priorities.view_plan",
    views_plan,
    who="Those at the board's table see its plans before they are put out.",
)
right(
    "priorities.view_deliveryplan",
    views_delivery,
    who="Those at the board's table and those with a part in it see an unpublished plan.",
)
right(
    "priorities.view_deliveryaction",
    reads_rows,
    who="Those at the board's table and those with a part in it read a draft.",
)
right(
    "priorities.change_plan",
    runs & is_officer,
    who="The board's officers edit its plans, while they run.",
)
right(
    "priorities.change_deliveryplan",
    runs & (is_sponsor | is_officer),
    who=f"{SPONSOR_OR_OFFICER} edit its delivery plan, while it runs.",
)
right(
    "priorities.change_deliveryaction",
    runs & (is_sponsor | is_officer | leads),
    who=f"{SPONSOR_OR_OFFICER} edit its actions, and who leads one edits that one.",
)
right(
    "priorities.agree_deliveryplan",
    runs & is_chair,
    who="The chair or vice chair agrees a delivery plan.",
)
right(
    "priorities.publish_deliveryplan",
    runs & is_officer,
    who="The board's officers publish a delivery plan that was agreed.",
)
right(
    "priorities.compare_deliveryplan",
    reads_drafts | has_part,
    who="Those at the board's table and those with a part in it compare its versions.",
)
right(
    "priorities.answer_commitment",
    runs & answers_for_it,
    who="Who answers for the organisation, or sits for it on the board, answers.",
)
right(
    "priorities.accept_amendment",
    runs & is_sponsor,
    who="The sponsor of the priority accepts an amended commitment.",
)
right(
    "priorities.contribute",
    runs & (answers_for_it | leads),
    who="Who answers for the organisation or leads the action reports on it.",
)
right(
    "priorities.view_round",
    ground.reads_drafts,
    who="Those at the board's table and its officers see who has answered.",
)
right(
    "priorities.run_rounds",
    ground.is_open & ground.is_officer,
    who="The board's officers open and close its rounds.",
)
right(
    "priorities.nudge",
    runs & (is_sponsor | is_officer),
    who=f"{SPONSOR_OR_OFFICER} remind its partners.",
)
right(
    "priorities.view_update",
    reads_drafts | is_sponsor | prepares_for_sponsor,
    who="Those at the board's table and its officers read what is being reported.",
)
right(
    "priorities.write_update",
    has_time & (is_sponsor | is_officer | prepares_for_sponsor),
    who=f"{SPONSOR_OR_OFFICER} write its progress report, until the round closes.",
)
right(
    "priorities.sign_off_update",
    has_time & is_sponsor,
    who="The sponsor of the priority signs off its progress, until the round closes.",
)
