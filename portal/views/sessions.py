"""How long one stays signed in: not idle for long, never for ever, and only as who one was."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.http import Request, signed_in
from governance.models import User
from governance.queries import counted
from portal import queries
from portal.changes import sessions as changes
from portal.queries.sessions import BEGAN, DEVICE, ROLES, SEEN, device_of, key_of
from portal.rules import acts_for_others

NOTED_EVERY = 60  # seconds: being here is written down no more often


def begin(request: HttpRequest, person: User) -> None:
    """Write into a new session when it began, in which roles, and in what browser."""
    now = timezone.now().timestamp()
    device = device_of(request.headers.get("User-Agent", ""))
    kept = {BEGAN: now, SEEN: now, ROLES: acts_for_others(person), DEVICE: device}
    request.session.update(kept)


def is_over(request: HttpRequest, person: User) -> bool:
    """Say whether the session has ended: too old, left alone too long, or the roles are others."""
    return queries.session_is_over(request.session, person, at=timezone.now())


def note(request: HttpRequest) -> None:
    """Write down that the person is here, once a minute at most."""
    now = timezone.now().timestamp()
    if SEEN in request.session and now - request.session[SEEN] > NOTED_EVERY:
        request.session[SEEN] = now


def end_others(request: HttpRequest, person: User) -> int:
    """End every session of the person but this one; return how many there were."""
    return changes.end_sessions(person, but=request.session.session_key)


@require_http_methods(["GET", "HEAD", "POST"])
def session_list(request: Request) -> HttpResponse:
    """Show where one is signed in; by POST end one of them, or all but this one."""
    me = signed_in(request)
    if request.method == "POST":
        messages.info(request, _end(request, me))
        return redirect("account_sessions")
    rows = queries.signed_in(me, this=request.session.session_key, at=timezone.now())
    return render(request, "account/session_list.html", {"rows": rows})


def _end(request: Request, me: User) -> str:
    """End what the form names; say what was ended."""
    if request.POST.get("deed") == "others":
        ended = end_others(request, me)
        return f"{counted(ended, 'other sign-in').capitalize()} ended."
    key = key_of(me, request.POST.get("end", ""))
    if key is None or key == request.session.session_key:
        return "That sign-in had ended already."
    changes.end_session(me, key)
    return "That sign-in is ended."
