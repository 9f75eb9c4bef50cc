"""What the pages of boards show: the list of them, and how their places are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Value, When
from django.db.models.functions import Lower

from governance.models import Appointment, Board, Place
from governance.periods import DayShown
from governance.queries.counting import how_many
from governance.queries.paging import Paged, paged
from governance.queries.sources import Origin, Sources
from governance.queries.standing import ORDER, RUNS, standing_in_words, standing_on
from governance.queries.wording import counted, span

BOARDS = 30  # on one page


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
    """Boards that stand under one head; `many` there are of them on all pages."""

    head: str
    rows: Sequence[BoardRow]
    many: int


@dataclass(frozen=True)
class BoardList:
    """The boards of the partnership, grouped by whether they work on the day shown."""

    groups: Sequence[BoardGroup]
    boards: Paged[Board]
    running: int
    sources: Sources

    @property
    def many(self) -> int:
        """How many boards there are on all pages."""
        return self.boards.many


def with_places(boards: QuerySet[Board], *, on: date) -> QuerySet[Board]:
    """Count the places of each board on a day and those held, and whether one ever was.

    Adds `places_open`, `places_held` and `ever_held`.
    """
    places = Place.objects.filter(seat__board=OuterRef("pk")).on(on)
    held = Appointment.objects.on(on).filter(place=OuterRef("pk"))
    return boards.annotate(
        places_open=how_many(places, of="seat__board"),
        places_held=how_many(places.filter(Exists(held)), of="seat__board"),
        ever_held=Exists(Appointment.objects.filter(seat__board=OuterRef("pk"))),
    )


def is_held_known(board: Any, day: DayShown) -> bool:
    """Whether the record says who held the places of a board `with_places` on a day."""
    return bool(board.places_held if day.is_past else board.ever_held)


def places_in_words(places: int, held: int, *, is_known: bool) -> str:
    """Say how many places are filled; only how many there are where nobody is recorded."""
    if not places:
        return ""
    if not is_known:
        return counted(places, "place")
    return f"{held} of {counted(places, 'place')} filled"


def board_list(*, day: DayShown, page: int = 1) -> BoardList:
    """Return the boards of a page; three queries whatever their number, two for a file."""
    sources = Sources()
    standing = standing_on(day.on, is_past=day.is_past)
    boards = with_places(Board.objects.annotate(standing=standing), on=day.on)
    in_order = Case(*(When(standing=each, then=Value(n)) for n, each in enumerate(ORDER)))
    found = paged(
        boards.select_related("source__document").order_by(in_order, Lower("name"), "pk"),
        number=page,
        size=BOARDS,
    )
    counts = Board.objects.order_by().values_list(standing).annotate(Count("pk"))
    many = dict(counts)
    then = "" if day.is_today else day.words
    groups = [
        BoardGroup(
            standing_in_words(stood, day=then),
            [_row(board, sources, day) for board in rows],
            many[stood],
        )
        for stood, rows in groupby(found.rows, key=lambda board: str(board.standing))
    ]
    return BoardList(groups, found, many.get(RUNS, 0), sources)


def _row(board: Any, sources: Sources, day: DayShown) -> BoardRow:
    known = board.standing == RUNS and is_held_known(board, day)
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
