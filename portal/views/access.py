"""Why can this person see this: for who keeps the people of the partnership."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.http import Request, today
from governance.queries import day
from governance.views.people import person_to_change
from portal.forms.access import AccessForm
from portal.queries.access import access
from portal.queries.page_things import thing_at

NOWHERE = "There is no page at that address that asks for a right"


@require_safe
def access_why(request: Request, pk: int) -> HttpResponse:
    """Show which rights a person has at an address on a day, and by which dated facts."""
    person = person_to_change(request, pk)
    form = AccessForm(request.GET if "what" in request.GET else None)
    context: dict[str, Any] = {"person": person, "form": form}
    status = 200
    if form.is_bound and form.is_valid():
        thing, on = thing_at(form.cleaned_data["what"]), form.cleaned_data["on"] or today()
        if thing is None:
            form.add_error("what", NOWHERE)
        else:
            context |= {"access": access(person, thing, on=on), "on": day(on)}
    if form.errors:
        status = 422
    return render(request, "portal/access_why.html", context, status=status)
