"""Many actions at once, as a spreadsheet has them: all or nothing, tried before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from governance import audit
from governance.changes.lines import CHANGED, NEW, REFUSED, SAME, Told
from governance.editing import Refused, RowGone, StaleEdit
from governance.models import User
from priorities.changes.actions import add_action
from priorities.changes.delivery import edit_action
from priorities.models import DeliveryAction, DeliveryPlan


@dataclass(frozen=True)
class Row:
    """One line to be written: `action` at `version` as it was previewed, or a new one."""

    line: int
    action: DeliveryAction | None
    version: int
    values: Mapping[str, Any]
    title: str = ""


def write_rows(
    delivery: DeliveryPlan,
    rows: Sequence[Row],
    *,
    why_moved: str,
    by: User,
    at: datetime,
    only_try: bool,
) -> list[Told]:
    """Write all rows, or none where one is refused or `only_try` is said; tell of each."""
    with transaction.atomic(), audit.change(by=by, what=f"pasted {len(rows)} actions"):
        told = [_write(delivery, row, why_moved=why_moved, by=by, at=at) for row in rows]
        if only_try or any(each.kind == REFUSED for each in told):
            transaction.set_rollback(True)
    return told


def _write(delivery: DeliveryPlan, row: Row, *, why_moved: str, by: User, at: datetime) -> Told:
    try:
        with transaction.atomic():
            if row.action is None:
                add_action(delivery, values=row.values, by=by, at=at)
                return Told(row.line, row.title, NEW)
            saved = edit_action(
                row.action,
                version=row.version,
                values=row.values,
                by=by,
                at=at,
                why_moved=why_moved,
            )
            return Told(row.line, row.title, CHANGED if saved.changed else SAME)
    except Refused as reason:
        return Told(row.line, row.title, REFUSED, str(reason))
    except StaleEdit as stale:
        who = stale.conflicts[0].by or "Somebody else"
        return Told(row.line, row.title, REFUSED, f"{who} changed it meanwhile.")
    except RowGone:
        return Told(row.line, row.title, REFUSED, "The action was removed meanwhile.")
