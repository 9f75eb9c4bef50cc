"""What a board is asked in writing between meetings: who answered what, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.aggregates import Count as HowMany
from django.utils import timezone

from governance import quorum
from governance.models import (
    Appointment,
    Board,
    Decision,
    Meeting,
    Place,
    WrittenAnswer,
    WrittenProcedure,
)
from governance.queries.expected import quorum_rule
from governance.queries.paging import Paged, paged
from governance.queries.wording import counted, day
from governance.quorum import Answer, Standing, why_not_agreed
from governance.scope import MEMBERS, Scope

A_PAGE = 25
State, Said = WrittenProcedure.State, WrittenAnswer.Answer


@dataclass(frozen=True)
class ProcedureRow:
    """One question put in writing, in a list."""

    question: str
    address: str
    closes: str
    state: str
    is_open: bool
    is_over: bool
    illustrative: bool


@dataclass(frozen=True)
class PlaceLine:
    """What one voting place answered."""

    seat: str
    said: str
    words: str
    when: str
    illustrative: bool


@dataclass(frozen=True)
class Counted:
    """How the answers stand: how many of each, and why the question is not agreed so far."""

    agree: int
    disagree: int
    abstain: int
    meet: int
    asked: int
    why_not: str

    @property
    def answered(self) -> int:
        """How many answered."""
        return self.agree + self.disagree + self.abstain + self.meet

    @property
    def words(self) -> str:
        """The answers in a sentence."""
        told = [
            counted(self.agree, "agrees", "agree"),
            counted(self.disagree, "does not", "do not"),
            counted(self.abstain, "abstains", "abstain"),
        ]
        if self.meet:
            told.append(f"{counted(self.meet, 'wants', 'want')} it at a meeting")
        return f"{', '.join(told)}; {self.answered} of {counted(self.asked, 'place')} answered."


@dataclass(frozen=True)
class ProcedurePage:
    """One question put in writing."""

    procedure: WrittenProcedure
    asked: str
    closes: str
    count: Counted
    lines: Sequence[PlaceLine]
    decided: str
    closed: str
    is_over: bool

    @property
    def may_close(self) -> bool:
        """Whether it may be counted: its last day is over, or every place answered."""
        return self.is_over or self.count.answered == self.count.asked


def procedures_of(board: Board, *, on: date, page: int = 1) -> Paged[ProcedureRow]:
    """Return a page of what `board` is asked in writing, newest first; two queries."""
    rows = board.written_procedures.annotate(many=HowMany("answers")).order_by("-opened_at", "-pk")
    found = paged(rows, number=page, size=A_PAGE)
    return replace(found, rows=[_row(each, on) for each in found.rows])


def procedure_by(pk: int) -> "QuerySet[WrittenProcedure]":
    """Return the query for one question put in writing, ready for its page."""
    rows = WrittenProcedure.objects.select_related("board", "opened_by", "closed_by", "decision")
    return rows.filter(pk=pk)


def procedure_page(procedure: WrittenProcedure, *, on: date) -> ProcedurePage:
    """Return the page of one question put in writing; three queries."""
    places, answers = asked_places(procedure), _answers(procedure)
    closed = procedure.closed_at
    return ProcedurePage(
        procedure=procedure,
        asked=f"Sent round on {_on(procedure.opened_at)} by {procedure.opened_by.called}",
        closes=day(procedure.closes_on),
        count=_count(places, answers, _rule(procedure)),
        lines=[_line(each, answers.get(each.pk), among=places) for each in places],
        decided=decision_number(procedure.decision) if procedure.decision else "",
        closed=f"Closed on {_on(closed)}" if closed else "",
        is_over=on > procedure.closes_on,
    )


def count_of(procedure: WrittenProcedure) -> Counted:
    """Return how the answers to `procedure` stand; three queries."""
    return _count(asked_places(procedure), _answers(procedure), _rule(procedure))


def asked_places(procedure: WrittenProcedure) -> list[Place]:
    """Return the voting places that are asked; one query.

    While it is open those that are held today; afterwards those that were held when it closed,
    and whatever place answered.
    """
    closed = procedure.closed_at
    on = timezone.localdate(closed) if closed else timezone.localdate()
    held = Appointment.objects.on(on).filter(seat__board=procedure.board_id, seat__voting=True)
    places = Place.objects.filter(pk__in=held.values("place"))
    places |= Place.objects.filter(pk__in=procedure.answers.values("place"))
    return list(places.select_related("seat").order_by("seat__order", "seat__title", "pk"))


def own_places(procedure: WrittenProcedure, *, scope: Scope) -> "QuerySet[Place]":
    """Return the voting places of the procedure's board that the person holds."""
    mine = Place.objects.filter(pk__in=scope.places, seat__board=procedure.board_id)
    return mine.filter(seat__voting=True).select_related("seat").order_by("pk")


def waiting_in_writing(scope: Scope, *, on: date) -> "QuerySet[WrittenProcedure]":
    """Return the open questions that a voting place of the person has not answered; one query."""
    mine = Place.objects.filter(pk__in=scope.places, seat__voting=True)
    silent = mine.filter(seat__board=OuterRef("board")).exclude(
        written_answers__procedure=OuterRef("pk")
    )
    rows = WrittenProcedure.objects.filter(Exists(silent), state=State.OPEN, closes_on__gte=on)
    return rows.select_related("board").order_by("closes_on", "pk")


def decided_in_writing(meeting: Meeting) -> "QuerySet[WrittenProcedure]":
    """Return what was closed in writing since the board's meeting before `meeting`."""
    board = meeting.board_id
    before = Meeting.objects.filter(board=board, state=Meeting.State.HELD, on__lt=meeting.on)
    last: date | None = before.order_by("-on").values_list("on", flat=True).first()
    rows = WrittenProcedure.objects.filter(board=board, closed_at__date__lte=meeting.on)
    rows = rows.filter(closed_at__date__gt=last) if last else rows
    return rows.exclude(state=State.WITHDRAWN).select_related("decision").order_by("closed_at")


def reported(meeting: Meeting) -> list[tuple[str, str, str, bool]]:
    """Return what is reported to `meeting` as decided in writing; two queries.

    Question, what came of it, address, and whether the demonstration added it.
    """
    return [
        (each.question, _became(each), each.get_absolute_url(), each.illustrative)
        for each in decided_in_writing(meeting)
    ]


def decision_number(decision: Decision) -> str:
    """Return the number of a decision in its municipal year."""
    year = decision.municipal_year
    return f"{decision.number} of {year}/{(year + 1) % 100:02}"


def _became(procedure: WrittenProcedure) -> str:
    if procedure.decision is not None:
        return f"Agreed in writing, decision {decision_number(procedure.decision)}"
    return f"Not agreed in writing: {procedure.reason}"


def _rule(procedure: WrittenProcedure) -> quorum.Rule:
    return quorum_rule(procedure.board, on=procedure.closes_on)


def _answers(procedure: WrittenProcedure) -> dict[int, WrittenAnswer]:
    return {each.place_id: each for each in procedure.answers.select_related("answered_by")}


def _count(
    places: Sequence[Place], answers: dict[int, WrittenAnswer], rule: quorum.Rule
) -> Counted:
    many = {said: sum(each.answer == said for each in answers.values()) for said in Said}
    votes = {"agree": many[Said.AGREE], "disagree": many[Said.DISAGREE], "meet": many[Said.MEET]}
    why = why_not_agreed(_standing(places, answers, rule), **votes)
    return Counted(**votes, abstain=many[Said.ABSTAIN], asked=len(places), why_not=why)


def _standing(
    places: Sequence[Place], answers: dict[int, WrittenAnswer], rule: quorum.Rule
) -> Standing:
    return quorum.standing(
        rule,
        (
            quorum.Place(
                each.seat_id,
                each.seat.sector,
                Answer.PRESENT if each.pk in answers else Answer.NONE,
                is_member=each.seat.role in MEMBERS,
            )
            for each in places
        ),
    )


def _line(place: Place, answer: WrittenAnswer | None, *, among: Sequence[Place]) -> PlaceLine:
    has_others = sum(each.seat_id == place.seat_id for each in among) > 1
    return PlaceLine(
        seat=str(place) if has_others else place.seat.title,
        said=answer.get_answer_display().capitalize() if answer else "",
        words=answer.words_shown if answer else "",
        when=_on(answer.answered_at) if answer else "",
        illustrative=answer.illustrative if answer else False,
    )


def _row(procedure: WrittenProcedure, on: date) -> ProcedureRow:
    many: int = procedure.many  # type: ignore[attr-defined]
    is_open = procedure.state == State.OPEN
    told = f"{counted(many, 'answer')} so far" if is_open else procedure.get_state_display()
    return ProcedureRow(
        question=procedure.question,
        address=procedure.get_absolute_url(),
        closes=day(procedure.closes_on),
        state=told[:1].upper() + told[1:],
        is_open=is_open,
        is_over=is_open and on > procedure.closes_on,
        illustrative=procedure.illustrative,
    )


def _on(at: datetime) -> str:
    return day(timezone.localdate(at))
