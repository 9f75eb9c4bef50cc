"""How boards and organisations stand to each other: links between them, and who nominates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from governance.mapping import FOLLOWED_BY, NOMINATES, Body, Tie
from governance.models import Board, BoardLink, Organisation, Seat, Succession, runs_on
from governance.queries.sources import Origin, Sources
from governance.queries.wording import counted, known_date, span

ENDS = ("from_board", "from_organisation", "to_board", "to_organisation")
Row = Board | Organisation
# What a link says in a sentence, where that is more than the words on its line.
SAID: dict[str, str] = {
    **{kind.value: BoardLink.said(kind) for kind in BoardLink.Kind},
    FOLLOWED_BY: "was followed by",
}
# The same read from its other end.
TURNED: dict[str, str] = {
    BoardLink.Kind.REPORTS_TO: "hears reports from",
    BoardLink.Kind.DELEGATES_TO: "works by delegation of",
    BoardLink.Kind.SCRUTINISED_BY: "scrutinises",
    BoardLink.Kind.ADVISES: "is advised by",
    BoardLink.Kind.CONNECTED_WITH: "is connected with",
    NOMINATES: "takes nominations from",
    FOLLOWED_BY: "follows",
}


@dataclass(frozen=True)
class BodyTie:
    """How `begin` stands to `end`, and what more is known of it."""

    begin: Row
    end: Row
    kind: str
    verb: str
    by_choice: bool
    what: str
    when: str
    origin: Origin | None

    @property
    def tie(self) -> Tie:
        """The tie as the map draws it; an illustrative one says so."""
        added = self.origin is not None and self.origin.illustrative
        words = f"{self.verb} (illustrative)" if added else self.verb
        return Tie(body_key(self.begin), body_key(self.end), self.kind, words)

    @property
    def said(self) -> str:
        """The verb of a sentence about `begin`."""
        return self._chosen(SAID.get(self.kind, self.verb))

    @property
    def turned(self) -> str:
        """The verb of a sentence about `end`."""
        return self._chosen(TURNED[self.kind])

    def _chosen(self, verb: str) -> str:
        return f"{verb}, by choice," if self.by_choice else verb


def body_key(row: Row) -> str:
    """Return what tells a body on a map from every other."""
    return f"{row._meta.model_name}-{row.pk}"


def body_of(row: Row, *, words: str = "", is_own: bool = False) -> Body:
    """Return the box of a board or organisation; `words` stand below its name."""
    below = words or ("organisation" if isinstance(row, Organisation) else "")
    name = row.called if isinstance(row, Organisation) else row.name
    return Body(body_key(row), name, _marked(below, row), row.get_absolute_url(), is_own)


def _marked(words: str, row: Row) -> str:
    if not row.illustrative:
        return words
    return f"{words}, illustrative" if words else "illustrative"


def links_on(on: date) -> Q:
    """Return the condition that a link ran on a day: it, and the bodies at both its ends."""
    running = runs_on(on)
    for end in ENDS:
        running &= runs_on(on, of=end)
    return running


def links(condition: Q, sources: Sources) -> list[BodyTie]:
    """Return the links that meet a condition; one query."""
    found = BoardLink.objects.filter(condition).select_related(*ENDS, "source__document")
    return [_of_link(link, sources) for link in found.order_by("kind", "pk")]


def _of_link(link: BoardLink, sources: Sources) -> BodyTie:
    begin = link.from_board or link.from_organisation
    end = link.to_board or link.to_organisation
    assert begin is not None  # noqa: S101 - "link_has_one_beginning"
    assert end is not None  # noqa: S101 - "link_has_one_end"
    return BodyTie(
        begin=begin,
        end=end,
        kind=link.kind,
        verb=link.get_kind_display(),
        by_choice=link.voluntary,
        what=link.what,
        when=span(link),
        origin=sources.of(link),
    )


def nominations(condition: Q, *, on: date | None, sources: Sources) -> list[BodyTie]:
    """Return who nominates to how many places of which board; one query.

    `condition`: of seats; `on`: the day on which seats and places are counted, None for all.
    """
    dated = runs_on(on) if on else Q()
    places = Count("places", runs_on(on, of="places") if on else Q())
    seats = (
        Seat.objects.filter(condition, dated, nominated_by__isnull=False)
        .annotate(many=places)
        .select_related("board", "nominated_by", "source__document")
        .order_by("board", "nominated_by", "order", "pk")
    )
    of_pair: dict[tuple[int, int], list[Seat]] = {}
    for seat in seats:
        of_pair.setdefault((seat.nominated_by_id or 0, seat.board_id), []).append(seat)
    return [_nominates(pair, sources) for pair in of_pair.values()]


def _nominates(seats: Sequence[Seat], sources: Sources) -> BodyTie:
    body = seats[0].nominated_by
    assert body is not None  # noqa: S101 - asked for
    many: int = sum(seat.many for seat in seats)  # type: ignore[attr-defined]
    origins = [sources.of(seat) for seat in seats]
    return BodyTie(
        begin=body,
        end=seats[0].board,
        kind=NOMINATES,
        verb="nominates to",
        by_choice=False,
        what=f"{counted(many, 'place')}: {'; '.join(seat.title for seat in seats)}",
        when="",
        origin=origins[0],
    )


def successions(sources: Sources) -> list[BodyTie]:
    """Return which board followed which, whenever it was; one query."""
    rows = Succession.objects.select_related("from_board", "to_board", "source__document")
    return [
        BodyTie(
            begin=row.from_board,
            end=row.to_board,
            kind=FOLLOWED_BY,
            verb="followed by",
            by_choice=False,
            what=row.what,
            when=known_date(row.on, row.on_known),
            origin=sources.of(row),
        )
        for row in rows.order_by("pk")
    ]
