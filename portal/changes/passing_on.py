"""What is open at a board that closes goes on at another: how each kind of thing passes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from governance.editing import Refused, refusals_in_words
from governance.models import ActionPoint, Board, Place, Subject, User
from governance.queries.places import called
from portal.changes.steps import Steps
from portal.queries.succession import DROPPED, KINDS, Open
from priorities.models import Sponsorship

NOBODY = ""
NO_HOME = "Say where it goes on."
NO_REASON = "Say why it is closed here."
OTHER_TABLE = "sits on another board than the one its plan goes to."


@dataclass(frozen=True)
class Decided:
    """What was decided in the preview.

    `ends_on`: the day after the last; `homes`: where each thing goes on, by its key; `reasons`:
    why it is closed here, by its key; `seen`: the marks of the things that were shown;
    `foreseen`: the mark of what it was said to come to.
    """

    ends_on: date
    successors: Sequence[int]
    homes: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    papers_first_until: date | None = None
    attendance_until: date | None = None
    foreseen: str = ""


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
    code, home = each.key.partition("-")[0], move.decided.homes.get(each.key, NOBODY)
    try:
        with refusals_in_words(type(each.row)):
            PASS[code](move, each, home)
    except Refused as reason:
        raise Refused(f"{each.what}: {reason}") from reason


def _heir(move: Move, home: str) -> Board:
    heir = move.heirs.get(int(home)) if home.isdecimal() else None
    if heir is None:
        raise Refused(NO_HOME)
    return heir


def _takes(move: Move, heir: Board, each: Open) -> str:
    """Note that a successor takes a thing; return it in words."""
    kind = KINDS[each.key.partition("-")[0]]
    move.taken.setdefault(heir.pk, []).append(each.key.partition("-")[0])
    return f"{kind.one[0].upper()}{kind.one[1:]} “{each.what}”: to {heir}"


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
    words = f"Action point “{each.what}”: closed here, because {reason}"
    move.steps.change(each.row, words, **gone, settled_at=move.at, settled_by_id=move.by.pk)


def _planned(move: Move, each: Open, home: str) -> None:
    if home != DROPPED:
        heir = _heir(move, home)
        move.steps.change(each.row, _takes(move, heir, each), board_id=heir.pk, meeting_id=None)
        return
    reason = move.decided.reasons.get(each.key, "")
    if not reason:
        raise Refused(NO_REASON)
    words = f"Planned business “{each.what}”: dropped, because {reason}"
    move.steps.change(each.row, words, dropped_because=reason)


def _plan(move: Move, each: Open, home: str) -> None:
    heir = _heir(move, home)
    move.steps.change(each.row, _takes(move, heir, each), board_id=heir.pk)
    about = Subject.objects.filter(address__startswith=each.row.get_absolute_url())
    about.filter(board=move.board).update(board=heir)


def _sponsorship(move: Move, each: Open, home: str) -> None:
    row = each.row
    place = Place.objects.filter(pk=home).first() if home.isdecimal() else None
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
