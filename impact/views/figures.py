"""Typing one figure of a measure, and changing one that is there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.editing import Refused, StaleEdit
from governance.http import Request, allow, signed_in, today
from impact import queries
from impact.changes import figures as changes
from impact.forms import FigureForm
from impact.forms.figures import initial_of
from impact.models import Measure, Observation
from impact.rules import board_of

TYPE = "impact.type_figure"


@require_http_methods(["GET", "HEAD", "POST"])
def figure_add(request: Request, code: str) -> HttpResponse:
    """Type a figure for a period that has none."""
    measure = _measure(request, code)
    sent = request.POST if request.method == "POST" else None
    first = {"state": Observation.State.FINAL}
    form = FigureForm(sent, measure=measure, today=today(), initial=first)
    if sent is None:
        return _form(request, form, measure, None, status=200)
    if not form.is_valid():
        return _form(request, form, measure, None, status=422)
    try:
        figure = changes.type_figure(
            measure,
            period=form.cleaned_data["period"],
            values=form.values,
            origin=form.origin,
            by=signed_in(request),
            at=timezone.now(),
        )
    except Refused as reason:
        form.refuse(str(reason))
        return _form(request, form, measure, None, status=422)
    return _kept(request, measure, figure)


@require_http_methods(["GET", "HEAD", "POST"])
def figure_edit(request: Request, code: str, pk: int) -> HttpResponse:
    """Change a figure and say why; what it said before is kept."""
    measure = _measure(request, code)
    figure = get_object_or_404(queries.own_figures(measure), pk=pk)
    if request.method != "POST":
        form = FigureForm(
            measure=measure, today=today(), figure=figure, initial=initial_of(figure)
        )
        return _form(request, form, measure, figure, status=200)
    form = FigureForm(request.POST, measure=measure, today=today(), figure=figure)
    if not form.is_valid():
        return _form(request, form, measure, figure, status=422)
    try:
        changes.change_figure(
            figure,
            version=form.cleaned_data["version"] or 0,
            values=form.values,
            origin=form.origin,
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
        )
    except StaleEdit as stale:
        form.show_theirs(stale, by=queries.last_hand(figure))
        return _form(request, form, measure, figure, status=409)
    except Refused as reason:
        form.refuse(str(reason))
        return _form(request, form, measure, figure, status=422)
    return _kept(request, measure, figure)


def _measure(request: Request, code: str) -> Measure:
    measure = get_object_or_404(Measure.objects.select_related("plan__board", "board"), code=code)
    allow(request, TYPE, measure, board=board_of(measure))
    return measure


def _kept(request: Request, measure: Measure, figure: Observation) -> HttpResponse:
    """Lead back to the measure, which is judged anew."""
    told = f"{queries.in_words(measure, figure)} for {figure.label} is kept."
    messages.success(request, told)
    return redirect(measure)


def _form(
    request: Request,
    form: FigureForm,
    measure: Measure,
    figure: Observation | None,
    *,
    status: int,
) -> HttpResponse:
    earlier = queries.earlier_words(measure, figure) if figure else ()
    context = {"form": form, "measure": measure, "figure": figure, "earlier": earlier}
    return render(request, "impact/figure_edit.html", context, status=status)
