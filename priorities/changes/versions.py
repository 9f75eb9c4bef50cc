"""A delivery plan is submitted, agreed and published; what it said then is kept."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from governance import audit, versions
from governance.editing import Refused, refusals_in_words, save_edit
from governance.models import User, Version
from priorities.changes.telling import subject_of_delivery
from priorities.models import Commitment, DeliveryAction, DeliveryPlan
from priorities.queries.milestones import milestones_said

State = DeliveryPlan.State
# Since 2 each action names its row, its lead's and those of its commitments; since 3 a version
# holds the milestones, too.
SCHEMA = 3
BEFORE = {
    State.SUBMITTED: {State.DRAFT},
    State.AGREED: {State.SUBMITTED},
    State.PUBLISHED: {State.AGREED},
}


def submit_plan(delivery: DeliveryPlan, *, by: User, at: datetime) -> Version:
    """Put a draft before the chair.

    :raises Refused: it is no draft any more, or has no action
    """
    if not delivery.actions.filter(removed_at=None).exists():
        raise Refused("Add an action first: there is nothing to agree.")
    return _proceed(delivery, State.SUBMITTED, {}, by=by, at=at)


def agree_plan(delivery: DeliveryPlan, *, override: str, by: User, at: datetime) -> Version:
    """Agree a plan; `override` is why, where a commitment is unanswered, and is printed.

    :raises Refused: it was not submitted, or a commitment is unanswered and no reason is given
    """
    agreed = {"agreed_on": timezone.localdate(at), "override_reason": override}
    return _proceed(delivery, State.AGREED, agreed, by=by, at=at)


def publish_plan(delivery: DeliveryPlan, *, by: User, at: datetime) -> Version:
    """Open an agreed plan to everybody.

    :raises Refused: it was not agreed
    """
    return _proceed(delivery, State.PUBLISHED, {}, by=by, at=at)


def _proceed(
    delivery: DeliveryPlan, state: State, more: dict[str, Any], *, by: User, at: datetime
) -> Version:
    what = f"{state.label} the delivery plan"
    with refusals_in_words(DeliveryPlan), audit.change(by=by, what=what):
        # Whole, not but for its key: who edits an action meanwhile is waited for, or waits.
        delivery.refresh_from_db(
            fields=["state", "version"], from_queryset=DeliveryPlan.objects.select_for_update()
        )
        if delivery.state not in BEFORE[state]:
            raise Refused(f"The plan is {delivery.get_state_display()} by now.")
        values = {"state": state, **more}
        save_edit(delivery, version=delivery.version, values=values, by=by, what=what)
        made = keep_version(delivery, Version.Event(state.value), by=by, at=at)
        if state == State.PUBLISHED:
            DeliveryPlan.objects.filter(pk=delivery.pk).update(published_version=made)
        return made


def keep_version(
    delivery: DeliveryPlan, event: Version.Event, *, by: User, at: datetime
) -> Version:
    """Keep what a plan says now as its next version."""
    subject, content = subject_of_delivery(delivery), content_of(delivery)
    return versions.freeze(subject, event=event, content=content, by=by, at=at, schema=SCHEMA)


def content_of(delivery: DeliveryPlan) -> dict[str, Any]:
    """Return what a plan says, as JSON holds it: actions by number, milestones by key."""
    rows = delivery.actions.filter(removed_at=None).select_related("lead")
    rows = rows.prefetch_related("commitments__organisation").order_by("number")
    return {
        "override": delivery.override_reason,
        "actions": {str(row.number): _action(row) for row in rows},
        "milestones": milestones_said(delivery.priority.milestones.all()),
    }


def _action(row: DeliveryAction) -> dict[str, Any]:
    asked = [each for each in row.commitments.all() if each.state != Commitment.State.WITHDRAWN]
    return {
        "row": row.pk,
        "title": row.title,
        "outcome": row.outcome,
        "lead": row.lead.called if row.lead else "",
        "lead_row": row.lead_id,
        "starts_on": row.starts_on.isoformat() if row.starts_on else "",
        "first_due_on": row.first_due_on.isoformat() if row.first_due_on else "",
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "state": row.get_state_display(),
        "asked": [each.pk for each in asked],
        "commitments": {
            each.organisation.name: f"{each.get_state_display()}: {each.part}" for each in asked
        },
    }
