"""What a board decides in writing between meetings: sent round, answered, counted, taken back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from governance import audit
from governance.changes.deciding import numbered_decision
from governance.changes.telling import tell
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import (
    Appointment,
    Board,
    Decision,
    Place,
    Subject,
    User,
    WrittenAnswer,
    WrittenProcedure,
)
from governance.periods.notice import working_days_before
from governance.queries.pausing import boards_in_pause
from governance.queries.wording import day
from governance.queries.written import asked_places, count_of

State = WrittenProcedure.State
OVER = "It is closed: no answer is taken any more."
ELSEWHERE = "You answered meanwhile, in another window. Open the page again to change it."
NOBODY = "Nobody holds a place with a vote: there is nobody to ask."
TOO_SOON = "Its last day is not over, and not every place has answered."


def circulate(
    board: Board, *, question: str, closes_on: date, by: User, at: datetime, key: str = ""
) -> WrittenProcedure:
    """Send a question round to all voting places; sent again it is the same one.

    :raises Refused: the last day is past, or nobody holds a voting place
    """
    what = "sent a question round to be answered in writing"
    with refusals_in_words(WrittenProcedure), audit.change(by=by, what=what, key=key):
        made = audit.made_by_form(board.written_procedures.all(), key)
        if made is not None:
            again: WrittenProcedure = made
            return again
        if closes_on < timezone.localdate(at):
            raise Refused("Give a last day that is still to come.")
        procedure = WrittenProcedure.objects.create(
            board=board, question=question, opened_at=at, opened_by=by, closes_on=closes_on
        )
        if not asked_places(procedure):
            raise Refused(NOBODY)
        text = f"{board} asks for your answer in writing by {day(closes_on)}."
        _tell(procedure, event="sent round", text=text, by=by, at=at)
        return procedure


def answer(
    procedure: WrittenProcedure,
    *,
    place: Place,
    version: int,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    key: str = "",
) -> WrittenAnswer:
    """Answer for a place, or answer otherwise as long as it is open; a place answers once.

    `version`: of the answer that was on the page, 0 where there was none.

    :raises Refused: it is closed, its last day is over, or the place answered meanwhile
    :raises StaleEdit: the same answer was changed otherwise first
    """
    what = f"answered in writing for {place}"
    with refusals_in_words(WrittenAnswer), _holding(procedure, by=by, what=what, key=key):
        rows = procedure.answers.filter(place=place)
        made: WrittenAnswer | None = audit.made_by_form(rows, key)
        if made is not None:
            return made
        if procedure.state != State.OPEN or timezone.localdate(at) > procedure.closes_on:
            raise Refused(OVER)
        row = rows.first()
        if row is None:
            said = {"answered_at": at, "answered_by": by}
            return WrittenAnswer.objects.create(procedure=procedure, place=place, **values, **said)
        if not version:
            raise Refused(ELSEWHERE)
        _answer_otherwise(row, version, values, by=by, at=at, what=what, key=key)
        return row


def close(procedure: WrittenProcedure, *, by: User, at: datetime) -> WrittenProcedure:
    """Count the answers: agreed it becomes a decision, else the reason is kept. Once.

    :raises Refused: its last day is not over, and not every place has answered
    """
    what = "counted the answers to a question put in writing"
    with _holding(procedure, by=by, what=what):
        if procedure.state != State.OPEN:
            return procedure
        count = count_of(procedure)
        is_over = timezone.localdate(at) > procedure.closes_on
        if not is_over and count.answered < count.asked:
            raise Refused(TOO_SOON)
        if count.why_not:
            _end(procedure, State.REFUSED, by=by, at=at, reason=count.why_not)
            text = f"Not agreed in writing by {procedure.board}: {count.why_not}"
        else:
            _end(procedure, State.AGREED, by=by, at=at, decision=_decision(procedure, at))
            text = f"Agreed in writing by {procedure.board}: {count.words}"
        _tell(procedure, event="closed", text=text, by=by, at=at)
        return procedure


def withdraw(procedure: WrittenProcedure, *, because: str, by: User, at: datetime) -> None:
    """Take back a question that is open; done before, nothing happens.

    :raises Refused: without a reason, or it is decided
    """
    if not because:
        raise Refused("Say why it is taken back.")
    with _holding(procedure, by=by, what="took back a question put in writing"):
        if procedure.state == State.WITHDRAWN:
            return
        if procedure.state != State.OPEN:
            raise Refused("It is decided already.")
        _end(procedure, State.WITHDRAWN, by=by, at=at, reason=because)
        text = f"{procedure.board} takes a question back that it put in writing: {because}"
        _tell(procedure, event="closed", text=text, by=by, at=at)


def tell_it_stands_again(procedure: WrittenProcedure, *, by: User, at: datetime) -> None:
    """Tell who votes that a question that was taken back is open after all."""
    until = day(procedure.closes_on)
    text = f"What {procedure.board} asked in writing stands again, until {until}."
    _tell(procedure, event=f"stands again {procedure.version}", text=text, by=by, at=at)


def remind_of_procedures(*, on: date, at: datetime) -> int:
    """Tell who has not answered that the last day is near; return of how many questions.

    From two working days before it, whatever day the clock runs. Safe to run twice at once: each
    person is told once of each question. In a pause of the board nobody is chased.
    """
    open_now = WrittenProcedure.objects.filter(state=State.OPEN, closes_on__gte=on)
    rows = open_now.exclude(board__in=boards_in_pause(on)).select_related("board")
    near = [each for each in rows.order_by("pk") if on >= working_days_before(each.closes_on, 2)]
    for each in near:
        with transaction.atomic():
            _remind(each, at=at)
    return len(near)


def _remind(procedure: WrittenProcedure, *, at: datetime) -> None:
    """Tell each holder of a voting place that has not answered, once."""
    answered = procedure.answers.values("place")
    text = f"{procedure.board} waits for your answer in writing until {day(procedure.closes_on)}."
    for person in _voters(procedure, ~Q(place__in=answered), at=at):
        subject = _subject_of(procedure)
        mail = text.rstrip(".")
        tell(person, subject=subject, event="closes soon", text=text, mail=mail, at=at)


@contextmanager
def _holding(procedure: WrittenProcedure, *, by: User, what: str, key: str = "") -> Iterator[None]:
    """Do one audited change of a procedure, brought up to date, that no other runs beside."""
    with audit.change(by=by, what=what, key=key):
        rows = WrittenProcedure.objects.select_for_update(of=("self",), no_key=True)
        procedure.refresh_from_db(from_queryset=rows.select_related("board"))
        yield


def _answer_otherwise(
    row: WrittenAnswer,
    version: int,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    what: str,
    key: str,
) -> Saved:
    def anew(_: WrittenAnswer) -> dict[str, Any]:
        return {"answered_at": at, "answered_by": by}

    return save_edit(row, version=version, values=values, by=by, what=what, key=key, follows=anew)


def _decision(procedure: WrittenProcedure, at: datetime) -> Decision:
    on = timezone.localdate(at)
    kind = Decision.Kind.RESOLVED
    return numbered_decision(procedure.board, on=on, text=procedure.question, kind=kind)


def _end(
    procedure: WrittenProcedure, state: str, *, by: User, at: datetime, **columns: Any
) -> None:
    ended = {"state": state, "closed_at": at, "closed_by": by, **columns}
    with refusals_in_words(WrittenProcedure):
        WrittenProcedure.objects.filter(pk=procedure.pk).update(**ended)
    procedure.refresh_from_db()


def _tell(procedure: WrittenProcedure, *, event: str, text: str, by: User, at: datetime) -> None:
    """Tell who holds a voting place today, but `by`; mails say no word of the question."""
    subject = _subject_of(procedure)
    closed = f"What {procedure.board} was asked in writing is closed"
    mail = closed if event == "closed" else text.rstrip(".")
    for person in _voters(procedure, ~Q(holder=by), at=at):
        tell(person, subject=subject, event=event, text=text, mail=mail, at=at)


def _voters(procedure: WrittenProcedure, who: Q, *, at: datetime) -> "QuerySet[User]":
    """Return the holders of today's voting places of the board that `who` lets in."""
    held = Appointment.objects.on(timezone.localdate(at)).filter(who, seat__voting=True)
    rows = held.filter(seat__board=procedure.board_id).values("holder")
    people = User.objects.filter(pk__in=rows, is_active=True)
    return people.select_related("supporter").order_by("pk")


def _subject_of(procedure: WrittenProcedure) -> Subject:
    return Subject.objects.get_or_create(
        address=procedure.get_absolute_url(),
        defaults={
            "kind": "procedure",
            "title": f"A question put in writing, {procedure.board}"[:300],
            "board": procedure.board,
            "classification": "partnership",
        },
    )[0]
