"""Who sits at a board's table: its seats with their places, holders and vacancies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Prefetch, Q
from django.utils import timezone

from governance.models import Appointment, Board, Place, Seat, User, runs_on
from governance.queries.sources import Origin, Sources
from governance.queries.wording import counted, day, known_date


@dataclass(frozen=True)
class Holder:
    """Who holds one place: the post, and the name where this reader may see it."""

    post: str
    name: str
    standing: str
    until: str
    illustrative: bool


@dataclass(frozen=True)
class Chair:
    """One place of a seat: where its page is, and who holds it if anybody does."""

    number: int
    address: str
    holder: Holder | None


@dataclass(frozen=True)
class SeatRow:
    """One line of a board's membership."""

    title: str
    role: str
    comes_from: str
    held: int
    of: int
    chairs: Sequence[Chair]
    holders: Sequence[Holder]
    note: str
    origin: Origin | None

    @property
    def words(self) -> str:
        """How many of the places are held."""
        return f"{self.held} of {self.of}"

    @property
    def vacant(self) -> str:
        """How many places nobody holds."""
        many = self.of - self.held
        return f"{counted(many, 'place')} vacant" if many else ""

    @property
    def ends(self) -> str:
        """When the terms end that have an end."""
        ends = [holder.until for holder in self.holders if holder.until]
        if len(ends) == 1 and self.of > 1:
            return f"{ends[0]}, one place"
        return "; ".join(dict.fromkeys(ends))


@dataclass(frozen=True)
class Membership:
    """All seats of a board on one day.

    `is_known` is False where no appointment was ever recorded: the papers name the seats only.
    """

    seats: Sequence[SeatRow]
    held: int
    of: int
    is_known: bool
    as_at: str
    sources: Sources

    @property
    def any_ends(self) -> bool:
        """Whether any term has an end."""
        return any(seat.ends for seat in self.seats)

    @property
    def headline(self) -> str:
        """How full the table is, as the page's second heading says it."""
        if not self.of:
            return "No seats are recorded"
        places = f"{self.of} place{'' if self.of == 1 else 's'}"
        if not self.is_known:
            return places[0].upper() + places[1:]
        return f"{self.held} of {places} {'is' if self.held == 1 else 'are'} filled"


def membership(board: Board, *, on: date, sees_names: bool) -> Membership:
    """Return the seats of `board` as they stood on `on`, or on its last day; three queries.

    A closed board whose last day nobody knows costs a fourth.
    """
    as_at = _last_day(board, on=on)
    begun = board.starts_on is None or board.starts_on <= as_at
    sources = Sources()
    appointments = Appointment.objects.on(as_at).select_related("holder").order_by("pk")
    places = Place.objects.on(as_at).order_by("number")
    seats = (
        board.seats.filter(runs_on(as_at), Q(pk__isnull=not begun))
        .select_related("nominated_by", "source__document")
        .prefetch_related(
            Prefetch("places", places, to_attr="open_places"),
            Prefetch("appointments", appointments, to_attr="held_by"),
        )
        .order_by("order", "pk")
    )
    sees_names = sees_names or board.names_public
    rows = [_seat(seat, board, sources, sees_names=sees_names) for seat in seats]
    held = sum(row.held for row in rows)
    return Membership(
        seats=rows,
        held=held,
        of=sum(row.of for row in rows),
        is_known=held > 0,
        as_at="" if as_at == on else day(as_at),
        sources=sources,
    )


def _last_day(board: Board, *, on: date) -> date:
    """Return the day on which to look at the table of `board`."""
    if board.ends_on and board.ends_on <= on:
        return board.ends_on - timedelta(days=1)
    if board.status != Board.Status.HISTORIC:
        return on
    ended = Appointment.objects.of(board).aggregate(last=Max("ends_on"))["last"]
    return ended - timedelta(days=1) if ended and ended <= on else on


def _seat(seat: Seat, board: Board, sources: Sources, *, sees_names: bool) -> SeatRow:
    held: list[Appointment] = seat.held_by  # type: ignore[attr-defined]
    places: list[Place] = seat.open_places  # type: ignore[attr-defined]
    shown = {row.place_id: _holder(row, sees_names=sees_names) for row in held}
    return SeatRow(
        title=seat.title,
        role="" if seat.role == Seat.Role.MEMBER else _capital(seat.get_role_display()),
        comes_from=seat.nominated_by.name if seat.nominated_by else _capital(seat.sector),
        held=len(held),
        of=len(places),
        chairs=[
            Chair(each.number, place_address(board, each), shown.get(each.pk)) for each in places
        ],
        holders=list(shown.values()),
        note=seat.note,
        origin=sources.of(seat),
    )


def place_address(board: Board, place: Place) -> str:
    """Return the address of a place, whose board is at hand."""
    return f"{board.get_absolute_url()}members/{place.pk}/"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _holder(row: Appointment, *, sees_names: bool) -> Holder:
    person = row.holder
    acting = row.standing == Appointment.Standing.ACTING
    return Holder(
        post=person.called,
        name=person.name if sees_names else "",
        standing=row.get_standing_display() if acting else "",
        until=_until(row),
        illustrative=row.illustrative or person.illustrative,
    )


def _until(row: Appointment) -> str:
    """Write the last day of a term; empty while it has no end."""
    if row.ends_on is None:
        return ""
    if row.ends_known in ("", "day"):
        return day(row.ends_on - timedelta(days=1))
    return known_date(row.ends_on, row.ends_known)


def done_by(person: User | None, at: datetime | None) -> str:
    """Return who did something, and on which day; nothing where it is not done."""
    return f"{person.called}, {day(timezone.localdate(at))}" if person and at else ""
