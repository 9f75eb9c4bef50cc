"""A person's desk: what is due, what changed, what comes next, what is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from governance.models import User
from governance.queries import (
    MembershipDue,
    Sources,
    counted,
    day,
    membership_due,
    number_word,
)
from governance.queries.closings import ClosingAhead, closings_ahead
from governance.queries.drafts import DraftLeft, drafts_left
from governance.rules import ADMINISTRATOR, OFFICER
from governance.scope import Scope, scope_of
from portal.queries.changed import Changes, changed_since
from portal.queries.due import due_from
from portal.queries.due_row import Due, minutes_in_words
from portal.queries.next_meeting import NextMeeting, next_meeting
from portal.queries.own import (
    SeatHeld,
    Sponsored,
    answers_for,
    offices_held,
    seats_held,
    sponsored,
)
from priorities.queries import RoundsRun, rounds_run

MANY = 8  # of what is due, shown before the others are counted


@dataclass(frozen=True)
class ClosingLine:
    """A board of the person's that is to close; `refused` says what stands in the way."""

    when: str
    board: str
    address: str
    follows: str
    refused: str


@dataclass(frozen=True)
class Desk:
    """What is a person's own."""

    on: date
    due: Sequence[Due]
    changes: Changes | None
    drafts: Sequence[DraftLeft]
    rounds: RoundsRun
    membership: MembershipDue | None
    closings: Sequence[ClosingLine]
    seats: Sequence[SeatHeld]
    answers_for: Sequence[SeatHeld]
    offices: Sequence[str]
    sees_people: bool
    sponsored: Sequence[Sponsored]
    next: NextMeeting | None
    sources: Sources

    @property
    def today(self) -> tuple[str, str]:
        """The day of the week, and the date."""
        return f"{self.on:%A}", day(self.on)

    @property
    def headline(self) -> str:
        """The news of the desk in one line."""
        if self.due:
            waits = "thing waits" if len(self.due) == 1 else "things wait"
            return f"{number_word(len(self.due)).capitalize()} {waits} for you{self._before}"
        if len(self.sponsored) == 1:
            return f"You sponsor {self.sponsored[0].title}"
        if self.sponsored:
            return f"You sponsor {number_word(len(self.sponsored))} priorities"
        if len(self.seats) == 1:
            return f"You sit on {self.seats[0].board}"
        if self.seats:
            return f"You hold {number_word(len(self.seats))} seats"
        if self.answers_for:
            return f"You answer for {self.answers_for[0].title}: nothing waits today"
        if self.next and not self._news:
            return f"You come to {self.next.whose} on {self.next.day} as a deputy"
        return self._news or "You hold no seat today"

    @property
    def _news(self) -> str:
        """How things stand that somebody with an office looks after."""
        if self.membership:
            vacant, ending = len(self.membership.vacancies), len(self.membership.ending)
            places = counted(vacant, "place").replace(str(vacant), number_word(vacant), 1)
            ends = f"{number_word(ending)} {'term ends' if ending == 1 else 'terms end'} soon"
            return f"{places.capitalize()} {'is' if vacant == 1 else 'are'} vacant, {ends}"
        if self.rounds.lines:
            answered = sum(each.answered for each in self.rounds.lines)
            asked = sum(each.asked for each in self.rounds.lines)
            which = "due first" if self.rounds.more else "that run"
            return f"{answered} of {counted(asked, 'part')} reported in the rounds {which}"
        return "Your work for the partnership" if self.offices else ""

    @property
    def has_nothing(self) -> bool:
        """Whether nothing of the partnership is the person's."""
        return not (self.seats or self.offices or self.answers_for or self.due or self.next)

    @property
    def _before(self) -> str:
        return f" before {self.next.whose} meets on {self.next.day}" if self.next else ""

    @property
    def standfirst(self) -> str:
        """How the person's priorities stand, in a sentence each."""
        return " ".join(_how_it_stands(each) for each in self.sponsored[:2])

    @property
    def takes(self) -> str:
        """How long all that is due takes."""
        return minutes_in_words(sum(each.minutes for each in self.due))

    @property
    def shown(self) -> Sequence[Due]:
        """What is due first."""
        return self.due[:MANY]

    @property
    def rest(self) -> Sequence[Due]:
        """What is due after that."""
        return self.due[MANY:]


def desk(person: User, *, on: date, since: datetime, is_visit: bool) -> Desk:
    """Return the desk of `person` on a day, in a fixed number of queries.

    `since`: when they were last here (`is_visit`), or from when changes are told else.
    """
    sources, scope = Sources(), scope_of(person, on=on)
    return Desk(
        on=on,
        due=due_from(person, on=on),
        changes=changed_since(person, since=since, is_visit=is_visit) if _works(scope) else None,
        drafts=drafts_left(person),
        rounds=rounds_run(scope),
        membership=membership_due(scope),
        closings=_closings(scope),
        seats=seats_held(person, on=on),
        answers_for=answers_for(person, on=on),
        offices=offices_held(person, on=on),
        sees_people=bool(scope.boards_as(ADMINISTRATOR) or scope.boards_as(OFFICER)),
        sponsored=sponsored(person, on=on),
        next=next_meeting(scope, sources),
        sources=sources,
    )


def _closings(scope: Scope) -> list[ClosingLine]:
    """Return the closings to come that concern a person: by seat, or as who keeps the board."""
    return [
        _closing(each, keeps=scope.holds(ADMINISTRATOR, each.board.pk))
        for each in closings_ahead()
        if scope.holds(ADMINISTRATOR, each.board.pk)
        or any(scope.is_inside(board.pk) for board in (each.board, *each.heirs))
    ]


def _closing(row: ClosingAhead, *, keeps: bool) -> ClosingLine:
    address = row.board.get_absolute_url()
    return ClosingLine(
        when=row.last_day,
        board=row.board.name,
        address=f"{address}keep/succession/" if keeps else address,
        follows=row.follows,
        refused=row.refused if keeps else "",
    )


def _works(scope: Scope) -> bool:
    """Say whether a board's or a plan's work is the person's, so that its changes are news."""
    officer = scope.boards_as(OFFICER)
    return bool(scope.seats or officer or scope.answers or scope.prepares_for)


def _how_it_stands(each: Sponsored) -> str:
    facts = each.duties.facts
    report = "filed" if facts.filed_on else "begun" if facts.report_begun else "not begun"
    return (
        f"You sponsor {each.title}: {facts.contributed} of {facts.commitments} parts are reported"
        f" this quarter, and your report is {report}."
    )
