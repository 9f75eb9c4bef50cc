"""What the Improvement Board left open, passed on to the safeguarding board and settled there."""

from typing import Any

from governance.models import ActionPoint, Board, Challenge, Meeting, Organisation, User
from portal.demo.illustrative.people import person
from portal.demo.illustrative.registers import ENDED
from portal.demo.illustrative.words import words
from portal.demo.shelf import Shelf
from portal.demo.timing import at


def load_passed_on(shelf: Shelf) -> None:
    """Add its last meeting, two action points and a question, as they passed on."""
    said = words("passing")
    board, heir = (shelf.one(Board, said[each]) for each in ("from", "to"))
    passed = {"passed_to": heir, "passed_on": said["passed"]}
    met, state = said["met"], Meeting.State.HELD
    meeting = Meeting(board=board, slug=f"{board.slug}-{met}", on=met, state=state)
    shelf.illustrate(meeting)
    chair = _who(shelf, said["question"]["by"])
    for number, each in enumerate(said["points"], 1):
        row = ActionPoint(
            meeting=meeting,
            number=number,
            what=each["what"],
            who=_who(shelf, each),
            due_on=each["due"],
            state=ActionPoint.State.DONE,
            outcome=each["outcome"],
            settled_at=at(each["done"], 11),
            settled_by=chair,
            **passed,
        )
        shelf.illustrate(row)
    shelf.illustrate(_question(shelf, board, chair, said["question"], passed))


def _question(
    shelf: Shelf, board: Board, chair: User, said: dict[str, Any], passed: dict[str, Any]
) -> Challenge:
    return Challenge(
        board=board,
        question=said["asks"],
        asked_by=chair,
        asked_at=at(said["asked"], 16),
        put_to=shelf.one(Organisation, said["to"]),
        due_on=said["due"],
        state=Challenge.State.CLOSED,
        answer=said["answer"],
        answered_by=_who(shelf, said["answers"]),
        answered_at=at(said["answered"], 11),
        led_to=said["led"],
        closed_by=chair,
        closed_at=at(said["closed"], 15),
        **passed,
    )


def _who(shelf: Shelf, said: dict[str, Any]) -> User:
    """Return who held the post in the years of the safeguarding board."""
    more = {"distinction": "2013 to 2016", "left_on": ENDED}
    return person(shelf, said["organisation"], said["post"], **more)
