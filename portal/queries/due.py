"""What waits for a person: answers, reports, actions, milestones; each with where to do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from governance.models import ActionPoint, Board, User
from governance.queries import counted, day, known_date
from governance.queries.points import point_called, points_asked_of
from governance.queries.written import waiting_in_writing
from governance.rules import reads_point
from governance.scope import CHAIRS, Scope, scope_of
from priorities.models import (
    ActionState,
    Commitment,
    DeliveryAction,
    DeliveryPlan,
    Milestone,
    Priority,
    ProgressUpdate,
    ReportingRound,
)
from priorities.queries import DueItem, due_items
from priorities.scope import part_of

SOON = timedelta(days=30)
SHOWN_AGAIN = timedelta(days=365)  # a milestone of long ago waits for nobody any more
HALF_A_MINUTE, ONE, TWO, FIVE = 0.5, 1.0, 2.0, 5.0


@dataclass(frozen=True)
class Due:
    """Something that waits for the person: by when, what, where, how long it takes."""

    by: date | None
    when: str
    on: str
    is_late: bool
    what: str
    address: str
    note: str
    minutes: float
    illustrative: bool

    @property
    def takes(self) -> str:
        """How long it takes, in words."""
        return minutes_in_words(self.minutes)


def minutes_in_words(minutes: float) -> str:
    """Write how long something takes: half a minute, 1 minute, 5 minutes."""
    return "half a minute" if minutes < 1 else counted(round(minutes + 0.1), "minute")


def due_from(person: User, *, on: date) -> list[Due]:
    """Return what `person` has to do on a day, soonest first; at most sixteen queries."""
    scope = scope_of(person, on=on)
    asked = due_items(person)
    rows = [
        *_quarters_answers(asked, on=on),
        *_reports(person, on=on),
        *_commitments(person, scope, {each.commitment.pk for each in asked}, on=on),
        *_plans_to_agree(scope, on=on),
        *_actions(person, on=on),
        *_milestones(person, on=on),
        *_action_points(scope, on=on),
        *_in_writing(scope, on=on),
    ]
    return sorted(rows, key=lambda row: (row.by is None, row.by or on))


def _due(by: date | None, *, on: date, told: str = "", **more: object) -> Due:
    """Return something due by a day, with the words for how far that is."""
    when, is_late = told, False
    if by is not None:
        left = (by - on).days
        is_late = left < 0
        when = (
            f"{counted(-left, 'day')} overdue"
            if is_late
            else "Today"
            if left == 0
            else f"In {counted(left, 'day')}"
        )
    printed = f"{by.day} {by:%B}" if by and abs((by - on).days) < 300 else day(by) if by else ""
    return Due(by=by, when=when, on=printed, is_late=is_late, **more)  # type: ignore[arg-type]


def _quarters_answers(asked: Sequence[DueItem], *, on: date) -> list[Due]:
    """Return the quarter's questions that are open, a row a round."""
    waiting: dict[ReportingRound, list[DueItem]] = {}
    for each in asked:
        if each.sent is None and not each.is_elsewhere and not each.is_declined:
            waiting.setdefault(each.round, []).append(each)
    return [
        _due(
            in_round.due_on,
            on=on,
            what=f"Say how it goes with {counted(len(items), 'part')} of yours",
            address="/answer/",
            note=f"{in_round.board.name}, {in_round.label}",
            minutes=HALF_A_MINUTE * len(items),
            illustrative=in_round.illustrative,
        )
        for in_round, items in waiting.items()
    ]


def _reports(person: User, *, on: date) -> list[Due]:
    """Return the reports of open rounds that the person has yet to sign off as sponsor."""
    mine = part_of(person).sponsors
    if not mine:
        return []
    priorities = list(Priority.objects.filter(pk__in=mine).select_related("plan__board"))
    boards = {each.plan.board_id for each in priorities}
    rounds = ReportingRound.objects.filter(
        board__in=boards, board__status=Board.Status.ACTIVE, opens_on__lte=on, closed_at=None
    )
    begun = {
        (each.round_id, each.priority_id): each.signed_off_at
        for each in ProgressUpdate.objects.filter(priority__in=mine, round__closed_at=None)
    }
    return [
        _report(priority, in_round, (in_round.pk, priority.pk) in begun, on=on)
        for in_round in rounds.order_by("due_on")
        for priority in priorities
        if priority.plan.board_id == in_round.board_id
        and begun.get((in_round.pk, priority.pk)) is None
    ]


def _report(priority: Priority, in_round: ReportingRound, is_begun: bool, *, on: date) -> Due:
    return _due(
        in_round.due_on,
        on=on,
        what=f"Progress report on {priority.called}",
        address=priority.progress_url(in_round.slug),
        note=f"{in_round.label}. " + ("Begun, not signed off." if is_begun else "Not begun."),
        minutes=FIVE,
        illustrative=in_round.illustrative,
    )


def _commitments(person: User, scope: Scope, asked: set[int], *, on: date) -> list[Due]:
    """Return the commitments that the person's organisations or, amended, the sponsor answers."""
    wanted = Q(state=Commitment.State.AMENDED, action__plan__priority__in=part_of(person).sponsors)
    for board in {seat.board for seat in scope.seats} | {board for board, _ in scope.answers}:
        wanted |= Q(
            state=Commitment.State.PROPOSED,
            action__plan__priority__plan__board=board,
            organisation__in=scope.organisations(board),
        )
    rows = Commitment.objects.filter(wanted, action__removed_at=None).exclude(
        state=Commitment.State.PROPOSED, pk__in=asked
    )
    rows = rows.select_related("organisation", "action__plan__priority__plan")
    return [_commitment(row, on=on) for row in rows.order_by("asked_on", "pk")]


def _commitment(row: Commitment, *, on: date) -> Due:
    who, title = row.organisation.called, row.action.title
    is_mine = row.state == Commitment.State.PROPOSED
    return _due(
        None,
        on=on,
        told=f"asked {day(row.asked_on)}" if row.asked_on else "",
        what=f"Answer for {who}: {title}" if is_mine else f"{who} takes another part: {title}",
        address=f"{row.action.plan.get_absolute_url()}commitments/{row.pk}/",
        note=row.part,
        minutes=ONE,
        illustrative=row.illustrative,
    )


def _plans_to_agree(scope: Scope, *, on: date) -> list[Due]:
    """Return the delivery plans that wait for the chair."""
    chaired = scope.boards(CHAIRS)
    if not chaired:
        return []
    rows = DeliveryPlan.objects.filter(
        priority__plan__board__in=chaired, state=DeliveryPlan.State.SUBMITTED
    )
    return [
        _due(
            None,
            on=on,
            told="submitted",
            what=f"Agree the delivery plan of {row.priority.called}",
            address=f"{row.get_absolute_url()}versions/",
            note=row.priority.plan.title,
            minutes=FIVE,
            illustrative=row.illustrative,
        )
        for row in rows.select_related("priority__plan").order_by("pk")
    ]


def _actions(person: User, *, on: date) -> list[Due]:
    """Return the actions that the person leads and that are due soon or overdue."""
    rows = DeliveryAction.objects.filter(
        lead_person=person, removed_at=None, due_on__lte=on + SOON
    ).exclude(state=ActionState.COMPLETE)
    return [
        _due(
            row.due_on,
            on=on,
            what=row.title,
            address=f"{row.plan.get_absolute_url()}{row.pk}/",
            note=f"You lead action {row.plan.priority.number}.{row.number}:"
            f" {row.get_state_display().lower()}. Say how it stands, or move its date.",
            minutes=TWO,
            illustrative=row.illustrative,
        )
        for row in rows.select_related("plan__priority__plan").order_by("due_on", "pk")
    ]


def _milestones(person: User, *, on: date) -> list[Due]:
    """Return the milestones of the person's priorities that are near and not told as reached."""
    mine = part_of(person).sponsors
    if not mine:
        return []
    rows = Milestone.objects.filter(
        priority__in=mine, reached_on=None, removed_at=None, due_known__in=["", "day"], told_as="",
        due_on__range=(on - SHOWN_AGAIN, on + SOON),
    )  # fmt: skip
    return [
        _due(
            row.due_on,
            on=on,
            what=row.what,
            address=f"{row.plan.get_absolute_url()}{row.number}/delivery/#milestone-{row.pk}",
            note="A milestone of your priority. Record it as reached, or give a new date.",
            minutes=TWO,
            illustrative=row.illustrative,
        )
        for row in rows.select_related("plan").annotate(number=F("priority__number"))
    ]


def _action_points(scope: Scope, *, on: date) -> list[Due]:
    """Return what meetings asked the person to do."""
    return [
        _due(
            row.due_on,
            on=on,
            what=point_called(row, reads=reads_point(scope, row)),
            address=row.get_absolute_url(),
            note=_asked(row),
            minutes=TWO,
            illustrative=row.illustrative,
        )
        for row in points_asked_of(scope)
    ]


def _asked(point: ActionPoint) -> str:
    """Say which board asked, at which meeting, and whose it is since that board closed."""
    meeting = point.meeting
    called = f"{meeting.title or meeting.get_kind_display()} of"
    asked = f"Asked of you by {meeting.board or meeting.convened_by}, {called}"
    heir = f" It passed to {point.passed_to}." if point.passed_to else ""
    return f"{asked} {known_date(meeting.on, meeting.on_known)}.{heir} Say what came of it."


def _in_writing(scope: Scope, *, on: date) -> list[Due]:
    """Return the questions that boards put in writing and the person's places left open."""
    return [
        _due(
            row.closes_on,
            on=on,
            what=f"Answer {row.board} in writing",
            address=row.get_absolute_url(),
            note=row.question,
            minutes=TWO,
            illustrative=row.illustrative,
        )
        for row in waiting_in_writing(scope, on=on)
    ]
