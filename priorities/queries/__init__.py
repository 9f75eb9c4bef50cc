"""What pages of the second storey show, in a fixed number of queries."""

from priorities.queries.actions import ActionRow, action_row, lead_of, read, word, wording_of
from priorities.queries.compared import (
    compared,
    holds_milestones,
    not_yet_agreed,
    standing_version,
    version_seen,
    versions_in_force,
    versions_of,
)
from priorities.queries.delivery import DeliveryPage, delivery_page
from priorities.queries.due_items import ANSWER, DueItem, due_items
from priorities.queries.duties import Duties, duties_of
from priorities.queries.editing import (
    action_by,
    action_sheet,
    also_here,
    commitment_by,
    delivery_by,
    delivery_of,
    leads_to_choose,
    milestone_by,
    milestone_sheet,
    part_sheet,
    partners_to_ask,
    silent_partners,
)
from priorities.queries.handing import colleagues
from priorities.queries.milestones import (
    MilestoneRow,
    milestone_row,
    milestones,
    read_milestones,
    shown_milestones,
)
from priorities.queries.plan_page import PlanPage, plan_page
from priorities.queries.plans import PlanList, board_plans, plan_list
from priorities.queries.rounds_run import RoundLine, RoundsRun, rounds_run
from priorities.queries.search import search
from priorities.queries.slips import EarlierDate, due_words, earlier_dates
from priorities.queries.sponsors import NO_SPONSOR, day_of, sponsor_of, with_sponsors

__all__ = [
    "ANSWER",
    "NO_SPONSOR",
    "ActionRow",
    "DeliveryPage",
    "DueItem",
    "Duties",
    "EarlierDate",
    "MilestoneRow",
    "PlanList",
    "PlanPage",
    "RoundLine",
    "RoundsRun",
    "action_by",
    "action_row",
    "action_sheet",
    "also_here",
    "board_plans",
    "colleagues",
    "commitment_by",
    "compared",
    "day_of",
    "delivery_by",
    "delivery_of",
    "delivery_page",
    "due_items",
    "due_words",
    "duties_of",
    "earlier_dates",
    "holds_milestones",
    "lead_of",
    "leads_to_choose",
    "milestone_by",
    "milestone_row",
    "milestone_sheet",
    "milestones",
    "not_yet_agreed",
    "part_sheet",
    "partners_to_ask",
    "plan_list",
    "plan_page",
    "read",
    "read_milestones",
    "rounds_run",
    "search",
    "shown_milestones",
    "silent_partners",
    "sponsor_of",
    "standing_version",
    "version_seen",
    "versions_in_force",
    "versions_of",
    "with_sponsors",
    "word",
    "wording_of",
]
