"""The challenge log: what was asked, of whom, what was answered in time and what it led to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from governance.models import Board, Challenge, Organisation
from governance.queries.members import done_by
from governance.queries.paging import Paged, paged
from governance.queries.wording import counted, day
from governance.rules import challenges_seen
from governance.scope import Scope

State = Challenge.State
A_PAGE = 25
IN_TIME = Q(answered_on__lte=F("due_on"))
LED = ~Q(led_to="")


@dataclass(frozen=True)
class ChallengeRow:
    """One question in the log."""

    address: str
    question: str
    board: str
    put_to: str
    asked: str
    due: str
    state: str
    is_late: bool
    led_to: str
    illustrative: bool


@dataclass(frozen=True)
class ChallengeFigures:
    """How many questions were asked, answered, answered in time, and changed something."""

    asked: int
    answered: int
    in_time: int
    led: int
    waiting: int
    illustrative: bool | None  # none where nothing was asked

    @property
    def headline(self) -> str:
        """The news of the log in one line."""
        if not self.asked:
            return "No questions have been asked"
        waits = f"{self.waiting} of {counted(self.asked, 'question')}"
        return f"{waits} {'waits' if self.waiting == 1 else 'wait'} for an answer"

    @property
    def sentences(self) -> list[str]:
        """The figures in words, each with what it is a part of."""
        if not self.asked:
            return []
        return [
            f"{self.answered} of {self.asked} {_is(self.answered, 'is', 'are')} answered.",
            f"{self.in_time} of {self.answered} {_is(self.in_time, 'was', 'were')} in time.",
            f"{self.led} of {self.asked} led to a change that the chair recorded.",
        ]


def _is(many: int, one: str, several: str) -> str:
    return one if many == 1 else several


@dataclass(frozen=True)
class ChallengeLog:
    """A page of the log with its figures; `boards` are those it can be narrowed to."""

    rows: Paged[ChallengeRow]
    figures: ChallengeFigures
    boards: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ChallengePage:
    """One question, its answer, and what the chair made of it."""

    about: str
    about_address: str
    asked_by: str
    asked: str
    due: str
    is_late: bool
    answered: str
    closed: str
    passed: str


def challenge_log(
    scope: Scope, *, board: str = "", state: str = "", on: date, page: int = 1
) -> ChallengeLog:
    """Return a page of the questions that the person may read; four queries.

    `board`: the slug of one board; `state`: one of the states, or "late".
    """
    seen = Challenge.objects.filter(challenges_seen(scope))
    heard = Q(pk__in=seen.values("board")) | Q(pk__in=seen.values("passed_to"))
    boards = Board.objects.filter(heard).order_by("name")
    if board:
        seen = seen.filter(Q(board__slug=board) | Q(passed_to__slug=board))
    listed = seen.filter(_in(state, on))
    listed = listed.select_related("board", "put_to", "asked_by").order_by("-asked_at", "-pk")
    found = paged(listed, number=page, size=A_PAGE)
    return ChallengeLog(
        rows=replace(found, rows=[_row(each, on) for each in found.rows]),
        figures=challenge_figures(seen),
        boards=list(boards.values_list("slug", "name")),
    )


def challenge_figures(
    challenges: "QuerySet[Challenge]", *, by: date = date.max
) -> ChallengeFigures:
    """Count what was asked and what had come of it `by` a day; one query."""
    answered = Q(answered_on__lte=by)
    counts = challenges.annotate(answered_on=TruncDate("answered_at")).aggregate(
        asked=Count("pk"),
        answered=Count("pk", answered),
        in_time=Count("pk", answered & IN_TIME),
        led=Count("pk", LED & Q(closed_at__date__lte=by)),
        waiting=Count("pk", Q(state=State.ASKED)),
        illustrative=BoolAnd("illustrative"),
    )
    return ChallengeFigures(**counts)


def challenges_between(board: Board, first: date, end: date) -> "QuerySet[Challenge]":
    """Return the questions that `board` asked from `first` until, not including, `end`."""
    return board.challenges.filter(asked_at__date__gte=first, asked_at__date__lt=end)


def challenge_by(pk: int) -> "QuerySet[Challenge]":
    """Return one challenge, ready for its page."""
    return Challenge.objects.filter(pk=pk).select_related(
        "board", "put_to", "subject", "asked_by", "answered_by", "closed_by", "passed_to"
    )


def challenge_page(challenge: Challenge, *, on: date) -> ChallengePage:
    """Return what the page of a challenge says; no query."""
    about, passed = challenge.subject, ""
    if challenge.passed_to is not None and challenge.passed_on is not None:
        passed = f"Passed to {challenge.passed_to} on {day(challenge.passed_on)}"
    return ChallengePage(
        about=about.title if about else "",
        about_address=about.address if about else "",
        asked_by=challenge.asked_by.called,
        asked=day(timezone.localdate(challenge.asked_at)),
        due=day(challenge.due_on),
        is_late=_is_late(challenge, on),
        answered=done_by(challenge.answered_by, challenge.answered_at),
        closed=done_by(challenge.closed_by, challenge.closed_at),
        passed=passed,
    )


def partners_of(board: Board, *, on: date) -> "QuerySet[Organisation]":
    """Return the organisations that a question of `board` can be put to: those at its table."""
    seated = Q(seats__board=board) & (Q(seats__ends_on=None) | Q(seats__ends_on__gt=on))
    heard = Q(respondents__board=board)
    open_ones = Q(ends_on=None) | Q(ends_on__gt=on)
    return Organisation.objects.filter(open_ones, seated | heard).distinct().order_by("name")


def _in(state: str, on: date) -> Q:
    if state == "late":
        return Q(state=State.ASKED, due_on__lt=on)
    return Q(state=state) if state in State.values else Q()


def _row(challenge: Challenge, on: date) -> ChallengeRow:
    return ChallengeRow(
        address=challenge.get_absolute_url(),
        question=challenge.question_shown,
        board=challenge.board.name,
        put_to=challenge.put_to.called,
        asked=day(timezone.localdate(challenge.asked_at)),
        due=day(challenge.due_on),
        state="late" if _is_late(challenge, on) else challenge.get_state_display(),
        is_late=_is_late(challenge, on),
        led_to=challenge.led_to,
        illustrative=challenge.illustrative,
    )


def _is_late(challenge: Challenge, on: date) -> bool:
    return challenge.state == State.ASKED and challenge.due_on < on
