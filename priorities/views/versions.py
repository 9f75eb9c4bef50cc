"""The versions of a delivery plan: submitted, agreed, published, and two compared."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import versions
from governance.editing import Refused
from governance.forms.conflicts import differing
from governance.http import Request, allow, may, said_in, signed_in
from governance.models import Version
from priorities import queries
from priorities.changes import versions as changes
from priorities.changes.redrafting import STANDING, open_draft, withdraw_draft
from priorities.models import DeliveryPlan

State = DeliveryPlan.State
# The deed that comes next in a state, and the right it asks for.
NEXT = {
    State.DRAFT: ("submit", "priorities.change_deliveryplan"),
    State.SUBMITTED: ("agree", "priorities.agree_deliveryplan"),
    State.AGREED: ("publish", "priorities.publish_deliveryplan"),
}
EDIT = "priorities.change_deliveryplan"
RIGHTS = {**dict(NEXT.values()), "draft": EDIT, "withdraw": EDIT}


@require_http_methods(["GET", "HEAD", "POST"])
def delivery_versions(request: Request, slug: str, number: int) -> HttpResponse:
    """Show what the plan said when; take it one step further."""
    delivery = get_object_or_404(queries.delivery_by(slug, number))
    board = delivery.priority.plan.board_id
    allow(request, "priorities.compare_deliveryplan", delivery, board=board)
    if request.method != "POST":
        return _page(request, delivery)
    deed = request.POST.get("deed", "")
    if deed not in DEEDS:
        raise Http404
    allow(request, RIGHTS[deed], delivery, board=board)
    try:
        told = DEEDS[deed](request, delivery)
    except Refused as reason:
        delivery.refresh_from_db()
        return _page(request, delivery, refused=str(reason), status=422)
    messages.success(request, told)
    return redirect(request.path)


def _submit(request: Request, delivery: DeliveryPlan) -> str:
    return _told(changes.submit_plan(delivery, by=signed_in(request), at=timezone.now()))


def _agree(request: Request, delivery: DeliveryPlan) -> str:
    override = said_in(request.POST, "override")
    by, at = signed_in(request), timezone.now()
    return _told(changes.agree_plan(delivery, override=override, by=by, at=at))


def _publish(request: Request, delivery: DeliveryPlan) -> str:
    return _told(changes.publish_plan(delivery, by=signed_in(request), at=timezone.now()))


def _told(made: Version) -> str:
    return f"The plan is {made.event}: version {made.number} is kept."


def _draft(request: Request, delivery: DeliveryPlan) -> str:
    open_draft(delivery, by=signed_in(request), at=timezone.now())
    return "A new draft is open. Everybody else sees what was published until it is agreed anew."


def _withdraw(request: Request, delivery: DeliveryPlan) -> str:
    stands = withdraw_draft(delivery, by=signed_in(request), at=timezone.now())
    return f"The draft is withdrawn: version {stands.number} stands."


def _page(
    request: Request, delivery: DeliveryPlan, *, refused: str = "", status: int = 200
) -> HttpResponse:
    kept = list(queries.versions_of(delivery))
    deed, right = NEXT.get(State(delivery.state), ("", ""))
    context = {
        "delivery": delivery,
        "versions": kept,
        "deed": deed if right and may(request, right, delivery) else "",
        "refused": refused,
        "may_edit": may(request, EDIT, delivery),
        **_not_agreed(delivery, kept),
        "override": said_in(request.POST, "override"),
        **_compared(request, delivery, kept),
    }
    return render(request, "priorities/delivery_versions.html", context, status=status)


def _not_agreed(delivery: DeliveryPlan, kept: list[Version]) -> dict[str, Any]:
    """Return the version that stands while a draft is open, and what the draft changes."""
    stands = next((each for each in kept if each.event in versions.STANDING), None)
    if delivery.state in STANDING or stands is None:
        return {}
    milestones = queries.read_milestones(delivery.priority.milestones.all())
    changed = queries.not_yet_agreed(stands, queries.read(delivery), milestones)
    rows = [(each, list(differing(each.before, each.after))) for each in changed]
    return {"stands": stands, "not_agreed": rows}


def _compared(request: Request, delivery: DeliveryPlan, kept: list[Version]) -> dict[str, Any]:
    """Return the two versions asked for and where they differ; without asking the last two."""
    by_number = {str(each.number): each for each in kept}
    last = [str(each.number) for each in reversed(kept[:2])]
    if len(last) < 2:
        return {}
    before = by_number.get(request.GET.get("from", last[0]))
    after = by_number.get(request.GET.get("to", last[1]))
    if before is None or after is None:
        raise Http404
    changed = queries.compared(before, after, priority=delivery.priority.number)
    rows = [(each, list(differing(each.before, each.after))) for each in changed]
    old = [each for each in (before, after) if not queries.holds_milestones(each)]
    return {"before": before, "after": after, "rows": rows, "without_milestones": old}


DEEDS: dict[str, Callable[[Request, DeliveryPlan], str]] = {
    "submit": _submit,
    "agree": _agree,
    "publish": _publish,
    "draft": _draft,
    "withdraw": _withdraw,
}
