"""Who is expected at a meeting: the places held on its day, what was replied, who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from django.utils import timezone

from governance import quorum
from governance.models import Appointment, Attendance, Board, Meeting, Place, QuorumNeed, User
from governance.queries.board_rules import needs_of
from governance.queries.wording import last_day, weekday
from governance.quorum import Answer, Need, Rule, Standing
from governance.scope import MEMBERS

Reply, Came = Attendance.Reply, Attendance.Came
# As long as a meeting is to come its register follows the appointments.
TO_COME = (Meeting.State.PLANNED, Meeting.State.PUBLISHED, Meeting.State.POSTPONED)
CAME = {
    Came.PRESENT: Answer.PRESENT,
    Came.REMOTE: Answer.REMOTE,
    Came.DEPUTY: Answer.DEPUTY,
    Came.ABSENT: Answer.APOLOGIES,
}


@dataclass(frozen=True)
class Expected:
    """One place that is expected; `row` is what is kept of it, or a fresh one."""

    place: Place
    holder: User | None
    row: Attendance

    @property
    def is_member(self) -> bool:
        """Whether the place counts for a quorum: not that of a friend, observer or invitee."""
        return self.place.seat.role in MEMBERS

    @property
    def illustrative(self) -> bool:
        """Whether the demonstration added what is kept of it."""
        return self.row.illustrative

    def replied(self) -> quorum.Place:
        """Return the place by what was replied for it."""
        return self._counted(_answer(self.row))

    def came(self) -> quorum.Place:
        """Return the place by who came."""
        return self._counted(CAME.get(Came(self.row.came), Answer.NONE))

    def _counted(self, answer: Answer) -> quorum.Place:
        seat, afar = self.place.seat, self.row.from_afar
        return quorum.Place(seat.pk, seat.sector, answer, self.is_member, deputy_is_remote=afar)


@dataclass(frozen=True)
class Replies:
    """How a meeting stands against its quorum, by replies or by its register."""

    title: str
    standing: Standing
    rule: Rule
    verb: str
    illustrative: bool

    @property
    def words(self) -> str:
        """Whether the meeting is quorate, or will be if nobody else drops out."""
        return self.standing.words(verb=self.verb)


def expected_at(meeting: Meeting) -> list[Expected]:
    """Return who is expected at `meeting`, in the order of the seats; two queries.

    Before it is held these are the places held on its day; afterwards those in its register.
    """
    held = {each.place_id: each for each in held_on_the_day(meeting)}
    rows = {row.place_id: row for row in meeting.register.select_related("deputy", "place__seat")}
    if meeting.state in TO_COME:
        found = [_expected(meeting, each, rows.get(each.place_id)) for each in held.values()]
    else:
        found = [
            Expected(row.place, held[key].holder if key in held else None, row)
            for key, row in rows.items()
        ]
    return sorted(found, key=lambda each: _order(each.place))


def lacked_quorum(meeting: Meeting, expected: Sequence[Expected]) -> bool:
    """Say whether a meeting had no quorum, also where it was adjourned for that; two queries."""
    if meeting.state != Meeting.State.ADJOURNED or meeting.board is None:
        return meeting.state == Meeting.State.INQUORATE
    is_marked = all(each.row.came != Attendance.Came.UNKNOWN for each in expected)
    if not expected or not is_marked:
        return False
    rule = quorum_rule(meeting.board, on=meeting.on)
    return not quorum.standing(rule, (each.came() for each in expected)).is_quorate


def begins(meeting: Meeting) -> datetime:
    """Return the instant at which `meeting` begins; the end of its day where no time is known."""
    return timezone.make_aware(datetime.combine(meeting.on, meeting.starts_at or time.max))


def held_on_the_day(meeting: Meeting) -> list[Appointment]:
    """Return the appointments that run on the day of `meeting`; one query."""
    rows = Appointment.objects.on(meeting.on).filter(seat__board=meeting.board_id)
    return list(rows.select_related("place__seat", "holder"))


def quorum_rule(board: Board, *, on: date) -> Rule:
    """Return what the terms of `board` ask for on a day; one query."""
    return Rule(
        number=board.quorum_number or 0,
        share=Fraction(board.quorum_fraction or 0),
        deputies_count=board.deputies_count,
        remote_counts=board.remote == Board.Remote.COUNTS,
        needs=tuple(need_on(each, on) for each in needs_of(board)),
    )


def need_on(need: QuorumNeed, on: date) -> Need:
    """Return whom the quorum asks for, and the last day of their seat where it is over by `on`."""
    seat = need.seat
    if seat is None:
        return Need(need.sector, need.number)
    is_over = seat.ends_on is not None and seat.ends_on <= on
    return Need(seat.title, need.number, seat.pk, ended=last_day(seat) if is_over else "")


def held_places(board: Board, *, on: date) -> list[quorum.Place]:
    """Return the places held on a day, as the quorum of a board counts them; one query."""
    rows = Appointment.objects.on(on).filter(seat__board=board).select_related("seat")
    return [
        quorum.Place(each.seat_id, each.seat.sector, Answer.NONE, each.seat.role in MEMBERS)
        for each in rows
    ]


def forecast(meeting: Meeting, expected: Sequence[Expected], rule: Rule) -> Replies:
    """Return how the replies stand against the quorum."""
    return Replies(
        title=f"Replies for {weekday(meeting.on)}",
        standing=quorum.standing(rule, (each.replied() for each in expected)),
        rule=rule,
        verb="coming",
        illustrative=any(each.illustrative for each in expected),
    )


def register_standing(meeting: Meeting, expected: Sequence[Expected], rule: Rule) -> Replies:
    """Return how those who came stand against the quorum."""
    return Replies(
        title=f"Who came on {weekday(meeting.on)}",
        standing=quorum.standing(rule, (each.came() for each in expected)),
        rule=rule,
        verb="here",
        illustrative=any(each.illustrative for each in expected),
    )


def stands(row: Attendance, appointment: Appointment) -> bool:
    """Say whether what is kept of a place is of its holder, and not of who held it before."""
    if row.replied_at is None or row.replied_by_id == appointment.holder_id:
        return True
    first_day = appointment.starts_on
    return first_day is not None and timezone.localdate(row.replied_at) >= first_day


def _expected(meeting: Meeting, held: Appointment, row: Attendance | None) -> Expected:
    if row is None or not stands(row, held):
        row = Attendance(pk=row.pk if row else None, meeting=meeting, place=held.place)
    return Expected(held.place, held.holder, row)


def _order(place: Place) -> tuple[int, int, int]:
    return place.seat.order, place.seat_id, place.number


def _answer(row: Attendance) -> Answer:
    if row.reply == Reply.COMING:
        return Answer.REMOTE if row.from_afar else Answer.PRESENT
    known = {Reply.DEPUTY: Answer.DEPUTY, Reply.APOLOGIES: Answer.APOLOGIES}
    return known.get(Reply(row.reply), Answer.NONE)
