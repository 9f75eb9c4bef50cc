"""What is decided of a board that closes: kept from the day it is agreed until its day comes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from governance.models import Board, Closing
from portal.queries.succession import DROPPED, LIKELIEST, Open, likeliest_places


@dataclass(frozen=True)
class Decided:
    """What was decided in the preview.

    `ends_on`: the day after the last; `homes`: where each thing goes on, by its key; `reasons`:
    why it is closed here, by its key; `defaults`: where goes on what is opened until the day, by
    its kind; `seen`: the marks of the things that were shown; `foreseen`: the mark of what it was
    said to come to.
    """

    ends_on: date
    successors: Sequence[int]
    homes: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    papers_first_until: date | None = None
    attendance_until: date | None = None
    foreseen: str = ""


DAYS = ("ends_on", "papers_first_until", "attendance_until")


def as_kept(decided: Decided) -> dict[str, Any]:
    """Return what was decided as a closing keeps it."""
    kept = {**asdict(decided), "seen": sorted(decided.seen)}
    return {name: str(value) if isinstance(value, date) else value for name, value in kept.items()}


def decided_of(closing: Closing) -> Decided:
    """Return what was decided of a closing."""
    kept = dict(closing.decided)
    days = {name: date.fromisoformat(kept[name]) for name in DAYS if kept.get(name)}
    return Decided(**{**kept, **days, "seen": frozenset(kept["seen"]), "foreseen": ""})


def with_defaults(
    decided: Decided, things: Sequence[Open], heirs: Mapping[int, Board]
) -> tuple[Decided, list[Open]]:
    """Give a home to what was opened since it was agreed; return all, and what was opened.

    A sponsor of a plan that is new goes where the plan goes.
    """
    new = [each for each in things if each.key not in decided.homes]
    homes = {each.key: decided.defaults.get(each.kind, "") for each in new}
    whole = replace(decided, homes={**decided.homes, **homes})
    sponsors = {
        each.key: _sponsor(whole, each, heirs) for each in new if homes[each.key] == LIKELIEST
    }
    return replace(whole, homes={**whole.homes, **sponsors}), new


def _sponsor(decided: Decided, each: Open, heirs: Mapping[int, Board]) -> str:
    """Return the likeliest place on the board that the plan goes to, or that there is none."""
    home = decided.homes.get(f"plan-{each.row.priority.plan_id}", "")
    heir = heirs.get(int(home)) if home.isdecimal() else None
    found = likeliest_places([each.row], [heir] if heir else [], on=decided.ends_on)
    return str(found[each.row.pk] or DROPPED)


def heirs_of(closing: Closing) -> list[Board]:
    """Return the boards that follow by a closing, by name; one query."""
    return list(Board.objects.filter(pk__in=closing.decided["successors"]).order_by("name"))
