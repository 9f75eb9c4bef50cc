"""A board that closes: all that is open there, and the places where it can go on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from governance.models import (
    ActionPoint,
    Appointment,
    Board,
    Challenge,
    Place,
    Referral,
    WorkProgrammeItem,
)
from governance.queries import day, known_date, span
from governance.queries.left_open import open_challenges, open_points, open_referrals
from governance.queries.places import called
from governance.queries.points import point_called
from impact.models import Measure, Scorecard
from priorities.models import Plan, Sponsorship

DROPPED = "drop"  # where a thing goes that no successor takes
LIKELIEST = "likeliest"  # where a sponsorship goes of which nobody knows yet
Rows = Any


@dataclass(frozen=True)
class Open:
    """One open thing of a board that closes."""

    key: str
    row: Any
    what: str
    where: str
    address: str

    @property
    def kind(self) -> str:
        """The code of its kind."""
        return self.key.partition("-")[0]

    @property
    def called(self) -> str:
        """What it is, and how it is called."""
        one = KINDS[self.kind].one
        return f"{one[0].upper()}{one[1:]} “{self.what}”"

    @property
    def mark(self) -> str:
        """The thing as it was read, by which a later change of it is seen."""
        return f"{self.key}:{self.row.version}"


@dataclass(frozen=True)
class Kind:
    """A kind of things that go on elsewhere: head, noun, rows, and how each is told."""

    head: str
    one: str
    rows: Callable[[Board, date], Rows]
    told: Callable[[Any], tuple[str, str, str]]
    note: str = ""


@dataclass(frozen=True)
class OpenGroup:
    """The open things of one kind."""

    kind: str
    head: str
    note: str
    rows: Sequence[Open]


def _points(board: Board, on: date) -> Rows:
    rows = open_points(board).select_related("item", "meeting", "who")
    return rows.order_by("meeting__on", "number", "pk")


def _challenges(board: Board, on: date) -> Rows:
    return open_challenges(board).select_related("put_to", "asked_by").order_by("due_on", "pk")


def _referrals(board: Board, on: date) -> Rows:
    return (
        open_referrals(board)
        .select_related("from_board", "referred_by")
        .order_by("respond_by", "pk")
    )


def _programme(board: Board, on: date) -> Rows:
    rows = WorkProgrammeItem.objects.filter(board=board, item=None, dropped_because="")
    return rows.order_by("due_on", "pk")


def _plans(board: Board, on: date) -> Rows:
    return Plan.objects.filter(board=board).exclude(state=Plan.State.CLOSED).order_by("title")


def _sponsorships(board: Board, on: date) -> Rows:
    rows = Sponsorship.objects.filter(priority__plan__in=_plans(board, on))
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=on))
    whose = ("priority__plan", "place__seat__board", "place__seat__represents")
    return rows.select_related(*whose).order_by("priority__plan", "priority__number", "pk")


def _measures(board: Board, on: date) -> Rows:
    return Measure.objects.filter(board=board).order_by("title", "pk")


def _scorecards(board: Board, on: date) -> Rows:
    return Scorecard.objects.filter(board=board).order_by("pk")


Told = tuple[str, str, str]


def _point(row: ActionPoint) -> Told:
    due = f", due {day(row.due_on)}" if row.due_on else ""
    return point_called(row), f"{row.who.called}{due}", row.get_absolute_url()


def _challenge(row: Challenge) -> Told:
    where = f"put to {row.put_to.called}, answer due {day(row.due_on)}"
    return row.question_shown, where, row.get_absolute_url()


def _referral(row: Referral) -> Told:
    where = f"from {row.from_board}, response due {day(row.respond_by)}"
    return row.what_shown, where, row.get_absolute_url()


def _planned(row: WorkProgrammeItem) -> Told:
    when = known_date(row.due_on, row.due_known)
    return row.title, f"for {when}" if when else "", ""


def _plan(row: Plan) -> Told:
    return row.title, f"{row.get_state_display()} {span(row)}".strip(), row.get_absolute_url()


def _sponsorship(row: Sponsorship) -> Told:
    priority = row.priority
    where = f"{priority.plan.title}, until now {called(row.place)}"
    return f"Sponsor of {priority.called}", where, priority.get_absolute_url()


def _measure(row: Measure) -> Told:
    return row.title, row.get_standing_display(), row.get_absolute_url()


def _scorecard(row: Scorecard) -> Told:
    return str(row), "", ""


KINDS: dict[str, Kind] = {
    "point": Kind("Action points", "action point", _points, _point),
    "challenge": Kind(
        "Questions",
        "question",
        _challenges,
        _challenge,
        "Who was asked still answers; the chair of the successor closes them.",
    ),
    "referral": Kind(
        "Referrals to answer",
        "referral",
        _referrals,
        _referral,
        "The successor responds in its place.",
    ),
    "planned": Kind(
        "Planned business",
        "planned item",
        _programme,
        _planned,
        "For the work programme of who takes it.",
    ),
    "plan": Kind("Plans", "plan", _plans, _plan, "With their priorities and delivery plans."),
    "sponsorship": Kind(
        "Sponsors",
        "sponsorship",
        _sponsorships,
        _sponsorship,
        "A place sponsors: choose one of the board that the plan goes to.",
    ),
    "measure": Kind("Measures", "measure", _measures, _measure),
    "scorecard": Kind("Scorecards", "scorecard", _scorecards, _scorecard),
}


def open_things(board: Board, *, on: date) -> list[OpenGroup]:
    """Return all that is open at a board on a day, by kind; eight queries."""
    groups = []
    for code, kind in KINDS.items():
        rows = [Open(f"{code}-{row.pk}", row, *kind.told(row)) for row in kind.rows(board, on)]
        if rows:
            groups.append(OpenGroup(code, kind.head, kind.note, rows))
    return groups


def each_open(groups: Sequence[OpenGroup]) -> Iterator[Open]:
    """Yield the things of all kinds."""
    for group in groups:
        yield from group.rows


def successors_to_choose(board: Board) -> "QuerySet[Board]":
    """Return the boards at work that can follow `board`."""
    return Board.objects.filter(status=Board.Status.ACTIVE).exclude(pk=board.pk).order_by("name")


def places_to_choose(boards: Sequence[Board], *, on: date) -> list[Place]:
    """Return the places of `boards` that stand on a day; one query."""
    rows = Place.objects.on(on).filter(seat__board__in=boards).select_related("seat__board")
    return list(rows.order_by("seat__board__name", "seat__order", "seat", "number"))


def likeliest_places(
    sponsorships: Sequence[Sponsorship], boards: Sequence[Board], *, on: date
) -> dict[int, int]:
    """Return, by sponsorship, the place of `boards` that is likeliest to go on with it.

    It is where the same person sits, else a place of the same organisation; three queries.
    """
    places = [each.place_id for each in sponsorships]
    held = Appointment.objects.filter(place__in=places).order_by("starts_on", "pk")
    holders = dict(held.values_list("place", "holder"))
    seated = Appointment.objects.on(on).filter(seat__board__in=boards).order_by("-pk")
    seats = dict(seated.values_list("holder", "place"))
    bodies = Place.objects.on(on).filter(seat__board__in=boards).order_by("-pk")
    sits_for = bodies.filter(seat__represents__isnull=False)
    by_body: dict[int | None, int] = dict(sits_for.values_list("seat__represents", "pk"))
    return {
        each.pk: seats.get(holders.get(each.place_id, 0))
        or by_body.get(each.place.seat.represents_id, 0)
        for each in sponsorships
    }
