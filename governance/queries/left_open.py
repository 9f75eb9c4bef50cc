"""What is open at a board, and would be left without an owner if it closed."""

from django.db.models import Q, QuerySet

from governance.models import ActionPoint, Board, Challenge, Referral
from governance.queries.wording import counted


def of_heirs(board: Board, own: Q) -> Q:
    """Return the condition on what is `own` to a board and passed to no other, or passed to it."""
    return (own & Q(passed_to=None)) | Q(passed_to=board)


def open_points(board: Board) -> QuerySet[ActionPoint]:
    """Return the action points that nobody has settled."""
    rows = ActionPoint.objects.filter(state=ActionPoint.State.OPEN)
    return rows.filter(of_heirs(board, Q(meeting__board=board)))


def open_challenges(board: Board) -> QuerySet[Challenge]:
    """Return the questions that are not closed."""
    rows = Challenge.objects.exclude(state=Challenge.State.CLOSED)
    return rows.filter(of_heirs(board, Q(board=board)))


def open_referrals(board: Board) -> QuerySet[Referral]:
    """Return the referrals that the board has not responded to."""
    return Referral.objects.filter(response="").filter(of_heirs(board, Q(to_board=board)))


def left_open(board: Board) -> str:
    """Count what is open at a board, in words; nothing where nothing is. Three queries."""
    counts = (
        (open_points(board).count(), "action point"),
        (open_challenges(board).count(), "question"),
        (open_referrals(board).count(), "referral"),
    )
    return ", ".join(counted(many, what) for many, what in counts if many)
