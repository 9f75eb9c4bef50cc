"""The sponsor is told what a partner decides beyond the quarter's words: once for each event."""

from datetime import datetime

from django.utils import timezone

from governance.changes.telling import tell
from governance.models import Subject, User
from governance.queries import day
from priorities.models import Commitment, Contribution, DeliveryPlan, Priority, ReportingRound
from priorities.queries.sponsors import sponsors_on


def tell_of_new_date(sent: Contribution, *, by: User, at: datetime) -> None:
    """Tell the sponsor of the new date that an organisation gives for an action."""
    if sent.new_due_on is None:
        return
    commitment, text = sent.commitment, words_of_new_date(sent)
    subject = subject_of_report(commitment.action.plan.priority, sent.round)
    event = f"new date {commitment.pk} {sent.new_due_on}"
    _tell(commitment, subject, event, text, "A partner gives a new date", by=by, at=at)


def words_of_new_date(sent: Contribution) -> str:
    """Return the sentence about the new date that an organisation gives for an action."""
    when = day(sent.new_due_on) if sent.new_due_on else ""
    return (
        f"{sent.commitment.organisation.called} gives {when} as the new date of"
        f" action {_number(sent.commitment)}: {sent.new_due_reason_shown}"
    )


def tell_of_answer(commitment: Commitment, *, by: User, at: datetime) -> None:
    """Tell the sponsor that an organisation declines its part, or takes another."""
    done = DECIDED.get(Commitment.State(commitment.state))
    if done is None:
        return
    text = (
        f"{commitment.organisation.called} {done} in action {_number(commitment)}:"
        f" {commitment.reason_shown}"
    )
    subject = subject_of_delivery(commitment.action.plan)
    event = f"{commitment.state} {commitment.pk} {commitment.version}"
    _tell(commitment, subject, event, text, f"A partner {done}", by=by, at=at)


DECIDED = {
    Commitment.State.AMENDED: "takes another part",
    Commitment.State.DECLINED: "declines its part",
}


def subject_of_report(priority: Priority, in_round: ReportingRound) -> Subject:
    """Return what people are told about the report on a priority in a round by."""
    title = f"Progress of {priority.called}, {in_round.label}"
    address = priority.progress_url(in_round.slug)
    return _subject(address, kind="progress", title=title, board=priority.plan.board)


def subject_of_delivery(delivery: DeliveryPlan) -> Subject:
    """Return a delivery plan as what people are told about, and what versions are of."""
    board = delivery.priority.plan.board
    address = delivery.get_absolute_url()
    return _subject(address, kind="delivery plan", title=str(delivery), board=board)


def _subject(address: str, *, title: str, **about: object) -> Subject:
    defaults = {"title": title[:300], **about}
    return Subject.objects.get_or_create(address=address, defaults=defaults)[0]


def _number(commitment: Commitment) -> str:
    action = commitment.action
    return f"{action.plan.priority.number}.{action.number}"


def _tell(
    commitment: Commitment,
    subject: Subject,
    event: str,
    text: str,
    mail: str,
    *,
    by: User,
    at: datetime,
) -> None:
    priority = commitment.action.plan.priority
    for sponsor in sponsors_on(priority, on=timezone.localdate(at)):
        if sponsor != by:
            tell(sponsor, subject=subject, event=event, text=text, mail=mail, at=at)
