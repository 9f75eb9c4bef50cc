"""What a board says of itself: purpose, terms, statements, the bodies around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from governance.mapping import BoardMap
from governance.models import Board, BoardStatement, Organisation, Succession, runs_on
from governance.periods import DayShown
from governance.queries.board_rules import needs_of, quorum_in_words, rules_in_words
from governance.queries.closings import ClosingAhead, closing_shown
from governance.queries.keeping import signed_off_in_words
from governance.queries.sources import Origin, Sources
from governance.queries.standing import (
    CLOSED,
    PLANNED,
    RUNS,
    day_of_links,
    standing_in_words,
    standing_of,
)
from governance.queries.ties import (
    BodyTie,
    body_key,
    body_of,
    links,
    links_on,
    nominations,
)
from governance.queries.wording import day as day_in_words
from governance.queries.wording import known_date, span


@dataclass(frozen=True)
class Said:
    """A line of text with where it is from."""

    text: str
    origin: Origin | None
    signed_off: str = ""


@dataclass(frozen=True)
class SaidGroup:
    """Lines under their head: the promises, the values."""

    head: str
    lines: Sequence[Said]


@dataclass(frozen=True)
class LinkRow:
    """How the board stands to another body, from the board's own side."""

    verb: str
    name: str
    address: str
    what: str
    when: str
    origin: Origin | None


@dataclass(frozen=True)
class BoardAbout:
    """What a board is: purpose, terms, statements, the bodies around it, how it came about."""

    board: Board
    origin: Origin | None
    facts: Sequence[tuple[str, str]]
    rules: Sequence[tuple[str, str]]
    pauses: Sequence[str]
    names: Sequence[Said]
    statements: Sequence[SaidGroup]
    around: BoardMap | None
    links: Sequence[LinkRow]
    succession: Sequence[LinkRow]
    closing: ClosingAhead | None
    sources: Sources


HEADS = {
    BoardStatement.Kind.VISION: "Vision",
    BoardStatement.Kind.MORAL_PURPOSE: "Moral purpose",
    BoardStatement.Kind.PROMISE: "Promises",
    BoardStatement.Kind.PROMISE_MEANS: "What the promises mean",
    BoardStatement.Kind.VALUE: "Values",
    BoardStatement.Kind.WAY: "Ways of working",
    BoardStatement.Kind.COMMITMENT: "Commitments",
    BoardStatement.Kind.LEVEL: "Levels of business",
    BoardStatement.Kind.DEEP_DIVE: "Themes of deep dives",
    BoardStatement.Kind.SPONSOR_DUTY: "Duties of a priority’s sponsor",
    BoardStatement.Kind.COMMISSIONING: "Steps of commissioning",
    BoardStatement.Kind.OUTCOME_QUESTION: "Questions on outcomes",
    BoardStatement.Kind.AMBITION: "Ambitions for services",
}


def board_about(board: Board, *, day: DayShown) -> BoardAbout:
    """Return what `board` says of itself, and how it stood on a day; eight queries.

    Its words are those of now: boards keep no versions of them. So are its rules, which are shown
    of a board that works by them today.
    """
    sources = Sources()
    at = day_of_links(board, day.on)
    has_rules = day.is_today and standing_of(board, day.on, is_past=False) in {RUNS, PLANNED}
    origin, facts = sources.of(board), _facts(board, day, has_rules=has_rules)
    passed = [row for row in _successions(board) if has_passed(row, day)]
    facts += _heirs(board, passed, day)
    names = _names(board, sources, at)
    statements = _statements(board, sources)
    ties = _links(board, sources, at)
    return BoardAbout(
        board=board,
        origin=origin,
        facts=facts,
        rules=rules_in_words(board, list(needs_of(board))) if has_rules else (),
        pauses=_pauses(board, on=day.on) if has_rules else (),
        names=names,
        statements=statements,
        around=_around(board, ties),
        links=[link_row(each, board) for each in ties],
        succession=_succession(board, passed, sources),
        closing=closing_shown(board, on=day.on) if day.is_today else None,
        sources=sources,
    )


def _names(board: Board, sources: Sources, at: date | None) -> list[Said]:
    rows = board.other_names.filter(runs_on(at) if at else Q()).select_related("source__document")
    return [
        Said(", ".join(filter(None, (row.name, span(row), row.legal_basis))), sources.of(row))
        for row in rows.order_by("pk")
    ]


def _pauses(board: Board, *, on: date) -> list[str]:
    """Return the times without chasing that are not over."""
    rows = board.pauses.filter(ends_on__gt=on).order_by("starts_on")
    return [f"{row.why}, {span(row)}" for row in rows]


def _facts(board: Board, day: DayShown, *, has_rules: bool) -> list[tuple[str, str]]:
    stood = standing_of(board, day.on, is_past=day.is_past)
    facts = [
        ("Kind", board.get_kind_display()),
        ("Standing", standing_in_words(stood, day="" if day.is_today else day.words)),
        ("When", span(board) or board.planned_for),
        ("Meets", board.meets),
        *(() if has_rules else _old_rules(board)),
        ("Answers to", board.accountability),
        ("Reports", board.reporting),
        ("Stands for", f"{board.stands_for} boards alike" if board.stands_for > 1 else ""),
        ("Note", board.note),
    ]
    return [(label, words[0].upper() + words[1:]) for label, words in facts if words]


def _heirs(board: Board, passed: list[Succession], day: DayShown) -> list[tuple[str, str]]:
    """Return who follows the board, and where papers go first for now."""
    rows = [row for row in passed if row.from_board_id == board.pk]
    names = ", ".join(row.to_board.name for row in rows)
    first = {row.to_board.name for row in rows if (row.papers_first_until or day.on) > day.on}
    papers = f"Go first to {', '.join(sorted(first))} for now" if first else ""
    return [each for each in (("Followed by", names), ("Papers", papers)) if each[1]]


def _old_rules(board: Board) -> list[tuple[str, str]]:
    """Return the little that is known of the rules of a board of the past."""
    return [("Year", board.get_calendar_display()), ("Quorum", quorum_in_words(board, ()))]


def _statements(board: Board, sources: Sources) -> list[SaidGroup]:
    rows = board.statements.select_related("source__document").order_by("kind", "number")
    groups = {
        kind: [Said(row.text, sources.of(row), signed_off_in_words(row)) for row in group]
        for kind, group in groupby(rows, key=lambda row: row.kind)
    }
    return [SaidGroup(head, groups[kind]) for kind, head in HEADS.items() if kind in groups]


def _links(board: Board, sources: Sources, at: date | None) -> list[BodyTie]:
    """Return what ties the board to others, links first, then who nominates to it; two queries."""
    own = Q(from_board=board) | Q(to_board=board)
    return [
        *links(own & links_on(at) if at else own, sources),
        *nominations(Q(board=board), on=at, sources=sources),
    ]


def link_row(each: BodyTie, body: Board | Organisation) -> LinkRow:
    """Return how `body`, at one end of a tie, stands to the other."""
    is_from = each.begin == body
    other = each.end if is_from else each.begin
    return LinkRow(
        verb=each.said if is_from else each.turned,
        name=other.name,
        address=other.get_absolute_url(),
        what=each.what,
        when=each.when,
        origin=each.origin,
    )


def _around(board: Board, ties: Sequence[BodyTie]) -> BoardMap | None:
    """Return the map of the board and those next to it; None where nobody is."""
    rows = {body_key(row): row for each in ties for row in (each.begin, each.end)}
    rows.pop(body_key(board), None)
    if not rows:
        return None
    told = (f"{each.begin.name} {each.said} {each.end.name}." for each in ties)
    return BoardMap(
        title=f"Around {board.name}",
        description=" ".join(told),
        bodies=(body_of(board, is_own=True), *map(body_of, rows.values())),
        ties=tuple(each.tie for each in ties),
    )


def has_passed(row: Succession, day: DayShown) -> bool:
    """Say whether one board had followed the other by a day: on its date, or the first's end."""
    if row.on:
        return row.on <= day.on
    if not day.is_past:
        return True
    return standing_of(row.from_board, day.on, is_past=True) == CLOSED


def _passed(row: Succession) -> str:
    """Return what passed from board to board, and what holds for a time."""
    first, sits = row.papers_first_until, row.attendance_until
    held = (
        row.what,
        f"papers go to {row.to_board} first until {day_in_words(first)}" if first else "",
        f"members of the old board sit there until {day_in_words(sits)}" if sits else "",
    )
    return "; ".join(filter(None, held))


def _successions(board: Board) -> list[Succession]:
    """Return whom the board followed, then who followed it; one query."""
    both = Q(from_board=board) | Q(to_board=board)
    rows = Succession.objects.filter(both).order_by("pk")
    whole = rows.select_related("from_board", "to_board", "source__document")
    return sorted(whole, key=lambda row: row.from_board_id == board.pk)


def _succession(board: Board, passed: list[Succession], sources: Sources) -> list[LinkRow]:
    return [_row(row, sources, is_first=row.from_board_id == board.pk) for row in passed]


def _row(row: Succession, sources: Sources, *, is_first: bool) -> LinkRow:
    other = row.to_board if is_first else row.from_board
    return LinkRow(
        verb="was followed by" if is_first else "follows",
        name=other.name,
        address=other.get_absolute_url(),
        what=_passed(row),
        when=known_date(row.on, row.on_known),
        origin=sources.of(row),
    )
