"""The rounds of the present alliances: three closed, and the one that is open today."""

from datetime import date, timedelta

from governance.models import Notification, Subject, User
from governance.periods import Period, in_words
from portal.demo.illustrative.alliances import Alliance
from portal.demo.illustrative.delivery import Frame, Worked, plan
from portal.demo.illustrative.reporting import Ledger, raise_issues
from portal.demo.illustrative.words import words
from portal.demo.timing import at, meets_on, working_day
from priorities.changes.telling import words_of_new_date
from priorities.models import Priority, ReportingRound

CLOSED = 3
DUE_BEFORE_MEETING = timedelta(days=12)
CLOSES_AFTER_MEETING = timedelta(days=5)
ASKED_BEFORE_FIRST = timedelta(days=42)
OPEN_FOR = timedelta(days=28)
DUE_IN_DAYS = 4


def work(alliance: Alliance) -> dict[str, list[Worked]]:
    """Add delivery plans, what was sent and reported in each round; return the actions."""
    rounds = [_round(alliance, period) for period in _periods(alliance)]
    rounds.append(_open_round(alliance))
    asked_on = rounds[0].opens_on - ASKED_BEFORE_FIRST
    frame = Frame(
        shelf=alliance.shelf,
        day=alliance.day,
        voices=alliance.voices,
        ends=[each.ends_on - timedelta(days=1) for each in rounds[:CLOSED]],
        today=alliance.timing.anchor,
        asked_on=asked_on,
        answered_on=asked_on + timedelta(days=12),
    )
    ledger = Ledger(frame, rounds)
    return {slug: _work_one(alliance, ledger, slug) for slug in alliance.said["sponsors"]}


def _work_one(alliance: Alliance, ledger: Ledger, slug: str) -> list[Worked]:
    said = words("plans_now")[slug]
    priority = alliance.shelf.one(Priority, slug)
    worked = plan(ledger.frame, priority, said)
    sponsor = alliance.holder(alliance.place(alliance.said["sponsors"][slug]))
    for number in range(len(ledger.rounds)):
        missing = [who for who, when in said.get("silent", {}).items() if number + 1 in when]
        if number == CLOSED:
            missing = [*missing, *alliance.said["silent"]]
        sent_on = _sent_on(alliance, ledger.rounds[number])
        ledger.send(number, worked, day=sent_on, silent=missing)
        report = said["reports"][number]
        if report:
            signed_at = None if report.get("draft") else at(sent_on, 16, priority.number)
            ledger.report(number, priority, worked, report, by=sponsor, signed_at=signed_at)
    raise_issues(ledger.frame, priority, worked, said)
    _tell(alliance, ledger, priority, sponsor)
    return worked


def _tell(alliance: Alliance, ledger: Ledger, priority: Priority, sponsor: User) -> None:
    """Add that the sponsor was told of the new dates that partners gave."""
    in_round = ledger.rounds[CLOSED]
    for sent in ledger.moved:
        if sent.commitment.action.plan.priority is priority:
            address = priority.progress_url(in_round.slug)
            subject = alliance.shelf.maybe(Subject, address) or alliance.shelf.add(
                Subject(
                    kind="progress",
                    title=f"Progress of {priority.called}, {in_round.label}",
                    address=address,
                    board=alliance.board,
                ),
                name=address,
            )
            notice = Notification(
                person=sponsor,
                subject=subject,
                event=f"new date {sent.new_due_on}",
                text=words_of_new_date(sent),
                at=sent.sent_at,
                illustrative=True,
            )
            alliance.shelf.add(notice)


def _periods(alliance: Alliance) -> list[Period]:
    return alliance.timing.closed(alliance.board.calendar, CLOSED)


def _sent_on(alliance: Alliance, asked: ReportingRound) -> date:
    """Return a day on which partners and sponsors wrote: before the round's end, never ahead."""
    wanted = asked.due_on - timedelta(days=6)
    return max(asked.opens_on, min(wanted, alliance.timing.anchor - timedelta(days=1)))


def _round(alliance: Alliance, period: Period) -> ReportingRound:
    due_on = working_day(meets_on(period) - DUE_BEFORE_MEETING)
    closes_on = working_day(meets_on(period) + CLOSES_AFTER_MEETING)
    row = _row(alliance, period, opens_on=due_on - OPEN_FOR, due_on=due_on)
    row.closed_at = at(closes_on, 17)
    return alliance.shelf.illustrate(row)


def _open_round(alliance: Alliance) -> ReportingRound:
    """Return the round of today's quarter or term: open, and due in a few days."""
    period = alliance.timing.current(alliance.board.calendar)
    due_on = working_day(alliance.timing.day(DUE_IN_DAYS))
    opens_on = max(period.starts_on, due_on - OPEN_FOR)
    return alliance.shelf.illustrate(_row(alliance, period, opens_on=opens_on, due_on=due_on))


def _row(alliance: Alliance, period: Period, *, opens_on: date, due_on: date) -> ReportingRound:
    return ReportingRound(
        board=alliance.board,
        slug=period.slug,
        label=in_words(period).partition(",")[0],
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        opens_on=opens_on,
        due_on=due_on,
    )
