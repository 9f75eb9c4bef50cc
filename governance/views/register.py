"""The register as it is taken in the room: a tap a place, who presides, and its closing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes import register as changes
from governance.editing import Refused
from governance.http import Request, answer_part, number_in, signed_in
from governance.models import Attendance, Meeting
from governance.queries import register as found
from governance.queries.replies import places_of
from governance.queries.sources import Sources
from governance.scope import scope_of
from governance.views.agenda import meeting_kept
from governance.views.readings import is_read


@require_http_methods(["GET", "HEAD", "POST"])
def register_view(request: Request, pk: int) -> HttpResponse:
    """Show the register; by POST mark a place, note who presides, close it."""
    meeting = meeting_kept(request, pk)
    if request.method != "POST":
        return _page(request, meeting)
    name = request.POST.get("deed", "")
    deed = DEEDS.get(name, _mark)
    try:
        told = deed(request, meeting)
    except Refused as refusal:
        return _page(request, meeting, refused=str(refusal), status=422)
    if request.htmx:
        return _page(request, meeting, told=told, done=name)
    messages.success(request, told)
    return redirect("governance:register-view", meeting.pk)


def _mark(request: Request, meeting: Meeting) -> str:
    place = get_object_or_404(places_of(meeting), pk=number_in(request.POST.get("place", "")))
    came = request.POST.get("came", "")
    if came not in Attendance.Came or came == Attendance.Came.UNKNOWN:
        raise Refused("Choose how the place was filled.")
    chosen = Attendance.Came(came)
    changes.mark(meeting, place, came=chosen, by=signed_in(request), at=timezone.now())
    return f"{place.seat}: {chosen.label}."


def _rest(request: Request, meeting: Meeting) -> str:
    many = changes.mark_the_rest_absent(meeting, by=signed_in(request), at=timezone.now())
    return f"{queries.counted(many, 'place')} marked as absent."


def _preside(request: Request, meeting: Meeting) -> str:
    who = request.POST.get("presides", "")
    people = found.who_may_preside(meeting)
    person = get_object_or_404(people, pk=number_in(who)) if who else None
    changes.preside(meeting, person, by=signed_in(request), at=timezone.now())
    return f"{person} presides." if person else "Nobody is noted as presiding."


def _close(request: Request, meeting: Meeting) -> str:
    changes.close_register(meeting, by=signed_in(request), at=timezone.now())
    return f"The register is closed: the meeting is {meeting.get_state_display()}."


DEEDS: dict[str, Callable[[Request, Meeting], str]] = {
    "rest": _rest,
    "preside": _preside,
    "close": _close,
}


def _page(
    request: Request,
    meeting: Meeting,
    *,
    refused: str = "",
    told: str = "",
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    scope, sources = scope_of(request.user), Sources()
    declared = found.declared(meeting, scope=scope, sources=sources)
    voted = found.voted(meeting, scope=scope, sources=sources)
    if any(each.is_exempt for each in (*declared, *voted)):
        is_read(request, meeting, "what was declared and voted")
    context = {
        "page": found.register_page(meeting),
        "meeting": meeting,
        "board": meeting.board,
        "called": queries.meeting_called(meeting),
        "refused": refused,
        "told": told,
        "done": done,
        "declared": declared,
        "voted": voted,
    }
    return answer_part(
        request,
        "governance/_register.html",
        page="governance/register_view.html",
        context=context,
        status=status,
    )
