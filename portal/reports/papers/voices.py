"""Blocks about people: who sits where, who was listened to, what was decided, who wrote."""

from collections.abc import Sequence

from portal.reports.build.facts_board import BoardFound, Decided, Heard, Listened, SeatFound
from portal.reports.build.wording import (
    counted,
    ended,
    illustrative,
    muted,
    plain,
    source,
    strong,
    upper_first,
)
from portal.reports.content import (
    Block,
    Bullets,
    Cell,
    Column,
    Group,
    Item,
    Para,
    Paras,
    Part,
    Row,
    Table,
    Words,
)
from portal.reports.papers.typed import Cleared

_CLEARED = {"finance": "Finance", "legal": "Legal", "equality": "Equality", "director": "Director"}


def said(text: str) -> Paras:
    """Return one sentence or more as a paragraph."""
    return Paras(paras=(Para(words=plain(text)),))


def membership(facts: BoardFound) -> list[Block]:
    """Return the board's seats: who nominates, how many places, how many are held."""
    if not facts.seats:
        return []
    columns: tuple[Column, ...] = (
        Column(title="Seat"),
        Column(title="Nominated by", width=58),
        Column(title="Places", width=20, number=True),
        Column(title="Held", width=20, number=True),
    )
    rows: tuple[Row, ...] = (*map(_seat, facts.seats), _total(facts.seats))
    if not any(each.nominated_by for each in facts.seats):
        columns = (columns[0], *columns[2:])
        rows = tuple(Row(cells=(row.cells[0], *row.cells[2:])) for row in rows)
    table = Table(title="Membership", columns=columns, groups=(Group(rows=rows),))
    return [Part(title="Membership", blocks=(said(_members(facts)), table), wide=True)]


def _members(facts: BoardFound) -> str:
    places, held = _sums(facts.seats)
    where = f"{facts.found.board} has {counted(len(facts.seats), 'line')} of membership with"
    words = f"{where} {counted(places, 'place')}"
    if not held:
        return f"{words}; who holds them is not recorded."
    vacant = counted(places - held, "place") + " vacant" if places > held else "all are held"
    return f"{words}; {vacant}."


def _sums(seats: Sequence[SeatFound]) -> tuple[int, int]:
    return sum(each.places for each in seats), sum(each.held for each in seats)


def _seat(seat: SeatFound) -> Row:
    role = f", {seat.role}" if seat.role and seat.role not in seat.title.lower() else ""
    return Row(
        cells=(
            Cell(
                words=(
                    *plain(f"{seat.title}{role}"),
                    *source(seat.source),
                    *illustrative(seat.illustrative),
                )
            ),
            Cell(words=plain(seat.nominated_by)),
            Cell(words=plain(str(seat.places))),
            Cell(words=plain(str(seat.held))),
        )
    )


def _total(seats: Sequence[SeatFound]) -> Row:
    places, held = (Cell(words=strong(str(count))) for count in _sums(seats))
    return Row(cells=(Cell(words=strong("All seats")), Cell(), places, held))


def engagement(facts: BoardFound) -> list[Block]:
    """Return the pieces of listening, and what was said beside what changed."""
    parts: list[Block] = []
    if facts.listened:
        items = tuple(Item(words=_listened(each)) for each in facts.listened)
        parts.append(Part(title="How we listened", blocks=(Bullets(items=items),)))
    if facts.heard:
        columns = (
            Column(title="What was said"),
            Column(title="What changed"),
            Column(title="By", width=34),
        )
        rows = tuple(map(_heard, facts.heard))
        table = Table(
            title="What we heard and what changed", columns=columns, groups=(Group(rows=rows),)
        )
        parts.append(Part(title=table.title, blocks=(table,), wide=True))
    return parts


def _listened(each: Listened) -> Words:
    by = f"{each.by}, {each.when}" if each.by and each.when else each.by or each.when
    about = f" ({by})" if by else ""
    what = f": {each.what[:1].lower()}{each.what[1:]}" if each.what else ""
    return (
        *plain(ended(f"{each.title}{about}{what}")),
        *source(each.source),
        *illustrative(each.illustrative),
    )


def _heard(each: Heard) -> Row:
    came_of_it = plain(each.changed) if each.changed else muted(ended(upper_first(each.state)))
    reason = f" {ended(each.reason)}" if each.reason else ""
    return Row(
        cells=(
            Cell(words=plain(each.said)),
            Cell(words=(*came_of_it, *muted(reason), *illustrative(each.illustrative))),
            Cell(words=(*plain(upper_first(each.voice)), *source(each.source))),
        )
    )


def decisions(facts: BoardFound) -> list[Block]:
    """Return what the board decided in the period."""
    if not facts.decided:
        return [said(f"No decision of {facts.found.board} is recorded for this time.")]
    columns = (
        Column(title="Decision"),
        Column(title="On", width=34),
        Column(title="Number", width=30),
    )
    rows = tuple(map(_decided, facts.decided))
    table = Table(title="Decisions", columns=columns, groups=(Group(rows=rows),))
    return [table]


def _decided(each: Decided) -> Row:
    words = (*plain(each.text), *source(each.source), *illustrative(each.illustrative))
    return Row(
        cells=(Cell(words=words), Cell(words=plain(each.on)), Cell(words=plain(each.number)))
    )


def authors(posts: Sequence[str]) -> list[Block]:
    """Return the posts of those who wrote."""
    return [Paras(paras=tuple(Para(words=plain(post)) for post in posts))] if posts else []


def clearances(cleared: Sequence[Cleared]) -> list[Block]:
    """Return who said that the paper may go out."""
    if not cleared:
        return []
    columns = (
        Column(title="Clearance", width=34),
        Column(title="By"),
        Column(title="On", width=34),
    )
    rows = tuple(
        Row(
            cells=(
                Cell(words=plain(_CLEARED[each.kind])),
                Cell(words=plain(each.by)),
                Cell(words=plain(f"{each.on.day} {each.on:%B %Y}" if each.on else "")),
            )
        )
        for each in cleared
    )
    return [Table(title="Clearances", columns=columns, groups=(Group(rows=rows),), look="key")]
