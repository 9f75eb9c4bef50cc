"""The pages of organisations: the list, one's page, and what the administrator keeps of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governance.changes import organisations as changes
from governance.editing import Refused, RowGone
from governance.forms.organisations import OrganisationEndForm, OrganisationForm
from governance.http import Request, day_asked, may, said_in, signed_in, today
from governance.models import Organisation, Record
from governance.queries import organisations as queries
from governance.queries.removed import was_organisation
from governance.rules import WHO
from governance.views.editing import Editor, edit_page
from governance.views.tables import asked_form, origin_cells, rows_asked, table_file

Values = dict[str, Any]
TRAIL = "components/trail.html"
RIGHT = "governance.change_membership"
COLUMNS = (
    *("Organisation", "Short name", "What it is", "Sector", "Part of", "Seats", "When"),
    *("Where from", "Illustrative"),
)


@require_safe
def organisation_list(request: Request) -> HttpResponse:
    """Show every organisation, or those whose names hold what is looked for."""
    text = " ".join(said_in(request.GET, "name").split())[:200]
    found = queries.organisation_list(on=today(), text=text, page=rows_asked(request))
    form = asked_form(request)
    if form:
        rows = [
            (
                *(row.name, row.short_name, row.kind, row.sector, row.parent, row.seats, row.when),
                *origin_cells(row.origin),
            )
            for row in found.rows.rows
        ]
        return table_file(form, name="organisations", head=COLUMNS, rows=rows)
    context = {"found": found, "may_add": may(request, RIGHT, None)}
    return render(request, "governance/organisation_list.html", context)


@require_safe
def organisation_view(request: Request, slug: str) -> HttpResponse:
    """Show what an organisation is, where it sits and who answers for it."""
    organisation = get_object_or_404(queries.organisation_by(slug))
    day = day_asked(request)
    context = {
        "page": queries.organisation_page(organisation, day=day),
        "day": day,
        "may_edit": may(request, RIGHT, None),
    }
    return render(request, "governance/organisation_view.html", context)


def _allow(request: Request) -> None:
    """Let through who keeps the organisations.

    :raises PermissionDenied: says who does; that they are there is no secret
    """
    if not may(request, RIGHT, None):
        raise PermissionDenied(WHO[RIGHT])


def _words() -> dict[str, Any]:
    """Return what is offered while one types."""
    return {"known": [(name, queries.words_in_use(name)) for name in ("kind", "sector")]}


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_add(request: Request) -> HttpResponse:
    """Write down one more organisation."""
    _allow(request)

    def save(values: Values, version: int, key: str, also: Values) -> Organisation:
        return changes.add_organisation(values=values, by=signed_in(request), key=key)

    editor = Editor(
        form=OrganisationForm,
        sheet=queries.organisation_sheet(None),
        save=save,
        done=_page_of,
        heading="Add an organisation",
        button="Add the organisation",
        told="The organisation is added.",
        options={"parents": queries.parents_to_choose()},
        where=TRAIL,
        back=reverse("governance:organisation-list"),
        template="governance/organisation_edit.html",
        context={**_trail("Add an organisation"), **_words()},
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: Request, slug: str) -> HttpResponse:
    """Change what is known of an organisation."""
    _allow(request)
    row = _row(request, slug)

    def save(values: Values, version: int, key: str, also: Values) -> Organisation:
        if row is None:
            raise RowGone
        by = signed_in(request)
        changes.edit_organisation(row, version=version, values=values, by=by, key=key)
        return row

    heading = f"Edit {row}" if row else "An organisation"
    editor = Editor(
        form=OrganisationForm,
        sheet=queries.organisation_sheet(row, "edit"),
        save=save,
        done=_page_of,
        heading=heading,
        button="Save the organisation",
        row=row,
        options={"parents": queries.parents_to_choose(row), "row": row},
        where=TRAIL,
        back=row.get_absolute_url() if row else reverse("governance:organisation-list"),
        template="governance/organisation_edit.html",
        context={**_trail("Edit", row), **_words()},
    )
    return edit_page(request, editor)


def _row(request: Request, slug: str) -> Organisation | None:
    """Return the organisation; nothing where what is sent comes after somebody removed it.

    :raises Http404: there is none, and nothing that was typed to give back
    """
    row = queries.organisation_by(slug).first()
    if row is None and not (request.method == "POST" and was_organisation(slug)):
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_end(request: Request, slug: str) -> HttpResponse:
    """Name what an organisation still holds; take its last day, or take it out."""
    _allow(request)
    row = _row(request, slug)
    if row is None or request.POST.get("deed") == "remove":
        return _remove(request, row)
    holds = queries.still_holds(row, on=today())

    def save(values: Values, version: int, key: str, also: Values) -> Organisation:
        by = signed_in(request)
        changes.end_organisation(row, version=version, values=values, by=by, key=key)
        return row

    editor = Editor(
        form=OrganisationEndForm,
        sheet=queries.organisation_sheet(row, "end"),
        save=save,
        done=_page_of,
        heading=f"The last day of {row}",
        button="Save the last day",
        row=row,
        options={"holds": bool(holds), "row": row},
        where=TRAIL,
        back=row.get_absolute_url(),
        template="governance/organisation_end.html",
        context={**_trail("Its last day", row), "holds": holds},
    )
    return edit_page(request, editor)


def _page_of(row: Record) -> str:
    return reverse("governance:organisation-view", args=[getattr(row, "slug", "")])


def _remove(request: Request, row: Organisation | None) -> HttpResponse:
    """Take an organisation out; sent twice, or after somebody else, it is out already."""
    if row is None:
        messages.info(request, "It was removed already.")
        return redirect("governance:organisation-list")
    try:
        changes.remove_organisation(row, by=signed_in(request))
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect(request.path)
    messages.success(request, f"{row} is removed.")
    return redirect("governance:organisation-list")


def _trail(here: str, row: Organisation | None = None) -> dict[str, Any]:
    """Return what the crumbs show: the pages above, and what this one is."""
    trail = [(reverse("governance:organisation-list"), "Organisations")]
    if row is not None:
        trail.append((row.get_absolute_url(), row.name))
    return {"trail": trail, "here": here}
