"""Measures tied to a priority and its actions, and untied, by who may edit the plan."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from governance.http import Request, allow, signed_in
from governance.queries import Sources
from governance.scope import scope_of
from impact import queries
from impact.changes import ties as changes
from impact.forms.ties import TieForm
from impact.models import Measure
from impact.rules import kept_seen
from priorities.models import DeliveryAction, Priority

Actions = Sequence[DeliveryAction]


@require_http_methods(["GET", "HEAD", "POST"])
def measure_tie(request: Request, slug: str, number: int) -> HttpResponse:
    """Show which measures a priority and its actions should move; tie one more, or untie one."""
    priorities = Priority.objects.select_related("plan__board", "delivery_plan")
    priority = get_object_or_404(priorities, plan__slug=slug, number=number)
    allow(request, "impact.tie_measure", priority, board=priority.plan.board_id)
    actions = list(queries.actions_to_tie(priority))
    if request.method != "POST":
        return _page(request, priority, actions)
    deed = _untie if request.POST.get("deed") == "untie" else _tie
    return deed(request, priority, actions)


def _tie(request: Request, priority: Priority, actions: Actions) -> HttpResponse:
    form = _form(request, priority, actions)
    if not form.is_valid():
        return _page(request, priority, actions, form=form)
    measure, served = form.cleaned_data["measure"], _served(form, priority, actions)
    changes.tie_measure(measure, served, by=signed_in(request))
    messages.success(request, f"“{measure.title}” is tied.")
    return redirect(request.path)


def _untie(request: Request, priority: Priority, actions: Actions) -> HttpResponse:
    """Untie a measure that the person sees; tied again it comes back as it was."""
    form = _form(request, priority, actions, measures=_seen(request))
    if not form.is_valid():
        return _page(request, priority, actions, form=form)
    measure, served = form.cleaned_data["measure"], _served(form, priority, actions)
    if changes.untie_measure(measure, served, by=signed_in(request)):
        messages.success(
            request, f"“{measure.title}” is untied. Tied again it is back in its place."
        )
    return redirect(request.path)


def _served(form: TieForm, priority: Priority, actions: Actions) -> changes.Served:
    to = form.cleaned_data["to"]
    return {str(row.pk): row for row in actions}.get(to, priority)


def _seen(request: Request) -> QuerySet[Measure]:
    return Measure.objects.filter(kept_seen(scope_of(request.user)))


def _form(
    request: Request,
    priority: Priority,
    actions: Actions,
    *,
    measures: QuerySet[Measure] | None = None,
) -> TieForm:
    if measures is None:
        measures = queries.measures_to_tie(_seen(request), priority.plan)
    data = request.POST.dict() if request.method == "POST" else None
    return TieForm(data, measures=measures, served=queries.served_by(priority, actions))


def _page(
    request: Request, priority: Priority, actions: Actions, *, form: TieForm | None = None
) -> HttpResponse:
    sources = Sources()
    ties = queries.ties_of(priority, actions, seen=_seen(request), sources=sources)
    context = {
        "form": form or _form(request, priority, actions),
        "priority": priority,
        "plan": priority.plan,
        "delivery": getattr(priority, "delivery_plan", None),
        "ties": ties,
        "sources": sources,
    }
    status = 422 if form is not None else 200
    return render(request, "impact/measure_tie.html", context, status=status)
