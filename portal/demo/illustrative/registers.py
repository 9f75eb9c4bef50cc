"""The four registers of April to November 2013, which give the shares that the paper prints."""

from datetime import date
from typing import Any

from governance.models import Board, Meeting, Organisation, Place, Seat, SourceNote
from portal.demo.illustrative.attending import register
from portal.demo.illustrative.people import appoint, person
from portal.demo.illustrative.words import words
from portal.demo.measures import ATTENDANCE_OF
from portal.demo.shelf import Shelf

BEGAN, ENDED = date(2013, 4, 1), date(2016, 4, 1)


def load_registers(shelf: Shelf) -> None:
    """Add seats, meetings and who came for the safeguarding board and its three committees."""
    for slug, said in words("registers").items():
        board = shelf.one(Board, slug)
        meetings = [_meeting(shelf, board, day) for day in said["days"]]
        for order, each in enumerate(said["seats"]):
            _load_seat(shelf, board, meetings, order, each)
        _note(shelf, board, said["prints"])


def _meeting(shelf: Shelf, board: Board, day: date) -> Meeting:
    row = Meeting(board=board, slug=f"{board.slug}-{day}", on=day, state=Meeting.State.HELD)
    return shelf.illustrate(row)


def _load_seat(
    shelf: Shelf, board: Board, meetings: list[Meeting], order: int, said: dict[str, Any]
) -> None:
    role = said.get("role", Seat.Role.MEMBER)
    organisation = said.get("organisation")
    seat = Seat(
        board=board,
        order=order,
        title=said["title"],
        represents=shelf.maybe(Organisation, organisation),
        role=role,
        voting=role != Seat.Role.OBSERVER,
    )
    shelf.illustrate(seat)
    for number, (post, letters) in enumerate(said["holders"].items(), 1):
        place = shelf.illustrate(Place(seat=seat, number=number))
        holder = person(shelf, organisation, post, distinction="2013 to 2016", left_on=ENDED)
        appoint(shelf, place, holder, starts_on=BEGAN, ends_on=ENDED)
        for meeting, letter in zip(meetings, letters, strict=True):
            register(shelf, meeting, place, letter)


def _note(shelf: Shelf, board: Board, printed: int) -> None:
    """Say which printed share the register was made to give."""
    measure = next(code for code, slug in ATTENDANCE_OF.items() if slug == board.slug)
    entry = next(e for e in shelf.library.of("measure_values") if e["measure"] == measure)
    shelf.note(
        slug=f"register-{board.slug}",
        kind=SourceNote.Kind.REMARK,
        what=f"The paper prints {printed}% for the attendance of the {board.name} from April to"
        " November 2013 and shows no register.",
        handling="The register here is illustrative: it was made to give that share.",
        sources=shelf.sources_of(entry),
    )
