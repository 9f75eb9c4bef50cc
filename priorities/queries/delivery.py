"""What the page of a delivery plan shows: duties, actions, commitments, milestones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from governance.models import Version
from governance.queries import Origin, Sources, counted, day
from priorities import progress
from priorities.models import (
    ActionState,
    Commitment,
    DeliveryAction,
    DeliveryPlan,
    Priority,
    ProgressUpdate,
)
from priorities.progress import Duty, SponsorFacts
from priorities.queries.actions import ActionRow, as_published, lead_of, read, shown
from priorities.queries.compared import (
    Changed,
    not_yet_agreed,
    standing_version,
    version_seen,
)
from priorities.queries.duties import UNANSWERED, duties_of
from priorities.queries.milestones import MilestoneRow, read_milestones, shown_milestones
from priorities.queries.sponsors import day_of, sponsor_of
from priorities.rules import FILED

OPEN = (DeliveryPlan.State.DRAFT, DeliveryPlan.State.SUBMITTED)


@dataclass(frozen=True)
class CommitmentRow:
    """One organisation's part in an action."""

    pk: int
    organisation: str
    organisation_key: int
    action: str
    part: str
    state: str
    state_word: str
    when: str
    origin: Origin | None


@dataclass(frozen=True)
class DeliveryPage:
    """One delivery plan on one day."""

    priority: Priority
    delivery: DeliveryPlan
    state: str
    stands: Version | None
    not_agreed: Sequence[Changed]
    on: date
    sponsor: str
    since: str
    partners: str
    unanswered: str
    rating: str
    rating_word: str
    rated: str
    duties: Sequence[Duty]
    actions: Sequence[ActionRow]
    states: str
    commitments: Sequence[CommitmentRow]
    accepted: str
    milestones: Sequence[MilestoneRow]
    is_illustrative: bool
    sources: Sources


def delivery_page(
    delivery: DeliveryPlan, priority: Priority, *, on: date, reads_drafts: bool = True
) -> DeliveryPage:
    """Return all of one delivery plan; eleven queries, however many actions it has.

    `priority` comes with its plan, delivery plan and sponsors (`with_sponsors`). Who does not
    read drafts sees the wording of the published version with the facts of the day, while a draft
    is open; who does is told what differs from the version that stands, for one query more.
    """
    sources = Sources()
    on = day_of(priority.plan, on=on)
    version = version_seen(delivery, reads_drafts=reads_drafts)
    was_agreed = delivery.agreed_on or delivery.published_version_id
    is_anew = was_agreed and reads_drafts and delivery.state in OPEN
    stands = standing_version(delivery) if is_anew else None
    actions = as_published(delivery, version) if version else read(delivery)
    reached = read_milestones(priority.milestones.all(), version)
    commitments = [row for action in actions for row in action.asked_for]  # type: ignore[attr-defined]
    rows = [shown(row, priority, sources, on=on) for row in actions]
    update = _latest(priority, on=on, unsigned=reads_drafts)
    facts = _duty_facts(priority, actions, commitments, on=on, is_draft_open=bool(version))
    return DeliveryPage(
        priority=priority,
        delivery=delivery,
        state="Published" if version else delivery.get_state_display().capitalize(),
        stands=stands,
        not_agreed=not_yet_agreed(stands, actions, reached) if stands else (),
        on=on,
        sponsor=sponsor_of(priority),
        since=_since(priority),
        partners=_partners(commitments),
        unanswered=_unanswered(commitments),
        rating=update.rating or "no_update" if update else "",
        rating_word=update.get_rating_display() or "No update" if update else "No report yet",
        rated=update.round.label if update else "",
        duties=progress.duties(facts),
        actions=rows,
        states=_states(actions),
        commitments=[_commitment(row, sources) for row in commitments],
        accepted=_accepted(commitments),
        milestones=shown_milestones(reached, sources, on=on),
        is_illustrative=delivery.illustrative or any(row.illustrative for row in actions),
        sources=sources,
    )


def _duty_facts(
    priority: Priority,
    actions: Sequence[DeliveryAction],
    commitments: Sequence[Commitment],
    *,
    on: date,
    is_draft_open: bool,
) -> SponsorFacts:
    """Return what the duties are worked out from: of the plan as this reader sees it."""
    if not is_draft_open:
        [duties] = duties_of([priority], on=on)
        return duties.facts
    [duties] = duties_of([priority], on=on, asked=[row.pk for row in commitments])
    whole = [row for row in actions if lead_of(row) and row.due_on and row.outcome and row.title]
    return replace(duties.facts, actions=len(actions), whole_actions=len(whole))


def _commitment(row: Commitment, sources: Sources) -> CommitmentRow:
    when = day(row.answered_on) if row.answered_on else ""
    if not when and row.asked_on:
        when = f"asked {day(row.asked_on)}"
    return CommitmentRow(
        pk=row.pk,
        organisation=row.organisation.called,
        organisation_key=row.organisation_id,
        action=str(row.action.number),
        part=row.part,
        state=row.state,
        state_word=row.get_state_display(),
        when=when,
        origin=sources.of(row),
    )


def _latest(priority: Priority, *, on: date, unsigned: bool) -> ProgressUpdate | None:
    """Return the last report; what its sponsor still writes only where `unsigned` is read."""
    updates = priority.updates.filter(round__starts_on__lte=on).select_related("round")
    updates = updates if unsigned else updates.filter(FILED)
    return updates.order_by("-round__starts_on").first()


def _since(priority: Priority) -> str:
    for row in priority.sponsored_by:  # type: ignore[attr-defined]
        return f"since {day(row.starts_on)}" if row.starts_on else ""
    return ""


def _by_organisation(commitments: Sequence[Commitment]) -> dict[str, bool]:
    """Return for each organisation asked whether all its commitments are answered."""
    answered: dict[str, bool] = {}
    for row in commitments:
        name = row.organisation.called
        answered[name] = answered.get(name, True) and row.state not in UNANSWERED
    return answered


def _partners(commitments: Sequence[Commitment]) -> str:
    answered = _by_organisation(commitments)
    if not answered:
        return "None asked"
    return f"{sum(answered.values())} of {len(answered)} have answered"


def _unanswered(commitments: Sequence[Commitment]) -> str:
    waiting = [name for name, done in _by_organisation(commitments).items() if not done]
    if not waiting:
        return ""
    if len(waiting) > 2:
        return f"{len(waiting)} have not, {waiting[0]} among them"
    have = "has" if len(waiting) == 1 else "have"
    return f"{' and '.join(waiting)} {have} not"


def _accepted(commitments: Sequence[Commitment]) -> str:
    accepted = sum(row.state == Commitment.State.ACCEPTED for row in commitments)
    return f"{accepted} of {counted(len(commitments), 'commitment')} accepted"


def _states(actions: Sequence[DeliveryAction]) -> str:
    counts = Counter(row.state for row in actions)
    told = [f"{counts[state]} {state.label.lower()}" for state in ActionState if state in counts]
    return f"{counted(len(actions), 'action')}: {', '.join(told)}." if told else ""
