"""The two present alliances: who holds the places, who sponsors, who answers for each partner."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from governance.models import Board, Meeting, Organisation, Place, Seat, User
from portal.demo.illustrative.people import appoint, let_answer, person
from portal.demo.shelf import Shelf
from portal.demo.timing import Timing, meets_on
from priorities.models import Priority, Sponsorship

QUORUM = "The quorum is illustrative; the papers name none."


@dataclass(frozen=True)
class Held:
    """A place with what is told of it; `holder` is None while it is vacant."""

    place: Place
    holder: User | None
    said: dict[str, Any]


@dataclass
class Alliance:
    """A board of today with its words, its people and who speaks for each partner."""

    shelf: Shelf
    timing: Timing
    board: Board
    said: dict[str, Any]
    password: str
    held: list[Held] = field(default_factory=list)
    voices: dict[str, User] = field(default_factory=dict)

    def day(self, told: Any, is_end: bool = False) -> date:
        """Return the day that the words mean.

        A number counts months from the anchor, d-12 counts days, "first" is the board's first
        meeting of those that are told.
        """
        if told == "first":
            return meets_on(self.timing.closed(self.board.calendar, len(self.said["held"]))[0])
        if isinstance(told, int):
            return self.timing.month_end(told) if is_end else self.timing.month(told)
        return self.timing.day(int(str(told).removeprefix("d")))

    def place(self, name: str) -> Place:
        """Return a place by its seat and number."""
        return self.shelf.one(Place, f"{self.board.slug}/{name}")

    def holder(self, place: Place) -> User:
        """Return who holds a place today."""
        return next(each.holder for each in self.held if each.place is place and each.holder)


def seat(alliance: Alliance) -> None:
    """Put a person by post in every place but the one that is vacant."""
    said = alliance.said
    alliance.board.quorum_number = said["quorum"]
    alliance.board.note = ". ".join(filter(None, (alliance.board.note.rstrip("."), QUORUM)))
    _seat_chair(alliance, said["chair"])
    for title, holders in said["holders"].items():
        for number, each in enumerate(holders if isinstance(holders, list) else [holders], 1):
            _hold(alliance, alliance.place(f"{title}/{number}"), each)
    if "friend" in said:
        _hold(alliance, alliance.place("friend"), said["friend"])
    if "left" in said:
        _leave(alliance, said["left"])
    _let_answer(alliance)
    _let_sponsor(alliance)


def _seat_chair(alliance: Alliance, said: dict[str, Any]) -> None:
    """Seat the chair; where the papers name no such seat, add one."""
    name = f"{alliance.board.slug}/{said['title']}/1"
    place = alliance.shelf.maybe(Place, name)
    if place is None:
        chair = Seat(board=alliance.board, title=said["title"], role=Seat.Role.CHAIR)
        alliance.shelf.illustrate(chair)
        place = alliance.shelf.illustrate(Place(seat=chair), name=name)
    _hold(alliance, place, said)


def member(alliance: Alliance, said: dict[str, Any]) -> User:
    """Return the person the words describe; one with an address can sign in."""
    known = ("distinction", "email", "is_staff")
    more: dict[str, Any] = {key: said[key] for key in known if key in said}
    if "email" in more:
        more["password"] = alliance.password
    return person(alliance.shelf, said.get("organisation"), said["post"], **more)


def _hold(alliance: Alliance, place: Place, said: dict[str, Any]) -> None:
    holder = member(alliance, said)
    ends_on = alliance.day(said["until"]) if "until" in said else None
    began = alliance.day(alliance.said["began"])
    how = f"nominated by {place.seat.nominated_by}" if place.seat.nominated_by else "by office"
    appoint(alliance.shelf, place, holder, starts_on=began, ends_on=ends_on, how=how)
    alliance.held.append(Held(place, holder, said))


def _leave(alliance: Alliance, said: dict[str, Any]) -> None:
    """Add the one who left; the place is vacant since."""
    place = alliance.place(f"{said['seat']}/1")
    holder = member(alliance, said)
    appoint(
        alliance.shelf,
        place,
        holder,
        starts_on=alliance.day(alliance.said["began"]),
        ends_on=alliance.day(said["until"]),
        how="by office",
        why_ended=said["why"],
    )
    alliance.held.append(Held(place, None, said))


def _let_answer(alliance: Alliance) -> None:
    """Let one person answer for each partner: who is named for it, else the first in a place."""
    chosen = alliance.said.get("voices", {})
    for each in alliance.held:
        slug = each.said.get("organisation")
        is_chosen = each.holder and chosen.get(slug, each.holder.post) == each.holder.post
        if slug and each.holder and is_chosen and not _is_friend(each):
            alliance.voices.setdefault(slug, each.holder)
    for slug, said in alliance.said.get("respondents", {}).items():
        alliance.voices[slug] = member(alliance, {"organisation": slug, **said})
    began = alliance.day(alliance.said["began"])
    for holder in alliance.voices.values():
        let_answer(alliance.shelf, alliance.board, holder, began)


def _is_friend(held: Held) -> bool:
    return held.place.seat.role == Seat.Role.CRITICAL_FRIEND


def _let_sponsor(alliance: Alliance) -> None:
    for slug, name in alliance.said["sponsors"].items():
        row = Sponsorship(
            priority=alliance.shelf.one(Priority, slug),
            place=alliance.place(name),
            starts_on=alliance.day(alliance.said["began"]),
        )
        alliance.shelf.illustrate(row)


def organisation_of(alliance: Alliance, slug: str) -> Organisation:
    """Return a partner by its slug."""
    return alliance.shelf.one(Organisation, slug)


def meeting_of(alliance: Alliance, number: int) -> Meeting:
    """Return one of the meetings that were added to the board, counted from the first."""
    every = alliance.shelf.all(Meeting)
    added = [each for each in every if each.board is alliance.board and each.illustrative]
    return sorted(added, key=lambda each: each.on)[number]


def chair_of(alliance: Alliance) -> User:
    """Return who holds the chair."""
    return alliance.holder(alliance.place(f"{alliance.said['chair']['title']}/1"))
