"""What boards refer to one another, and how much of it was taken up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from governance.models import Board, Referral
from governance.queries.members import done_by
from governance.queries.paging import Paged, paged
from governance.queries.wording import counted, day
from governance.rules import referrals_seen
from governance.scope import Scope

Response = Referral.Response
A_PAGE = 25


@dataclass(frozen=True)
class ReferralRow:
    """One referral in a list."""

    address: str
    what: str
    sender: str
    receiver: str
    referred: str
    due: str
    state: str
    is_late: bool
    illustrative: bool


@dataclass(frozen=True)
class Adopted:
    """How much of what was referred to one board it took up."""

    board: str
    accepted: int
    partly: int
    declined: int
    noted: int
    referred: int

    @property
    def responded(self) -> int:
        """How many were responded to."""
        return self.accepted + self.partly + self.declined + self.noted

    @property
    def words(self) -> str:
        """The share adopted, with its fraction."""
        if not self.responded:
            return f"no response yet to {counted(self.referred, 'referral')}"
        taken = self.accepted + self.partly
        percent = round(100 * taken / self.responded)
        return f"{percent}%, {taken} of {self.responded} responded to"


@dataclass(frozen=True)
class ReferralList:
    """A page of referrals, and for each receiving board how much it adopted."""

    rows: Paged[ReferralRow]
    adopted: Sequence[Adopted]
    waiting: int

    @property
    def headline(self) -> str:
        """The news of the list in one line."""
        if not self.rows.many:
            return "Nothing has been referred"
        many = counted(self.rows.many, "referral")
        return (
            f"{self.waiting} of {many} {'waits' if self.waiting == 1 else 'wait'} for a response"
        )


@dataclass(frozen=True)
class ReferralPage:
    """One referral, for both its boards."""

    about: str
    about_address: str
    referred: str
    due: str
    is_late: bool
    acknowledged: str
    responded: str
    response: str
    receiver: Board
    passed: str


def referral_list(scope: Scope, *, board: str = "", on: date, page: int = 1) -> ReferralList:
    """Return a page of the referrals that the person may read; four queries."""
    seen = Referral.objects.filter(referrals_seen(scope))
    if board:
        either = Q(to_board__slug=board) | Q(passed_to__slug=board)
        seen = seen.filter(Q(from_board__slug=board) | either)
    listed = seen.select_related("from_board", "to_board", "passed_to", "referred_by")
    found = paged(listed.order_by("-referred_at", "-pk"), number=page, size=A_PAGE)
    return ReferralList(
        rows=replace(found, rows=[_row(each, on) for each in found.rows]),
        adopted=adopted(seen),
        waiting=seen.filter(response="").count(),
    )


def adopted(referrals: "QuerySet[Referral]") -> list[Adopted]:
    """Return how much each receiving board adopted of `referrals`; one query."""
    rows = referrals.order_by("to_board__name").values_list("to_board", "to_board__name")
    counted_by = {f"of_{each}": Count("pk", Q(response=each)) for each in Response}
    return [
        Adopted(name, *(int(each) for each in counts))
        for _, name, *counts in rows.annotate(**counted_by, referred=Count("pk"))
    ]


def referral_by(pk: int) -> "QuerySet[Referral]":
    """Return one referral, ready for its page."""
    return Referral.objects.filter(pk=pk).select_related(
        "from_board",
        "to_board",
        "passed_to",
        "subject",
        "referred_by",
        "acknowledged_by",
        "responded_by",
    )


def referral_page(referral: Referral, *, on: date) -> ReferralPage:
    """Return what the page of a referral says; no query."""
    about, passed = referral.subject, ""
    if referral.passed_to is not None and referral.passed_on is not None:
        passed = f"Passed to {referral.passed_to} on {day(referral.passed_on)}"
    return ReferralPage(
        about=about.title if about else "",
        about_address=about.address if about else "",
        referred=f"{referral.referred_by.called}, {_day(referral.referred_at)}",
        due=day(referral.respond_by),
        is_late=_is_late(referral, on),
        acknowledged=done_by(referral.acknowledged_by, referral.acknowledged_at),
        responded=done_by(referral.responded_by, referral.responded_at),
        response=referral.get_response_display() if referral.response else "",
        receiver=referral.passed_to or referral.to_board,
        passed=passed,
    )


def boards_to_refer_to(board: Board) -> "QuerySet[Board]":
    """Return the boards at work that `board` can refer something to."""
    return Board.objects.filter(status=Board.Status.ACTIVE).exclude(pk=board.pk).order_by("name")


def _row(referral: Referral, on: date) -> ReferralRow:
    return ReferralRow(
        address=referral.get_absolute_url(),
        what=referral.what_shown,
        sender=referral.from_board.name,
        receiver=(referral.passed_to or referral.to_board).name,
        referred=_day(referral.referred_at),
        due=day(referral.respond_by),
        state=_state(referral, on),
        is_late=_is_late(referral, on),
        illustrative=referral.illustrative,
    )


def _state(referral: Referral, on: date) -> str:
    if referral.response:
        return referral.get_response_display()
    if _is_late(referral, on):
        return "late"
    return "acknowledged" if referral.acknowledged_at else "referred"


def _is_late(referral: Referral, on: date) -> bool:
    return not referral.response and referral.respond_by < on


def _day(at: datetime) -> str:
    return day(timezone.localdate(at))
