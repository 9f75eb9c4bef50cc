"""The pages of plans."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from governance.http import Request, allow, today
from governance.queries import board_by
from governance.scope import scope_of
from governance.views.tables import asked_form, origin_cells, rows_asked, table_file
from priorities import queries
from priorities.models import Plan
from priorities.rules import plans_seen

PLANS = ("Plan", "Owner", "When", "State", "Priorities", "Where from", "Illustrative")


@require_safe
def plan_list(request: Request) -> HttpResponse:
    """Show every plan that this reader may see, a page at a time."""
    seen = Plan.objects.filter(plans_seen(scope_of(request.user)))
    plans = queries.plan_list(seen, on=today(), page=rows_asked(request))
    form = asked_form(request)
    if form:
        rows = [
            (
                *(row.title, row.owner, row.when, row.state, row.priorities),
                *origin_cells(row.origin),
            )
            for _, group in plans.groups
            for row in group
        ]
        return table_file(form, name="plans", head=PLANS, rows=rows)
    return render(request, "priorities/plan_list.html", {"plans": plans})


@require_safe
def board_plans(request: Request, slug: str) -> HttpResponse:
    """Show a board's own plans, those it follows, those it passed on."""
    board = get_object_or_404(board_by(slug))
    plans = queries.board_plans(board, on=today(), scope=scope_of(request.user))
    context = {"board": board, "plans": plans, "tab": "plans"}
    return render(request, "priorities/board_plans.html", context)


@require_safe
def plan_view(request: Request, slug: str) -> HttpResponse:
    """Show one plan with its priorities; a draft to its board only."""
    plans = Plan.objects.select_related("board", "organisation", "source__document")
    plan = get_object_or_404(plans, slug=slug)
    allow(request, "priorities.view_plan", plan, board=plan.board_id)
    page = queries.plan_page(plan, on=today(), person=request.user)
    return render(request, "priorities/plan_view.html", {"page": page, "plan": plan})
