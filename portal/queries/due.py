"""What waits for a person: answers, reports, actions, milestones; each with where to do it."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F, Q

from governance.models import Board, User
from governance.queries import counted, day
from governance.scope import Scope, scope_of
from portal.queries.due_at_boards import action_points, in_writing, plans_to_agree
from portal.queries.due_row import FIVE, HALF_A_MINUTE, ONE, TWO, Due, due_row
from portal.queries.own import priorities_sponsored
from priorities.models import (
    ActionState,
    Commitment,
    DeliveryAction,
    Milestone,
    Priority,
    ProgressUpdate,
    ReportingRound,
)
from priorities.queries import DueItem, due_items
from priorities.scope import part_of

SOON = timedelta(days=30)
SHOWN_AGAIN = timedelta(days=365)  # a milestone of long ago waits for nobody any more


def due_from(person: User, *, on: date) -> list[Due]:
    """Return what `person` has to do on a day, soonest first; at most sixteen queries."""
    scope = scope_of(person, on=on)
    asked = due_items(person)
    rows = [
        *_quarters_answers(asked, on=on),
        *_reports(person, on=on),
        *_commitments(person, scope, {each.commitment.pk for each in asked}, on=on),
        *plans_to_agree(scope, on=on),
        *_actions(person, on=on),
        *_milestones(person, on=on),
        *action_points(scope, on=on),
        *in_writing(scope, on=on),
    ]
    return sorted(rows, key=lambda row: (row.by is None, row.by or on))


def _quarters_answers(asked: Sequence[DueItem], *, on: date) -> list[Due]:
    """Return the quarter's questions that are open, a row a round."""
    waiting: dict[ReportingRound, list[DueItem]] = {}
    for each in asked:
        if each.sent is None and not each.is_elsewhere and not each.is_declined:
            waiting.setdefault(each.round, []).append(each)
    return [
        due_row(
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
    priorities = priorities_sponsored(person)
    if not priorities:
        return []
    boards = {each.plan.board_id for each in priorities}
    rounds = ReportingRound.objects.filter(
        board__in=boards, board__status=Board.Status.ACTIVE, opens_on__lte=on, closed_at=None
    )
    begun = {
        (each.round_id, each.priority_id): each.signed_off_at
        for each in ProgressUpdate.objects.filter(priority__in=priorities, round__closed_at=None)
    }
    return [
        _report(priority, in_round, (in_round.pk, priority.pk) in begun, on=on)
        for in_round in rounds.order_by("due_on")
        for priority in priorities
        if priority.plan.board_id == in_round.board_id
        and begun.get((in_round.pk, priority.pk)) is None
    ]


def _report(priority: Priority, in_round: ReportingRound, is_begun: bool, *, on: date) -> Due:
    return due_row(
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
    return due_row(
        None,
        on=on,
        told=f"asked {day(row.asked_on)}" if row.asked_on else "",
        what=f"Answer for {who}: {title}" if is_mine else f"{who} takes another part: {title}",
        address=f"{row.action.plan.get_absolute_url()}commitments/{row.pk}/",
        note=row.part,
        minutes=ONE,
        illustrative=row.illustrative,
    )


def _actions(person: User, *, on: date) -> list[Due]:
    """Return the actions that the person leads and that are due soon or overdue."""
    rows = DeliveryAction.objects.filter(
        lead_person=person, removed_at=None, due_on__lte=on + SOON
    ).exclude(state=ActionState.COMPLETE)
    return [
        due_row(
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
        due_row(
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
