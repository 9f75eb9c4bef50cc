"""The work programme of a board: read by its table, kept by its officers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes import programme as changes
from governance.changes.drafts import Sheet
from governance.editing import Refused
from governance.forms.programme import PlannedForm
from governance.http import Request, allow, may, number_in, signed_in, today
from governance.models import AgendaItem, Board, WorkProgrammeItem
from governance.queries import programme as found
from governance.queries.meetings import themes_of
from governance.queries.room import people_at
from governance.views.editing import Editor, edit_page
from governance.views.tables import asked_form, table_file

CHANGE = "governance.change_meeting"
COLUMNS = ("When", "Business", "Kind", "Purpose", "Who brings it", "Agenda", "Illustrative")


@require_http_methods(["GET", "HEAD", "POST"])
def programme_view(request: Request, slug: str) -> HttpResponse:
    """Show what a board plans; by POST put one piece of it on its meeting's agenda."""
    board = get_object_or_404(queries.board_by(slug))
    allow(request, "governance.read_drafts", board, board=board.pk)
    if request.method == "POST":
        allow(request, CHANGE, board, board=board.pk)
        return _put_on_agenda(request, board)
    programme = found.programme(board, on=today())
    form = asked_form(request)
    if form:
        rows = [
            (
                *(group.head, row.title, row.kind, row.purpose, row.lead, row.item),
                "illustrative" if row.illustrative else "",
            )
            for group in programme.groups
            for row in group.rows
        ]
        return table_file(form, name=f"{board.slug}-work-programme", head=COLUMNS, rows=rows)
    context = {
        "board": board,
        "programme": programme,
        "may_change": may(request, CHANGE, board),
        "tab": "meetings",
    }
    return render(request, "governance/programme_view.html", context)


def _put_on_agenda(request: Request, board: Board) -> HttpResponse:
    planned = board.work_programme.select_related("meeting", "lead", "subject", "item")
    row = get_object_or_404(planned, pk=number_in(request.POST.get("planned", "")))
    back = redirect("governance:programme-view", board.slug)
    if row.meeting is None:
        messages.error(request, "Say for which meeting it is planned first.")
        return back
    try:
        by, at = signed_in(request), timezone.now()
        item: AgendaItem = changes.put_on_agenda(row, meeting=row.meeting, by=by, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back
    messages.success(request, f"It is item {item.number} of the agenda.")
    return back


@require_http_methods(["GET", "HEAD", "POST"])
def planned_add(request: Request, slug: str) -> HttpResponse:
    """Plan one more piece of business."""
    board = get_object_or_404(queries.board_by(slug))
    allow(request, CHANGE, board, board=board.pk)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Any:
        return changes.plan_item(board, values=values, by=signed_in(request), key=key)

    address = reverse("governance:planned-add", args=[board.slug])
    initial = {"kind": WorkProgrammeItem.Kind.ORDINARY, "purpose": AgendaItem.Purpose.DISCUSS}
    editor = Editor(
        sheet=Sheet("planned", f"new-of-{board.pk}", address, f"Business of {board}"),
        save=save,
        heading="Plan business",
        initial=initial,
        button="Plan it",
        told="The business is planned.",
        **_same(board),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def planned_edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """Change planned business, or drop it with a reason."""
    board = get_object_or_404(queries.board_by(slug))
    allow(request, CHANGE, board, board=board.pk)
    row = get_object_or_404(board.work_programme.all(), pk=pk)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Any:
        by = signed_in(request)
        changes.edit_planned(row, version=version, values=values, by=by, key=key)
        return row

    address = reverse("governance:planned-edit", args=[board.slug, row.pk])
    editor = Editor(
        sheet=Sheet("planned", str(row.pk), address, row.title),
        save=save,
        heading="Planned business",
        row=row,
        told="The work programme is saved.",
        **_same(board),
    )
    return edit_page(request, editor)


def _same(board: Board) -> dict[str, Any]:
    """Return what planning and changing have in common."""
    return {
        "form": PlannedForm,
        "done": lambda _: reverse("governance:programme-view", args=[board.slug]),
        "options": {
            "meetings": found.meetings_to_plan_for(board, on=today()),
            "people": people_at(board, on=today()),
            "subjects": themes_of(board),
        },
        "where": "governance/meeting_crumbs.html",
        "context": {"board": board},
    }
