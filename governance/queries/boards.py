"""What the pages of boards show: the list of them, and how their places are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from governance.models import Appointment, Board, Place
from governance.queries.sources import Origin, Sources
from governance.queries.wording import counted, span

# The order in which a reader looks for boards.
STATUS_HEADS = (
    (Board.Status.ACTIVE, "At work now"),
    (Board.Status.PLANNED, "Planned"),
    (Board.Status.HISTORIC, "Closed"),
)


@dataclass(frozen=True)
class BoardRow:
    """One board in a list."""

    name: str
    address: str
    kind: str
    places: str
    when: str
    origin: Origin | None


@dataclass(frozen=True)
class BoardGroup:
    """Boards that stand under one head."""

    head: str
    rows: Sequence[BoardRow]


@dataclass(frozen=True)
class BoardList:
    """All boards of the partnership, grouped by whether they work now."""

    groups: Sequence[BoardGroup]
    many: int
    sources: Sources


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Return how many `rows` there are for each board of the outer query."""
    counts = rows.order_by().values("seat__board").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def with_places(boards: QuerySet[Board], *, on: date) -> QuerySet[Board]:
    """Count the places of each board on a day, those held, and appointments ever (none: unknown).

    Adds `places_open`, `places_held` and `ever_held`.
    """
    places = Place.objects.filter(seat__board=OuterRef("pk")).on(on)
    appointments = Appointment.objects.filter(seat__board=OuterRef("pk"))
    return boards.annotate(
        places_open=_count(places),
        places_held=_count(appointments.on(on)),
        ever_held=_count(appointments),
    )


def places_in_words(places: int, held: int, *, is_known: bool) -> str:
    """Say how many places are filled; only how many there are where nobody is recorded."""
    if not places:
        return ""
    if not is_known:
        return counted(places, "place")
    return f"{held} of {counted(places, 'place')} filled"


def board_list(*, on: date) -> BoardList:
    """Return every board; two queries whatever their number."""
    sources = Sources()
    boards = with_places(Board.objects.all(), on=on).select_related("source__document")
    named = list(boards.order_by(Lower("name")))
    groups = [
        BoardGroup(head, [_row(board, sources) for board in named if board.status == status])
        for status, head in STATUS_HEADS
    ]
    groups = [group for group in groups if group.rows]
    return BoardList(groups, sum(len(group.rows) for group in groups), sources)


def _row(board: Any, sources: Sources) -> BoardRow:
    known = board.status == Board.Status.ACTIVE and board.ever_held > 0
    kind = board.get_kind_display()
    if board.stands_for > 1:
        kind = f"{board.stands_for} of the kind {kind}"
    return BoardRow(
        name=board.name,
        address=board.get_absolute_url(),
        kind=kind[0].upper() + kind[1:],
        places=places_in_words(board.places_open, board.places_held, is_known=known),
        when=span(board) or board.planned_for,
        origin=sources.of(board),
    )


def board_by(slug: str) -> QuerySet[Board]:
    """Return the board of that address, ready for its pages."""
    return Board.objects.filter(slug=slug).select_related("source__document")
