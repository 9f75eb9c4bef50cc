"""The pages of measures."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from governance.http import Request, allow, may
from governance.scope import scope_of
from governance.views.tables import asked_form, origin_cells, rows_asked, table_file
from impact import queries
from impact.models import Measure
from impact.rules import board_of, kept_seen
from priorities.models import Plan
from priorities.rules import plans_seen

MEASURES = (
    *("Measure", "Topic", "Last figure", "Unit", "Period", "Change", "Target", "Variation"),
    *("Where from", "Illustrative"),
)
FIGURES = (
    *("Period", "Figure", "Symbol", "Unit", "England", "Judgement", "Note"),
    *("Where from", "Illustrative"),
)


@require_safe
def measure_list(request: Request) -> HttpResponse:
    """Show every measure with its last figure, a page at a time."""
    seen = Measure.objects.filter(kept_seen(scope_of(request.user)))
    measures = queries.measure_list(
        seen, plans=_plans(request), asked=request.GET, page=rows_asked(request)
    )
    form = asked_form(request)
    if form:
        return _list_file(form, measures)
    return render(request, "impact/measure_list.html", {"measures": measures})


def _list_file(form: str, measures: queries.MeasureList) -> HttpResponse:
    rows = [
        (
            *(row.title, head, row.latest, row.unit, row.period, row.moved_word, row.target),
            *(row.variation_word or row.few, *origin_cells(row.origin)),
        )
        for head, group in measures.groups
        for row in group
    ]
    wanted = [(title, *[""] * 7, *origin_cells(origin)) for title, _, origin in measures.wanted]
    return table_file(form, name="measures", head=MEASURES, rows=[*rows, *wanted])


@require_safe
def measure_view(request: Request, code: str) -> HttpResponse:
    """Show one measure: its course, the areas beside it, every figure."""
    measures = Measure.objects.select_related(
        "source__document", "responsible", "same_as", "plan__board", "board"
    )
    measure = get_object_or_404(measures, code=code)
    allow(request, "impact.view_measure", measure, board=board_of(measure))
    page = queries.measure_page(measure, plans=_plans(request))
    form = asked_form(request)
    if form:
        return _figures_file(form, measure, page)
    context = {
        "measure": measure,
        "page": page,
        "may_type": may(request, "impact.type_figure", measure),
    }
    return render(request, "impact/measure_view.html", context)


def _figures_file(form: str, measure: Measure, page: queries.MeasurePage) -> HttpResponse:
    """Answer with the figures as they are kept, symbols and all."""
    rows = [
        (
            *(row.label, row.value, "" if row.value is not None else row.own, measure.unit),
            *(row.england_value, row.words, row.note, *origin_cells(row.origin)),
        )
        for row in page.rows
    ]
    return table_file(form, name=measure.code, head=FIGURES, rows=rows)


def _plans(request: Request) -> QuerySet[Plan]:
    return Plan.objects.filter(plans_seen(scope_of(request.user)))
