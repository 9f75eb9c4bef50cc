"""Many people at once: a sheet is pasted or sent, shown line by line, and written when told to."""

from collections import Counter
from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.changes.lines import CHANGED, NEW, REFUSED, SAME
from governance.changes.people_lines import Changed, mark_of, try_people, write_people
from governance.editing import Refused
from governance.forms.people_lines import EXAMPLE, HEAD, PeopleForm
from governance.http import Request, may, signed_in, today
from governance.queries.wording import counted
from governance.rules import WHO
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
    if request.method != "POST":
        return render(request, PAGE, {"form": PeopleForm()})
    form = PeopleForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    if request.POST.get("deed") == "write":
        return _write(request, form)
    return _shown(request, form)


def _write(request: Request, form: PeopleForm) -> HttpResponse:
    mark = request.POST.get("mark", "")
    try:
        told = write_people(form.wanted, mark=mark, by=signed_in(request), at=timezone.now())
    except Changed:
        return _shown(request, form, told_first=OTHERWISE, status=409)
    except Refused as reason:
        return _shown(request, form, told_first=str(reason), status=422)
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
    return render(request, PAGE, context, status=422 if refused else status)


def _counts(many: "Counter[str]") -> Sequence[tuple[str, int]]:
    return [(kind, many[kind]) for kind in (NEW, CHANGED, SAME, REFUSED)]
