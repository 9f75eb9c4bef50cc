"""The lists of plans: all that a person sees, and those of one board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import Lower

from governance.models import Board
from governance.queries import Origin, Sources, counted, span
from governance.scope import Scope
from priorities.models import Plan
from priorities.rules import plans_seen


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
    many: int
    sources: Sources


def plan_list(plans: QuerySet[Plan], *, on: date) -> PlanList:
    """Return `plans` as a list; one query."""
    sources = Sources()
    rows = plans.select_related("board", "organisation", "source__document").annotate(
        chosen=Count("priorities")
    )
    groups: dict[str, list[PlanRow]] = {"Running now": [], "Ended": []}
    for plan in rows.order_by("-starts_on", Lower("title")):
        ended = plan.state == Plan.State.CLOSED or (plan.ends_on and plan.ends_on <= on)
        groups["Ended" if ended else "Running now"].append(_row(plan, sources))
    shown = [(head, rows) for head, rows in groups.items() if rows]
    return PlanList(shown, sum(len(rows) for _, rows in shown), sources)


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


def board_plans(board: Board, *, on: date, scope: Scope) -> tuple[PlanList, PlanList]:
    """Return the plans `board` owns and those of others that it follows; two queries."""
    seen = Plan.objects.filter(plans_seen(scope))
    own, followed = seen.filter(board=board), seen.filter(followers__board=board)
    return plan_list(own, on=on), plan_list(followed, on=on)
