"""Who may do what with measures and figures, as terms of reference say it."""

from typing import Any

import rules
from django.db.models import Q

from governance.models import Board
from governance.rules import APPROVER, OFFICER, right
from governance.scope import GUESTS, MEMBERS, Person, Scope, scope_of
from impact.models import Measure, Scorecard
from priorities import rules as plans
from priorities.models import Plan
from priorities.rules import SHOWN_TO_ALL, SPONSOR_OR_OFFICER


def board_of(thing: Measure | Scorecard) -> int | None:
    """Return the key of the board that keeps a measure or scorecard, by itself or by its plan."""
    if thing.board_id is not None:
        return thing.board_id
    return thing.plan.board_id if thing.plan is not None else None


def _is_shown(plan: Plan | None) -> bool:
    return plan is None or plan.state in SHOWN_TO_ALL


@rules.predicate
def is_shown_to_all(person: Person, thing: Measure | Scorecard) -> bool:
    """It serves no plan that is still a draft."""
    return _is_shown(thing.plan)


@rules.predicate
def reads_drafts(person: Person, thing: Measure | Scorecard) -> bool:
    """The person sits at the table of the board that keeps it, or is its officer."""
    scope, board = scope_of(person), board_of(thing)
    return scope.sits_on(board, MEMBERS | GUESTS) or scope.holds(OFFICER, board)


@rules.predicate
def is_officer(person: Person, thing: Measure | Scorecard) -> bool:
    """The person is partnership officer of the board that keeps it."""
    return scope_of(person).holds(OFFICER, board_of(thing))


@rules.predicate
def is_approver(person: Person, thing: Measure | Scorecard) -> bool:
    """The person releases data of the board that keeps it."""
    return scope_of(person).holds(APPROVER, board_of(thing))


@rules.predicate
def still_runs(person: Person, thing: Measure | Scorecard) -> bool:
    """The board that keeps it is open: what a closed one kept is read-only."""
    board = thing.board or (thing.plan.board if thing.plan else None)
    return board is None or board.is_open(scope_of(person).day)


@rules.predicate
def imports(person: Person, board: Board | None) -> bool:
    """The person brings in files of figures for a board, or for the whole partnership."""
    return scope_of(person).holds(OFFICER, board.pk if board else None)


def kept_seen(scope: Scope) -> Q:
    """Return the condition on measures or scorecards that the person sees."""
    shown = shown_to_all()
    if scope.is_everywhere(OFFICER):
        return shown | Q(pk__isnull=False)
    boards: Any = scope.boards(MEMBERS | GUESTS) | (scope.boards_as(OFFICER) - {None})
    return shown | Q(board__in=boards) | Q(board=None, plan__board__in=boards)


def shown_to_all(of: str = "") -> Q:
    """Return the condition that everybody sees the measures or scorecards `of` some rows."""
    return Q(**{f"{of}plan": None}) | Q(**{f"{of}plan__state__in": SHOWN_TO_ALL})


seen = is_shown_to_all | reads_drafts
right("impact.view_measure", seen, who="The board sees the measures of its draft plans.")
right("impact.view_scorecard", seen, who="The board sees the scorecard of its draft plan.")
right("impact.change_measure", is_officer, who="The board's officers keep its measures.")
right(
    "impact.type_figure",
    still_runs & is_officer,
    who="The board's officers type its figures, while the board runs.",
)
right(
    "impact.tie_measure",
    plans.runs & (plans.is_sponsor | plans.is_officer),
    who=f"{SPONSOR_OR_OFFICER} tie its measures, while its plan runs.",
)
right("impact.import_figures", imports, who="Partnership officers bring in files of figures.")
right("impact.release_figure", is_approver, who="The data approver releases figures.")
