"""Questions of the public: asked without an account, settled by the officers of the board."""

import secrets
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance import queries
from governance.changes import asking as changes
from governance.changes.drafts import Sheet
from governance.editing import Refused
from governance.forms.asking import PublicQuestionForm, SettleQuestionForm
from governance.http import Request, allow, signed_in, today
from governance.models import Meeting, PublicQuestion
from governance.queries import asking as found
from governance.views.agenda import meeting_kept
from governance.views.editing import Editor, edit_page

TOO_MANY = "Many questions came from where you are. Wait an hour, then send it again."
FORGOTTEN = "Who asked is forgotten. The question and what became of it stay."
THANKS = "Your question is in. The board’s officers look at it."


@require_http_methods(["GET", "HEAD", "POST"])
def question_ask(request: Request, pk: int) -> HttpResponse:
    """Take a question of the public, without an account, as long as the meeting takes any."""
    meeting = get_object_or_404(queries.meeting_by(pk))
    allow(request, "governance.view_meeting", meeting, board=meeting.board_id)
    if request.method != "POST":
        return _asking(request, meeting, PublicQuestionForm(initial={"key": secrets.token_hex(8)}))
    form = PublicQuestionForm(request.POST)
    if not form.is_valid():
        return _asking(request, meeting, form, status=422)
    if not ratelimit.consume(request, action="ask"):
        form.add_error(None, TOO_MANY)
        return _asking(request, meeting, form, status=429)
    said = {name: form.cleaned_data[name] for name in ("text", "called", "contact", "key")}
    try:
        changes.ask_publicly(meeting, **said, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _asking(request, meeting, form, status=422)
    messages.success(request, THANKS)
    return redirect(meeting.get_absolute_url())


def _asking(
    request: Request, meeting: Meeting, form: PublicQuestionForm, *, status: int = 200
) -> HttpResponse:
    until = found.questions_until(meeting)
    context = {
        "meeting": meeting,
        "board": meeting.board,
        "called": queries.meeting_called(meeting),
        "form": form,
        "until": queries.day(until) if until else "",
        "is_open": found.takes_questions(meeting, on=today()),
    }
    return render(request, "governance/question_ask.html", context, status=status)


@require_safe
def question_list(request: Request, pk: int) -> HttpResponse:
    """Show the officers all questions put to a meeting, with who asked."""
    meeting = meeting_kept(request, pk)
    context = {
        "meeting": meeting,
        "board": meeting.board,
        "called": queries.meeting_called(meeting),
        "questions": found.questions_of(meeting),
        "kept": found.ASKER_KEPT,
    }
    return render(request, "governance/question_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question_settle(request: Request, pk: int, question: int) -> HttpResponse:
    """Accept a question, refuse it with a reason, answer it, put it to another meeting."""
    row = get_object_or_404(found.question_by(pk, question))
    meeting = row.meeting
    allow(request, "governance.change_meeting", meeting, board=meeting.board_id)
    if request.POST.get("deed") == "forget":
        return _forget(request, row)

    def save(
        values: dict[str, Any], version: int, key: str, also: dict[str, Any]
    ) -> PublicQuestion:
        by, at = signed_in(request), timezone.now()
        changes.settle_question(row, version=version, values=values, by=by, at=at, key=key)
        return row

    address = reverse("governance:question-settle", args=[pk, row.pk])
    heading = f"Question {row.number} of the public"
    editor = Editor(
        form=SettleQuestionForm,
        sheet=Sheet("public-question", str(row.pk), address, heading),
        save=save,
        done=lambda each: reverse("governance:question-list", args=[each.meeting_id]),  # type: ignore[attr-defined]
        heading=heading,
        standfirst=row.text,
        row=row,
        options={"meetings": found.meetings_for(row, on=today())},
        where="governance/meeting_crumbs.html",
        template="governance/question_settle.html",
        context={
            "asker": found.asker_of(row),
            "is_over": found.is_over(row),
            "board": meeting.board,
            "meeting": meeting,
            "called": queries.meeting_called(meeting),
        },
    )
    return edit_page(request, editor)


def _forget(request: Request, question: PublicQuestion) -> HttpResponse:
    """Forget who asked; sent twice, it is forgotten already."""
    try:
        changes.forget_asker(question, by=signed_in(request), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, FORGOTTEN)
    return redirect("governance:question-list", question.meeting_id)
