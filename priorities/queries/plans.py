"""The lists of plans: all that a person sees, and those of one board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import (
    Case,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Lower

from governance.models import Board
from governance.queries import WHOLE, Origin, Paged, Sources, counted, how_many, paged, span
from governance.scope import Scope
from priorities.models import Plan, Priority
from priorities.rules import plans_seen

PLANS = 15  # on one page
RUNNING, ENDED = "Running now", "Ended"


@dataclass(frozen=True)
class PlanRow:
    """One plan in a list."""

    title: str
    address: str
    owner: str
    when: str
    state: str
    priorities: str
    origin: Origin | None


@dataclass(frozen=True)
class PlanList:
    """Plans under their heads: those that run, those that ended."""

    groups: Sequence[tuple[str, Sequence[PlanRow]]]
    plans: Paged[Plan]
    sources: Sources

    @property
    def many(self) -> int:
        """How many plans there are on all pages."""
        return self.plans.many


def plan_list(plans: QuerySet[Plan], *, on: date, page: int = WHOLE) -> PlanList:
    """Return a page of `plans` as a list, those that run first; two queries, one for all."""
    sources = Sources()
    over = When(Q(state=Plan.State.CLOSED) | Q(ends_on__lte=on), then=Value(ENDED))
    priorities = Priority.objects.filter(plan=OuterRef("pk"))
    rows = plans.select_related("board", "organisation", "source__document").annotate(
        chosen=how_many(priorities, of="plan"), head=Case(over, default=Value(RUNNING))
    )
    ordered = rows.order_by("-head", "-starts_on", Lower("title"), "pk")
    found = paged(ordered, number=page, size=PLANS)
    groups = [
        (head, [_row(plan, sources) for plan in group])
        for head, group in groupby(found.rows, key=lambda plan: str(plan.head))
    ]
    return PlanList(groups, found, sources)


def _row(plan: Plan, sources: Sources) -> PlanRow:
    chosen: int = plan.chosen  # type: ignore[attr-defined]
    return PlanRow(
        title=plan.title,
        address=plan.get_absolute_url(),
        owner=str(plan.board or plan.organisation),
        when=span(plan),
        state=plan.get_state_display().capitalize(),
        priorities=counted(chosen, "priority", "priorities") if chosen else "",
        origin=sources.of(plan),
    )


@dataclass(frozen=True)
class BoardPlans:
    """The plans of a board: its own, those of others that it follows, those it passed on."""

    own: PlanList
    followed: PlanList
    passed: PlanList


def board_plans(board: Board, *, on: date, scope: Scope) -> BoardPlans:
    """Return the plans of `board`; three queries.

    What a board that closed passed on stays readable from its page.
    """
    seen = Plan.objects.filter(plans_seen(scope))
    before = seen.filter(pk__in=once_of(board).values("pk")).exclude(board=board)
    return BoardPlans(
        own=plan_list(seen.filter(board=board), on=on),
        followed=plan_list(seen.filter(followers__board=board).exclude(board=board), on=on),
        passed=plan_list(before, on=on),
    )


def once_of(board: Board) -> QuerySet[Plan]:
    """Return the plans that are or were the board's, whosever they are by now."""
    kept = Plan.pgh_event_model.objects  # type: ignore[attr-defined]
    return Plan.objects.filter(pk__in=kept.filter(board=board).values("pgh_obj"))
