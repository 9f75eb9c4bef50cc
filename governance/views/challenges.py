"""The challenge log: asking, answering with evidence, closing."""

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance import queries
from governance.changes import challenges as changes
from governance.changes.drafts import Sheet
from governance.forms.questions import AnswerForm, AskForm, CloseForm
from governance.http import Request, allow, may, said_in, signed_in, today
from governance.models import Board, Challenge
from governance.queries import challenges as found
from governance.queries.things import Thing, thing_of
from governance.scope import scope_of
from governance.views import drafts
from governance.views.editing import Editor, edit_page
from governance.views.tables import asked_form, rows_asked, table_file

COLUMNS = (*("Question", "Board", "Put to", "Asked", "Due", "State", "Led to", "Illustrative"),)
USUAL = timedelta(days=21)  # to answer in
STATES = (*Challenge.State.choices, ("late", "late"))


@require_safe
def challenge_list(request: Request) -> HttpResponse:
    """Show the questions that the person may read, with what came of them."""
    board, state = said_in(request.GET, "board"), said_in(request.GET, "state")
    log = found.challenge_log(
        scope_of(request.user), board=board, state=state, on=today(), page=rows_asked(request)
    )
    form = asked_form(request)
    if form:
        rows = [
            (
                *(row.question, row.board, row.put_to, row.asked, row.due, row.state, row.led_to),
                "illustrative" if row.illustrative else "",
            )
            for row in log.rows.rows
        ]
        return table_file(form, name="challenges", head=COLUMNS, rows=rows)
    context = {"log": log, "board": board, "state": state, "states": STATES}
    return render(request, "governance/challenge_list.html", context)


@require_safe
def challenge_view(request: Request, pk: int) -> HttpResponse:
    """Show a question, its answer and what it led to."""
    challenge = get_object_or_404(found.challenge_by(pk))
    allow(request, "governance.view_challenge", challenge, board=challenge.heard_by_id)
    is_open = challenge.state != Challenge.State.CLOSED
    context = {
        "challenge": challenge,
        "page": found.challenge_page(challenge, on=today()),
        "may_answer": is_open and may(request, "governance.answer_challenge", challenge),
        "may_close": is_open and may(request, "governance.close_challenge", challenge),
    }
    return render(request, "governance/challenge_view.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_ask(request: Request, slug: str) -> HttpResponse:
    """Put a question to a partner; `?about=` carries what it is about."""
    board = get_object_or_404(queries.board_by(slug))
    allow(request, "governance.add_challenge", board, board=board.pk)
    about = _about(request, board)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Challenge:
        by, at = signed_in(request), timezone.now()
        return changes.ask(board, **values, by=by, at=at, key=key, about=about)

    what = hashlib.sha256(about.address.encode()).hexdigest()[:12] if about else "any"
    address = request.get_full_path()
    title = f"A question of {board}"
    editor = Editor(
        form=AskForm,
        sheet=Sheet("challenge", f"{board.pk}-{what}", address, title),
        save=save,
        done=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        heading="Ask a question",
        standfirst=f"About {about.title}" if about else "",
        initial={"due_on": today() + USUAL},
        options={"partners": found.partners_of(board, on=today())},
        button="Ask",
        told="The question is asked. Who answers for the organisation is told.",
        where="governance/challenge_crumbs.html",
        context={"board": board},
    )
    return edit_page(request, editor)


def _about(request: Request, board: Board) -> Thing | None:
    """Return what the question is about.

    :raises Http404: the ticket is not ours, or speaks of another board's thing
    """
    ticket = request.GET.get("about", "")
    about = thing_of(ticket) if ticket else None
    if ticket and (about is None or about.board != board.pk):
        raise Http404
    return about


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_answer(request: Request, pk: int) -> HttpResponse:
    """Answer a question for the organisation asked."""
    challenge = get_object_or_404(found.challenge_by(pk))
    allow(request, "governance.answer_challenge", challenge, board=challenge.heard_by_id)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Challenge:
        by, at = signed_in(request), timezone.now()
        changes.answer(challenge, version=version, values=values, by=by, at=at, key=key)
        return challenge

    return _edit(request, challenge, _editor(challenge, AnswerForm, "answer", save))


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_close(request: Request, pk: int) -> HttpResponse:
    """Close a question, with what it led to."""
    challenge = get_object_or_404(found.challenge_by(pk))
    allow(request, "governance.close_challenge", challenge, board=challenge.heard_by_id)

    def save(values: dict[str, Any], version: int, key: str, also: dict[str, Any]) -> Challenge:
        by, at = signed_in(request), timezone.now()
        led_to = values.get("led_to", "")
        changes.close(challenge, version=version, led_to=led_to, by=by, at=at, key=key)
        return challenge

    return _edit(request, challenge, _editor(challenge, CloseForm, "close", save))


def _edit(request: Request, challenge: Challenge, editor: Editor) -> HttpResponse:
    """Show the form, or lead who comes too late to the question as it stands."""
    is_closed = challenge.state == Challenge.State.CLOSED
    if is_closed and drafts.comes_too_late(request, editor.sheet):
        messages.info(request, "The question is closed already.")
        return redirect(challenge)
    return edit_page(request, editor)


WORDS = {
    "answer": ("Answer the question", "Send the answer", "The question is answered."),
    "close": ("Close the question", "Close it", "The question is closed."),
}


def _editor(challenge: Challenge, form: Any, deed: str, save: Any) -> Editor:
    heading, button, told = WORDS[deed]
    address = f"{challenge.get_absolute_url()}{deed}/"
    return Editor(
        form=form,
        sheet=Sheet(f"challenge-{deed}", str(challenge.pk), address, heading),
        save=save,
        done=lambda row: challenge.get_absolute_url(),
        heading=heading,
        standfirst=challenge.question_shown,
        row=challenge,
        button=button,
        told=told,
        where="governance/challenge_crumbs.html",
        context={"board": challenge.board, "challenge": challenge},
    )
