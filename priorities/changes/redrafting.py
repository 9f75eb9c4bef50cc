"""An agreed or published plan is written anew: its draft is opened, or withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from governance import audit
from governance.editing import Refused, refusals_in_words, save_edit
from governance.models import User, Version
from priorities.changes.versions import SCHEMA, keep_version
from priorities.models import Commitment, DeliveryAction, DeliveryPlan, Milestone
from priorities.queries.compared import day_from, holds_milestones, standing_version

State = DeliveryPlan.State
STANDING = (State.AGREED, State.PUBLISHED)


def begin_wording(delivery: DeliveryPlan, *, by: User, at: datetime) -> None:
    """Make sure, before the wording changes, that what everybody sees is kept as a version.

    `delivery` as it was read; a plan that came published into the portal has none yet, and one
    kept before milestones were part of a version says nothing of them.
    """
    if not _lacks_version(delivery):
        return
    with audit.change(by=by, what="kept the published delivery plan"):
        plan = DeliveryPlan.objects.select_for_update(no_key=True).get(pk=delivery.pk)
        if not _lacks_version(plan):
            return
        plan.priority = delivery.priority
        made = keep_version(plan, Version.Event.PUBLISHED, by=by, at=at)
        DeliveryPlan.objects.filter(pk=plan.pk).update(published_version=made)


def _lacks_version(delivery: DeliveryPlan) -> bool:
    if delivery.state != State.PUBLISHED:
        return False
    if delivery.published_version_id is None:
        return True
    return Version.objects.filter(pk=delivery.published_version_id, schema__lt=SCHEMA).exists()


def open_draft(delivery: DeliveryPlan, *, by: User, at: datetime) -> None:
    """Let an agreed or published plan be a draft again; a draft stays what it is.

    Until the draft is published everybody else sees the version published before.
    """
    with audit.change(by=by, what="opened a new draft of the delivery plan"):
        begin_wording(delivery, by=by, at=at)
        plans = DeliveryPlan.objects.filter(pk=delivery.pk, state__in=STANDING)
        plans.update(state=State.DRAFT)


def withdraw_draft(delivery: DeliveryPlan, *, by: User, at: datetime) -> Version:
    """Put the wording back to the version that stands; facts stay as they are.

    What was added since is removed, what was removed comes back, partners asked since are asked
    no more.

    :raises Refused: no version stands, or no draft is open
    """
    what = "withdrew the draft of the delivery plan"
    with refusals_in_words(DeliveryPlan), audit.change(by=by, what=what):
        plans = DeliveryPlan.objects.select_for_update(no_key=True)
        delivery.refresh_from_db(fields=["state", "version"], from_queryset=plans)
        stands = standing_version(delivery)
        if delivery.state in STANDING or stands is None:
            raise Refused("There is no draft to withdraw.")
        _put_back(delivery, stands.content["actions"], at=at)
        if holds_milestones(stands):
            _put_milestones_back(delivery, stands.content["milestones"], at=at)
        values = {"state": State(stands.event)}
        save_edit(delivery, version=delivery.version, values=values, by=by, what=what)
        return stands


def _put_back(delivery: DeliveryPlan, said: Mapping[str, Any], *, at: datetime) -> None:
    rows = {each["row"]: (int(number), each) for number, each in said.items()}
    added = delivery.actions.exclude(pk__in=rows)
    added.filter(removed_at=None).update(removed_at=at)
    asked = [key for _, each in rows.values() for key in each["asked"]]
    since = Commitment.objects.filter(action__plan=delivery).exclude(pk__in=asked)
    since.update(state=Commitment.State.WITHDRAWN)
    # For a moment all stand behind the last: no two may have the same number.
    last = delivery.actions.aggregate(last=Max("number"))["last"] or 0
    moved = [
        row
        for row in delivery.actions.filter(pk__in=rows).order_by("number")
        if row.number != rows[row.pk][0] or row.removed_at is not None
    ]
    for place, row in enumerate(moved, start=1):
        DeliveryAction.objects.filter(pk=row.pk).update(number=last + place)
    for key, (number, each) in rows.items():
        wording = {name: each[name] for name in ("title", "outcome")}
        DeliveryAction.objects.filter(pk=key).update(
            **wording,
            number=number,
            lead=each["lead_row"],
            starts_on=day_from(each["starts_on"]),
            first_due_on=day_from(each["first_due_on"]),
            removed_at=None,
        )


def _put_milestones_back(delivery: DeliveryPlan, said: Mapping[str, Any], *, at: datetime) -> None:
    added = delivery.priority.milestones.exclude(pk__in=said)
    added.filter(removed_at=None).update(removed_at=at)
    for key, each in said.items():
        Milestone.objects.filter(pk=key).update(
            what=each["what"], first_due_on=day_from(each["first_day"]), removed_at=None
        )
