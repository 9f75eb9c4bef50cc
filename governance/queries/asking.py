"""Questions of the public: whether a meeting takes them, those it has, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from governance.models import Meeting, PublicQuestion
from governance.periods.notice import working_days_before
from governance.queries.wording import day

State = PublicQuestion.State
SHOWN = (State.ACCEPTED, State.ANSWERED)
OVER = (State.ANSWERED, State.REFUSED)
# A board that meets each quarter has met again by then: whoever wants to come back to the answer
# has had the time for it, and nobody needs to know any longer who asked.
ASKER_KEPT_DAYS = 183
ASKER_KEPT = "six months"


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


def asker_of(question: PublicQuestion) -> str:
    """Return who asked, as far as it is known."""
    return ", ".join(filter(None, (question.called, question.contact)))


def is_over(question: PublicQuestion) -> bool:
    """Say whether a question is answered or refused."""
    return question.state in OVER


def has_asker() -> Q:
    """Return the condition that it is known who asked."""
    return ~Q(called="", contact="")


def stale_askers(*, on: date) -> "QuerySet[PublicQuestion]":
    """Return the questions that were over long before a day, and those nobody ever settled."""
    before = on - timedelta(days=ASKER_KEPT_DAYS)
    midnight = timezone.make_aware(datetime.combine(before, time.min))
    left = ~Q(state__in=OVER) & Q(meeting__on__lt=before)
    return PublicQuestion.objects.filter(Q(state__in=OVER, settled_at__lt=midnight) | left)


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
    nobody = "who asked is forgotten" if question.forgotten_at else "gave no name"
    return AskedRow(
        pk=question.pk,
        number=question.number,
        text=question.text,
        state=question.get_state_display().capitalize(),
        who=asker_of(question) or nobody,
        received=day(timezone.localdate(question.received_at)),
        why=question.reason,
        illustrative=question.illustrative,
    )
