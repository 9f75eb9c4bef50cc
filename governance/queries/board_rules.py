"""The rules of a board in words: quorum, notice, law, deputies, calendar, papers."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import QuerySet

from governance.models import Board, QuorumNeed
from governance.queries.wording import counted

SHARES = {
    Decimal("0.250"): "a quarter",
    Decimal("0.333"): "a third",
    Decimal("0.500"): "half",
    Decimal("0.666"): "two thirds",
    Decimal("0.750"): "three quarters",
}


def needs_of(board: Board) -> "QuerySet[QuorumNeed]":
    """Return whom the quorum of a board asks for, with their seats."""
    return board.quorum_needs.select_related("seat").order_by("pk")


def share_in_words(share: Decimal) -> str:
    """Write a share of the places: a third, or a percentage.

    >>> share_in_words(Decimal("0.333")), share_in_words(Decimal("0.4"))
    ('a third', '40%')
    """
    exact = share.quantize(Decimal("0.001"))
    return SHARES.get(exact) or f"{(exact * 100).normalize():f}%"


def quorum_in_words(board: Board, needs: Sequence[QuorumNeed]) -> str:
    """Say what makes a quorum: a number, a share, and who must be among them."""
    parts = []
    if board.quorum_number:
        parts.append(counted(board.quorum_number, "place"))
    if board.quorum_fraction:
        parts.append(f"{share_in_words(Decimal(board.quorum_fraction))} of the places")
    whole = " and at least ".join(parts)
    among = " and ".join(need_in_words(each) for each in needs)
    if not among:
        return whole
    return f"{whole}, among them {among}" if whole else among


def need_in_words(need: QuorumNeed) -> str:
    """Say whom the quorum asks for: 2 of the sector schools, the Independent chair."""
    if need.seat is not None:
        many = f"{need.number} of " if need.number > 1 else ""
        return f"{many}the {need.seat.title}"
    return f"{need.number} of the sector {need.sector}"


def notice_in_words(board: Board) -> str:
    """Say how long before a meeting its agenda is out."""
    if board.notice == Board.Notice.OWN_TERMS and board.notice_days is not None:
        return f"{counted(board.notice_days, 'clear working day')}, by the board’s own terms"
    return str(board.get_notice_display())


def rules_in_words(board: Board, needs: Sequence[QuorumNeed]) -> list[tuple[str, str]]:
    """Return the rules of a board by their names; `needs` with their seats."""
    deputies = "count as present" if board.deputies_count else "do not count as present"
    names = "are shown to the public" if board.names_public else "are shown to those signed in"
    in_time = board.questions_days
    asked = "are not taken"
    if in_time is not None:
        asked = f"are in {counted(in_time, 'working day')} before a meeting"
    rules = [
        ("Quorum", quorum_in_words(board, needs) or "none"),
        ("Notice", notice_in_words(board)),
        ("Meeting law", board.get_meeting_law_display()),
        ("Deputies", deputies),
        ("Who takes part remotely", board.get_remote_display()),
        ("Year", board.get_calendar_display()),
        ("Papers are due", f"{counted(board.papers_days, 'working day')} before a meeting"),
        ("Questions of the public", asked),
        ("Names", names),
    ]
    return [(label, words[:1].upper() + words[1:]) for label, words in rules]
