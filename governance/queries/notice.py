"""By when an agenda must be out, and how it came out: by the board's notice rule."""

from dataclasses import dataclass
from datetime import date

from governance.models import Board, Meeting
from governance.periods import latest_publication, working_days_late
from governance.queries.wording import counted, day, number_word, weekday

CLEAR_DAYS = 5


@dataclass(frozen=True)
class Notice:
    """What the rule asks of one agenda; `latest` is None where the rule asks for nothing."""

    rule: str
    latest: date | None
    out_on: date | None
    late_by: int
    late_reason: str

    @property
    def is_late(self) -> bool:
        """Whether the agenda came out late, or would if it came out now."""
        return self.late_by > 0

    @property
    def by(self) -> str:
        """The last day on which it may come out."""
        return f"Out by {weekday(self.latest)}" if self.latest else "No day is set for it"

    @property
    def came_out(self) -> str:
        """When it came out, and whether in time; empty before."""
        if self.out_on is None:
            return ""
        told = f"Out since {day(self.out_on)}"
        if self.latest is None:
            return told
        late = f"{counted(self.late_by, 'working day')} late"
        return f"{told}, {late if self.is_late else 'in time'}"


def notice_of(meeting: Meeting, *, on: date) -> Notice:
    """Return what the notice rule of its board asks of `meeting` on the day `on`; no query."""
    days = clear_days(meeting.board) if meeting.board else None
    latest = latest_publication(meeting.on, days) if days is not None else None
    out_on = meeting.agenda_out_on
    return Notice(
        rule=_rule(days),
        latest=latest,
        out_on=out_on,
        late_by=working_days_late(out_on or on, latest) if latest else 0,
        late_reason=meeting.late_reason,
    )


def clear_days(board: Board) -> int | None:
    """Return how many clear working days of notice `board` gives; None where it sets none."""
    if board.notice == Board.Notice.CLEAR_DAYS:
        return CLEAR_DAYS
    return board.notice_days if board.notice == Board.Notice.OWN_TERMS else None


def _rule(days: int | None) -> str:
    if days is None:
        return "The board sets no notice for its agendas."
    words = f"{number_word(days)} clear working day{'' if days == 1 else 's'}"
    return f"{words[:1].upper()}{words[1:]} before the meeting, by England’s bank holidays."
