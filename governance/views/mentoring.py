"""Mentoring: kept by the membership administrator, its notes by the two whom it is about."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.changes import mentoring as changes
from governance.changes.drafts import Sheet
from governance.forms.mentoring import MentoringDatesForm, MentoringForm, NotesForm
from governance.http import Request, may, signed_in
from governance.models import Mentoring, User
from governance.views.editing import Editor, edit_page
from governance.views.people import CHANGE, address_of, person_to_change


@require_http_methods(["GET", "HEAD", "POST"])
def mentoring_add(request: Request, pk: int) -> HttpResponse:
    """Record whom a person helps into a seat that they hold or held."""
    person, by = person_to_change(request, pk), signed_in(request)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Mentoring:
        return changes.mentor(person, **also, **values, by=by, key=key)

    address = reverse("governance:mentoring-add", args=[pk])
    editor = Editor(
        form=MentoringForm,
        options={"mentor": person},
        sheet=Sheet("mentoring", f"{pk}-new", address, f"{person}: whom they mentor"),
        save=save,
        done=lambda row: address_of(person),
        back=address_of(person),
        heading="Let them mentor a successor",
        standfirst=f"{person} helps who comes next in a seat that they hold or held.",
        button="Record the mentoring",
        told="The mentoring is recorded.",
        where="governance/people_crumbs.html",
        context={"person": person, "here": "Mentoring"},
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def mentoring_edit(request: Request, pk: int) -> HttpResponse:
    """Change the notes of a mentoring; who keeps people changes its days, too."""
    by = signed_in(request)
    rows = Mentoring.objects.select_related("mentor", "successor", "seat__board")
    row = get_object_or_404(rows, pk=pk)
    keeps = may(request, CHANGE, None)
    if not keeps and by not in (row.mentor, row.successor):
        raise Http404
    address = reverse("governance:mentoring-edit", args=[pk])
    editor = Editor(
        form=MentoringDatesForm if keeps else NotesForm,
        row=row,
        sheet=Sheet("mentoring", str(pk), address, "Mentoring"),
        save=lambda values, version, key, also: (
            changes.edit_mentoring(row, version=version, values=values, by=by, key=key).row
        ),
        done=lambda _: _back(row, by, keeps=keeps),
        back=_back(row, by, keeps=keeps),
        heading=f"{row.seat.title}, {row.seat.board}",
        standfirst="Who held the seat helps who comes next.",
        where="governance/people_crumbs.html" if keeps else "governance/own_crumbs.html",
        context={"person": row.mentor, "here": "Mentoring"},
    )
    return edit_page(request, editor)


def _back(row: Mentoring, by: User, *, keeps: bool) -> str:
    return address_of(row.mentor) if keeps else reverse("governance:profile")
