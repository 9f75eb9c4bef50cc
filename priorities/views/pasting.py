"""Many actions pasted from a spreadsheet: previewed, then written all or not at all."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.changes.lines import REFUSED, Told
from governance.http import Request, allow, signed_in
from governance.queries import counted
from priorities import queries
from priorities.changes.pasting import write_rows
from priorities.forms.pasting import PasteForm, read
from priorities.models import DeliveryPlan


@require_http_methods(["GET", "HEAD", "POST"])
def delivery_paste(request: Request, slug: str, number: int) -> HttpResponse:
    """Take pasted cells; say what each line would do; write them when told to."""
    delivery = get_object_or_404(queries.delivery_by(slug, number))
    board = delivery.priority.plan.board_id
    allow(request, "priorities.change_deliveryplan", delivery, board=board)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PasteForm(*sent)
    context = {"form": form, "delivery": delivery}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "priorities/delivery_paste.html", context, status=status)
    is_preview = request.POST.get("deed") != "write"
    told, seen = _told(request, delivery, form, only_try=is_preview)
    refused = sum(each.kind == REFUSED for each in told)
    if not is_preview and not refused:
        messages.success(request, f"{counted(len(told), 'line')} written.")
        return redirect(delivery)
    context |= {"told": told, "refused": refused, "seen": json.dumps(seen)}
    status = 422 if refused else 200
    return render(request, "priorities/delivery_paste.html", context, status=status)


def _told(
    request: Request, delivery: DeliveryPlan, form: PasteForm, *, only_try: bool
) -> tuple[list[Told], dict[str, int]]:
    """Return what becomes of each line, and the versions that stand behind them."""
    rows = delivery.actions.filter(removed_at=None).select_related("lead")
    actions = {f"{delivery.priority.number}.{row.number}": row for row in rows}
    now = {str(row.pk): row.version for row in actions.values()}
    pasted = read(form.table.lines, actions, {} if only_try else _seen(request))
    written = write_rows(
        delivery,
        pasted.rows,
        why_moved=form.cleaned_data["why_moved"],
        by=signed_in(request),
        at=timezone.now(),
        only_try=only_try or bool(pasted.refused),
    )
    return sorted((*written, *pasted.refused), key=lambda each: each.line), now


def _seen(request: Request) -> dict[str, int]:
    """Return the versions that the preview was made from, as far as they can be read."""
    try:
        seen = json.loads(request.POST.get("seen", "{}"))
    except ValueError:
        return {}
    if not isinstance(seen, dict):
        return {}
    return {key: version for key, version in seen.items() if isinstance(version, int)}
