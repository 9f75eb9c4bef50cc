"""What a membership administrator looks after: places nobody holds, terms that end soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet

from governance.models import Appointment, Board, Nomination, Office, Place, User, runs_on
from governance.queries.nominations import OPEN
from governance.queries.wording import counted, day
from governance.rules import ADMINISTRATOR
from governance.scope import Scope

AHEAD = (30, 60, 90)  # days before a term ends at which it is told of


@dataclass(frozen=True)
class Vacancy:
    """A place that nobody holds; `asked` says how a nomination for it stands."""

    when: str
    seat: str
    board: str
    address: str
    comes_from: str
    asked: str
    asked_at: str
    illustrative: bool

    @property
    def may_ask(self) -> bool:
        """Whether an organisation nominates that is not asked yet."""
        return bool(self.comes_from) and not self.asked


@dataclass(frozen=True)
class EndingTerm:
    """A term that ends within 90 days; `within` is the next of 30, 60 and 90."""

    when: str
    within: str
    holder: str
    seat: str
    board: str
    address: str
    renew: str
    follows: str
    illustrative: bool


@dataclass(frozen=True)
class MembershipDue:
    """What waits for a membership administrator."""

    vacancies: Sequence[Vacancy]
    ending: Sequence[EndingTerm]


def administrators_of(board: Board, *, on: date) -> list[User]:
    """Return who keeps the membership of `board` on a day, each once; one query."""
    charged = Office.objects.on(on).filter(Q(board=board) | Q(board=None), kind=ADMINISTRATOR)
    people = User.objects.filter(pk__in=charged.values("person"), is_active=True)
    return list(people.select_related("supporter").order_by("pk"))


def membership_due(scope: Scope) -> MembershipDue | None:
    """Return what waits for who keeps the membership; three queries, None for anybody else."""
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
    asked = Nomination.objects.filter(state__in=OPEN)
    places = (
        Place.objects.on(on)
        .filter(running, runs_on_its_seat(on), ~Exists(today.filter(place=OuterRef("pk"))))
        .filter(Exists(today.filter(seat__board=OuterRef("seat__board"))))
        .annotate(since=Max("appointments__ends_on", filter=Q(appointments__ends_on__lte=on)))
        .select_related("seat__board", "seat__nominated_by")
        .prefetch_related(Prefetch("nominations", asked, to_attr="asked"))
    )
    return [
        _vacancy(each, on)
        for each in places.order_by("seat__board__name", "seat__order", "number")
    ]


def _vacancy(place: Any, on: date) -> Vacancy:
    seat, nomination = place.seat, next(iter(place.asked), None)
    since = (
        f"{day(place.since)}, {counted((on - place.since).days + 1, 'day')}" if place.since else ""
    )
    return Vacancy(
        when=f"since {since}" if since else "never filled",
        seat=seat.title,
        board=seat.board.name,
        address=place.get_absolute_url(),
        comes_from=f"{seat.nominated_by} nominates" if seat.nominated_by else "",
        asked=_asked(nomination, on) if nomination else "",
        asked_at=nomination.get_absolute_url() if nomination else "",
        illustrative=place.illustrative,
    )


def _since(first: date | None, on: date) -> str:
    """Say since when a place is vacant, and for how many days."""
    if first is None:
        return "never filled"
    return f"since {day(first)}, {counted((on - first).days + 1, 'day')}"


def _asked(nomination: Nomination, on: date) -> str:
    """Say how a nomination stands that is not settled."""
    if nomination.state == Nomination.State.ANSWERED:
        return f"{nomination.post} is named"
    late = "overdue since" if nomination.due_on < on else "answer due"
    return f"asked, {late} {day(nomination.due_on)}"


def runs_on_its_seat(on: date) -> Q:
    """Return the condition on places that their seat is there on a day."""
    begun = Q(seat__starts_on=None) | Q(seat__starts_on__lte=on)
    return begun & (Q(seat__ends_on=None) | Q(seat__ends_on__gt=on))


def _ending(running: Q, on: date) -> list[EndingTerm]:
    rows: QuerySet[Any] = ending_terms(on).filter(running)
    return [_term(each, each.ends_on - on) for each in rows]


def ending_terms(on: date) -> QuerySet[Any]:
    """Return the terms that end within 90 days, in this order; `next` names who follows."""
    after = Appointment.objects.filter(place=OuterRef("place"), starts_on=OuterRef("ends_on"))
    rows = Appointment.objects.filter(runs_on(on), ends_on__lte=on + timedelta(days=AHEAD[-1]))
    found: QuerySet[Any] = rows.annotate(next=after.values("holder__post")[:1])
    return found.select_related("holder", "place__seat__board").order_by("ends_on", "pk")


def step_of(left: timedelta) -> int:
    """Return the next of 30, 60 and 90 days within which a term ends."""
    return next(days for days in AHEAD if left.days <= days)


def _term(row: Any, left: timedelta) -> EndingTerm:
    board = row.place.seat.board
    return EndingTerm(
        when=f"in {counted(left.days, 'day')}",
        within=f"within {step_of(left)} days",
        holder=row.holder.called,
        seat=row.place.seat.title,
        board=board.name,
        address=row.place.get_absolute_url(),
        renew=f"{board.get_absolute_url()}appointments/{row.pk}/renew/",
        follows=f"{row.next} follows" if row.next else "",
        illustrative=row.illustrative,
    )
