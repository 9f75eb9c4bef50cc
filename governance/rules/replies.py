"""Who says whether a place comes to a meeting."""

import rules

from governance.models import Attendance
from governance.rules.board import OFFICER, is_open, right
from governance.scope import Person, scope_of


@rules.predicate
def speaks_for_place(person: Person, row: Attendance) -> bool:
    """The person holds the place, assists who does, or keeps the meeting."""
    scope = scope_of(person)
    own = row.place_id in scope.places | scope.prepares_for
    return own or scope.holds(OFFICER, row.meeting.board_id)


@rules.predicate
def is_of_open_board(person: Person, row: Attendance) -> bool:
    """The board of the meeting still runs."""
    return bool(is_open(person, row.meeting))


right(
    "governance.reply",
    is_of_open_board & speaks_for_place,
    who="Who holds a place replies for it, their assistant, or the board’s officers.",
)
