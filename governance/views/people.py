"""The people of the partnership: the list, one person, what is written down of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.changes import people as changes
from governance.changes.drafts import Sheet
from governance.editing import Refused
from governance.forms.people import NewPersonForm, PersonForm, ProfileForm
from governance.http import Request, may, said_in, signed_in, today
from governance.models import User
from governance.queries.mergers import mergers_of
from governance.queries.people import people_list
from governance.queries.person import person_by, person_page
from governance.queries.references import named_in
from governance.rules import WHO
from governance.views.editing import Editor, edit_page
from governance.views.tables import asked_form, rows_asked, table_file

CHANGE, VIEW = "governance.change_membership", "governance.view_people"
HEAD = (
    *("Post", "Name", "Organisation", "E-mail address", "Seats", "Offices", "Account"),
    *("Last here", "Illustrative"),
)


@require_safe
def person_list(request: Request) -> HttpResponse:
    """Show the people of the partnership, a page at a time, searched and filtered."""
    if not may(request, VIEW, None):
        raise PermissionDenied(WHO[VIEW])
    may_change = may(request, CHANGE, None)
    people = people_list(
        on=today(),
        text=said_in(request.GET, "q")[:200],
        show=said_in(request.GET, "show"),
        page=rows_asked(request),
        sees_young=may_change,
    )
    form = asked_form(request)
    if form:
        rows = [
            (
                *(row.post, row.name, row.organisation, row.email),
                *("; ".join(row.seats), "; ".join(row.offices), row.account, row.seen),
                "illustrative" if row.illustrative else "",
            )
            for row in people.rows.rows
        ]
        return table_file(form, name="people", head=HEAD, rows=rows)
    context = {"people": people, "may_change": may_change}
    return render(request, "governance/person_list.html", context)


@require_safe
def person_view(request: Request, pk: int) -> HttpResponse:
    """Show one person: post, seats, offices, for whom they answer, by dates."""
    if not may(request, VIEW, None):
        raise Http404
    person = get_object_or_404(person_by(pk))
    may_change = may(request, CHANGE, None)
    page = person_page(person, on=today(), sees_young=may_change)
    context = {"person": person, "page": page, "may_change": may_change}
    context["mergers"] = mergers_of(person) if may_change else []
    return render(request, "governance/person_view.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: Request) -> HttpResponse:
    """Write down one more person."""
    if not may(request, CHANGE, None):
        raise PermissionDenied(WHO[CHANGE])
    by = signed_in(request)
    editor = Editor(
        form=NewPersonForm,
        sheet=Sheet("person", "new", reverse("governance:person-add"), "A new person"),
        save=lambda values, version, key, also: changes.add_person(
            **values, email=also["email"] or None, by=by, at=timezone.now(), key=key
        ),
        done=address_of,
        back=reverse("governance:person-list"),
        heading="Add a person",
        standfirst="By their post. A name may stay out.",
        button="Add the person",
        told="The person is added.",
        where="governance/people_crumbs.html",
        context={"here": "Add a person"},
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: Request, pk: int) -> HttpResponse:
    """Change what is written down of a person."""
    person = person_to_change(request, pk)
    by, address = signed_in(request), reverse("governance:person-edit", args=[pk])
    editor = Editor(
        form=PersonForm,
        row=person,
        options={"person": person},
        sheet=Sheet("person", str(pk), address, str(person)),
        save=lambda values, version, key, also: (
            changes.edit_person(person, version=version, values=values, by=by, key=key).row
        ),
        done=address_of,
        back=address_of(person),
        heading=str(person),
        where="governance/people_crumbs.html",
        context={"person": person, "here": "Edit"},
    )
    return edit_page(request, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request) -> HttpResponse:
    """Show everybody what the portal holds of them, and let them keep what is theirs to keep."""
    me = get_object_or_404(person_by(signed_in(request).pk))
    if request.method == "POST" and me.is_young:
        return _consent(request, me)
    page = person_page(me, on=today(), sees_young=True)
    form, held = asked_form(request), named_in(me)
    if form:
        rows = [*page.facts, *((what, str(many)) for what, many in held)]
        return table_file(form, name="what-is-held-of-me", head=("What", "Held"), rows=rows)
    address = reverse("governance:profile")
    editor = Editor(
        form=ProfileForm,
        row=me,
        sheet=Sheet("profile", str(me.pk), address, "Your profile"),
        save=lambda values, version, key, also: (
            changes.edit_person(me, version=version, values=values, by=me, key=key).row
        ),
        done=lambda row: address,
        heading="Your profile",
        standfirst="How you are called here, and all that the portal holds about you.",
        told="Your profile is saved.",
        template="governance/profile.html",
        context={"page": page, "named": held, "person": me},
    )
    return edit_page(request, editor)


def _consent(request: Request, me: User) -> HttpResponse:
    """Let a person under 18 agree that their words are shown, or take that back."""
    try:
        if request.POST.get("deed") == "agree":
            changes.give_consent(me, on=today(), by=me)
        elif request.POST.get("deed") == "withdraw":
            changes.withdraw_consent(me, on=today(), by=me)
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("governance:profile")


def keep_people(request: Request) -> None:
    """Let through who keeps the people of the partnership.

    :raises Http404: the reader may not even see them
    :raises PermissionDenied: they may, and no more; says who keeps people
    """
    if not may(request, VIEW, None):
        raise Http404
    if not may(request, CHANGE, None):
        raise PermissionDenied(WHO[CHANGE])


def person_to_change(request: Request, pk: int) -> User:
    """Return the person of that key to who may change what is written down of them.

    :raises Http404: the reader may not even see them, or there is none
    :raises PermissionDenied: they may, and no more; says who keeps people
    """
    keep_people(request)
    return get_object_or_404(person_by(pk))


def address_of(person: Any) -> str:
    """Return the address of a person's page."""
    return reverse("governance:person-view", args=[person.pk])
