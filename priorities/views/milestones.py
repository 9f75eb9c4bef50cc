"""The milestones of a priority: one more, one edited."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from governance.http import Request, allow, today
from governance.models import Known
from priorities import queries
from priorities.changes import milestones as changes
from priorities.forms.milestones import MilestoneForm
from priorities.models import DeliveryPlan, Milestone
from priorities.views.rows import RIGHT, Kind, add_row, edit_row


def _shown(milestone: Milestone) -> queries.MilestoneRow:
    on = queries.day_of(queries.delivery_of(milestone).priority.plan, on=today())
    return queries.milestone_row(milestone, on=on)


def _options(_: DeliveryPlan, milestone: Milestone | None) -> Mapping[str, Any]:
    return {"on": today(), "known": _known(milestone) if milestone else ""}


def _known(milestone: Milestone) -> str:
    """Return a date known only in part, in words; nothing where the day is known."""
    is_day = milestone.due_known in {"", Known.DAY} and milestone.due_until is None
    if is_day or milestone.due_on is None:
        return ""
    return queries.due_words(milestone.due_on, milestone.due_known, milestone.due_until)


MILESTONES = Kind(
    noun="milestone",
    one="a milestone",
    columns=4,
    layout="stack",
    anchor="#milestones",
    form=MilestoneForm,
    called=lambda _: "the milestone",
    plan=queries.delivery_of,
    sheet=queries.milestone_sheet,
    shown=_shown,
    options=_options,
    add=changes.add_milestone,
    edit=changes.edit_milestone,
    remove=changes.remove_milestone,
    bring_back=changes.bring_milestone_back,
    move=changes.move_milestone,
)


@require_http_methods(["GET", "HEAD", "POST"])
def milestone_add(request: Request, slug: str, number: int) -> HttpResponse:
    """Write one more milestone of the priority."""
    delivery = get_object_or_404(queries.delivery_by(slug, number))
    allow(request, RIGHT, delivery, board=delivery.priority.plan.board_id)
    return add_row(request, MILESTONES, delivery)


@require_http_methods(["GET", "HEAD", "POST"])
def milestone_edit(request: Request, slug: str, number: int, pk: int) -> HttpResponse:
    """Show a milestone as its form; take what was typed, or what is to be done with it."""
    milestone = get_object_or_404(queries.milestone_by(slug, number, pk))
    delivery = queries.delivery_of(milestone)
    allow(request, RIGHT, delivery, board=delivery.priority.plan.board_id)
    return edit_row(request, MILESTONES, milestone)
