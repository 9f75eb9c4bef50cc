"""What is true on the second storey."""

from priorities.models.delivery import (
    ACTION_SEARCHED,
    ActionState,
    Commitment,
    DeliveryAction,
    DeliveryPlan,
    Slip,
)
from priorities.models.handing import HandedOn
from priorities.models.plans import (
    PLAN_SEARCHED,
    NeedsFinding,
    Outcome,
    Plan,
    PlanFollow,
    Statement,
)
from priorities.models.priorities import (
    PRIORITY_SEARCHED,
    Milestone,
    Priority,
    Requirement,
    Sponsorship,
)
from priorities.models.progress import (
    EvidenceItem,
    Issue,
    ProgressUpdate,
    Rating,
    ReportedState,
)
from priorities.models.rounds import Contribution, Nudge, ReportingRound
from priorities.models.selection import Criterion, Prompt, SelectionRound

__all__ = [
    "ACTION_SEARCHED",
    "PLAN_SEARCHED",
    "PRIORITY_SEARCHED",
    "ActionState",
    "Commitment",
    "Contribution",
    "Criterion",
    "DeliveryAction",
    "DeliveryPlan",
    "EvidenceItem",
    "HandedOn",
    "Issue",
    "Milestone",
    "NeedsFinding",
    "Nudge",
    "Outcome",
    "Plan",
    "PlanFollow",
    "Priority",
    "ProgressUpdate",
    "Prompt",
    "Rating",
    "ReportedState",
    "ReportingRound",
    "Requirement",
    "SelectionRound",
    "Slip",
    "Sponsorship",
    "Statement",
]
