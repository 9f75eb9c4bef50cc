"""How a priority stands: the rating worked out, a sponsor's four duties, how late things are.

Pure: dates and states in; words, rows and reasons out. Codes are those of the stored states
(not_started, on_track, at_risk, off_track, complete, paused); marks and words are the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Literal, TypeAlias

Rating: TypeAlias = Literal["complete", "on_track", "at_risk", "off_track", "not_started"]
RATING_WORDS: dict[Rating, str] = {
    "complete": "complete",
    "on_track": "on track",
    "at_risk": "at risk",
    "off_track": "off track",
    "not_started": "not started",
}
# A typed rating may be as good as the one worked out; what has not started promises nothing.
RANKS = {"off_track": 0, "at_risk": 1, "not_started": 2, "on_track": 2, "complete": 3}
LATE_DAYS = 30  # more days overdue than this and the action is off track
SILENT_ROUNDS = 2  # so many rounds without a contribution and the action is off track
ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True)
class ActionFacts:
    """One action of a delivery plan on the day that is asked about.

    `name`: how a paper names the row ("2.3"). `due_on`: the last day for it; None where no date
    was agreed. `silent_rounds`: how many rounds in a row, up to the last one closed, some
    commitment to it brought no contribution.
    """

    name: str
    state: str
    starts_on: date | None = None
    due_on: date | None = None
    silent_rounds: int = 0

    @property
    def is_open(self) -> bool:
        """Whether anything is left to do."""
        return self.state != "complete"

    def has_begun(self, on: date) -> bool:
        """Say whether the action is due to have started on `on`, or has started anyway."""
        known = self.starts_on or self.due_on
        return self.state != "not_started" or (known is not None and known <= on)

    def days_overdue(self, on: date) -> int:
        """Return how many days the open action is past its date on `on`, else 0."""
        return days_overdue(self.due_on, on=on) if self.is_open else 0


@dataclass(frozen=True)
class WorkedOut:
    """A rating with the sentence that gives its reason and the names of the rows behind it."""

    rating: Rating
    reason: str
    rows: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The rating as it is printed."""
        return RATING_WORDS[self.rating]


def days_overdue(due_on: date | None, *, on: date) -> int:
    """Return how many days `on` lies past the last day for a thing; 0 in time or without a date.

    >>> days_overdue(date(2013, 12, 31), on=date(2014, 1, 10))
    10
    """
    return max((on - due_on).days, 0) if due_on else 0


def date_in_words(times_moved: int) -> str:
    """Say which date an action is on by now; nothing while it is on its first.

    >>> date_in_words(0), date_in_words(2), date_in_words(11)
    ('', 'third date', '12th date')
    """
    if times_moved < 1:
        return ""
    if times_moved <= len(ORDINALS):
        return f"{ORDINALS[times_moved - 1]} date"
    number = times_moved + 1
    teen = number % 100 in (11, 12, 13)
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} date"


def silent_rounds(asked_on: date | None, rounds: Iterable[tuple[date, bool]]) -> int:
    """Return for how many rounds in a row nothing was sent on a part asked for on `asked_on`.

    `rounds`: newest first, each with the day after its last and whether something was sent. A
    round that was over before anybody was asked ends the count.

    >>> ends = date(2014, 1, 1), date(2013, 10, 1), date(2013, 7, 1)
    >>> silent_rounds(date(2013, 8, 1), [(ends[0], False), (ends[1], False), (ends[2], False)])
    2
    """
    owed = takewhile(
        lambda each: not each[1] and (asked_on is None or asked_on < each[0]),
        rounds,
    )
    return sum(1 for _ in owed)


def no_update(organisation: str, rounds: int) -> str:
    """Say that a partner was silent, as a paper prints it in place of its last words.

    >>> no_update("Walsall Healthcare", 2)
    'No update from Walsall Healthcare for 2 quarters.'
    """
    since = "this quarter" if rounds == 1 else f"for {rounds} quarters"
    return f"No update from {organisation} {since}."


def work_out(actions: Sequence[ActionFacts], *, on: date) -> WorkedOut:
    """Return the rating that the actions of a delivery plan add up to on the day `on`.

    Complete: all actions are. Not started: none is due to have started. Off track: any open
    action is, or is overdue more than 30 days, or had no contribution for two rounds. At risk:
    any is, or is overdue, or missed one round. Else on track.

    >>> day = date(2013, 12, 31)
    >>> late = ActionFacts("2.3", "on_track", date(2013, 4, 1), date(2013, 11, 20))
    >>> risky = ActionFacts("2.4", "at_risk", date(2013, 4, 1), date(2014, 3, 31))
    >>> work_out([late, risky], on=day)
    WorkedOut(rating='off_track', reason='Action 2.3 (41 days) is overdue.', rows=('2.3',))
    >>> work_out([risky], on=day).words
    'at risk'
    """
    if actions and not any(action.is_open for action in actions):
        return WorkedOut("complete", _all_complete(len(actions)))
    begun = [action for action in actions if action.has_begun(on)]
    if not begun:
        return WorkedOut("not_started", f"No action is due to have started by {_day(on)}.")
    still = [action for action in begun if action.is_open]
    return (
        _because(still, "off_track", days=LATE_DAYS, rounds=SILENT_ROUNDS, on=on)
        or _because(still, "at_risk", days=0, rounds=1, on=on)
        or WorkedOut("on_track", "No action is at risk, overdue or without a contribution.")
    )


def is_better(typed: str, worked_out: str) -> bool:
    """Say whether a typed rating is better than the one worked out, and so asks for a sentence.

    >>> is_better("on_track", "at_risk"), is_better("on_track", "not_started")
    (True, False)
    """
    return RANKS[typed] > RANKS[worked_out]


def _because(
    actions: Sequence[ActionFacts], rating: Rating, *, days: int, rounds: int, on: date
) -> WorkedOut | None:
    """Return `rating` with the rows behind it, or None where there is none."""
    states = {action.name: "" for action in actions if action.state == rating}
    late = {
        action.name: counted(action.days_overdue(on), "day")
        for action in actions
        if action.days_overdue(on) > days
    }
    silent = {
        action.name: counted(action.silent_rounds, "round")
        for action in actions
        if action.silent_rounds >= rounds
    }
    clauses = [
        _clause(states, f"is {RATING_WORDS[rating]}", f"are {RATING_WORDS[rating]}"),
        _clause(late, "is overdue", "are overdue"),
        _clause(silent, "had no contribution", "had no contribution"),
    ]
    words = "; ".join(clause for clause in clauses if clause)
    rows = tuple({**states, **late, **silent})
    return WorkedOut(rating, f"{words[0].upper()}{words[1:]}.", rows) if rows else None


def _clause(rows: dict[str, str], one: str, many: str) -> str:
    """Write "actions 2.3 (41 days) and 2.5 (33 days) are overdue" from rows and their notes."""
    if not rows:
        return ""
    names = [f"{name} ({note})" if note else name for name, note in rows.items()]
    if len(names) == 1:
        return f"action {names[0]} {one}"
    return f"actions {', '.join(names[:-1])} and {names[-1]} {many}"


def counted(number: int, noun: str) -> str:
    """Write a count with its noun.

    >>> counted(1, "day"), counted(0, "action")
    ('1 day', '0 actions')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class SponsorFacts:
    """What a sponsor's four duties are worked out from: one priority in one round.

    `whole_actions` have organisation, what, timescale and outcome. `contributed` counts the
    commitments of this round, `chased` what the sponsor did about the silent ones by hand: nudges
    and issues raised (what the portal sends by itself does not count).
    """

    measures_agreed: bool
    actions_agreed: bool
    actions: int
    whole_actions: int
    commitments: int
    answered: int
    contributed: int
    chased: int
    report_begun: bool
    filed_on: date | None = None


@dataclass(frozen=True)
class Duty:
    """One of the four duties: met, begun or open, and the sentence that says why."""

    title: str
    state: Literal["met", "begun", "open"]
    words: str


def duties(facts: SponsorFacts) -> tuple[Duty, Duty, Duty, Duty]:
    """Return the four duties of a sponsor in the order of the plan of 2013.

    >>> facts = SponsorFacts(True, False, 6, 6, 7, 5, 7, 0, True)
    >>> [(duty.state, duty.words) for duty in duties(facts)][:2]  # doctest: +NORMALIZE_WHITESPACE
    [('begun', 'Measures agreed; actions not yet.'),
     ('begun', '6 of 6 actions fully described; 5 of 7 commitments answered.')]
    """
    return _agreed(facts), _planned(facts), _held_to_account(facts), _filed(facts)


def _agreed(facts: SponsorFacts) -> Duty:
    title = "Measures and actions agreed"
    match facts.measures_agreed, facts.actions_agreed:
        case True, True:
            return Duty(title, "met", "Measures and actions agreed.")
        case True, False:
            return Duty(title, "begun", "Measures agreed; actions not yet.")
        case False, True:
            return Duty(title, "begun", "Actions agreed; measures not yet.")
    return Duty(title, "open", "Neither measures nor actions agreed.")


def _planned(facts: SponsorFacts) -> Duty:
    title = "Delivery plan complete"
    if not facts.actions:
        return Duty(title, "open", "No actions yet.")
    whole, answered = facts.whole_actions, facts.answered
    done = (whole, answered) == (facts.actions, facts.commitments)
    words = f"{whole} of {counted(facts.actions, 'action')} fully described; " + (
        f"{answered} of {counted(facts.commitments, 'commitment')} answered."
        if facts.commitments
        else "no commitments asked for."
    )
    return Duty(title, "met" if done else "begun" if whole or answered else "open", words)


def _held_to_account(facts: SponsorFacts) -> Duty:
    title = "Partners held to account"
    if not facts.commitments:
        return Duty(title, "open", "No partner has a commitment yet.")
    words = f"{facts.contributed} of {counted(facts.commitments, 'commitment')} reported"
    silent = facts.contributed < facts.commitments
    if silent and facts.chased:
        return Duty(title, "met", f"{words}; the sponsor asked or raised it.")
    if silent:
        return Duty(title, "begun" if facts.contributed else "open", f"{words}.")
    return Duty(title, "met", f"{words}.")


def _filed(facts: SponsorFacts) -> Duty:
    title = "Report filed"
    if facts.filed_on:
        return Duty(title, "met", f"Filed on {_day(facts.filed_on)}.")
    if facts.report_begun:
        return Duty(title, "begun", "Begun, not signed off.")
    return Duty(title, "open", "No report this quarter.")


def _all_complete(count: int) -> str:
    return "The only action is complete." if count == 1 else f"All {count} actions are complete."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
