"""Questions of the public: whether a meeting takes them, those it has, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from governance.models import Meeting, PublicQuestion
from governance.periods.notice import working_days_before
from governance.queries.wording import day

State = PublicQuestion.State
SHOWN = (State.ACCEPTED, State.ANSWERED)


@dataclass(frozen=True)
class Asked:
    """One question as everybody reads it: without who asked."""

    number: int
    text: str
    answer: str
    illustrative: bool


@dataclass(frozen=True)
class AskedRow:
    """One question as the board's officers see it."""

    pk: int
    number: int
    text: str
    state: str
    who: str
    received: str
    why: str
    illustrative: bool


def questions_until(meeting: Meeting) -> date | None:
    """Return the last day on which a question may be put to `meeting`; None where none may."""
    board = meeting.board
    if board is None or board.questions_days is None or meeting.state != Meeting.State.PUBLISHED:
        return None
    return working_days_before(meeting.on, board.questions_days)


def takes_questions(meeting: Meeting, *, on: date) -> bool:
    """Say whether a question may be put to `meeting` on a day."""
    until = questions_until(meeting)
    return until is not None and on <= until


def questions_shown(meeting: Meeting) -> list[Asked]:
    """Return the questions that are accepted for `meeting`; one query."""
    rows = meeting.public_questions.filter(state__in=SHOWN).order_by("number")
    return [Asked(each.number, each.text, each.answer, each.illustrative) for each in rows]


def questions_minuted(meeting: Meeting) -> list[dict[str, Any]]:
    """Return the same as JSON can; one query."""
    return [
        {
            "number": each.number,
            "text": each.text,
            "answer": each.answer,
            "illustrative": each.illustrative,
        }
        for each in questions_shown(meeting)
    ]


def questions_of(meeting: Meeting) -> Sequence[AskedRow]:
    """Return all questions put to `meeting`, for its officers; one query."""
    return [_row(each) for each in meeting.public_questions.order_by("number")]


def question_by(meeting: int, pk: int) -> "QuerySet[PublicQuestion]":
    """Return the query for one question by its address."""
    rows = PublicQuestion.objects.select_related("meeting__board")
    return rows.filter(pk=pk, meeting=meeting)


def meetings_for(question: PublicQuestion, *, on: date) -> "QuerySet[Meeting]":
    """Return the meetings at which a question may stand: its own, and those to come."""
    own = Meeting.objects.filter(board=question.meeting.board_id)
    gone = (Meeting.State.CANCELLED, Meeting.State.ADJOURNED)
    to_come = Q(on__gte=on) & ~Q(state__in=gone)
    return own.filter(to_come | Q(pk=question.meeting_id)).order_by("on", "pk")


def _row(question: PublicQuestion) -> AskedRow:
    who = ", ".join(filter(None, (question.called, question.contact)))
    return AskedRow(
        pk=question.pk,
        number=question.number,
        text=question.text,
        state=question.get_state_display().capitalize(),
        who=who or "gave no name",
        received=day(timezone.localdate(question.received_at)),
        why=question.reason,
        illustrative=question.illustrative,
    )
