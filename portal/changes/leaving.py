"""Somebody leaves: all that they hold ends or passes to others, in one change; or they stay."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from governance import audit
from governance.changes.boards import forget_replies
from governance.changes.people import check_supporter
from governance.editing import Refused, refusals_in_words
from governance.models import (
    Appointment,
    Attendance,
    Nomination,
    Office,
    Respondent,
    User,
)
from governance.queries import day
from governance.queries.choosing import people_here
from portal.changes.leaving_news import tell_they_stay, tell_who_takes_over
from portal.changes.steps import Steps, take_back
from portal.models import Leaving
from portal.queries.holdings import KINDS, holding, rows_of
from priorities.models import HandedOn, Sponsorship

Pass = Callable[["Move", Any, User | None, str], None]
A_DAY = timedelta(days=1)
ALREADY = "They leave already. Say first that they stay, if the day is another."
COME = "The day has come: they have left. Write down anew what they hold."
NOT_HERE = "takes nothing over: they have left, or are suspended."
NO_SEAT = "sits on no seat of the board, and so cannot sponsor its priorities."
NO_SUPPORTER = "Choose who supports them from now on: they are written to through a supporter."
LEFT_BEFORE = "Left before the first day."


class TooEarly(Refused):
    """The last day is before the first of something that was held already."""


@dataclass(frozen=True)
class Move:
    """What each kind of holding needs to pass on: who leaves, from which day, the steps so far."""

    person: User
    on: date
    steps: Steps


def leave(
    person: User, *, on: date, to: Mapping[str, int], by: User, at: datetime, key: str = ""
) -> Leaving:
    """End all that `person` holds from the day `on`, and hand over what `to` names.

    `to`: the key of who takes over, by the key of the holding. From that day the person is as
    the public; what they did stays. Who takes something over is told. Sent twice, it is done once.

    :raises Refused: they leave already, or before something began that they hold, or what is
        handed over breaks a law; the sentence says which
    """
    with audit.change(by=by, what=f"let {person} leave after {day(on - A_DAY)}", key=key):
        _lock(person)
        before: Leaving | None = audit.made_by_form(person.leavings.all(), key)
        if before is not None:
            return before
        if person.left_on is not None:
            raise Refused(ALREADY)
        successors = _successors(to, on=timezone.localdate(at))
        move = Move(person, on, Steps())
        taken = _pass_on(move, to, successors, today=timezone.localdate(at))
        move.steps.change(person, "They leave", left_on=on)
        leaving = Leaving.objects.create(
            person=person, leaves_on=on, decided_at=at, decided_by=by, steps=move.steps.done
        )
        tell_who_takes_over(leaving, taken, at=at)
        return leaving


def foresee(person: User, *, on: date, to: Mapping[str, int], by: User, at: datetime) -> list[str]:
    """Return what `leave` would do, in words, and do nothing.

    :raises Refused: as `leave` would
    """
    with transaction.atomic():
        leaving = leave(person, on=on, to=to, by=by, at=at)
        transaction.set_rollback(True)
    return [step["words"] for step in leaving.steps]


def stay(leaving: Leaving, *, by: User, at: datetime) -> list[str]:
    """Undo that somebody leaves; return what others changed since, and so stays as it is.

    Done already it does nothing.

    :raises Refused: the day has come
    """
    with (
        refusals_in_words(Leaving),
        audit.change(by=by, what=f"let {leaving.person} stay after all"),
    ):
        _lock(leaving.person)
        leaving.refresh_from_db()
        if leaving.undone_at is not None:
            return []
        if leaving.leaves_on <= timezone.localdate(at):
            raise Refused(COME)
        changed = take_back(leaving.steps)
        Leaving.objects.filter(pk=leaving.pk).update(undone_at=at, undone_by=by)
        tell_they_stay(leaving, at=at)
        return changed


def _lock(person: User) -> None:
    rows = User.objects.select_for_update(of=("self",), no_key=True)
    person.refresh_from_db(from_queryset=rows)


def _successors(to: Mapping[str, int], *, on: date) -> dict[int, User]:
    """Return who takes something over, by key.

    :raises Refused: somebody of them is not here any more
    """
    people = {each.pk: each for each in people_here(on=on).filter(pk__in=set(to.values()))}
    for key in to.values():
        if key not in people:
            gone = User.objects.filter(pk=key).first()
            raise Refused(f"{gone or 'Somebody'} {NOT_HERE}")
    return people


def _pass_on(
    move: Move, to: Mapping[str, int], successors: Mapping[int, User], *, today: date
) -> dict[User, list[str]]:
    """End or hand over each thing held; return what each successor takes.

    :raises TooEarly: what was held already would be as if it had never been
    """
    taken: dict[User, list[str]] = {}
    since = min(today, move.on)
    held = [(code, row) for code in KINDS for row in rows_of(code, move.person, on=since)]
    for code, row in held:
        told = holding(code, row)
        begun = getattr(row, "starts_on", None)
        if begun is not None and move.on <= begun <= today:
            raise TooEarly(f"{told.what} began on {day(begun)}: give that day or a later one.")
        successor = successors.get(to.get(told.key, 0)) if told.may_hand else None
        with _named(told.what, type(row)):
            PASS[code](move, row, successor, told.what)
        if successor is not None:
            taken.setdefault(successor, []).append(told.what)
    return taken


@contextmanager
def _named(what: str, model: type[Model]) -> Iterator[None]:
    """Say of what a refusal speaks."""
    try:
        with refusals_in_words(model):
            yield
    except Refused as reason:
        raise Refused(f"{what}: {reason}") from reason


def _ended(move: Move, row: Any, what: str, **columns: Any) -> date:
    """End a dated thing on the day, or take it back; return from when it is another's.

    :raises Refused: it ends before anyway, so that there is nothing to hand over
    """
    if row.starts_on is not None and row.starts_on >= move.on:
        move.steps.remove(row, f"{what}: taken back")
        begins: date = row.starts_on
        return begins
    if row.ends_on is None or row.ends_on > move.on:
        move.steps.change(row, f"{what}: ends", ends_on=move.on, ends_known="day", **columns)
    return move.on


def _seat(move: Move, row: Appointment, successor: User | None, what: str) -> None:
    until, settled = row.ends_on, Nomination.objects.filter(appointment=row).first()
    is_to_come = row.starts_on is not None and row.starts_on >= move.on
    if settled is not None and is_to_come:
        gone = {"state": Nomination.State.DECLINED, "appointment_id": None, "reason": LEFT_BEFORE}
        move.steps.change(settled, f"{what}: nomination settled", **gone)
    begins = _ended(move, row, what, why_ended="left")
    if successor is None:
        return
    made = move.steps.make(
        Appointment,
        f"{what}: {successor} follows",
        place_id=row.place_id,
        seat_id=row.seat_id,
        holder_id=successor.pk,
        starts_on=begins,
        ends_on=until,
        standing=row.standing,
        how=f"follows {move.person}"[:200],
    )
    forget_replies(made)


def _sponsorship(move: Move, row: Sponsorship, successor: User | None, what: str) -> None:
    if successor is None:
        return
    board = row.priority.plan.board_id
    seated = Appointment.objects.on(move.on).filter(seat__board=board, holder=successor)
    place = seated.order_by("pk").values_list("place", flat=True).first()
    if place is None:
        raise Refused(f"{successor} {NO_SEAT}")
    if place == row.place_id:
        return
    span = {"ends_on": row.ends_on, "starts_on": _ended(move, row, what)}
    columns = {"priority_id": row.priority_id, "place_id": place}
    move.steps.make(Sponsorship, f"{what}: {successor}", **columns, **span)


def _office(move: Move, row: Office, successor: User | None, what: str) -> None:
    until, begins = row.ends_on, _ended(move, row, what)
    if successor is not None:
        columns = {"kind": row.kind, "board_id": row.board_id, "assists_id": row.assists_id}
        span = {"starts_on": begins, "ends_on": until}
        words = f"{what}: {successor} follows"
        move.steps.make(Office, words, person_id=successor.pk, **columns, **span)


def _respondent(move: Move, row: Respondent, successor: User | None, what: str) -> None:
    until, begins = row.ends_on, _ended(move, row, what)
    if successor is not None:
        columns = {"organisation_id": row.organisation_id, "board_id": row.board_id}
        span = {"starts_on": begins, "ends_on": until}
        words = f"{what}: {successor} follows"
        move.steps.make(Respondent, words, person_id=successor.pk, **columns, **span)


def _item(move: Move, row: HandedOn, successor: User | None, what: str) -> None:
    if successor is None or successor.pk == row.handed_by_id:
        move.steps.remove(row, f"{what}: back with the organisation")
    else:
        move.steps.change(row, f"{what}: {successor} answers", handed_to_id=successor.pk)


def _supported(move: Move, row: User, successor: User | None, what: str) -> None:
    if successor is None:
        raise Refused(NO_SUPPORTER)
    check_supporter(successor)
    move.steps.change(row, f"{what}: {successor} does", supporter_id=successor.pk)


def _deputy(move: Move, row: Attendance, successor: User | None, what: str) -> None:
    if row.meeting.on >= move.on:
        none = {"deputy_id": None, "reply": Attendance.Reply.NONE}
        move.steps.change(row, f"{what}: ends", **none)


def _in_hand(column: str, *, may_be_nobody: bool = True) -> Pass:
    """Return how a thing passes on whose `column` names the person."""

    def pass_on(move: Move, row: Any, successor: User | None, what: str) -> None:
        if successor is not None:
            move.steps.change(row, f"{what}: {successor}", **{column: successor.pk})
        elif may_be_nobody:
            move.steps.change(row, f"{what}: nobody", **{column: None})

    return pass_on


def _stays(move: Move, row: Any, successor: User | None, what: str) -> None:
    """Leave as it is what is kept for good."""


PASS: dict[str, Pass] = {
    "seat": _seat,
    "sponsorship": _sponsorship,
    "office": _office,
    "aide": _office,
    "respondent": _respondent,
    "action": _in_hand("lead_person_id"),
    "item": _item,
    "point": _in_hand("who_id", may_be_nobody=False),
    "paper": _in_hand("lead_id"),
    "agenda": _in_hand("lead_id"),
    "programme": _in_hand("lead_id"),
    "young": _supported,
    "deputy": _deputy,
    "challenge": _stays,
    "nomination": _stays,
}
