"""Which pack of a meeting a person reads: that of their circle, by the rights of this moment."""

from dataclasses import dataclass

import rules

from governance.models import Meeting
from governance.rules import OFFICER, reads_drafts, reads_exempt, right
from governance.rules.papers import YOUNG, is_young_here
from governance.scope import GUESTS, SOMEBODY, OfficeHeld, Person, Scope, SeatHeld, scope_of
from portal.models.packs import Circle


def circle_of(person: Person, meeting: Meeting) -> Circle:
    """Return the circle whose pack the person reads: what `papers_seen` lets them read."""
    scope = scope_of(person)
    if scope.holds(OFFICER, meeting.board_id):
        return Circle.WHOLE
    if is_young_here(scope, meeting.board_id):
        return Circle.SUITABLE
    if reads_exempt(scope, meeting):
        return Circle.WHOLE
    return Circle.BOARD if reads_drafts(person, meeting) else Circle.PUBLIC


def circles_open(circle: Circle, meeting: Meeting) -> list[Circle]:
    """Return the circles whose packs somebody of `circle` may have: the widest of theirs first.

    Whoever reads more may pass on what everybody reads; of a planned meeting nobody does yet.
    """
    if circle in (Circle.PUBLIC, Circle.SUITABLE) or meeting.state == Meeting.State.PLANNED:
        return [circle]
    return [circle, Circle.PUBLIC]


def is_inside(circle: Circle) -> bool:
    """Say whether a circle reads what is the board's alone."""
    return circle != Circle.PUBLIC


def somebody_of(circle: Circle, meeting: Meeting) -> Scope:
    """Return the scope of somebody of a circle and nothing else: what is read for all of it."""
    if circle == Circle.WHOLE:
        return Scope(offices=(OfficeHeld(OFFICER, None),))
    if circle == Circle.PUBLIC or meeting.board_id is None:
        return Scope()
    (role,) = sorted(YOUNG) if circle == Circle.SUITABLE else sorted(GUESTS)[:1]
    return Scope(seats=(SeatHeld(meeting.board_id, SOMEBODY, role, None),))


@dataclass(frozen=True)
class PackFor:
    """The pack of a meeting for one circle: what somebody asks to have."""

    meeting: Meeting
    circle: Circle


@rules.predicate
def is_theirs(person: Person, pack: PackFor) -> bool:
    """The pack is for the person's circle, or for everybody: that is refused to nobody."""
    if pack.circle == Circle.PUBLIC and pack.meeting.state != Meeting.State.PLANNED:
        return True
    return pack.circle in circles_open(circle_of(person, pack.meeting), pack.meeting)


right(
    "portal.read_pack",
    is_theirs,
    who="Members of the board and its officers read the whole pack; guests and young people’s"
    " representatives have one of their own.",
)
