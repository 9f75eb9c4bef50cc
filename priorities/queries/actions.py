"""The actions of a delivery plan as its page shows them: as they stand, or as published."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from governance.models import Version
from governance.queries import Origin, Sources, counted, day
from priorities import progress
from priorities.models import ActionState, Commitment, DeliveryAction, DeliveryPlan, Priority
from priorities.queries.compared import day_from
from priorities.queries.slips import which_date
from priorities.queries.sponsors import day_of


@dataclass(frozen=True)
class ActionRow:
    """One action of a delivery plan as the table shows it."""

    pk: int
    number: str
    title: str
    outcome: str
    lead: str
    lead_person: int | None
    due: str
    late: str
    state: str
    state_word: str
    reason: str
    accepted: int
    asked: int
    origin: Origin | None
    starts_on: date | None
    due_on: date | None
    first_due_on: date | None

    @property
    def partners(self) -> str:
        """How many of the partners asked have accepted."""
        if not self.asked:
            return ""
        if self.accepted == self.asked:
            return "accepted" if self.asked == 1 else f"all {self.asked} accepted"
        return f"accepted by {self.accepted} of {self.asked}"


def read(delivery: DeliveryPlan, keys: Collection[int] | None = None) -> list[DeliveryAction]:
    """Return a plan's actions in order, or those with `keys`, with whom was asked for a part.

    Two queries.
    """
    asked = Commitment.objects.exclude(state=Commitment.State.WITHDRAWN).select_related(
        "organisation", "action", "source__document"
    )
    rows = (
        delivery.actions.filter(Q(removed_at=None) if keys is None else Q(pk__in=keys))
        .select_related("lead", "source__document")
        .prefetch_related(Prefetch("commitments", asked.order_by("pk"), to_attr="asked_for"))
    )
    return list(_counted(rows).order_by("number"))


def as_published(delivery: DeliveryPlan, version: Version) -> list[DeliveryAction]:
    """Return the actions as a version words them, with the facts of today; nothing to save.

    What a draft removed is there, what it added is not, nor whom it asked.
    """
    said = wording_of(version)
    rows = read(delivery, said.keys())
    for row in rows:
        each = said[row.pk]
        word(row, each)
        asked = [one for one in row.asked_for if one.pk in each["asked"]]  # type: ignore[attr-defined]
        row.asked_for = asked  # type: ignore[attr-defined]
        row.asked = len(asked)  # type: ignore[attr-defined]
        row.accepted = sum(one.state == Commitment.State.ACCEPTED for one in asked)  # type: ignore[attr-defined]
        for one in asked:
            one.action.number = row.number
    return sorted(rows, key=lambda row: row.number)


def wording_of(version: Version) -> dict[int, dict[str, Any]]:
    """Return what a version says of each action, by the action's key, its number among it."""
    said = version.content["actions"].items()
    return {each["row"]: {**each, "number": int(number)} for number, each in said}


def word(row: DeliveryAction, said: Mapping[str, Any]) -> None:
    """Have an action read as a version says; it is not to be saved."""
    row.number, row.title, row.outcome = said["number"], said["title"], said["outcome"]
    row.lead_id, row.led_by = said["lead_row"], said["lead"]  # type: ignore[attr-defined]
    row.starts_on = day_from(said["starts_on"])
    row.first_due_on = day_from(said["first_due_on"])


def lead_of(row: DeliveryAction) -> str:
    """Return who leads an action: as a version says, else as the row does."""
    said: str | None = getattr(row, "led_by", None)
    if said is not None:
        return said
    return row.lead.called if row.lead else ""


def _counted(rows: "QuerySet[DeliveryAction]") -> "QuerySet[DeliveryAction]":
    """Return `rows` with how often each date moved, and how many partners asked accepted."""
    asked = ~Q(commitments__state=Commitment.State.WITHDRAWN)
    accepted = Q(commitments__state=Commitment.State.ACCEPTED)
    return rows.annotate(
        moved=Count("slips", distinct=True),
        asked=Count("commitments", filter=asked, distinct=True),
        accepted=Count("commitments", filter=accepted, distinct=True),
    )


def action_row(action: DeliveryAction, *, on: date) -> ActionRow:
    """Return one action as its table shows it; one query."""
    priority = action.plan.priority
    rows = DeliveryAction.objects.select_related("lead", "source__document")
    row = _counted(rows).get(pk=action.pk)
    return shown(row, priority, Sources(), on=day_of(priority.plan, on=on))


def shown(row: DeliveryAction, priority: Priority, sources: Sources, *, on: date) -> ActionRow:
    overdue = 0
    if row.state != ActionState.COMPLETE:
        overdue = progress.days_overdue(row.due_on, on=on)
    late = [f"{counted(overdue, 'day')} overdue"] if overdue else []
    which = which_date(row.moved, row.due_on)  # type: ignore[attr-defined]
    return ActionRow(
        pk=row.pk,
        number=f"{priority.number}.{row.number}",
        title=row.title,
        outcome=row.outcome,
        lead=lead_of(row),
        lead_person=row.lead_person_id,
        due=day(row.due_on) if row.due_on else "",
        late=", ".join(late),
        state=row.state,
        state_word=row.get_state_display(),
        reason=". ".join(part for part in (which, row.state_reason) if part),
        accepted=row.accepted,  # type: ignore[attr-defined]
        asked=row.asked,  # type: ignore[attr-defined]
        origin=sources.of(row),
        starts_on=row.starts_on,
        due_on=row.due_on,
        first_due_on=row.first_due_on,
    )
