"""A round as its officer sees it: who has answered, who is silent, who was reminded."""

from collections.abc import Sequence
from dataclasses import dataclass

from priorities.models import Commitment, Contribution, Nudge, ReportingRound
from priorities.queries.asked import asked_in


@dataclass(frozen=True)
class RoundRow:
    """One commitment in a round: what was sent, or whether somebody reminded them."""

    commitment: Commitment
    sent: Contribution | None
    nudge: Nudge | None
    may_nudge: bool

    @property
    def number(self) -> str:
        """The action as a paper names it: 1.8."""
        action = self.commitment.action
        return f"{action.plan.priority.number}.{action.number}"


@dataclass(frozen=True)
class RoundPage:
    """All that a round asks for, the silent first."""

    round: ReportingRound
    rows: Sequence[RoundRow]

    @property
    def answered(self) -> list[RoundRow]:
        """What was sent."""
        return [row for row in self.rows if row.sent]

    @property
    def silent(self) -> list[RoundRow]:
        """What was not."""
        return [row for row in self.rows if not row.sent]


def round_page(in_round: ReportingRound, *, may_run: bool, sponsors: frozenset[int]) -> RoundPage:
    """Return what a round's page shows; three queries.

    `sponsors`: the priorities that the reader sponsors, whose partners they may remind.
    """
    sent = {
        each.commitment_id: each
        for each in Contribution.objects.filter(round=in_round).select_related("sent_by")
    }
    nudges = {
        each.commitment_id: each
        for each in Nudge.objects.filter(round=in_round).select_related("nudged_by")
    }
    is_open = in_round.closed_at is None
    rows = [
        RoundRow(
            commitment=each,
            sent=sent.get(each.pk),
            nudge=nudges.get(each.pk),
            may_nudge=is_open and (may_run or each.action.plan.priority_id in sponsors),
        )
        for each in asked_in(in_round)
    ]
    return RoundPage(round=in_round, rows=rows)
