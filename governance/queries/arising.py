"""What a coming meeting finds open: asked of people by earlier ones, put to partners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from governance.models import Board, Challenge, Meeting
from governance.queries.left_open import open_challenges
from governance.queries.points import PointRow, points_open
from governance.queries.wording import day
from governance.rules import challenges_seen
from governance.scope import Scope

COMING = (Meeting.State.PLANNED, Meeting.State.PUBLISHED)


@dataclass(frozen=True)
class OpenQuestion:
    """A question put to a partner, whose answer the meeting hears."""

    pk: int
    question: str
    address: str
    put_to: str
    due: str
    is_late: bool
    answer: str
    """What was answered; empty where nothing was yet."""
    illustrative: bool


@dataclass(frozen=True)
class Arising:
    """What is open when a meeting comes."""

    points: Sequence[PointRow] = ()
    questions: Sequence[OpenQuestion] = ()


def arising(meeting: Meeting, *, scope: Scope, on: date) -> Arising:
    """Return what is open at `meeting`, and late `on` a day, as the person reads it; two queries.

    What an exempt item asked for is told by its number, whoever reads: its own page has the words.
    Nothing where the meeting has no board, or does not lie ahead: its minutes tell then.
    """
    if meeting.board is None or meeting.state not in COMING:
        return Arising()
    return Arising(
        points=points_open(meeting.board, before=meeting, scope=Scope(), on=on),
        questions=_questions(meeting, meeting.board, scope, on),
    )


def _questions(meeting: Meeting, board: Board, scope: Scope, on: date) -> list[OpenQuestion]:
    """Return what is due by the day of the meeting, and what was answered and not closed."""
    rows = open_challenges(board).filter(challenges_seen(scope))
    heard = rows.exclude(state=Challenge.State.ASKED, due_on__gt=meeting.on)
    found = heard.select_related("put_to", "asked_by", "answered_by").order_by("due_on", "pk")
    return [_question(each, on) for each in found]


def _question(each: Challenge, on: date) -> OpenQuestion:
    return OpenQuestion(
        pk=each.pk,
        question=each.question_shown,
        address=each.get_absolute_url(),
        put_to=each.put_to.called,
        due=day(each.due_on),
        is_late=each.state == Challenge.State.ASKED and each.due_on < on,
        answer=each.answer_shown,
        illustrative=each.illustrative,
    )
