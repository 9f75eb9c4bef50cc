"""What changed in a person's work since they were last here, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Max, Q
from django.utils import timezone

from governance.audit import by_young, post_said
from governance.models import Decision, User
from governance.queries import counted, day, few
from governance.rules import OFFICER
from governance.scope import GUESTS, MEMBERS, Scope, scope_of
from priorities.models import (
    Commitment,
    Contribution,
    DeliveryAction,
    DeliveryPlan,
    Issue,
    ProgressUpdate,
    Slip,
)
from priorities.queries import due_words
from priorities.scope import part_of

SHOWN = 8
READ = 40  # of each kind, the newest
SAID = {
    Commitment.State.ACCEPTED: "accepted its part",
    Commitment.State.AMENDED: "takes another part",
    Commitment.State.DECLINED: "declined its part",
}


@dataclass(frozen=True)
class Change:
    """Something that is different: when, the sentence and where it leads, how it stands now."""

    at: datetime
    what: str
    address: str
    note: str
    state: str
    word: str
    illustrative: bool

    @property
    def when(self) -> str:
        """The day, as a list prints it."""
        on = timezone.localdate(self.at)
        return f"{on.day} {on:%B}"


@dataclass(frozen=True)
class Changes:
    """The newest changes since an instant, and how many more there are, or are at least."""

    since: str
    rows: list[Change]
    more: int
    is_cut: bool


def changed_since(person: User, *, since: datetime, is_visit: bool) -> Changes:
    """Return what others changed in the person's boards and plans since an instant.

    `is_visit`: whether that is when they were last here. Seven queries.
    """
    scope = scope_of(person)
    read, part = _boards_read(scope), part_of(person)
    reported = read("priority__plan__board") | Q(priority__in=part.sponsors | part.prepares)
    within = DeliveryPlan.objects.filter(reported | Q(pk__in=part.works_on)).values("pk")
    kinds = [
        list(kind)
        for kind in (
            _contributions(person, reported, since),
            _signed(person, reported, since),
            _issues(reported, since),
            _commitments(person, within, since),
            _slips(within, since),
            _actions(person, within, since),
            _decisions(read("board"), since),
        )
    ]
    rows = sorted(chain(*kinds), key=lambda row: row.at, reverse=True)
    is_cut = any(len(kind) >= READ for kind in kinds)
    local = timezone.localtime(since)
    told = f"Since {local:%A} {day(local.date())}"
    if is_visit:
        told = f"{told}, {local.hour}.{local:%M}, when you signed in before this"
    return Changes(f"{told}.", rows[:SHOWN], max(len(rows) - SHOWN, 0), is_cut)


def _boards_read(scope: Scope) -> Any:
    """Return what makes the condition that a row's board is one whose drafts the person reads."""
    boards = scope.boards(MEMBERS | GUESTS) | scope.boards_as(OFFICER)
    return lambda path: Q(pk__isnull=False) if None in boards else Q(**{f"{path}__in": boards})


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))


def _contributions(person: User, reported: Q, since: datetime) -> Iterable[Change]:
    """Yield a line for each report to which partners sent something."""
    path = "commitment__action__plan__priority"
    plans = DeliveryPlan.objects.filter(reported)
    sent = Contribution.objects.filter(sent_at__gt=since, commitment__action__plan__in=plans)
    # Put together by keys: to sort all that was sent by titles and labels takes far longer.
    rows = (
        sent.exclude(sent_by=person)
        .values(path, "round")
        .annotate(
            many=Count("commitment__organisation", distinct=True),
            at=Max("sent_at"),
            title=Max(f"{path}__title"),
            number=Max(f"{path}__number"),
            plan=Max(f"{path}__plan__slug"),
            quarter=Max("round__slug"),
            label=Max("round__label"),
            illustrative=BoolOr("round__illustrative"),
        )
        .order_by("-at", path, "round")[:READ]
    )
    for row in rows:
        have = "has" if row["many"] == 1 else "have"
        yield Change(
            at=row["at"],
            what=f"{counted(row['many'], 'partner')} {have} reported on {row['title']}",
            address=f"/plans/{row['plan']}/{row['number']}/progress/{row['quarter']}/",
            note=row["label"],
            state="",
            word="Reported",
            illustrative=row["illustrative"],
        )


def _signed(person: User, reported: Q, since: datetime) -> Iterable[Change]:
    plans = DeliveryPlan.objects.filter(reported).values("priority")
    rows = ProgressUpdate.objects.filter(signed_off_at__gt=since, priority__in=plans)
    others = rows.exclude(signed_off_by=person).select_related("priority__plan", "round")
    for row in others.order_by("-signed_off_at", "pk")[:READ]:
        if row.signed_off_at:
            yield Change(
                at=row.signed_off_at,
                what=f"The report on {row.priority.called} is signed off",
                address=row.priority.progress_url(row.round.slug),
                note=row.round.label,
                state=row.rating,
                word=row.get_rating_display(),
                illustrative=row.illustrative,
            )


def _issues(reported: Q, since: datetime) -> Iterable[Change]:
    plans = DeliveryPlan.objects.filter(reported).values("priority")
    rows = Issue.objects.filter(
        raised_on__gte=timezone.localdate(since), closed_on=None, priority__in=plans
    )
    for row in rows.select_related("priority__plan").order_by("-raised_on", "pk")[:READ]:
        yield Change(
            at=_midnight(row.raised_on),
            what=row.what,
            address=row.priority.get_absolute_url(),
            note=f"The board is asked: {row.ask}" if row.ask else row.consequence,
            state="",
            word="Issue",
            illustrative=row.illustrative,
        )


def _commitments(person: User, within: Any, since: datetime) -> Iterable[Change]:
    rows = Commitment.objects.filter(
        answered_on__gte=timezone.localdate(since), action__plan__in=within, state__in=SAID
    ).exclude(answered_by=person)
    answered = rows.select_related("organisation", "answered_by", "action__plan__priority__plan")
    for row in answered.order_by("-answered_on", "pk")[:READ]:
        done = SAID[Commitment.State(row.state)]
        number = f"{row.action.plan.priority.number}.{row.action.number}"
        yield Change(
            at=_midnight(row.answered_on),  # type: ignore[arg-type]  # the filter leaves no other
            what=f"{row.organisation.called} {done} in action {number}",
            address=f"{row.action.plan.get_absolute_url()}#commitments",
            note=row.reason_shown or row.part,
            state=row.state,
            word=row.get_state_display(),
            illustrative=row.illustrative,
        )


def _slips(within: Any, since: datetime) -> Iterable[Change]:
    of_milestones = Q(milestone__priority__delivery_plan__in=within)
    rows = Slip.objects.filter(
        Q(action__plan__in=within) | of_milestones, told_on__gte=timezone.localdate(since)
    )
    told = rows.select_related("action__plan__priority__plan", "milestone__priority__plan")
    for row in told.order_by("-told_on", "pk")[:READ]:
        what, address = _moved(row)
        now = f"is now due {day(row.to_on)}" if row.to_on else "has no date any more"
        yield Change(
            at=_midnight(row.told_on),
            what=f"{what} {now}, was {due_words(row.from_on, row.from_known, row.from_until)}",
            address=address,
            note=row.reason,
            state="",
            word="New date" if row.to_on else "No date",
            illustrative=row.illustrative,
        )


def _moved(row: Slip) -> tuple[str, str]:
    """Return what it was whose date moved, and where it stands."""
    if row.action:
        number = f"{row.action.plan.priority.number}.{row.action.number}"
        return f"Action {number}", row.action.plan.get_absolute_url()
    priority = row.milestone.priority  # type: ignore[union-attr]  # the filter leaves no other
    address = f"{priority.get_absolute_url()}delivery/#milestone-{row.milestone_id}"  # type: ignore[union-attr]
    return f"“{row.milestone}”", address


def _actions(person: User, within: Any, since: datetime) -> Iterable[Change]:
    """Yield each action that somebody else edited last, as it was left."""
    kept = DeliveryAction.pgh_event_model.objects  # type: ignore[attr-defined]
    edits = kept.filter(pgh_label="update", pgh_created_at__gt=since, pgh_obj__plan__in=within)
    last = edits.order_by("pgh_obj", "-pgh_id").distinct("pgh_obj").values("pgh_id")
    others = kept.filter(pgh_id__in=last, pgh_obj__removed_at=None).exclude(
        pgh_context__metadata__contains={"by": person.pk}
    )
    told = others.annotate(is_by_young=by_young())
    read = told.select_related("pgh_context", "pgh_obj__plan__priority__plan")
    for edit in few(read.order_by("-pgh_created_at", "-pgh_id"), 0, READ):
        row, who = edit.pgh_obj, post_said(edit)
        number = f"{row.plan.priority.number}.{row.number}"
        yield Change(
            at=edit.pgh_created_at,
            what=row.title,
            address=f"{row.plan.get_absolute_url()}#action-{row.pk}",
            note=f"Action {number}{f', by {who}' if who else ''}.",
            state=row.state,
            word=row.get_state_display(),
            illustrative=row.illustrative,
        )


def _decisions(read: Q, since: datetime) -> Iterable[Change]:
    rows = Decision.objects.filter(
        read,
        on__gte=timezone.localdate(since),
        on__lte=timezone.localdate(),
        meeting__isnull=False,
    ).exclude(item__exempt=True)
    for row in rows.select_related("meeting", "board").order_by("-on", "pk")[:READ]:
        yield Change(
            at=_midnight(row.on),
            what=row.text,
            address=row.meeting.get_absolute_url() if row.meeting else "",
            note=row.board.name,
            state="",
            word=row.get_kind_display().capitalize(),
            illustrative=row.illustrative,
        )
