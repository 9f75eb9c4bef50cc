"""The quarters: what partners sent, what sponsors reported, and the rating worked out then."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from governance.models import Organisation, User
from portal.demo.illustrative.delivery import Frame, Worked
from portal.demo.timing import at
from priorities import progress
from priorities.models import (
    ActionState,
    Contribution,
    EvidenceItem,
    Issue,
    Priority,
    ProgressUpdate,
    ReportedState,
    ReportingRound,
)

UNCHANGED = {
    ActionState.NOT_STARTED: "Not due to start yet",
    ActionState.ON_TRACK: "As planned, nothing new",
    ActionState.AT_RISK: "Our part is as planned",
    ActionState.OFF_TRACK: "Our part is as planned",
    ActionState.COMPLETE: "Done, nothing more to report",
    ActionState.PAUSED: "Paused",
}


@dataclass
class Ledger:
    """What was sent in each round so far: commitments by round."""

    frame: Frame
    rounds: list[ReportingRound]
    sent: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    moved: list[Contribution] = field(default_factory=list)

    def send(
        self, number: int, worked: list[Worked], *, day: date, silent: Collection[str] = ()
    ) -> None:
        """Add what partners sent in the round `number`.

        `silent`: who sent nothing: an organisation, or its part in one action by number.
        """
        for action in worked:
            for slug, commitment in action.binding(day):
                if not {slug, f"{slug}/{action.row.number}"} & set(silent):
                    self.contribute(number, action, slug, at(day, 11, action.row.number))
                    self.sent[number].add(id(commitment))

    def contribute(self, number: int, action: Worked, slug: str, sent_at: datetime) -> None:
        """Add what one organisation says of its part in the round `number`."""
        state = action.state(number)
        said = (action.said.get("said") or [None] * (number + 1))[number]
        text = f"{said}." if said and slug == action.said["lead"] else ""
        is_open = number == len(self.frame.ends)
        new_date = action.said.get("new_date", {}).get(slug) if is_open else None
        row = Contribution(
            round=self.rounds[number],
            commitment=action.commitments[slug],
            text=text,
            state=state,
            no_change_because="" if text else f"{UNCHANGED[ActionState(state)]}.",
            sent_by=self.frame.voices[slug],
            new_due_on=self.frame.day(new_date[0], True) if new_date else None,
            new_due_reason=new_date[1] if new_date else "",
            sent_at=sent_at,
        )
        self.frame.shelf.illustrate(row)
        if new_date:
            self.moved.append(row)

    def report(
        self,
        number: int,
        priority: Priority,
        worked: list[Worked],
        said: dict[str, Any],
        *,
        by: User,
        signed_at: datetime | None,
    ) -> ProgressUpdate:
        """Add a sponsor's report in the round `number`; without `signed_at` it is a draft.

        A rating better than the one worked out stands only with the sponsor's sentence.
        """
        on = min(self.rounds[number].ends_on - timedelta(days=1), self.frame.today)
        result = self.work_out(number, priority, worked, on=on)
        is_better = progress.is_better(said["rating"], result.rating)
        rating = result.rating if is_better and not said.get("why") else said["rating"]
        row = ProgressUpdate(
            round=self.rounds[number],
            priority=priority,
            action_taken=_lines(said["done"]),
            evidence=_lines(text for _kind, text in said["seen"]),
            still_to_do=_lines(said["left"]),
            rating=rating,
            rating_reason=said.get("why", ""),
            rating_worked_out=result.rating if signed_at else "",
            worked_out_because=result.reason if signed_at else "",
            rating_expected=said.get("expected", ""),
            signed_off_at=signed_at,
            signed_off_by=by if signed_at else None,
        )
        shelf = self.frame.shelf
        shelf.illustrate(row)
        for place, (kind, text) in enumerate(said["seen"], 1):
            shelf.illustrate(EvidenceItem(update=row, number=place, text=f"{text}.", kind=kind))
        for each in worked if signed_at else ():
            state, due_on = each.state(number), each.due(on)
            shelf.add(ReportedState(update=row, action=each.row, state=state, due_on=due_on))
        return row

    def work_out(
        self, number: int, priority: Priority, worked: list[Worked], *, on: date
    ) -> progress.WorkedOut:
        """Return the rating that the plan's rows added up to at the end of a round."""
        facts = [
            progress.ActionFacts(
                name=f"{priority.number}.{each.row.number}",
                state=each.state(number),
                starts_on=each.row.starts_on,
                due_on=each.due(on),
                silent_rounds=self._silent(number, each),
            )
            for each in worked
        ]
        return progress.work_out(facts, on=on)

    def _silent(self, number: int, action: Worked) -> int:
        """Return for how many closed rounds running some partner asked by then sent nothing."""
        most = 0
        for commitment in action.commitments.values():
            running = 0
            for each in range(min(number, len(self.frame.ends) - 1), -1, -1):
                asked_on = commitment.asked_on
                is_asked = asked_on is not None and asked_on < self.rounds[each].ends_on
                has_left = commitment.state in ("declined", "withdrawn")
                if not is_asked or has_left or id(commitment) in self.sent[each]:
                    break
                running += 1
            most = max(most, running)
        return most


def raise_issues(
    frame: Frame, priority: Priority, worked: list[Worked], said: dict[str, Any]
) -> None:
    """Add what may delay a priority, and what the board is asked."""
    for each in said.get("issues", ()):
        row = Issue(
            priority=priority,
            action=worked[each["action"] - 1].row,
            what=each["what"],
            consequence=each["consequence"],
            ask=each["ask"],
            owner=frame.shelf.one(Organisation, each["owner"]),
            raised_on=frame.day(each["raised"], False),
        )
        frame.shelf.illustrate(row)


def _lines(texts: Any) -> str:
    return "\n".join(f"{text}." for text in texts)
