"""The milestones of a priority: one more, another text or date, reached, removed, moved."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from governance import audit
from governance.changes.ordering import in_new_order
from governance.editing import Refused, RowGone, Saved, refusals_in_words, save_edit
from governance.models import Known, User
from priorities.changes.redrafting import begin_wording, open_draft
from priorities.changes.slips import first_agreed, keep_slip
from priorities.models import DeliveryPlan, Milestone, Priority, Slip
from priorities.queries.editing import delivery_of
from priorities.queries.milestones import in_order


def add_milestone(
    delivery: DeliveryPlan, *, values: Mapping[str, Any], by: User, at: datetime, key: str = ""
) -> Milestone:
    """Write one more milestone: at the end of a list that was put in order, else by its date.

    `values`: clean values of the form by field name; `key`: the mark of the form, by which a
    second sending is recognised: it adds nothing. Its first due date is the agreed one.

    :raises Refused: a constraint forbids it
    """
    priority = delivery.priority
    with refusals_in_words(Milestone), audit.change(by=by, what="added a milestone", key=key):
        _hold(priority)
        made: Milestone | None = audit.made_by_form(priority.milestones.all(), key)
        if made is not None:
            return made
        open_draft(delivery, by=by, at=at)
        last = priority.milestones.aggregate(last=Max("position"))["last"]
        return Milestone.objects.create(
            plan=priority.plan,
            priority=priority,
            slug=f"milestone-{secrets.token_hex(8)}",
            position=None if last is None else last + 1,
            first_due_on=values.get("due_on"),
            **values,
        )


def edit_milestone(
    milestone: Milestone,
    *,
    version: int,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    why_moved: str = "",
    key: str = "",
) -> Saved:
    """Save what `by` changed of a milestone since `version`; a date that moves is kept as a slip.

    `milestone`: as it was just read; `values`: clean values of the form by field name;
    `why_moved`: the reason of a new date.

    :raises StaleEdit: somebody changed the same field first
    :raises RowGone: the milestone was removed meanwhile
    :raises Refused: a date moves without a reason, or a constraint forbids it
    """
    what = "edited a milestone"
    with refusals_in_words(Slip), audit.change(by=by, what=what, key=key):
        begin_wording(delivery_of(milestone), by=by, at=at)
        saved = save_edit(
            milestone,
            version=version,
            values=values,
            by=by,
            what=what,
            key=key,
            follows=lambda row: _following(row, values),
            is_as_read=True,
        )
        if milestone.removed_at is not None:
            raise RowGone(str(milestone))
        keep_slip(milestone, saved, why=why_moved, by=by, at=at)
        return saved


def remove_milestone(milestone: Milestone, *, version: int, by: User, at: datetime) -> Saved:
    """Take a milestone out of the list; it is kept, and can be brought back.

    :raises StaleEdit: somebody removed it first
    """
    what = "removed a milestone"
    with audit.change(by=by, what=what):
        begin_wording(delivery_of(milestone), by=by, at=at)
        return save_edit(milestone, version=version, values={"removed_at": at}, by=by, what=what)


def bring_milestone_back(milestone: Milestone, *, by: User, at: datetime) -> Saved:
    """Undo the removal of a milestone."""
    what = "brought back a milestone"
    values = {"removed_at": None}
    with audit.change(by=by, what=what):
        begin_wording(delivery_of(milestone), by=by, at=at)
        return save_edit(milestone, version=milestone.version, values=values, by=by, what=what)


def move_milestone(milestone: Milestone, *, up: bool, by: User, past: int | None = None) -> None:
    """Let a milestone stand one place further up or down, or past the milestone `past`.

    The list then keeps the order that people gave it, and is no more by dates.

    :raises Refused: the milestone was removed meanwhile
    """
    where = "up" if up else "down"
    what = f"moved a milestone {where}"
    priority = milestone.priority
    if priority is None:
        raise Refused("Only the milestones of a priority have an order.")
    with audit.change(by=by, what=what):
        _hold(priority)
        stand = {row.pk: row.position for row in in_order(priority.milestones.all())}
        if milestone.pk not in stand:
            raise Refused("The milestone was removed meanwhile.")
        order = in_new_order(list(stand), milestone.pk, up=up, past=past)
        if order == list(stand):
            return
        for position, key in enumerate(order, start=1):
            if stand[key] != position:
                Milestone.objects.filter(pk=key).update(position=position)
        milestone.refresh_from_db()


def _following(row: Milestone, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what follows by itself: a date that changes is a day, no month or span any more."""
    following: dict[str, Any] = {}
    if "due_on" in values and values["due_on"] != row.due_on:
        following |= {"due_known": Known.DAY, "due_until": None, "due_as_written": ""}
    if "reached_on" in values and values["reached_on"] != row.reached_on:
        following["reached_known"] = Known.DAY
    return {**following, **first_agreed(row, values)}


def _hold(priority: Priority) -> None:
    """Let one writer at a time add to the milestones of a priority, and order them."""
    Priority.objects.select_for_update(no_key=True).get(pk=priority.pk)
