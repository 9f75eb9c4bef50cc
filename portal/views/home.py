"""A signed-in person's desk: what is due, what changed, and what comes next."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.http import Request, signed_in, today
from portal import queries
from portal.views.accounts import LAST_HERE

A_FORTNIGHT = timedelta(days=14)


@require_safe
def desk(request: Request) -> HttpResponse:
    """Show what waits for a person, what changed since they were last here, what is theirs.

    Looking writes nothing: when they signed in the time before is kept in the session by the
    signing in.
    """
    last = request.session.get(LAST_HERE)
    since = datetime.fromisoformat(last) if last else timezone.now() - A_FORTNIGHT
    desk = queries.desk(signed_in(request), on=today(), since=since, is_visit=bool(last))
    return render(request, "portal/desk.html", {"desk": desk})
