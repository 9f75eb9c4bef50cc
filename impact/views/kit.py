"""The page of what is known of a meeting's theme, for those who prepare it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from governance import queries as ground
from governance.http import Request, allow, may, today
from governance.scope import scope_of
from governance.views.readings import decisions_are_read
from impact import queries
from impact.models import Measure
from impact.rules import kept_seen
from priorities.models import DeliveryPlan, Priority
from priorities.queries import sponsor_of, with_sponsors


@require_safe
def meeting_kit(request: Request, pk: int) -> HttpResponse:
    """Show what is known of the theme of a meeting, to the board's table and officers."""
    meeting = get_object_or_404(ground.meeting_by(pk))
    allow(request, "governance.read_drafts", meeting, board=meeting.board_id)
    if meeting.theme is None:
        raise Http404
    scope = scope_of(request.user)
    priority = _priority(request, queries.theme_leads_to(meeting))
    delivery: DeliveryPlan | None = getattr(priority, "delivery_plan", None)
    if delivery and not may(request, "priorities.view_deliveryaction", delivery):
        delivery = None
    kit = queries.kit(
        meeting,
        priority=priority,
        delivery=delivery,
        seen=Measure.objects.filter(kept_seen(scope)),
        scope=scope,
        on=today(),
    )
    decisions_are_read(request, kit.decided, f"in the kit of {ground.meeting_called(meeting)}")
    context = {
        "meeting": meeting,
        "kit": kit,
        "priority": priority,
        "plan": priority.plan if priority else None,
        "delivery": delivery,
        "sponsor": sponsor_of(priority) if priority else "",
        "called": ground.meeting_called(meeting),
    }
    return render(request, "impact/meeting_kit.html", context)


def _priority(request: Request, which: object) -> Priority | None:
    """Return the priority of the theme, where the person may see its plan; two queries."""
    if which is None:
        return None
    rows = Priority.objects.select_related("plan__board", "plan__organisation", "delivery_plan")
    found = with_sponsors(rows, on=today()).filter(which).first()
    return found if found and may(request, "priorities.view_plan", found.plan) else None
