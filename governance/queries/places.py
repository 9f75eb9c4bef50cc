"""One place at a table: who holds it, who did and will, since when nobody does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from governance.models import Appointment, Board, Place
from governance.queries.boards import places_in_words, with_places
from governance.queries.wording import counted, day, known_date, span

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """One appointment to the place, as the page tells it."""

    pk: int
    person: int
    post: str
    name: str
    body: str
    when: str
    last_day: str
    standing: str
    how: str
    why: str
    is_open: bool
    illustrative: bool


@dataclass(frozen=True)
class PlacePage:
    """A place on a day, for who keeps the membership."""

    place: Place
    called: str
    holder: Term | None
    vacant: str
    filled: str
    to_come: Sequence[Term]
    before: Sequence[Term]
    day: str

    @property
    def board(self) -> Board:
        """The board at whose table it stands."""
        return self.place.seat.board

    @property
    def role(self) -> str:
        """What the seat is at the table, and whether it votes."""
        seat = self.place.seat
        role = seat.get_role_display()
        return f"{role[0].upper()}{role[1:]}, {'votes' if seat.voting else 'without a vote'}"

    @property
    def standfirst(self) -> str:
        """Who holds it, or since when nobody does."""
        if self.holder is None:
            return self.vacant
        until = f", until {self.holder.last_day}" if self.holder.last_day else ""
        acting = f", {self.holder.standing}" if self.holder.standing else ""
        return f"Held by {self.holder.post}{acting}{until}."


def place_by(slug: str, pk: int) -> QuerySet[Place]:
    """Return the place of a board, ready for its pages."""
    places = Place.objects.filter(pk=pk, seat__board__slug=slug)
    return places.select_related("seat__board", "seat__nominated_by", "seat__represents")


def appointment_by(slug: str, pk: int) -> QuerySet[Appointment]:
    """Return an appointment on a board, ready for its pages."""
    rows = Appointment.objects.filter(pk=pk, place__seat__board__slug=slug)
    return rows.select_related("holder", "seat", "place__seat__board", "place__seat__nominated_by")


def place_page(place: Place, *, on: date) -> PlacePage:
    """Return all of one place as it stands on `on`; two queries."""
    rows = list(
        place.appointments.select_related("holder__organisation").order_by("starts_on", "pk")
    )
    now = [row for row in rows if runs(row, on)]
    past = [row for row in rows if row.ends_on is not None and row.ends_on <= on]
    return PlacePage(
        place=place,
        called=called(place),
        holder=term(now[0], on=on) if now else None,
        vacant=vacant_words(past[-1].ends_on if past else None, on=on),
        filled=filled(place.seat.board, on=on),
        to_come=[term(row, on=on) for row in rows if row.starts_on and row.starts_on > on],
        before=[term(row, on=on) for row in reversed(past)],
        day=day(on),
    )


def called(place: Place) -> str:
    """Return what a place is called: its number where the seat has more than one."""
    return f"{place.seat}, place {place.number}" if place.number > 1 else str(place.seat)


def runs(row: Appointment, on: date) -> bool:
    """Say whether an appointment runs on a day."""
    begun = row.starts_on is None or row.starts_on <= on
    return begun and (row.ends_on is None or row.ends_on > on)


def vacant_words(since: date | None, *, on: date) -> str:
    """Say since when nobody holds a place."""
    if since is None:
        return "Vacant: nobody was appointed yet."
    return f"Vacant since {day(since)}, for {counted((on - since).days + 1, 'day')}."


def filled(board: Board, *, on: date) -> str:
    """Say how many places of a board are filled; one query."""
    counts: Any = with_places(Board.objects.filter(pk=board.pk), on=on).get()
    return places_in_words(counts.places_open, counts.places_held, is_known=counts.ever_held)


def term(row: Appointment, *, on: date) -> Term:
    """Return an appointment in words, as they stand on a day."""
    person = row.holder
    acting = row.standing == Appointment.Standing.ACTING
    ends = "Ended" if row.ends_on is not None and row.ends_on <= on else "Ends"
    ended = f"{ends}: {row.why_ended}." if row.why_ended else ""
    extended = f"Extended: {row.why_extended}." if row.why_extended else ""
    return Term(
        pk=row.pk,
        person=person.pk,
        post=person.called,
        name=person.name,
        body=person.organisation.name if person.organisation else "",
        when=span(row),
        last_day=_last_day(row),
        standing=row.get_standing_display() if acting else "",
        how=row.how,
        why=" ".join(filter(None, (extended, ended))),
        is_open=row.ends_on is None,
        illustrative=row.illustrative or person.illustrative,
    )


def _last_day(row: Appointment) -> str:
    if row.ends_on is None:
        return ""
    if row.ends_known in ("", "day"):
        return day(row.ends_on - A_DAY)
    return known_date(row.ends_on, row.ends_known)


def goes_on_after(acting: Appointment) -> Appointment | None:
    """Return the term of who is acted for, which goes on when `acting` ends; two queries at most.

    None where `acting` acts for nobody, or they do not come back by themselves.
    """
    if acting.standing != Appointment.Standing.ACTING or acting.ends_on is None:
        return None
    others = Appointment.objects.filter(place=acting.place_id)
    away = others.filter(ends_on=acting.starts_on).values("holder")
    found: Appointment | None = (
        others.filter(starts_on=acting.ends_on, holder__in=away).select_related("holder").first()
    )
    return found
