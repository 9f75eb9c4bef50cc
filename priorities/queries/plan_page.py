"""The page of one plan: its priorities, outcomes, statements, findings and milestones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Prefetch

from governance.queries import Origin, Sources, span
from governance.scope import Person
from priorities.models import DeliveryPlan, Plan, Priority, Statement
from priorities.queries.milestones import MilestoneRow, milestones
from priorities.queries.sponsors import day_of, sponsor_of, with_sponsors
from priorities.rules import deliveries_seen, delivery_pages_seen


@dataclass(frozen=True)
class PriorityRow:
    """One priority in its plan."""

    number: int
    title: str
    address: str
    kind: str
    sponsor: str
    answers: str
    delivery: str
    delivery_address: str
    origin: Origin | None


@dataclass(frozen=True)
class Branch:
    """An outcome with its aims and what each will feel like."""

    title: str
    text: str
    origin: Origin | None
    statements: Sequence[tuple[str, str, Origin | None]]
    parts: Sequence["Branch"]


@dataclass(frozen=True)
class PlanPage:
    """One plan."""

    plan: Plan
    owner: str
    when: str
    origin: Origin | None
    priorities: Sequence[PriorityRow]
    outcomes: Sequence[Branch]
    statements: Sequence[tuple[str, Sequence[tuple[str, str, Origin | None]]]]
    findings: Sequence[tuple[str, Sequence[tuple[str, Origin | None]]]]
    milestones: Sequence[MilestoneRow]
    sources: Sources


def plan_page(plan: Plan, *, on: date, person: Person) -> PlanPage:
    """Return all of one plan as `person` sees it; nine queries, three more for the part."""
    sources = Sources()
    origin = sources.of(plan)
    return PlanPage(
        plan=plan,
        owner=str(plan.board or plan.organisation),
        when=span(plan),
        origin=origin,
        priorities=_priorities(plan, sources, on=on, person=person),
        outcomes=_outcomes(plan, sources),
        statements=_statements(plan, sources),
        findings=_findings(plan, sources),
        milestones=milestones(
            plan.milestones.filter(priority=None), sources, on=day_of(plan, on=on)
        ),
        sources=sources,
    )


def _priorities(plan: Plan, sources: Sources, *, on: date, person: Person) -> list[PriorityRow]:
    seen = DeliveryPlan.objects.filter(delivery_pages_seen(person), priority__plan=plan).annotate(
        reads=ExpressionWrapper(deliveries_seen(person), BooleanField())
    )
    deliveries = {row.priority_id: row for row in seen}
    rows = with_sponsors(plan.priorities.all(), on=day_of(plan, on=on)).select_related(
        "accountable", "source__document"
    )
    return [
        _priority(row, plan, deliveries.get(row.pk), sources) for row in rows.order_by("number")
    ]


def _priority(
    row: Priority, plan: Plan, delivery: DeliveryPlan | None, sources: Sources
) -> PriorityRow:
    address = f"{plan.get_absolute_url()}{row.number}/"
    sponsored = bool(row.sponsored_by) or plan.kind == Plan.Kind.CHILDRENS_PLAN  # type: ignore[attr-defined]
    return PriorityRow(
        number=row.number,
        title=row.title,
        address=address,
        kind=row.kind,
        sponsor=sponsor_of(row) if sponsored else "",
        answers=row.accountable.called if row.accountable else "",
        delivery=_state(delivery) if delivery else "",
        delivery_address=f"{address}delivery/" if delivery else "",
        origin=sources.of(row),
    )


def _state(delivery: DeliveryPlan) -> str:
    """Return how a delivery plan stands for who reads no drafts: as it was published."""
    reads: bool = delivery.reads  # type: ignore[attr-defined]
    return delivery.get_state_display().capitalize() if reads else "Published"


def _outcomes(plan: Plan, sources: Sources) -> list[Branch]:
    rows = list(
        plan.outcomes.select_related("source__document")
        .prefetch_related(
            Prefetch(
                "statements",
                Statement.objects.select_related("source__document").order_by("kind", "number"),
            )
        )
        .order_by("number", "pk")
    )
    below: dict[int | None, list[int]] = {}
    for index, row in enumerate(rows):
        below.setdefault(row.parent_id, []).append(index)

    def branch(index: int) -> Branch:
        row = rows[index]
        return Branch(
            title=row.title,
            text=row.text,
            origin=sources.of(row),
            statements=[
                (each.title, each.text, sources.of(each)) for each in row.statements.all()
            ],
            parts=[branch(part) for part in below.get(row.pk, [])],
        )

    here = {row.pk for row in rows}
    return [branch(i) for i, row in enumerate(rows) if row.parent_id not in here]


def _statements(
    plan: Plan, sources: Sources
) -> list[tuple[str, list[tuple[str, str, Origin | None]]]]:
    rows = plan.statements.filter(outcome=None).select_related("source__document")
    groups: dict[str, list[tuple[str, str, Origin | None]]] = {}
    for row in rows.order_by("kind", "number"):
        head = row.get_kind_display().capitalize()
        groups.setdefault(head, []).append((row.title, row.text, sources.of(row)))
    return list(groups.items())


def _findings(plan: Plan, sources: Sources) -> list[tuple[str, list[tuple[str, Origin | None]]]]:
    groups: dict[str, list[tuple[str, Origin | None]]] = {}
    for row in plan.findings.select_related("source__document").order_by("kind", "number"):
        head = row.get_kind_display().capitalize()
        groups.setdefault(head, []).append((row.text, sources.of(row)))
    return list(groups.items())
