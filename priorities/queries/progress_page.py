"""What a sponsor writes over: what partners sent, who is silent, what the rating rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from priorities.models import (
    Commitment,
    Contribution,
    EvidenceItem,
    Issue,
    Nudge,
    Priority,
    ProgressUpdate,
    Rating,
    ReportingRound,
)
from priorities.progress import WorkedOut
from priorities.queries.asked import asked_in
from priorities.queries.rating import rating_of


@dataclass(frozen=True)
class PartnerWords:
    """What an organisation sent for its part in an action; nothing where it is silent."""

    commitment: Commitment
    number: str
    sent: Contribution | None
    nudge: Nudge | None

    @property
    def is_news(self) -> bool:
        """Whether they wrote what changed, or gave a new date."""
        return bool(self.sent and (self.sent.text or self.sent.new_due_on))

    @property
    def is_new_date(self) -> bool:
        """Whether they gave a date that the action does not have yet."""
        given = self.sent.new_due_on if self.sent else None
        return given is not None and given != self.commitment.action.due_on


@dataclass(frozen=True)
class ProgressPage:
    """A priority's report in a round, with all that it is written over."""

    priority: Priority
    round: ReportingRound
    report: ProgressUpdate | None
    partners: Sequence[PartnerWords]
    issues: Sequence[Issue]
    evidence: Sequence[EvidenceItem]
    worked: WorkedOut

    @property
    def sent(self) -> list[PartnerWords]:
        """Those who sent something."""
        return [each for each in self.partners if each.sent]

    @property
    def news(self) -> list[PartnerWords]:
        """Those who wrote what changed, or gave a new date."""
        return [each for each in self.sent if each.is_news]

    @property
    def unchanged(self) -> list[PartnerWords]:
        """Those who said that nothing changed."""
        return [each for each in self.sent if not each.is_news]

    @property
    def silent(self) -> list[PartnerWords]:
        """Those who did not."""
        return [each for each in self.partners if not each.sent]

    @property
    def told(self) -> str:
        """What partners wrote and may be shown, a line each: what a report begins with."""
        return "\n".join(
            f"{each.commitment.organisation.called}: {each.sent.text}"
            for each in self.sent
            if each.sent and each.sent.text and not each.sent.is_hidden
        )

    @property
    def is_frozen(self) -> bool:
        """Whether the round is closed."""
        return self.round.closed_at is not None

    @property
    def rating_word(self) -> str:
        """The rating typed, in words."""
        typed = self.report.rating if self.report else ""
        return str(Rating(typed).label) if typed else ""


def report_in(priority: Priority, period: str) -> ProgressUpdate | None:
    """Return the report on a priority in a round, a new one where none is begun; two queries.

    The round is that of the plan's board, else the one it reported in to a board before; None
    where there is no such round. Needs `plan`.
    """
    rounds = ReportingRound.objects.select_related("board").filter(slug=period)
    own = rounds.filter(board=priority.plan.board_id).first()
    found = own or rounds.filter(updates__priority=priority).order_by("-pk").first()
    if found is None:
        return None
    begun = ProgressUpdate.objects.filter(round=found, priority=priority).first()
    report = begun or ProgressUpdate(version=0)
    report.round, report.priority = found, priority
    return report


def progress_page(priority: Priority, *, in_round: ReportingRound, on: date) -> ProgressPage:
    """Return what the page of a report shows; eleven queries at most.

    A closed round shows the rating that was worked out at the signing.
    """
    report = ProgressUpdate.objects.filter(round=in_round, priority=priority)
    found = report.select_related("signed_off_by").first()
    issues = Issue.objects.filter(
        priority=priority, closed_on=None, raised_on__lt=in_round.ends_on
    )
    return ProgressPage(
        priority=priority,
        round=in_round,
        report=found,
        partners=_partners(priority, in_round),
        issues=list(issues.select_related("action").order_by("raised_on", "pk")),
        evidence=list(found.evidence_items.order_by("number")) if found else [],
        worked=_worked(found, priority, in_round, on),
    )


def _partners(priority: Priority, in_round: ReportingRound) -> list[PartnerWords]:
    asked = asked_in(in_round).filter(action__plan__priority=priority)
    sent = {
        each.commitment_id: each
        for each in Contribution.objects.filter(
            round=in_round, commitment__action__plan__priority=priority
        ).select_related("sent_by")
    }
    nudges = Nudge.objects.filter(round=in_round, commitment__action__plan__priority=priority)
    reminded = {each.commitment_id: each for each in nudges.select_related("nudged_by")}
    return [
        PartnerWords(
            commitment=each,
            number=f"{priority.number}.{each.action.number}",
            sent=sent.get(each.pk),
            nudge=reminded.get(each.pk),
        )
        for each in asked
    ]


def _worked(
    report: ProgressUpdate | None, priority: Priority, in_round: ReportingRound, on: date
) -> WorkedOut:
    if in_round.closed_at is not None and report is not None and report.rating_worked_out:
        return WorkedOut(report.rating_worked_out, report.worked_out_because)  # type: ignore[arg-type]
    last = in_round.ends_on - timedelta(days=1)
    return rating_of(priority, in_round=in_round, on=min(on, last))
