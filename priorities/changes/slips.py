"""A due date that moves is kept with its reason: of an action and of a milestone alike."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from governance.editing import Refused, Saved
from governance.models import User
from governance.periods import PartDate
from priorities.models import DeliveryAction, Milestone, Slip

WHY = "Say why the date moves."


def first_agreed(
    row: DeliveryAction | Milestone, values: Mapping[str, Any]
) -> Mapping[str, date | None]:
    """Return what follows by itself from `values`: a row's first date is the agreed one."""
    if row.first_due_on is None and values.get("due_on"):
        return {"first_due_on": row.due_on or values["due_on"]}
    return {}


def keep_slip(
    row: DeliveryAction | Milestone, saved: Saved, *, why: str, by: User, at: datetime
) -> None:
    """Keep the date that `saved` moved or took away, with the reason, who told it and when.

    A first date is no slip, nor is a day within the month or span that was known until then.

    :raises Refused: no reason is given
    """
    before, after = saved.changed.get("due_on", (None, None))
    if before is None:
        return
    known, until = (_before(row, saved, name) for name in ("due_known", "due_until"))
    end = until or PartDate(before, known or "day").ends_on
    if after is not None and before <= after < end:
        return
    if not why:
        raise Refused(WHY)
    Slip.objects.create(
        **{"action" if isinstance(row, DeliveryAction) else "milestone": row},
        from_on=before,
        from_known=known or "day",
        from_until=until,
        to_on=after,
        reason=why,
        told_on=timezone.localdate(at),
        told_by=by,
    )


def _before(row: DeliveryAction | Milestone, saved: Saved, name: str) -> Any:
    """Return what a column held before; an action's dates have none of it: they are days."""
    return saved.changed[name][0] if name in saved.changed else getattr(row, name, None)
