"""Organisations and boards, how they stand to each other and what they say of themselves."""

from typing import Any

from governance.models import (
    Board,
    BoardLink,
    BoardName,
    BoardStatement,
    Organisation,
    Seat,
    Succession,
)
from portal.demo.dates import first_day, span
from portal.demo.files import Entry
from portal.demo.shelf import Shelf

SHORT_NAMES = {
    "council-childrens-services": "Children’s Services",
    "council-resilient-communities": "Resilient Communities",
    "council-adult-care": "Adult Social Care",
    "council-housing": "Council Housing",
    "public-health": "Public Health",
    "bc-icb-cyp": "Black Country ICB",
    "bc-icb-primary": "Primary Care",
    "black-country-healthcare": "Black Country Healthcare",
    "ccg": "CCG",
    "tpct": "tPCT",
    "safeguarding-partnership": "Safeguarding Partnership",
    "education-sector": "Education",
    "whg": "WHG",
    "wash": "WASH",
    "primary-nursery-special-heads": "Primary and Special Heads",
    "probation": "Probation",
    "walsall-voluntary-action": "Walsall Voluntary Action",
    "yos": "Youth Offending Service",
    "dfe": "DfE",
    "walsall-partnership": "Walsall Partnership",
}
KINDS = {
    "alliance": Board.Kind.ALLIANCE,
    "statutory board": Board.Kind.STATUTORY_BOARD,
    "trust arrangements": Board.Kind.STATUTORY_BOARD,
    "scrutiny committee": Board.Kind.SCRUTINY_COMMITTEE,
    "partnership board": Board.Kind.PARTNERSHIP_BOARD,
    "time-limited board": Board.Kind.PARTNERSHIP_BOARD,
    "sub-committee": Board.Kind.SUB_COMMITTEE,
    "member group": Board.Kind.ADVISORY_GROUP,
    "advisory group": Board.Kind.ADVISORY_GROUP,
    "working group": Board.Kind.ADVISORY_GROUP,
    "executive group": Board.Kind.EXECUTIVE_GROUP,
    "sub-group": Board.Kind.SUB_GROUP,
    "management team": Board.Kind.MANAGEMENT_TEAM,
    "forum": Board.Kind.FORUM,
    "locality partnerships": Board.Kind.LOCALITY_PARTNERSHIP,
    "network": Board.Kind.NETWORK,
    "consortium": Board.Kind.NETWORK,
    "youth council": Board.Kind.YOUTH_COUNCIL,
}
# Committees of a council publish their agenda five clear working days before they meet.
UNDER_THE_ACT = {"health-and-wellbeing-board", "overview-and-scrutiny", "corporate-scrutiny-panel"}
# A relation of the papers: the link's kind, whether it is turned round, whether it is voluntary.
RELATIONS = {
    "reports to": (BoardLink.Kind.REPORTS_TO, False, False),
    "accountable to": (BoardLink.Kind.REPORTS_TO, False, True),
    "delegates to": (BoardLink.Kind.DELEGATES_TO, False, False),
    "has committee": (BoardLink.Kind.DELEGATES_TO, False, False),
    "part of": (BoardLink.Kind.DELEGATES_TO, True, False),
    "supports": (BoardLink.Kind.ADVISES, False, False),
    "delivers for": (BoardLink.Kind.ADVISES, False, False),
    "aligned with": (BoardLink.Kind.CONNECTED_WITH, False, False),
    "connected with": (BoardLink.Kind.CONNECTED_WITH, False, False),
    "complements": (BoardLink.Kind.CONNECTED_WITH, False, False),
    "conduit to": (BoardLink.Kind.CONNECTED_WITH, False, False),
    "represented on": (BoardLink.Kind.CONNECTED_WITH, False, False),
}
STATEMENTS = {
    "duty of a priority sponsor": BoardStatement.Kind.SPONSOR_DUTY,
    "level of board business": BoardStatement.Kind.LEVEL,
    "deep dive theme": BoardStatement.Kind.DEEP_DIVE,
    "commitment on making the plan": BoardStatement.Kind.COMMITMENT,
    "way of working": BoardStatement.Kind.WAY,
    "promise": BoardStatement.Kind.PROMISE,
    "what the promise means": BoardStatement.Kind.PROMISE_MEANS,
    "value": BoardStatement.Kind.VALUE,
    "step of the commissioning cycle": BoardStatement.Kind.COMMISSIONING,
    "outcomes based accountability question": BoardStatement.Kind.OUTCOME_QUESTION,
    "service ambition": BoardStatement.Kind.AMBITION,
}


def load_organisations(shelf: Shelf) -> None:
    """Add the partners; a directorate names its council."""
    for entry in shelf.library.of("organisations"):
        row = Organisation(
            slug=entry["id"],
            name=entry["name"],
            short_name=SHORT_NAMES.get(entry["id"], ""),
            kind=entry["kind"],
            sector=entry["sector"],
            parent=shelf.maybe(Organisation, entry.get("part_of")),
            note=entry.text("note"),
            **span(*entry.get("period", (None, None))),
        )
        shelf.add(row, of=entry)
    # The safeguarding board answers for a priority as any partner does, so it is one.
    sponsored = next(p for p in shelf.library.of("priorities") if p["id"] == "p13-3")
    board = Organisation(
        slug=sponsored["sponsor_organisation"],
        name="Walsall Safeguarding Children Board",
        short_name="Safeguarding Children Board",
        kind="statutory board",
        sector="safeguarding",
    )
    shelf.add(board, source=shelf.source_of(sponsored))


def load_boards(shelf: Shelf) -> None:
    """Add the boards with their other names and what binds their members."""
    for entry in shelf.library.of("bodies"):
        board = shelf.add(_board(entry), of=entry)
        source = shelf.source_of(entry)
        for name in entry.get("aliases", ()):
            shelf.add(BoardName(board=board, name=name), source=source)
        for kind in (BoardStatement.Kind.VISION, BoardStatement.Kind.MORAL_PURPOSE):
            if entry.get(kind):
                said = BoardStatement(board=board, kind=kind, number=1, text=entry[kind])
                shelf.add(said, source=source)
        if entry.get("critical_friend"):
            _seat_critical_friend(shelf, board, entry)


def _board(entry: Entry) -> Board:
    notes = [entry.text("note")]
    dates: dict[str, Any] = span(*entry.get("active", (None, None)))
    if entry.get("launched"):
        dates = span(entry["launched"], None)
    if entry.get("relaunched"):
        dates = span(entry["relaunched"], None)
        notes.append("Relaunched on that day; the papers do not say when it began.")
    bound = entry["id"] in UNDER_THE_ACT
    return Board(
        slug=entry["id"],
        name=entry["name"],
        kind=KINDS[entry["kind"]],
        status=entry["status"],
        purpose=entry["purpose"],
        accountability=entry.text("accountability"),
        reporting=entry.text("reports"),
        meets=entry.text("meets"),
        note=" ".join(filter(None, notes)),
        stands_for=entry.get("count", 1),
        planned_for=entry.text("planned").removeprefix("FY"),
        notice=Board.Notice.CLEAR_DAYS if bound else Board.Notice.OWN_TERMS,
        meeting_law=Board.MeetingLaw.LGA_1972 if bound else Board.MeetingLaw.OWN_TERMS,
        **dates,
    )


def _seat_critical_friend(shelf: Shelf, board: Board, entry: Entry) -> None:
    friend = shelf.one(Organisation, entry["critical_friend"])
    seat = Seat(
        board=board,
        order=90,
        title=f"{friend.name}, critical friend",
        sector=friend.sector,
        represents=friend,
        role=Seat.Role.CRITICAL_FRIEND,
        voting=False,
    )
    shelf.add(seat, source=shelf.source_of(entry), name=f"{board.slug}/critical-friend")


def load_links(shelf: Shelf) -> None:
    """Add how boards and organisations stand to each other, each pair once a kind."""
    linked: set[tuple[str, str, str]] = set()
    for entry in shelf.library.of("body_links"):
        begin, relation, end = entry["from"], entry["relation"], entry["to"]
        if relation in ("succeeds", "hands over to"):
            first, then = (end, begin) if relation == "succeeds" else (begin, end)
            _succeed(shelf, entry, first, then)
            continue
        kind, turned, voluntary = RELATIONS[relation]
        begin, end = (end, begin) if turned else (begin, end)
        linked.add((begin, kind, end))
        row = BoardLink(kind=kind, voluntary=voluntary, what=entry["what"])
        shelf.add(_joined(shelf, row, begin, end), of=entry)
    for entry in shelf.library.of("bodies"):
        key = (entry.text("parent"), BoardLink.Kind.DELEGATES_TO, entry["id"])
        if entry.get("parent") and key not in linked:
            row = BoardLink(kind=BoardLink.Kind.DELEGATES_TO)
            shelf.add(_joined(shelf, row, entry["parent"], entry["id"]), of=entry)
        if entry.get("successor"):
            _succeed(shelf, entry, entry["id"], entry["successor"])


def _joined(shelf: Shelf, link: BoardLink, begin: str, end: str) -> BoardLink:
    link.from_board = shelf.maybe(Board, begin)
    link.to_board = shelf.maybe(Board, end)
    if link.from_board is None:
        link.from_organisation = shelf.one(Organisation, begin)
    if link.to_board is None:
        link.to_organisation = shelf.one(Organisation, end)
    return link


def _succeed(shelf: Shelf, entry: Entry, first: str, then: str) -> None:
    on, on_known = first_day(entry.get("on"))
    row = Succession(
        from_board=shelf.one(Board, first),
        to_board=shelf.one(Board, then),
        on=on,
        on_known=on_known,
        what=entry.text("what"),
    )
    shelf.add(row, of=entry)


def load_statements(shelf: Shelf) -> None:
    """Add promises, values, ways of working, commitments, levels and duties."""
    for entry in shelf.library.of("governance_rules"):
        if entry["kind"] in STATEMENTS:
            row = BoardStatement(
                board=shelf.one(Board, entry["body"]),
                kind=STATEMENTS[entry["kind"]],
                number=int(entry["id"].rpartition("-")[2]),
                text=entry["text"],
            )
            shelf.add(row, of=entry)
