"""A board closes and others follow it: all that is open there passes on, in one change."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from governance import audit
from governance.editing import Refused, refusals_in_words
from governance.models import Board, Closing, Meeting, Succession, User
from governance.queries import day, known_date
from portal.changes.answering_on import answer_on
from portal.changes.decided import Decided, as_kept
from portal.changes.ending_with import end
from portal.changes.following import follow
from portal.changes.passing_on import Move, pass_on
from portal.changes.sitting_in import A_DAY, sit_in
from portal.changes.steps import Steps
from portal.queries.ending import met_since
from portal.queries.handled import marks_of
from portal.queries.succession import KINDS, Open, each_open, open_things

NOT_YET = "What is open is known only when the last day has come: give today, or a day past."
OPENED = "Opened or changed meanwhile, so nothing was done. Look at it again: {}."
GONE = "Something was settled or passed on meanwhile, so nothing was done. Look at the rest again."
OTHERWISE = "It would come to something else by now, so nothing was done. Look at it again."
NOT_AT_WORK = "is not at work then, and so cannot follow it."
BEGAN = "It began only then: {}. Give a later day."
MET = "The board met on {}: give that day, or a later one."
AHEAD = "{} agreed meanwhile that it closes after {}. Call that off first."


REST: dict[str, Callable[[Move], None]] = {
    "What ends": end,
    "Who answers for partners": answer_on,
    "Who is invited for a time": sit_in,
    "Who reads first": follow,
}


def succeed(board: Board, decided: Decided, *, by: User, at: datetime, key: str = "") -> Closing:
    """Close `board` and pass on all that is open there; return what is kept of it.

    Sent twice, it is done once.

    :raises Refused: something was opened, changed or settled since it was looked at; a thing has
        no home; a law forbids it. Nothing is done then.
    """
    what = f"closed {board} and passed on what was open"
    with refusals_in_words(Succession), audit.change(by=by, what=what, key=key):
        hold(board)
        before: Closing | None = audit.made_by_form(board.closings.all(), key)
        if before is not None:
            return before
        if decided.ends_on > timezone.localdate(at) + A_DAY:
            raise Refused(NOT_YET)
        only_once(board)
        move = _moved(board, decided, by=by, at=at)
        as_foreseen(decided, move.steps.told)
        kept = {"decided": as_kept(decided), "agreed_at": at, "agreed_by": by}
        closing = Closing(board=board, ends_on=decided.ends_on, **kept)
        return write_down(closing, move)


def foresee(board: Board, decided: Decided, *, by: User, at: datetime) -> Steps:
    """Return what closing comes to as things stand, and do nothing.

    :raises Refused: as `succeed` would, but for the day
    """
    with transaction.atomic():
        with refusals_in_words(Succession), audit.change(by=by, what=f"looked at {board}"):
            hold(board)
            steps = _moved(board, decided, by=by, at=at).steps
        transaction.set_rollback(True)
    board.refresh_from_db()
    return steps


def _moved(board: Board, decided: Decided, *, by: User, at: datetime) -> Move:
    """Pass on what was seen, where it stands as it was seen."""
    _may_have_ended(board, decided.ends_on)
    move = Move(board, decided, heirs_at_work(board, decided), by, at)
    things = list(each_open(open_things(board, on=move.on)))
    _as_seen(things, decided.seen)
    return pass_all_on(move, things)


def _may_have_ended(board: Board, on: date) -> None:
    """Refuse a last day before the board began, or before it last met."""
    if board.starts_on and on <= board.starts_on:
        raise Refused(BEGAN.format(known_date(board.starts_on, board.starts_known)))
    met = met_since(board, on)
    if met is not None:
        raise Refused(MET.format(day(met.on)))


def pass_all_on(move: Move, things: Sequence[Open]) -> Move:
    """Give each of `things` its home, and end what ends with the board.

    :raises Refused: a thing has no home, or a law forbids it
    """
    for each in things:
        move.steps.chapter = KINDS[each.kind].head
        pass_on(move, each)
    for chapter, do in REST.items():
        move.steps.chapter = chapter
        do(move)
    return move


def write_down(closing: Closing, move: Move, *, by_default: Sequence[str] = ()) -> Closing:
    """Keep that a closing is carried out, what that changed, and how what passed on stands."""
    closing.state, closing.carried_out_at = Closing.State.CARRIED_OUT, move.at
    closing.words, closing.by_default = move.steps.told, list(by_default)
    closing.steps, closing.marks = move.steps.done, marks_of(move.steps.done)
    closing.refused_because = ""
    closing.save()
    return closing


def mark_of(words: Sequence[str]) -> str:
    """Return the mark of what a succession comes to, by which a later difference is seen."""
    return sha256("\n".join(words).encode()).hexdigest()


def as_foreseen(decided: Decided, words: Sequence[str]) -> None:
    """Refuse where it comes to something else than was looked at."""
    if decided.foreseen and decided.foreseen != mark_of(words):
        raise Refused(OTHERWISE)


def only_once(board: Board) -> None:
    """Refuse where it is agreed already when the board closes."""
    ahead = board.closings.ahead().select_related("agreed_by").first()
    if ahead is not None:
        last = day(ahead.ends_on - A_DAY)
        raise Refused(AHEAD.format(ahead.agreed_by, last))


def hold(board: Board) -> None:
    """Hold the board and its meetings so fast that nothing new can be opened at them."""
    board.refresh_from_db(from_queryset=Board.objects.select_for_update(of=("self",)))
    rows = Meeting.objects.filter(board=board).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def heirs_at_work(board: Board, decided: Decided) -> dict[int, Board]:
    """Return the boards that follow, by key.

    :raises Refused: one of them is not at work on the day
    """
    rows = Board.objects.filter(pk__in=set(decided.successors)).exclude(pk=board.pk)
    heirs = {each.pk: each for each in rows.order_by("name")}
    for each in heirs.values():
        if not each.is_open(decided.ends_on):
            raise Refused(f"{each} {NOT_AT_WORK}")
    if not heirs:
        raise Refused("Choose which board follows it.")
    return heirs


def _as_seen(things: Sequence[Open], seen: frozenset[str]) -> None:
    """Refuse where others opened, changed or settled something since it was shown."""
    new = [each.what for each in things if each.mark not in seen]
    if new:
        raise Refused(OPENED.format("; ".join(new)))
    if seen - {each.mark for each in things}:
        raise Refused(GONE)
