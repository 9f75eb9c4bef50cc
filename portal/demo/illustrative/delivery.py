"""Delivery plans: actions, what each partner does, what was answered, which dates moved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from governance.models import Organisation, User
from impact.models import ActionMeasure, Measure
from portal.demo.shelf import Shelf
from priorities.models import (
    ActionState,
    Commitment,
    DeliveryAction,
    DeliveryPlan,
    Milestone,
    Priority,
    Slip,
)

LETTERS = {
    "n": ActionState.NOT_STARTED,
    "o": ActionState.ON_TRACK,
    "r": ActionState.AT_RISK,
    "x": ActionState.OFF_TRACK,
    "c": ActionState.COMPLETE,
    "p": ActionState.PAUSED,
}
OUT = {Commitment.State.DECLINED, Commitment.State.WITHDRAWN, Commitment.State.PROPOSED}


@dataclass(frozen=True)
class Frame:
    """How a plan's words become rows: its dates, its days, who speaks for whom.

    `day` turns what the words say of a date into the day it falls on; `voices` holds who answers
    for each organisation; `ends` the last day of each closed round, oldest first; `today` is the
    day on which the plan stands as its rows say.
    """

    shelf: Shelf
    day: Callable[[Any, bool], date]
    voices: dict[str, User]
    ends: list[date]
    today: date
    asked_on: date
    answered_on: date


@dataclass
class Worked:
    """An action with all that belongs to it."""

    row: DeliveryAction
    said: dict[str, Any]
    frame: Frame
    commitments: dict[str, Commitment] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)

    def state(self, number: int) -> str:
        """Return how the action stood at the end of the round `number`; beyond them, today."""
        ends = self.frame.ends
        if number >= len(ends):
            return self.row.state
        day, row = ends[number], self.row
        if row.completed_on and row.completed_on <= day:
            return ActionState.COMPLETE
        if row.starts_on and row.starts_on > day:
            return ActionState.NOT_STARTED
        told = LETTERS[self.said["states"][number]]
        is_untimely = told in (ActionState.NOT_STARTED, ActionState.COMPLETE)
        return ActionState.ON_TRACK if is_untimely else told

    def due(self, day: date) -> date | None:
        """Return the date agreed by `day`."""
        later = [slip for slip in self.slips if slip.told_on > day]
        return later[0].from_on if later else self.row.due_on

    def binding(self, day: date) -> Iterator[tuple[str, Commitment]]:
        """Yield who had promised a part by `day`, with the promise."""
        for slug, each in self.commitments.items():
            if each.state not in OUT and each.answered_on and each.answered_on <= day:
                yield slug, each


def plan(frame: Frame, priority: Priority, said: dict[str, Any]) -> list[Worked]:
    """Add the delivery plan of a priority; return its actions."""
    agreed_on = said.get("agreed")
    row = DeliveryPlan(
        priority=priority,
        state=said.get("state", DeliveryPlan.State.PUBLISHED),
        agreed_on=frame.day(agreed_on, False) if agreed_on is not None else None,
        override_reason=said.get("override", ""),
    )
    frame.shelf.illustrate(row)
    if said.get("measures_agreed") is not None:
        priority.measures_agreed_on = frame.day(said["measures_agreed"], False)
    for number, each in enumerate(said.get("milestones", ()), 1):
        _milestone(frame, priority, number, each)
    return [_action(frame, row, number, each) for number, each in enumerate(said["actions"], 1)]


def _milestone(frame: Frame, priority: Priority, number: int, said: dict[str, Any]) -> None:
    slips = [_slip(frame, each) for each in said.get("slips", ())]
    due_on = slips[-1].to_on if slips else frame.day(said["due"], True)
    row = Milestone(
        plan=priority.plan,
        priority=priority,
        slug=f"{priority.slug}-milestone-{number}",
        what=said["what"],
        due_on=due_on,
        first_due_on=slips[0].from_on if slips else due_on,
        reached_on=frame.day(said["reached"], True) if "reached" in said else None,
    )
    frame.shelf.illustrate(row)
    for slip in slips:
        slip.milestone = row
        frame.shelf.illustrate(slip)


def _action(frame: Frame, plan: DeliveryPlan, number: int, said: dict[str, Any]) -> Worked:
    starts, due = said["dates"]
    state = LETTERS[said["states"][-1]]
    is_done = state == ActionState.COMPLETE
    slips = [_slip(frame, each) for each in said.get("slips", ())]
    due_on = slips[-1].to_on if slips else frame.day(due, True)
    row = DeliveryAction(
        plan=plan,
        number=number,
        title=said["what"],
        outcome=said["outcome"],
        lead=frame.shelf.one(Organisation, said["lead"]),
        lead_person=frame.voices[said.get("person", said["lead"])],
        stage=said.get("stage", ""),
        starts_on=frame.day(starts, False),
        due_on=due_on,
        first_due_on=slips[0].from_on if slips else due_on,
        state=state,
        state_reason=said.get("why", ""),
        completed_on=frame.day(said["done"], True) if is_done else None,
    )
    worked = Worked(frame.shelf.illustrate(row), said, frame, slips=slips)
    for slip in slips:
        slip.action = row
        frame.shelf.illustrate(slip)
    for slug, part in {said["lead"]: "Leads the action", **said["parts"]}.items():
        worked.commitments[slug] = _commit(frame, row, slug, part, said)
    for code in said.get("moves", ()):
        measure = frame.shelf.one(Measure, code)
        frame.shelf.illustrate(ActionMeasure(action=row, measure=measure))
    return worked


def _slip(frame: Frame, said: list[Any]) -> Slip:
    before, after, reason, told = said
    return Slip(
        from_on=frame.day(before, True),
        to_on=frame.day(after, True),
        reason=reason,
        told_on=frame.day(told, False),
    )


def _commit(
    frame: Frame, action: DeliveryAction, slug: str, part: str, said: dict[str, Any]
) -> Commitment:
    answer = said.get("answers", {}).get(slug, {})
    state = answer.get("state", Commitment.State.ACCEPTED)
    is_open = state == Commitment.State.PROPOSED
    asked_on = frame.day(answer["asked"], False) if "asked" in answer else frame.asked_on
    answered_on = frame.day(answer["answered"], False) if "answered" in answer else None
    answered_on = answered_on or max(frame.answered_on, asked_on + timedelta(days=5))
    row = Commitment(
        action=action,
        organisation=frame.shelf.one(Organisation, slug),
        part=part,
        state=state,
        reason=answer.get("reason", ""),
        asked_on=asked_on,
        answered_on=None if is_open else answered_on,
        answered_by=None if is_open else frame.voices[slug],
    )
    return frame.shelf.illustrate(row)
