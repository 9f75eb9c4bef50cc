"""The map of boards on a day, and the same in lines of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from governance.mapping import BoardMap, Body, Tie, families
from governance.models import Board
from governance.periods import DayShown
from governance.queries.boards import is_held_known, places_in_words, with_places
from governance.queries.paging import Paged, paged
from governance.queries.sources import Origin, Sources
from governance.queries.standing import CLOSED, RUNS, UNKNOWN, standing_on
from governance.queries.ties import (
    BodyTie,
    body_key,
    body_of,
    links,
    links_on,
    nominations,
    successions,
)
from governance.queries.wording import counted, span

DRAWN = 60  # bodies on one map: more are no picture any longer
LINES = 60  # on one page of the table
SAME_AS_TABLE = "The table below says the same in words."


@dataclass(frozen=True)
class MapLine:
    """One tie in words, each end with the address of its page; a board alone has no verb."""

    begin: str
    begin_address: str
    verb: str
    end: str
    end_address: str
    what: str
    when: str
    origin: Origin | None


@dataclass(frozen=True)
class MapPage:
    """The map of boards on a day, and the same as lines of a table.

    `undated` are boards that are closed, nobody knows since when, and so are not drawn;
    `left_out` counts the bodies that are too many for a picture.
    """

    drawn: BoardMap
    boards: int
    lines: Paged[MapLine]
    undated: Sequence[tuple[str, str]]
    left_out: int
    sources: Sources


def board_map(*, day: DayShown, every: bool = False, page: int = 1) -> MapPage:
    """Return the map as on a day, or of every board there ever was; three queries.

    Of every board it is told, too, which followed it: one query more.
    """
    sources = Sources()
    boards = list(
        with_places(Board.objects.all(), on=day.on)
        .annotate(standing=standing_on(day.on, is_past=day.is_past))
        .select_related("source__document")
        .order_by(Lower("name"), "pk")
    )
    shown = [board for board in boards if every or board.standing == RUNS]
    ties = _ties(shown, day, every=every, sources=sources)
    tied = {key for each in ties for key in (each.tie.begin, each.tie.end)}
    alone = [_alone(board, sources) for board in shown if body_key(board) not in tied]
    drawn, left_out = _drawn(shown, ties, day, every=every)
    return MapPage(
        drawn=drawn,
        boards=len(shown),
        lines=paged([*map(_line, ties), *alone], number=page, size=LINES),
        undated=[
            (board.name, board.get_absolute_url())
            for board in boards
            if board.standing == UNKNOWN and not every
        ],
        left_out=left_out,
        sources=sources,
    )


def _ties(
    boards: Sequence[Board], day: DayShown, *, every: bool, sources: Sources
) -> list[BodyTie]:
    """Return the ties of the boards shown, by who they begin at; of the others none is told."""
    on = None if every else day.on
    between = Q()
    for end in ("from_board", "to_board"):
        between &= Q(**{end: None}) | Q(**{f"{end}__in": boards})
    found = [
        *links(between & links_on(on) if on else between, sources),
        *nominations(Q(board__in=boards), on=on, sources=sources),
        *(successions(sources) if every else ()),
    ]
    return sorted(found, key=lambda each: each.begin.name.casefold())


def _line(each: BodyTie) -> MapLine:
    return MapLine(
        begin=each.begin.name,
        begin_address=each.begin.get_absolute_url(),
        verb=each.said,
        end=each.end.name,
        end_address=each.end.get_absolute_url(),
        what=each.what,
        when=each.when,
        origin=each.origin,
    )


def _alone(board: Board, sources: Sources) -> MapLine:
    origin = sources.of(board)
    return MapLine(board.name, board.get_absolute_url(), "", "", "", "", span(board), origin)


def _drawn(
    boards: Sequence[Any], ties: Sequence[BodyTie], day: DayShown, *, every: bool
) -> tuple[BoardMap, int]:
    """Return what is drawn, and how many bodies are too many for it."""
    rows = {body_key(row): row for each in ties for row in (each.begin, each.end)}
    bodies = [body_of(board, words=_words(board, day)) for board in boards]
    known = {body.key for body in bodies}
    bodies += [body_of(row) for key, row in rows.items() if key not in known]
    lines = [each.tie for each in ties]
    kept = _kept(bodies, lines)
    keys = {body.key for body in kept}
    organisations = len(bodies) - len(boards)
    told = f"{counted(len(boards), 'board')} and {counted(organisations, 'organisation')}"
    when = "there ever were" if every else f"at work on {day.words}"
    return BoardMap(
        title=f"How the boards {when} stand to each other",
        description=f"{told}, with {counted(len(lines), 'link')}. {SAME_AS_TABLE}",
        bodies=tuple(kept),
        ties=tuple(tie for tie in lines if {tie.begin, tie.end} <= keys),
    ), len(bodies) - len(kept)


def _kept(bodies: Sequence[Body], ties: Sequence[Tie]) -> list[Body]:
    """Return the bodies that one picture holds: whole families, the largest first."""
    if len(bodies) <= DRAWN:
        return list(bodies)
    keys: list[str] = []
    for family in families(tuple(bodies), tuple(ties)):
        own = [key for layer in family.layers for key in layer]
        if keys and len(keys) + len(own) > DRAWN:
            break
        keys += own[:DRAWN]
    kept = set(keys)
    return [body for body in bodies if body.key in kept]


def _words(board: Any, day: DayShown) -> str:
    """Return what stands below a board's name: how many it is, its places, or its years."""
    if board.stands_for > 1:
        return f"{board.stands_for} boards alike"
    if board.standing == RUNS:
        known = is_held_known(board, day)
        return places_in_words(board.places_open, board.places_held, is_known=known)
    years = span(board) or board.planned_for
    ended = board.standing in {CLOSED, UNKNOWN}
    return ", ".join(filter(None, ["closed" if ended else "planned", years]))
