"""The seats of a board in their order, for who keeps them, and who sits there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from governance.changes.drafts import Sheet
from governance.models import Appointment, Board, Place, Seat
from governance.queries.places import called
from governance.queries.wording import counted, day, span


@dataclass(frozen=True)
class SeatRow:
    """A line of the membership: its number, what it is, and its places."""

    seat: Seat
    line: int
    said: str
    places: Sequence[tuple[Place, str]]


def seat_rows(board: Board, *, on: date) -> list[SeatRow]:
    """Return every seat a board has or had, in order; two queries."""
    seats = board.seats.select_related("represents").order_by("order", "pk")
    places = Prefetch("places", Place.objects.order_by("number"), to_attr="all_places")
    return [
        SeatRow(
            seat=seat,
            line=line,
            said=_said(seat, on),
            places=[(place, _place_said(place)) for place in seat.all_places],
        )
        for line, seat in enumerate(seats.prefetch_related(places), start=1)
    ]


def _said(seat: Any, on: date) -> str:
    now = [each for each in seat.all_places if each.ends_on is None or each.ends_on > on]
    vote = "votes" if seat.voting else "without a vote"
    sits_for = f"sits for {seat.represents}" if seat.represents else ""
    words = (seat.get_role_display(), vote, counted(len(now), "place"), sits_for, span(seat))
    return ", ".join(filter(None, words))


def _place_said(place: Place) -> str:
    when = span(place)
    return f"place {place.number}{f', {when}' if when else ''}"


def seat_by(board: Board, pk: int) -> QuerySet[Seat]:
    """Return the seat of a board with that key."""
    return board.seats.filter(pk=pk).select_related("board", "represents", "nominated_by")


def held_after(places: Q, day_after: date) -> QuerySet[Appointment]:
    """Return the terms in `places` that go on on `day_after` or begin later."""
    rows = Appointment.objects.filter(place__in=Place.objects.filter(places))
    goes_on = Q(ends_on=None) | Q(ends_on__gt=day_after)
    rows = rows.filter(goes_on).select_related("holder", "place__seat__board", "seat")
    return rows.order_by("place__number", "starts_on", "pk")


def told_of(rows: Sequence[Appointment]) -> str:
    """Say who sits in which place, and from when or until when."""
    return "; ".join(
        f"{row.holder.called} ({', '.join(filter(None, (called(row.place), span(row))))})"
        for row in rows
    )


def who_sits(places: Q, *, on: date) -> str:
    """Say who sits in `places` on a day or will; one query."""
    rows = list(held_after(places, on))
    if not rows:
        return f"Nobody sits there on {day(on)}, and nobody is appointed from later."
    return f"There now or later: {told_of(rows)}."


def seat_sheet(board: Board, seat: Seat | None) -> Sheet:
    """Return the form of a seat, or of a new one, as drafts are kept of it."""
    place = f"{board.get_absolute_url()}keep/seats/"
    if seat is None:
        return Sheet("seat", f"new-of-{board.pk}", f"{place}new/", f"{board}: new seat"[:300])
    return Sheet("seat", str(seat.pk), f"{place}{seat.pk}/", f"{board}: {seat}"[:300])
