"""For a time, members of a board that closed sit with those that follow it, without a vote."""

from datetime import date, timedelta

from django.db.models import Max

from governance.models import Appointment, Board, Place, Seat, User
from governance.queries import day
from governance.scope import CHAIRS
from portal.changes.passing_on import Move

A_DAY = timedelta(days=1)
LONGEST = 200
SITS = CHAIRS | {Seat.Role.MEMBER.value}


def sit_in(move: Move) -> None:
    """Let who sat on the board until it closed be invited to its successors, until the day said.

    Who sits there already needs no other chair; young people's representatives are asked anew.
    """
    last = move.decided.attendance_until
    if last is None:
        return
    for heir in move.heirs.values():
        people = _without_a_chair(move, heir)
        seat = _seat(move, heir, last) if people else None
        for number, person in enumerate(people, 1):
            _give_a_chair(move, seat, number, person, last)


def _without_a_chair(move: Move, heir: Board) -> list[User]:
    """Return whose term ended with the board and who does not sit on `heir`."""
    ended = Appointment.objects.filter(seat__board=move.board, seat__role__in=SITS)
    ended = ended.filter(ends_on=move.on, why_ended="the board closed")
    seated = Appointment.objects.on(move.on).filter(seat__board=heir).values("holder")
    rows = User.objects.filter(pk__in=ended.values("holder"), is_active=True, left_on=None)
    return list(rows.exclude(pk__in=seated).order_by("pk"))


def _seat(move: Move, heir: Board, last: date) -> Seat | None:
    """Make the line of their chairs; None where an earlier closing made it."""
    title = f"From {move.board}"[:LONGEST]
    if heir.seats.filter(title=title).exists():
        return None
    order = heir.seats.aggregate(last=Max("order"))["last"] or 0
    span = {"starts_on": move.on, "ends_on": last + A_DAY}
    role = {"role": Seat.Role.INVITEE, "voting": False}
    words = f"{heir}: a line of standing invitees until {day(last)}"
    made: Seat = move.steps.make(
        Seat, words, board_id=heir.pk, order=order + 1, title=title, **role, **span
    )
    return made


def _give_a_chair(move: Move, seat: Seat | None, number: int, person: User, last: date) -> None:
    if seat is None:
        return
    span = {"starts_on": move.on, "ends_on": last + A_DAY}
    columns = {"seat_id": seat.pk, "number": number, "ends_with_seat": True}
    place = move.steps.make(Place, "", **columns, **span)
    columns = {"place_id": place.pk, "seat_id": seat.pk, "holder_id": person.pk}
    words = f"{person}: sits with {seat.board} until {day(last)}"
    move.steps.make(Appointment, words, **columns, **span, how=f"follows from {move.board}"[:200])
