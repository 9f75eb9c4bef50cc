"""Replying to a meeting for one's place, in one tap from its page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes.replies import Said, reply
from governance.editing import Refused
from governance.forms.replies import AFAR, ReplyForm
from governance.http import Request, allow, look_anew, number_in, signed_in, wants_part
from governance.models import Attendance, Meeting, Place, User
from governance.queries import replies as found
from governance.queries.expected import held_on_the_day
from governance.scope import scope_of

RIGHT = "governance.reply"
Reply = Attendance.Reply


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_reply(request: Request, pk: int) -> HttpResponse:
    """Show the reply of a place as a form; by POST take it."""
    meeting = get_object_or_404(queries.meeting_by(pk))
    place = _place(request, meeting)
    row = Attendance(meeting=meeting, place=place)
    allow(request, RIGHT, row, board=meeting.board_id)
    form = _form(request, meeting, place)
    if request.method != "POST":
        return _page(request, meeting, place, form)
    if not form.is_valid():
        return _page(request, meeting, place, form, status=422)
    try:
        reply(meeting, place, said=_said(form), by=signed_in(request), at=timezone.now())
    except Refused as refusal:
        return _refused(request, meeting, place, form, str(refusal))
    if request.htmx:
        context = {"replies": found.replies_of(meeting, scope=scope_of(request.user))}
        return render(
            request, "governance/_replies.html", {**context, "told": "Your reply is kept."}
        )
    messages.success(request, "The reply is kept.")
    return redirect(f"{meeting.get_absolute_url()}#replies")


def _refused(
    request: Request, meeting: Meeting, place: Place, form: ReplyForm, why: str
) -> HttpResponse:
    """Say why not: at the form, or on the meeting's page, which stands otherwise meanwhile."""
    if wants_part(request):
        messages.error(request, why)
        return look_anew()
    form.add_error(None, why)
    return _page(request, meeting, place, form, status=422)


def _place(request: Request, meeting: Meeting) -> Place:
    """Return the place that is replied for; where none is named, the person's own."""
    asked = request.POST.get("place") or request.GET.get("place", "")
    places = found.places_of(meeting)
    if asked:
        return get_object_or_404(places, pk=number_in(asked))
    own = places.filter(pk__in=scope_of(request.user).places).order_by("pk").first()
    return own or get_object_or_404(places.order_by("pk")[:1])


def _form(request: Request, meeting: Meeting, place: Place) -> ReplyForm:
    holder = _holder(meeting, place)
    board = meeting.board
    can_be_afar = meeting.hybrid and board is not None and board.remote != board.Remote.NEVER
    offers: dict[str, Any] = {
        "people": found.deputies_for(place, holder),
        "may_be_afar": can_be_afar,
    }
    if request.method == "POST":
        return ReplyForm(request.POST, **offers)
    kept = meeting.register.filter(place=place).first()
    initial: dict[str, object] = {"place": place.pk}
    if kept is not None and kept.reply != Reply.NONE:
        said = AFAR if kept.reply == Reply.COMING and kept.from_afar else kept.reply
        initial |= {"reply": said, "deputy": kept.deputy_id, "deputy_called": kept.deputy_called}
    asked = request.GET.get("reply", "")
    return ReplyForm(initial={**initial, **({"reply": asked} if asked else {})}, **offers)


def _holder(meeting: Meeting, place: Place) -> User | None:
    held = held_on_the_day(meeting)
    return next((each.holder for each in held if each.place_id == place.pk), None)


def _said(form: ReplyForm) -> Said:
    said = form.cleaned_data
    answer = said["reply"]
    if answer == AFAR:
        return Said(Reply.COMING, from_afar=True)
    return Said(
        Reply(answer),
        from_afar=bool(said.get("deputy_afar")),
        deputy=said["deputy"],
        deputy_called=said["deputy_called"],
    )


def _page(
    request: Request, meeting: Meeting, place: Place, form: ReplyForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "place": place,
        "meeting": meeting,
        "board": meeting.board,
        "called": queries.meeting_called(meeting),
        "is_open": found.takes_replies(meeting),
    }
    return render(request, "governance/meeting_reply.html", context, status=status)
