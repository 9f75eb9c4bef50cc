"""What is open at a board that closes goes on at another: how each kind of thing passes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from governance.editing import Refused, refusals_in_words
from governance.models import ActionPoint, Board, Place, Subject, User
from governance.queries.places import called
from portal.changes.decided import Decided
from portal.changes.steps import Steps
from portal.queries.succession import DROPPED, Open
from priorities.models import Sponsorship

NOBODY = ""
NO_HOME = "Say where it goes on."
NO_REASON = "Say why it is closed here."
OTHER_TABLE = "sits on another board than the one its plan goes to."
NO_PLACE = "is no place on that day: it has ended."


@dataclass
class Move:
    """A board on its way: what is decided, who follows, the steps so far, what each takes."""

    board: Board
    decided: Decided
    heirs: dict[int, Board]
    by: User
    at: datetime
    steps: Steps = field(default_factory=Steps)
    taken: dict[int, list[str]] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """The day from which all is the successors'."""
        return self.decided.ends_on


def pass_on(move: Move, each: Open) -> None:
    """Give one open thing its new home.

    :raises Refused: it has none, or a law forbids it; the sentence names it
    """
    home = move.decided.homes.get(each.key, NOBODY)
    try:
        with refusals_in_words(type(each.row)):
            PASS[each.kind](move, each, home)
    except Refused as reason:
        raise Refused(f"{each.what}: {reason}") from reason


def _heir(move: Move, home: str) -> Board:
    heir = move.heirs.get(int(home)) if home.isdecimal() else None
    if heir is None:
        raise Refused(NO_HOME)
    return heir


def _takes(move: Move, heir: Board, each: Open) -> str:
    """Note that a successor takes a thing; return it in words."""
    move.taken.setdefault(heir.pk, []).append(each.kind)
    return f"{each.called}: to {heir}"


def _to_heir(move: Move, each: Open, home: str) -> None:
    """Pass on what keeps the board that it began at."""
    heir = _heir(move, home)
    words = _takes(move, heir, each)
    move.steps.change(each.row, words, passed_to_id=heir.pk, passed_on=move.on)


def _point(move: Move, each: Open, home: str) -> None:
    if home != DROPPED:
        _to_heir(move, each, home)
        return
    reason = move.decided.reasons.get(each.key, "")
    if not reason:
        raise Refused(NO_REASON)
    gone = {"state": ActionPoint.State.DROPPED, "outcome": reason}
    words = f"{each.called}: closed here, because {reason}"
    move.steps.change(each.row, words, **gone, settled_at=move.at, settled_by_id=move.by.pk)


def _planned(move: Move, each: Open, home: str) -> None:
    if home != DROPPED:
        heir = _heir(move, home)
        move.steps.change(each.row, _takes(move, heir, each), board_id=heir.pk, meeting_id=None)
        return
    reason = move.decided.reasons.get(each.key, "")
    if not reason:
        raise Refused(NO_REASON)
    words = f"{each.called}: dropped, because {reason}"
    move.steps.change(each.row, words, dropped_because=reason)


def _plan(move: Move, each: Open, home: str) -> None:
    heir = _heir(move, home)
    move.steps.change(each.row, _takes(move, heir, each), board_id=heir.pk)
    about = Subject.objects.filter(address__startswith=each.row.get_absolute_url())
    for subject in about.filter(board=move.board).order_by("pk"):
        move.steps.change(subject, "", board_id=heir.pk)


def _sponsorship(move: Move, each: Open, home: str) -> None:
    row, place = each.row, _place(move, home)
    if place is not None and str(place.seat.board_id) != move.decided.homes.get(
        f"plan-{row.priority.plan_id}"
    ):
        raise Refused(f"{called(place)} {OTHER_TABLE}")
    until, begins = row.ends_on, move.on
    if row.starts_on >= move.on:
        move.steps.remove(row, f"{each.what}: taken back")
        begins = row.starts_on
    else:
        move.steps.change(row, f"{each.what}: ends", ends_on=move.on, ends_known="day")
    if place is not None:
        columns = {"priority_id": row.priority_id, "starts_on": begins, "ends_on": until}
        words = f"{each.what}: {called(place)} of {place.seat.board}"
        move.steps.make(Sponsorship, words, place_id=place.pk, **columns)


def _place(move: Move, home: str) -> Place | None:
    """Return the place that sponsors from now on, None where none does.

    :raises Refused: nothing was chosen, or the place has ended by then
    """
    if home == DROPPED:
        return None
    place = Place.objects.filter(pk=home).first() if home.isdecimal() else None
    if place is None:
        raise Refused(NO_HOME)
    if not Place.objects.on(move.on).filter(pk=place.pk).exists():
        raise Refused(f"{called(place)} {NO_PLACE}")
    return place


def _kept(move: Move, each: Open, home: str) -> None:
    """Pass on what belongs to a board, or, where it may, to none."""
    if home == DROPPED:
        move.steps.change(each.row, f"“{each.what}”: to no board", board_id=None)
        return
    heir = _heir(move, home)
    move.steps.change(each.row, _takes(move, heir, each), board_id=heir.pk)


PASS: dict[str, Callable[[Move, Open, str], None]] = {
    "point": _point,
    "challenge": _to_heir,
    "referral": _to_heir,
    "planned": _planned,
    "plan": _plan,
    "sponsorship": _sponsorship,
    "measure": _kept,
    "scorecard": _kept,
}
