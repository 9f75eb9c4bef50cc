"""Reads delivery plans as they stood on the paper's day: actions, answers, silences."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.reports.build.delivery_rows import (
    actions_of,
    commitments_of,
    sent_of,
    slips_of,
    states_of,
)
from portal.reports.build.facts import Action, Silence
from portal.reports.build.sources import SourceList
from priorities import progress
from priorities.models import (
    ActionState,
    Commitment,
    DeliveryAction,
    DeliveryPlan,
    Priority,
    ProgressUpdate,
    ReportingRound,
)
from priorities.queries import lead_of, versions_in_force, wording_of

_AGREED = {DeliveryPlan.State.AGREED, DeliveryPlan.State.PUBLISHED}
_OUT = {Commitment.State.DECLINED, Commitment.State.WITHDRAWN}
_UNANSWERED = {Commitment.State.PROPOSED, Commitment.State.AMENDED}


@dataclass(frozen=True, slots=True)
class _Stood:
    """How an action stood on the day; `told`: the state that was reported for that very round."""

    state: str
    due_on: date | None
    slips: int
    told: str


class Delivery:
    """The delivery plans of some priorities on a day."""

    def __init__(
        self,
        priorities: Sequence[Priority],
        *,
        rounds: Sequence[ReportingRound],
        updates: Mapping[tuple[int, int], ProgressUpdate],
        on: date,
        sources: SourceList,
    ) -> None:
        """Read plans, actions, commitments, contributions, moved dates and reported states."""
        self._rounds, self._on, self._sources = rounds, on, sources
        plans = DeliveryPlan.objects.filter(priority__in=priorities)
        self._plans = {each.priority_id: each for each in plans.select_related("priority__plan")}
        said = {
            pk: wording_of(version)
            for pk, version in versions_in_force(self._plans.values(), on=on).items()
        }
        self._actions = actions_of(self._plans.values(), said, on)
        every = [each for group in self._actions.values() for each in group]
        self._commitments = commitments_of(every, said, on)
        self._sent = sent_of(self._commitments, rounds)
        self._slips = slips_of(every)
        self._states = states_of(updates.values(), rounds)

    def actions(self, priority: Priority) -> tuple[Action, ...]:
        """Return the actions of a priority as the paper prints them."""
        return tuple(self._action(priority, each) for each in self._of(priority))

    def work_out(self, priority: Priority) -> progress.WorkedOut:
        """Return the rating that dates, states and silences add up to."""
        facts = []
        for each in self._of(priority):
            stood = self._stood(each)
            facts.append(
                progress.ActionFacts(
                    name=f"{priority.number}.{each.number}",
                    state=stood.state,
                    starts_on=each.starts_on,
                    due_on=stood.due_on,
                    silent_rounds=max(map(self._silent, self._asked(each)), default=0),
                )
            )
        return progress.work_out(facts, on=self._on)

    def silences(self, priority: Priority) -> tuple[Silence, ...]:
        """Return who sent nothing on open actions, each with how long and on how many."""
        running: dict[str, list[int]] = defaultdict(list)
        for action in self._of(priority):
            if self._stood(action).state == "complete":
                continue
            for each in self._asked(action):
                if silent := self._silent(each):
                    running[each.organisation.called].append(silent)
        return tuple(
            Silence(who=who, quarters=max(silent), actions=len(silent))
            for who, silent in running.items()
        )

    def answers(self, priority: Priority) -> tuple[int, int]:
        """Return how many commitments were asked for, and how many are accepted."""
        asked = [each for action in self._of(priority) for each in self._asked(action, all_=True)]
        return len(asked), sum(self._is_accepted(each) for each in asked)

    def sponsor_facts(
        self, priority: Priority, *, report_begun: bool, filed_on: date | None, issues: int
    ) -> progress.SponsorFacts:
        """Return what the four duties are worked out from."""
        plan = self._plans.get(priority.pk)
        actions = self._of(priority)
        asked = [each for action in actions for each in self._asked(action, all_=True)]
        now = self._rounds[-1].pk if self._rounds else 0
        agreed_on = priority.measures_agreed_on
        return progress.SponsorFacts(
            measures_agreed=agreed_on is not None and agreed_on <= self._on,
            actions_agreed=plan is not None and self._is_agreed(plan),
            actions=len(actions),
            whole_actions=sum(map(_is_whole, actions)),
            commitments=len(asked),
            answered=sum(not self._is_unanswered(each) for each in asked),
            contributed=sum((each.pk, now) in self._sent for each in asked),
            chased=issues,
            report_begun=report_begun,
            filed_on=filed_on,
        )

    def _of(self, priority: Priority) -> list[DeliveryAction]:
        plan = self._plans.get(priority.pk)
        return self._actions[plan.pk] if plan else []

    def agreed_because(self, priority: Priority) -> str:
        """Return why the chair had a plan agreed with an unanswered commitment, if so."""
        plan = self._plans.get(priority.pk)
        return plan.override_reason if plan is not None and self._is_agreed(plan) else ""

    def _is_agreed(self, plan: DeliveryPlan) -> bool:
        """Whether it was agreed by then; a draft opened since takes nothing away."""
        if plan.agreed_on is None:
            return plan.state in _AGREED
        return plan.agreed_on <= self._on

    def _asked(self, action: DeliveryAction, *, all_: bool = False) -> list[Commitment]:
        """Return the commitments to an action; without `all_`, those that still bind."""
        return [
            each for each in self._commitments[action.pk] if all_ or self._state(each) not in _OUT
        ]

    def _state(self, commitment: Commitment) -> str:
        """Return what the organisation had answered by the day."""
        later = commitment.answered_on is not None and commitment.answered_on > self._on
        return Commitment.State.PROPOSED if later else commitment.state

    def _is_accepted(self, commitment: Commitment) -> bool:
        return self._state(commitment) == Commitment.State.ACCEPTED

    def _is_unanswered(self, commitment: Commitment) -> bool:
        return self._state(commitment) in _UNANSWERED

    def _silent(self, commitment: Commitment) -> int:
        """Return for how many rounds running, up to the last one due, nothing was sent."""
        return progress.silent_rounds(
            commitment.asked_on,
            (
                (each.ends_on, (commitment.pk, each.pk) in self._sent)
                for each in reversed(self._rounds)
                if each.closed_at is not None or each.due_on <= self._on
            ),
        )

    def _stood(self, action: DeliveryAction) -> _Stood:
        """Return the state and the date of an action on the day.

        What its sponsor reported in the paper's own round counts; else, while that round is
        open, the row itself; else the last report before; and without any, the row.
        """
        moved = [each for each in self._slips[action.pk] if each.told_on <= self._on]
        later = [each for each in self._slips[action.pk] if each.told_on > self._on]
        reported = self._states.get(action.pk)
        last = self._rounds[-1] if self._rounds else None
        is_open = last is None or last.closed_at is None
        of_now = reported is not None and last is not None and reported[0] == last.pk
        due_on = later[0].from_on if later else action.due_on
        if reported and (of_now or not is_open):
            told = reported[1] if of_now else self._told_by_lead(action, reported[1])
            return _Stood(reported[1], due_on, len(moved), told)
        done_later = action.completed_on is not None and action.completed_on > self._on
        state = "on_track" if done_later else action.state
        return _Stood(state, due_on, len(moved), state)

    def _told_by_lead(self, action: DeliveryAction, before: str) -> str:
        """Return the state without the sponsor's report: what is done stays, else the lead's word.

        An older state is never printed as if it were of now.
        """
        if before == ActionState.COMPLETE or not self._rounds:
            return before
        leads = (each for each in self._asked(action) if each.organisation_id == action.lead_id)
        said = (self._sent.get((each.pk, self._rounds[-1].pk), "") for each in leads)
        return next(filter(None, said), "no_update")

    def _action(self, priority: Priority, action: DeliveryAction) -> Action:
        stood = self._stood(action)
        asked = self._asked(action, all_=True)
        is_open = stood.state != "complete"
        due_on = stood.due_on
        return Action(
            number=f"{priority.number}.{action.number}",
            what=action.title,
            outcome=action.outcome,
            lead=lead_of(action) or "No lead",
            starts_on=action.starts_on,
            due_on=due_on,
            first_due_on=action.first_due_on if stood.slips else None,
            due=f"{due_on.day} {due_on:%B %Y}" if due_on else "No date agreed",
            state=stood.told,
            reason=action.state_reason if stood.told == action.state else "",
            days_overdue=progress.days_overdue(due_on, on=self._on) if is_open else 0,
            times_moved=stood.slips if due_on else 0,
            asked=len(asked),
            accepted=sum(map(self._is_accepted, asked)),
            illustrative=action.illustrative,
            source=self._sources.key(action),
        )


def _is_whole(action: DeliveryAction) -> bool:
    """Return whether an action says who, what, by when and with what outcome."""
    return bool(action.lead_id and action.title and action.due_on and action.outcome)
