"""Many people at once: a sheet is pasted or sent, shown line by line, and written when told to."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.changes.drafts import Sheet, drop_draft
from governance.changes.lines import CHANGED, NEW, REFUSED, SAME
from governance.changes.people_lines import Changed, mark_of, try_people, write_people
from governance.editing import Refused
from governance.forms.people_lines import EXAMPLE, HEAD, PeopleForm
from governance.http import Request, may, signed_in, today
from governance.queries.wording import counted
from governance.rules import WHO
from governance.views import drafts
from governance.views.people import CHANGE
from governance.views.tables import asked_form, table_file

PAGE = "governance/people_import.html"
OTHERWISE = (
    "Since you looked, what the lines would do has changed. Nothing was written: look again below."
)


@require_http_methods(["GET", "HEAD", "POST"])
def people_import(request: Request) -> HttpResponse:
    """Take people as a sheet has them; say what each line would do; write them when told to."""
    if not may(request, CHANGE, None):
        raise PermissionDenied(WHO[CHANGE])
    asked = asked_form(request)
    if asked:
        return table_file(asked, name="people-example", head=HEAD, rows=EXAMPLE)
    deed = request.POST.get("deed", "")
    if deed in {"keep", "forget"}:
        kept: Callable[..., HttpResponse] = getattr(drafts, deed)
        return kept(request, signed_in(request), sheet())
    if request.method != "POST":
        return _page(request, {"form": PeopleForm()})
    form = PeopleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, {"form": form}, status=422)
    if deed == "write":
        return _write(request, form)
    return _shown(request, form)


def sheet() -> Sheet:
    """Return what the form is known by where it is kept as a draft."""
    return Sheet("people", "sheet", reverse("governance:people-import"), "People from a sheet")


def _page(request: Request, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    drafting = drafts.drafting(signed_in(request), sheet())
    context["form"].initial = {"cells": drafting.values.get("cells", "")}
    return render(request, PAGE, {**context, "drafting": drafting}, status=status)


def _write(request: Request, form: PeopleForm) -> HttpResponse:
    mark = request.POST.get("mark", "")
    try:
        told = write_people(form.wanted, mark=mark, by=signed_in(request), at=timezone.now())
    except Changed:
        return _shown(request, form, told_first=OTHERWISE, status=409)
    except Refused as reason:
        return _shown(request, form, told_first=str(reason), status=422)
    drop_draft(sheet(), by=signed_in(request))
    many = Counter(each.kind for each in told)
    messages.success(
        request,
        f"{counted(many[NEW], 'person', 'people')} added, {many[CHANGED]} changed, "
        f"{many[SAME]} left as they were.",
    )
    return redirect("governance:person-list")


def _shown(
    request: Request, form: PeopleForm, *, told_first: str = "", status: int = 200
) -> HttpResponse:
    """Show what each line would do; nothing is written."""
    told = try_people(form.wanted, on=today())
    many = Counter(each.kind for each in told)
    context = {
        "form": form,
        "told": told,
        "told_first": told_first,
        "counts": _counts(many),
        "refused": many[REFUSED],
        "does_nothing": not many[NEW] and not many[CHANGED],
        "mark": mark_of(told),
    }
    refused = status == 200 and many[REFUSED]
    return _page(request, context, status=422 if refused else status)


def _counts(many: "Counter[str]") -> Sequence[tuple[str, int]]:
    return [(kind, many[kind]) for kind in (NEW, CHANGED, SAME, REFUSED)]
