"""The seats and places of a board that exists: added, changed, ordered, ended."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max, Q

from governance import audit
from governance.changes.boards import stand_down
from governance.changes.ordering import in_new_order
from governance.changes.spans import days_typed
from governance.editing import Refused, RowGone, Saved, refusals_in_words, save_edit
from governance.models import Appointment, Board, Known, Place, Seat, User
from governance.queries.seats import held_after, told_of

STILL_HELD = "Still held then: {}. Choose a later last day, or let their terms end with it."
TAKEN_ONCE = "A seat was called so that ended: give this one a first day, after that one’s last."
SEAT_ENDS = "The seat itself ends before that day."
ENDED = "the seat ended"
DAYS = ("starts_on", "ends_on")


def add_seat(
    board: Board, *, values: Mapping[str, Any], places: int, by: User, key: str = ""
) -> Seat:
    """Add a seat with its places at the end of a board's table.

    :raises Refused: a seat is called so already, a guest would vote, or it ends before it starts
    """
    with refusals_in_words(Seat), audit.change(by=by, what=f"added a seat to {board}", key=key):
        keys = _held_order(board)
        made: Seat | None = audit.made_by_form(Seat.objects.filter(board=board), key)
        if made is not None:
            return made
        _ask_for_a_first_day(Seat(board=board, **values))
        last = board.seats.aggregate(last=Max("order"))["last"]
        order = max(last or 0, len(keys)) + 1
        seat = Seat.objects.create(board=board, order=order, **values)
        _add_places(seat, places, starts_on=seat.starts_on)
        return seat


def edit_seat(
    seat: Seat,
    *,
    version: int,
    values: Mapping[str, Any],
    more: int,
    ends_terms: bool,
    by: User,
    on: date,
    key: str = "",
) -> Saved:
    """Save what `by` changed of a seat since `version`, and add `more` places from `on`.

    A last day ends the places with the seat, and the terms there where `ends_terms`; where it is
    taken back, the places that ended with the seat go on, not those that had ended by themselves.

    :raises Refused: somebody sits there after the last day, or a constraint forbids it
    :raises StaleEdit: somebody changed the same field first
    """
    with refusals_in_words(Seat), audit.change(by=by, what=f"edited {seat}", key=key):
        _held_order(seat.board)
        # Places before their seat, as who appoints takes them: neither waits for the other.
        list(seat.places.select_for_update(no_key=True).order_by("pk"))
        names = ("title", "starts_on", "ends_on")
        told = {name: values.get(name, getattr(seat, name)) for name in names}
        _ask_for_a_first_day(Seat(pk=seat.pk, board=seat.board, **told))
        saved = save_edit(
            seat,
            version=version,
            values=values,
            by=by,
            what=f"edited {seat}",
            key=key,
            follows=lambda row: days_typed(row, values),
        )
        if "ends_on" in saved.changed:
            _end_with_seat(seat, ends_terms=ends_terms, by=by)
        if more and not audit.made_by_form(Place.objects.filter(seat=seat), key):
            _add_places(seat, more, starts_on=on)
        return saved


def end_place(
    place: Place,
    *,
    version: int,
    ends_on: date | None,
    ends_terms: bool,
    by: User,
    key: str = "",
) -> Saved:
    """Give one place a last day, `ends_on` being the day after, or take it back.

    :raises Refused: somebody holds it then, it ends before it starts, or after its seat
    :raises StaleEdit: somebody gave it another last day first
    """
    what = f"gave a last day to {place}"
    with refusals_in_words(Place), audit.change(by=by, what=what, key=key):
        _held_order(place.seat.board)
        seat_ends = place.seat.ends_on
        if seat_ends is not None and (ends_on is None or ends_on > seat_ends):
            raise Refused(SEAT_ENDS)
        _clear(Q(pk=place.pk), ends_on, ends_terms=ends_terms, by=by)
        values = {"ends_on": ends_on, "ends_known": Known.DAY, "ends_with_seat": False}
        return save_edit(place, version=version, values=values, by=by, what=what, key=key)


def move_seat(
    seat: Seat, *, by: User, up: bool = False, line: int | None = None, key: str = ""
) -> None:
    """Let a seat stand one line further up or down, or at `line`, counted from 1.

    At the end of the list nothing happens.

    :raises RowGone: the seat is not there
    """
    with audit.change(by=by, what=f"moved {seat} to another line", key=key):
        keys = _held_order(seat.board)
        if seat.pk not in keys:
            raise RowGone(str(seat))
        if line is None:
            _number(in_new_order(keys, seat.pk, up=up))
            return
        others = [each for each in keys if each != seat.pk]
        others.insert(max(line, 1) - 1, seat.pk)
        _number(others)


def _held_order(board: Board) -> list[int]:
    """Let one writer at a time change a board's table; return its seats in their order."""
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    return list(board.seats.order_by("order", "pk").values_list("pk", flat=True))


def _number(keys: Sequence[int]) -> None:
    for order, pk in enumerate(keys, start=1):
        Seat.objects.filter(pk=pk).exclude(order=order).update(order=order)


def _ask_for_a_first_day(seat: Seat) -> None:
    """See that a seat called like one that ended says since when it is there.

    :raises Refused: it does not; that the two overlap by their days, the database refuses
    """
    if seat.starts_on is not None:
        return
    others = seat.board.seats.filter(title=seat.title).exclude(pk=seat.pk)
    meets = others if seat.ends_on is None else others.exclude(starts_on__gte=seat.ends_on)
    if meets.exists() and not meets.filter(ends_on=None).exists():
        raise Refused(TAKEN_ONCE)


def _add_places(seat: Seat, many: int, *, starts_on: date | None) -> None:
    last = seat.places.aggregate(last=Max("number"))["last"] or 0
    begins = max(filter(None, (starts_on, seat.starts_on)), default=None)
    ends_on, is_over = seat.ends_on, seat.ends_on is not None
    Place.objects.bulk_create(
        Place(seat=seat, number=number, starts_on=begins, ends_on=ends_on, ends_with_seat=is_over)
        for number in range(last + 1, last + many + 1)
    )


def _end_with_seat(seat: Seat, *, ends_terms: bool, by: User) -> None:
    """End the places that outlast the seat; those that ended with it follow its new last day."""
    ends_on = seat.ends_on
    _clear(Q(seat=seat.pk), ends_on, ends_terms=ends_terms, by=by)
    outlast = Q(ends_on=None) | Q(ends_on__gt=ends_on) if ends_on else Q(pk__in=())
    places = Place.objects.filter(outlast | Q(ends_with_seat=True), seat=seat)
    days = {"ends_on": ends_on, "ends_known": seat.ends_known}
    with refusals_in_words(Place):
        places.update(**days, ends_with_seat=ends_on is not None)


def _clear(places: Q, ends_on: date | None, *, ends_terms: bool, by: User) -> None:
    """See that nobody sits in `places` from `ends_on`.

    :raises Refused: somebody does, and their term is not to end with it
    """
    if ends_on is None:
        return
    held: list[Appointment] = list(held_after(places, ends_on))
    if held and not ends_terms:
        raise Refused(STILL_HELD.format(told_of(held)))
    for row in held:
        if row.starts_on and row.starts_on >= ends_on:
            raise Refused(f"{told_of([row])} begins only after that day: take that back first.")
        stand_down(row, version=row.version, ends_on=ends_on, by=by, why=ENDED)
