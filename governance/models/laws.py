"""Laws that a column's constraint cannot say: triggers that refuse, each named as a sentence."""

from collections.abc import Sequence
from typing import Any

import pgtrigger

REFUSAL = """
IF {broken} THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = '{name}',
        MESSAGE = '{name}: {says}';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


def law(
    *,
    name: str,
    operation: Any,
    broken: str,
    says: str,
    first: str = "",
    declare: Sequence[tuple[str, str]] = (),
    **options: Any,
) -> pgtrigger.Trigger:
    """Return the trigger that refuses a row as a constraint of that name would.

    `broken`: SQL over NEW and OLD that is true when the law is broken; `first`: statements
    before it; `says`: the sentence for people; "{meta.db_table}" stands for the row's table.
    The refusal reaches Django as IntegrityError.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        declare=list(declare) or None,
        func=pgtrigger.Func(first + REFUSAL.format(name=name, broken=broken, says=says)),
        **options,
    )


def of_no_heir(before: str, later: str) -> str:
    """Return the condition that a board is neither an earlier one nor one that follows it."""
    follows = f"s.from_board_id = {before} AND s.to_board_id = {later}"
    others = f"{before} IS DISTINCT FROM {later}"
    return f"({others} AND NOT EXISTS (SELECT FROM governance_succession s WHERE {follows}))"


def no_loop(*, name: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses a tree whose branch comes back to itself by `parent`."""
    return law(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
        condition=pgtrigger.Q(new__parent__isnull=False),
        # One writer at a time, or two branches could each be hung on the other.
        first="PERFORM pg_advisory_xact_lock(hashtext(TG_TABLE_NAME));",
        broken="""EXISTS (
            WITH RECURSIVE up(id) AS (
                SELECT NEW.parent_id
                UNION SELECT t.parent_id FROM {meta.db_table} t JOIN up ON t.id = up.id
            )
            SELECT 1 FROM up WHERE id = NEW.id
        )""",
        says="it would stand below itself",
    )


def version_counts(*, exclude: Sequence[str] = ()) -> pgtrigger.Trigger:
    """Return the trigger that raises a row's version with each change but of `exclude`."""
    return pgtrigger.Trigger(
        name="version_counts_every_change",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(exclude=["version", *exclude]),
        func="NEW.version := OLD.version + 1; RETURN NEW;",
    )


def append_only() -> list[pgtrigger.Trigger]:
    """Return the triggers that let a table only grow."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        never_cut(),
    ]


def never_cut() -> pgtrigger.Trigger:
    """Return the trigger that refuses to empty a table."""
    return pgtrigger.Trigger(
        name="never_cut",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'history is never cut: %', TG_TABLE_NAME;",
    )
