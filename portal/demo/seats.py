"""Seats and places of the boards, as the papers list them."""

from governance.models import Board, Organisation, Place, Seat
from portal.demo.shelf import Shelf

ROLES = {
    "Independent Chair": Seat.Role.CHAIR,
    "Young people's representative": Seat.Role.YOUNG_PERSON,
}


def load_seats(shelf: Shelf) -> None:
    """Add each line of a board's membership with as many places as it has."""
    sponsors = {
        entry["sponsor_post"]: shelf.one(Organisation, entry["sponsor_organisation"])
        for entry in shelf.library.of("priorities")
        if entry["sponsor_post"]
    }
    for entry in shelf.library.of("seats"):
        board = shelf.one(Board, entry["body"])
        represents = shelf.maybe(Organisation, entry.get("represents"))
        if board.slug == "cyp-partnership-board":
            represents = sponsors[entry["title"]]
        seat = Seat(
            board=board,
            order=entry.number,
            title=entry["title"],
            sector=entry["sector"],
            represents=represents,
            nominated_by=shelf.maybe(Organisation, entry.get("nominated_by")),
            role=ROLES.get(entry["title"], Seat.Role.MEMBER),
            note=entry.text("note"),
        )
        shelf.add(seat, of=entry, name=f"{board.slug}/{seat.title}")
        for number in range(1, entry["seats"] + 1):
            place = Place(seat=seat, number=number)
            shelf.add(place, source=seat.source, name=f"{board.slug}/{seat.title}/{number}")
    for seat in shelf.all(Seat):
        if seat.role == Seat.Role.CRITICAL_FRIEND:
            shelf.add(Place(seat=seat), source=seat.source, name=f"{seat.board.slug}/friend")
