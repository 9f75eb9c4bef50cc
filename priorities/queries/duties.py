"""A sponsor's four duties, worked out for many priorities at once, each with its next step."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.utils import timezone

from priorities import progress
from priorities.models import (
    Commitment,
    Contribution,
    DeliveryAction,
    DeliveryPlan,
    Issue,
    Nudge,
    Priority,
    ProgressUpdate,
    ReportingRound,
)
from priorities.progress import SponsorFacts

UNANSWERED = (Commitment.State.PROPOSED, Commitment.State.AMENDED)


@dataclass(frozen=True)
class DutyStep:
    """One of the four duties of a sponsor, and where to go on with it."""

    title: str
    state: str
    words: str
    step: str
    address: str


@dataclass(frozen=True)
class Duties:
    """The four duties for one priority, and the facts they were worked out from."""

    priority: Priority
    facts: SponsorFacts
    steps: Sequence[DutyStep]


def duties_of(
    priorities: Collection[Priority], *, on: date, asked: Collection[int] | None = None
) -> list[Duties]:
    """Return the four duties for each of `priorities` on a day; six queries.

    `priorities` come with their plan and delivery plan; `asked`: the keys of the commitments
    that count where a draft is open, else those of the actions as they stand.
    """
    boards = {each.plan.board_id for each in priorities}
    begun = ReportingRound.objects.filter(board__in=boards, starts_on__lte=on)
    newest = begun.order_by("board", "-starts_on").distinct("board")
    rounds = {each.board_id: each for each in newest}
    facts = _facts(priorities, rounds, asked)
    return [
        Duties(
            each, facts[each.pk], _steps(each, facts[each.pk], rounds.get(each.plan.board_id or 0))
        )
        for each in priorities
    ]


def _facts(
    priorities: Collection[Priority],
    rounds: dict[int, ReportingRound],
    counts: Collection[int] | None,
) -> dict[int, SponsorFacts]:
    keys = [each.pk for each in priorities]
    in_rounds = Q(round__in=[each.pk for each in rounds.values()])
    actions, whole = _actions(keys)
    asked, answered, reported = _commitments(keys, in_rounds, counts)
    chased = _chased(keys, in_rounds, rounds)
    reports = {
        each.priority_id: each
        for each in ProgressUpdate.objects.filter(in_rounds, priority__in=keys)
    }
    return {
        each.pk: _of_one(
            each,
            reports.get(each.pk),
            actions=actions.get(each.pk, 0),
            whole_actions=whole.get(each.pk, 0),
            commitments=asked.get(each.pk, 0),
            answered=answered.get(each.pk, 0),
            contributed=reported.get(each.pk, 0),
            chased=chased.get(each.pk, 0),
        )
        for each in priorities
    }


def _of_one(priority: Priority, report: ProgressUpdate | None, **counts: int) -> SponsorFacts:
    delivery: DeliveryPlan | None = getattr(priority, "delivery_plan", None)
    filed = report.signed_off_at if report else None
    return SponsorFacts(
        measures_agreed=priority.measures_agreed_on is not None,
        actions_agreed=delivery is not None and delivery.agreed_on is not None,
        report_begun=report is not None,
        filed_on=timezone.localdate(filed) if filed else None,
        **counts,
    )


def _actions(keys: Collection[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Return how many actions each priority has, and how many are fully described."""
    whole = Q(lead__isnull=False, due_on__isnull=False) & ~Q(outcome="") & ~Q(title="")
    rows = DeliveryAction.objects.filter(plan__priority__in=keys, removed_at=None)
    counted = rows.values_list("plan__priority").annotate(
        many=Count("pk"), whole=Count("pk", filter=whole)
    )
    found = list(counted.order_by())
    return {key: many for key, many, _ in found}, {key: good for key, _, good in found}


def _commitments(
    keys: Collection[int], in_rounds: Q, counts: Collection[int] | None
) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """Return of each priority's commitments how many stand, are answered, were reported on."""
    sent = Contribution.objects.filter(in_rounds).values("commitment")
    stand = Q(action__removed_at=None) if counts is None else Q(pk__in=counts)
    rows = Commitment.objects.filter(stand, action__plan__priority__in=keys).exclude(
        state=Commitment.State.WITHDRAWN
    )
    counted = rows.values_list("action__plan__priority").annotate(
        many=Count("pk"),
        answered=Count("pk", filter=~Q(state__in=UNANSWERED)),
        reported=Count("pk", filter=Q(pk__in=sent)),
    )
    found = list(counted.order_by())
    return (
        {key: many for key, many, _, _ in found},
        {key: done for key, _, done, _ in found},
        {key: said for key, _, _, said in found},
    )


def _chased(
    keys: Collection[int], in_rounds: Q, rounds: dict[int, ReportingRound]
) -> dict[int, int]:
    """Return what each sponsor did by hand this round: reminders sent, issues raised."""
    own = F("commitment__action__plan__priority")
    nudged = (
        Nudge.objects.filter(in_rounds, commitment__action__plan__priority__in=keys)
        .filter(nudged_by__appointments__place__sponsorships__priority=own)
        .values_list("commitment__action__plan__priority", "pk")
        .distinct()
    )
    since = Q(pk=None)
    for each in rounds.values():
        since |= Q(priority__plan__board=each.board_id, raised_on__gte=each.starts_on)
    raised = Issue.objects.filter(since, priority__in=keys).values_list("priority", "pk")
    chased: dict[int, int] = {}
    for key, _ in [*nudged, *raised]:
        chased[key] = chased.get(key, 0) + 1
    return chased


def _steps(
    priority: Priority, facts: SponsorFacts, in_round: ReportingRound | None
) -> list[DutyStep]:
    page = priority.get_absolute_url()
    report = priority.progress_url(in_round.slug) if in_round else ""
    agreeing = (
        ("Put the actions before the chair", f"{page}delivery/versions/")
        if facts.measures_agreed
        else ("See its measures", page)
    )
    steps = (
        agreeing,
        ("See who has not answered", f"{page}delivery/#commitments"),
        ("Remind who is silent", report and f"{report}#partners"),
        ("Go on writing" if facts.report_begun else "Write it", report and f"{report}#report"),
    )
    return [
        DutyStep(
            title=duty.title,
            state=duty.state,
            words=duty.words,
            step=step if duty.state != "met" and address else "",
            address=address,
        )
        for duty, (step, address) in zip(progress.duties(facts), steps, strict=True)
    ]
