"""What a person is charged with: offices and answering for an organisation, given and ended."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.changes import charges
from governance.changes.drafts import Sheet
from governance.forms.people import AnswersForm, DatesForm, OfficeForm
from governance.http import Request, signed_in
from governance.models import Office, Respondent, User
from governance.views.editing import Editor, edit_page
from governance.views.people import address_of, person_to_change


@require_http_methods(["GET", "HEAD", "POST"])
def office_add(request: Request, pk: int) -> HttpResponse:
    """Give a person an office."""
    person, by = person_to_change(request, pk), signed_in(request)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Office:
        kind = Office.Kind(also["kind"])
        given = {"board": also["board"], "assists": also["assists"]}
        return charges.charge(person, kind=kind, **given, **values, by=by, key=key)

    editor = Editor(
        form=OfficeForm,
        sheet=_sheet(person, "office", "new", "office-add"),
        save=save,
        heading="Give an office",
        button="Give the office",
        told="The office is given.",
        **_of(person),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def office_edit(request: Request, pk: int, office: int) -> HttpResponse:
    """Give an office another first or last day."""
    person = person_to_change(request, pk)
    return _dates(request, person, get_object_or_404(person.offices, pk=office), "office")


@require_http_methods(["GET", "HEAD", "POST"])
def respondent_add(request: Request, pk: int) -> HttpResponse:
    """Let a person answer for an organisation on a board."""
    person, by = person_to_change(request, pk), signed_in(request)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Respondent:
        return charges.let_answer(person, **also, **values, by=by, key=key)

    editor = Editor(
        form=AnswersForm,
        sheet=_sheet(person, "respondent", "new", "respondent-add"),
        save=save,
        heading="Let them answer for an organisation",
        button="Let them answer",
        told="They answer for it.",
        **_of(person),
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def respondent_edit(request: Request, pk: int, respondent: int) -> HttpResponse:
    """Give answering for an organisation another first or last day."""
    person = person_to_change(request, pk)
    row = get_object_or_404(person.answers_for, pk=respondent)
    return _dates(request, person, row, "respondent")


def _dates(request: Request, person: User, row: Office | Respondent, name: str) -> HttpResponse:
    by = signed_in(request)
    editor = Editor(
        form=DatesForm,
        row=row,
        sheet=_sheet(person, name, str(row.pk), f"{name}-edit", row.pk),
        save=lambda values, version, key, also: (
            charges.date_charge(row, version=version, values=values, by=by, key=key).row
        ),
        heading=f"{row}: from when until when",
        standfirst="The right ends with the last day.",
        **_of(person),
    )
    return edit_page(request, editor)


def _sheet(person: User, form: str, key: str, name: str, *more: int) -> Sheet:
    address = reverse(f"governance:{name}", args=[person.pk, *more])
    return Sheet(form, f"{person.pk}-{key}", address, f"{person}: what they are charged with")


def _of(person: User) -> dict[str, Any]:
    """Return what is alike in all pages of what a person is charged with."""
    return {
        "done": lambda row: address_of(person),
        "back": address_of(person),
        "where": "governance/people_crumbs.html",
        "context": {"person": person, "here": "Charged with"},
    }
