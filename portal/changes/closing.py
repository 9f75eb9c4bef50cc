"""A closing agreed ahead: called off until its day, and carried out when that has come.

The row decides, not the clock that calls: whoever holds it carries it out, once.
"""

import logging
from datetime import datetime
from hashlib import sha256

from django.db import DatabaseError, transaction
from django.utils import timezone

from governance import audit
from governance.editing import Refused, StaleEdit, refusals_in_words
from governance.models import Board, Closing, Succession, User
from governance.queries import day
from portal.changes.decided import Decided, as_kept, decided_of, with_defaults
from portal.changes.following import tell_who_keeps, tell_who_leads
from portal.changes.passing_on import Move
from portal.changes.sitting_in import A_DAY
from portal.changes.succession import (
    as_foreseen,
    foresee,
    heirs_at_work,
    hold,
    only_once,
    pass_all_on,
    write_down,
)
from portal.queries.succession import Open, each_open, open_things

State = Closing.State
COME = "That day has come, so nothing was agreed. Look at it again: it can be done at once."
OTHER_DAY = "Its last day is {} by now. Take that back first, or close it on that day."
NO_MORE = {
    State.CARRIED_OUT: "It is carried out already, and cannot be called off.",
    State.UNDONE: "It was carried out and taken back already.",
}

logger = logging.getLogger(__name__)


def agree(board: Board, decided: Decided, *, by: User, at: datetime, key: str = "") -> Closing:
    """Agree that `board` closes on a day to come, and where what is open goes on then.

    Sent twice, it is agreed once. Who is to follow is told.

    :raises Refused: as closing it would be, as things stand; it has another last day, or somebody
        agreed another closing first
    """
    what = f"agreed that {board} closes after {day(decided.ends_on - A_DAY)}"
    with refusals_in_words(Closing), audit.change(by=by, what=what, key=key):
        hold(board)
        before: Closing | None = audit.made_by_form(board.closings.all(), key)
        if before is not None:
            return before
        if decided.ends_on <= timezone.localdate(at):
            raise Refused(COME)
        only_once(board)
        _no_other_day(board, decided)
        foreseen = foresee(board, decided, by=by, at=at)
        as_foreseen(decided, foreseen.told)
        kept = {"ends_on": decided.ends_on, "decided": as_kept(decided)}
        kept |= {"words": foreseen.told, "steps": foreseen.only_told}
        closing = Closing.objects.create(board=board, agreed_at=at, agreed_by=by, **kept)
        _tell_heirs(closing, f"is to close after {day(decided.ends_on - A_DAY)}", by=by, at=at)
        return closing


def call_off(closing: Closing, *, by: User, at: datetime) -> None:
    """Let a board stay that was to close; called off already it does nothing.

    :raises Refused: it is carried out already
    """
    with audit.change(by=by, what=f"called off that {closing.board} closes"):
        _hold_closing(closing)
        if closing.state == State.CALLED_OFF:
            return
        if closing.state != State.AGREED:
            raise Refused(NO_MORE[State(closing.state)])
        gone = {"state": State.CALLED_OFF, "taken_back_at": at, "taken_back_by": by}
        Closing.objects.filter(pk=closing.pk).update(**gone)
        closing.refresh_from_db()
        _tell_heirs(closing, "does not close after all, for now", by=by, at=at)


def carry_out_due(*, at: datetime) -> int:
    """Carry out each closing whose day has come; return how many were done.

    Safe to run twice at once, and at any time: what is done is done once.
    """
    on, done = timezone.localdate(at), 0
    for key in Closing.objects.due(on).order_by("ends_on", "pk").values_list("pk", flat=True):
        try:
            done += _carry_out(key, at=at)
        except (Refused, StaleEdit) as reason:
            _stands_in_the_way(key, str(reason), at=at)
        except DatabaseError:  # another that waits is not held up by it
            logger.exception("The closing %s was not carried out; the next run tries again.", key)
    return done


def _carry_out(key: int, *, at: datetime) -> bool:
    """Carry out one closing in one transaction; False where it is done, or in other hands.

    :raises Refused: something stands in the way, and nothing is done
    """
    with refusals_in_words(Succession), transaction.atomic():
        rows = Closing.objects.due(timezone.localdate(at)).filter(pk=key)
        held = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
        closing = held.select_related("board", "agreed_by").first()
        if closing is None:
            return False
        what = f"closed {closing.board}, as {closing.agreed_by} had agreed"
        with audit.change(by=None, what=what):
            _pass_on(closing, at=at)
    return True


def _pass_on(closing: Closing, *, at: datetime) -> None:
    board, decided = closing.board, decided_of(closing)
    hold(board)
    _no_other_day(board, decided)
    heirs = heirs_at_work(board, decided)
    things = list(each_open(open_things(board, on=decided.ends_on)))
    decided, new = with_defaults(decided, things, heirs)
    move = Move(board, decided, heirs, closing.agreed_by, at)
    pass_all_on(move, things)
    by_default = [_where(each, move) for each in new]
    write_down(closing, move, by_default=by_default)
    text = f"{board} closed after {day(closing.ends_on - A_DAY)}, as agreed."
    if by_default:
        text += f" Opened since, and passed on by kind: {'; '.join(by_default)}."
    event, mail = f"closing {closing.pk} carried out", f"{board} is closed, as agreed"
    tell_who_keeps(board, event=event, text=text, mail=mail, at=at)


def _where(each: Open, move: Move) -> str:
    """Say of a thing that was opened since which way it went."""
    begins = (f"{each.called}: ", f"{each.what}: ", f"“{each.what}”: ")
    told = [words for words in move.steps.told if words.startswith(begins)]
    return told[-1] if told else each.called


def _stands_in_the_way(key: int, reason: str, *, at: datetime) -> None:
    """Keep why a closing was not carried out, and tell its administrators once."""
    with audit.change(by=None, what="could not close a board"):
        held = Closing.objects.ahead().select_for_update(of=("self",), no_key=True)
        closing = held.select_related("board").filter(pk=key).first()
        if closing is None or closing.refused_because == reason:
            return
        Closing.objects.filter(pk=key).update(refused_because=reason)
        text = f"{closing.board} was to close, and nothing was done: {reason}"
        event = f"closing {key} refused {sha256(reason.encode()).hexdigest()[:16]}"
        mail = f"{closing.board} could not be closed as agreed"
        tell_who_keeps(closing.board, event=event, text=text, mail=mail, at=at)


def _no_other_day(board: Board, decided: Decided) -> None:
    """Refuse where the board was given another last day by hand."""
    if board.ends_on not in {None, decided.ends_on}:
        raise Refused(OTHER_DAY.format(day(board.ends_on - A_DAY)))


def _hold_closing(closing: Closing) -> None:
    rows = Closing.objects.select_for_update(of=("self",), no_key=True)
    closing.refresh_from_db(from_queryset=rows)


def _tell_heirs(closing: Closing, how: str, *, by: User, at: datetime) -> None:
    board, keys = closing.board, closing.decided["successors"]
    for heir in Board.objects.filter(pk__in=keys).order_by("name"):
        text = f"{board} {how}: {heir} follows it."
        event = f"closing {closing.pk} {closing.state}"
        tell_who_leads(heir, event=event, text=text, mail=f"{board} {how}", by=by, at=at)
