"""Who came to a meeting and who said they would, a letter a place."""

from governance.models import Attendance, Meeting, Place, User
from portal.demo.shelf import Shelf

CAME = {
    "p": Attendance.Came.PRESENT,
    "r": Attendance.Came.REMOTE,
    "d": Attendance.Came.DEPUTY,
    "a": Attendance.Came.ABSENT,
}
BEFORE = {
    Attendance.Came.PRESENT: Attendance.Reply.COMING,
    Attendance.Came.REMOTE: Attendance.Reply.COMING,
    Attendance.Came.DEPUTY: Attendance.Reply.DEPUTY,
    Attendance.Came.ABSENT: Attendance.Reply.NONE,
}
REPLIES = {
    "c": Attendance.Reply.COMING,
    "d": Attendance.Reply.DEPUTY,
    "s": Attendance.Reply.APOLOGIES,
    "n": Attendance.Reply.NONE,
}


def register(shelf: Shelf, meeting: Meeting, place: Place, letter: str) -> None:
    """Add whether a place was filled: p present, r remote, d deputy, a absent."""
    came = CAME[letter]
    row = Attendance(meeting=meeting, place=place, reply=BEFORE[came], came=came)
    shelf.illustrate(row)


def expect(
    shelf: Shelf, meeting: Meeting, place: Place, letter: str, deputy: User | None = None
) -> None:
    """Add what was replied: c coming, d a deputy comes, s apologies, n nothing yet."""
    row = Attendance(meeting=meeting, place=place, reply=REPLIES[letter], deputy=deputy)
    shelf.illustrate(row)
