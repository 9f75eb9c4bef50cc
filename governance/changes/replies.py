"""Replies to a meeting: coming, remotely, apologies, or somebody else in one's place."""

from dataclasses import dataclass
from datetime import datetime

from governance.changes.expecting import expect
from governance.changes.holding import holding, only_while
from governance.changes.meeting_news import called, subject_of_meeting
from governance.changes.telling import tell
from governance.editing import Refused, refusals_in_words
from governance.models import Attendance, Board, Meeting, Place, User
from governance.queries.expected import begins

Reply = Attendance.Reply
OPEN = (Meeting.State.PLANNED, Meeting.State.PUBLISHED)


@dataclass(frozen=True)
class Said:
    """What is replied for a place; a deputy is a person or, without an account, a post."""

    reply: Attendance.Reply
    from_afar: bool = False
    deputy: User | None = None
    deputy_called: str = ""


def reply(meeting: Meeting, place: Place, *, said: Said, by: User, at: datetime) -> Attendance:
    """Keep what is replied for `place`, until the meeting begins; the last reply stands.

    A deputy has a member's rights for this meeting from then on, and is told; who was named
    before has them no more.

    :raises Refused: it has begun, the place is not expected, or no deputy is named
    """
    with (
        refusals_in_words(Attendance),
        holding(meeting, by=by, what=f"replied for {place}: {said.reply.label}"),
    ):
        only_while(meeting, OPEN, done="replied to")
        _refuse(meeting, place, said, at=at)
        expect(meeting)
        row = meeting.register.filter(place=place).select_for_update(no_key=True).first()
        if row is None:
            raise Refused("Nobody is expected from that place on the day.")
        new = {
            "reply": said.reply,
            "from_afar": said.from_afar,
            "deputy_id": said.deputy.pk if said.deputy else None,
            "deputy_called": said.deputy_called,
        }
        if any(getattr(row, name) != value for name, value in new.items()):
            rows = Attendance.objects.filter(pk=row.pk)
            rows.update(**new, replied_at=at, replied_by=by)
            row.refresh_from_db()
            _tell_deputy(row, by=by, at=at)
        return row


def _refuse(meeting: Meeting, place: Place, said: Said, *, at: datetime) -> None:
    if at >= begins(meeting):
        raise Refused("The meeting has begun: its register says who is here.")
    board = meeting.board
    if said.from_afar and board is not None and board.remote == Board.Remote.NEVER:
        raise Refused("The board does not provide for taking part remotely.")
    if said.reply == Reply.DEPUTY and not (said.deputy or said.deputy_called):
        raise Refused("Say who comes in your place.")


def _tell_deputy(row: Attendance, *, by: User, at: datetime) -> None:
    if row.deputy is None or row.deputy == by:
        return
    meeting = row.meeting
    text = f"{called(meeting)}: you come as deputy for the {row.place.seat.title}."
    mail = f"You come as deputy to {called(meeting)[0].lower()}{called(meeting)[1:]}"
    event = f"deputy {row.place_id} {row.version}"
    subject = subject_of_meeting(meeting)
    tell(row.deputy, subject=subject, event=event, text=text, mail=mail, at=at)
