"""What a membership administrator looks after: places nobody holds, terms that end soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Q

from governance.models import Appointment, Board, Place, runs_on
from governance.queries.members import post_of
from governance.queries.wording import counted, day
from governance.rules import ADMINISTRATOR
from governance.scope import Scope

AHEAD = (30, 60, 90)  # days before a term ends at which it is told of


@dataclass(frozen=True)
class Vacancy:
    """A place that nobody holds."""

    when: str
    seat: str
    board: str
    address: str
    comes_from: str
    illustrative: bool


@dataclass(frozen=True)
class EndingTerm:
    """A term that ends within 90 days; `within` is the next of 30, 60 and 90."""

    when: str
    within: str
    holder: str
    seat: str
    board: str
    address: str
    illustrative: bool


@dataclass(frozen=True)
class MembershipDue:
    """What waits for a membership administrator."""

    vacancies: Sequence[Vacancy]
    ending: Sequence[EndingTerm]


def membership_due(scope: Scope) -> MembershipDue | None:
    """Return what waits for who keeps the membership; two queries, None for anybody else."""
    boards = scope.boards_as(ADMINISTRATOR)
    if not boards:
        return None
    running = Q() if None in boards else Q(seat__board__in=boards)
    running &= Q(seat__board__status=Board.Status.ACTIVE)
    on = scope.day
    return MembershipDue(_vacancies(running, on), _ending(running, on))


def _vacancies(running: Q, on: date) -> list[Vacancy]:
    """Return the vacant places of boards at whose table anybody sits: others are unknown."""
    today = Appointment.objects.on(on)
    places = (
        Place.objects.on(on)
        .filter(running, runs_on_its_seat(on), ~Exists(today.filter(place=OuterRef("pk"))))
        .filter(Exists(today.filter(seat__board=OuterRef("seat__board"))))
        .annotate(since=Max("appointments__ends_on"))
        .select_related("seat__board", "seat__nominated_by")
    )
    return [
        Vacancy(
            when=f"since {day(each.since)}" if each.since else "never filled",
            seat=each.seat.title,
            board=each.seat.board.name,
            address=f"{each.seat.board.get_absolute_url()}members/",
            comes_from=f"{each.seat.nominated_by} nominates" if each.seat.nominated_by else "",
            illustrative=each.illustrative,
        )
        for each in places.order_by("seat__board__name", "seat__order", "number")
    ]


def runs_on_its_seat(on: date) -> Q:
    """Return the condition on places that their seat is there on a day."""
    begun = Q(seat__starts_on=None) | Q(seat__starts_on__lte=on)
    return begun & (Q(seat__ends_on=None) | Q(seat__ends_on__gt=on))


def _ending(running: Q, on: date) -> list[EndingTerm]:
    rows = Appointment.objects.filter(
        running, runs_on(on), ends_on__lte=on + timedelta(days=AHEAD[-1])
    ).select_related("holder", "seat__board")
    return [_term(each, each.ends_on - on) for each in rows.order_by("ends_on", "pk")]


def _term(row: Appointment, left: timedelta) -> EndingTerm:
    within = next(days for days in AHEAD if left.days <= days)
    return EndingTerm(
        when=f"in {counted(left.days, 'day')}",
        within=f"within {within} days",
        holder=post_of(row.holder),
        seat=row.seat.title,
        board=row.seat.board.name,
        address=f"{row.seat.board.get_absolute_url()}members/",
        illustrative=row.illustrative,
    )
