"""A closing that was carried out is taken back, while nothing was done with what passed on."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from governance import audit
from governance.changes.mail import write_to
from governance.changes.meeting_news import called, tell_the_board
from governance.changes.written import tell_it_stands_again
from governance.editing import Refused, refusals_in_words
from governance.models import (
    Board,
    Closing,
    Meeting,
    Nomination,
    Succession,
    User,
    WrittenProcedure,
)
from governance.queries import places
from portal.changes.following import tell_who_leads
from portal.changes.steps import take_back
from portal.changes.succession import hold
from portal.queries.closing import in_the_way, may_be_undone
from priorities.models import ReportingRound

State = Closing.State
NOT_THIS = "The board is at work again, or was closed anew since: there is nothing to take back."
DONE_SINCE = "It stays closed, because something was done since: {}."
Steps = list[dict[str, Any]]


def undo(closing: Closing, *, by: User, at: datetime) -> None:
    """Give back to a board that closed all that it passed on; done already it does nothing.

    What was told and written down meanwhile stays in the history. Rounds that were closed stay so,
    and meetings that were cancelled and whose day has passed.

    :raises Refused: something was done since with what passed on; the sentence says with what
    """
    board = closing.board
    what = f"took back that {board} closed"
    with refusals_in_words(Succession), audit.change(by=by, what=what):
        held = Closing.objects.select_for_update(of=("self",), no_key=True)
        closing.refresh_from_db(from_queryset=held)
        if closing.state == State.UNDONE:
            return
        hold(board)
        if not may_be_undone(closing, board):
            raise Refused(NOT_THIS)
        _only_untouched(in_the_way(closing))
        steps = _steps(closing, on=timezone.localdate(at))
        _only_untouched([words or "something else" for words in take_back(steps)])
        gone = {"state": State.UNDONE, "taken_back_at": at, "taken_back_by": by}
        Closing.objects.filter(pk=closing.pk).update(**gone)
        board.refresh_from_db()
        _tell(closing, steps, by=by, at=at)


def _only_untouched(found: list[str]) -> None:
    if found:
        raise Refused(DONE_SINCE.format("; ".join(found)))


def _steps(closing: Closing, *, on: date) -> Steps:
    """Return the steps to take back.

    A round that was closed is frozen, and a meeting whose day has passed does not take place.
    """
    cancelled = [each["pk"] for each in closing.steps if _is_of(each, Meeting)]
    gone = set(Meeting.objects.filter(pk__in=cancelled, on__lt=on).values_list("pk", flat=True))
    return [
        each
        for each in closing.steps
        if not _is_of(each, ReportingRound) and not (_is_of(each, Meeting) and each["pk"] in gone)
    ]


def _is_of(step: dict[str, Any], model: Any) -> bool:
    return bool(step.get("model") == model._meta.label)


def _tell(closing: Closing, steps: Steps, *, by: User, at: datetime) -> None:
    """Tell who had been told: of the boards that followed, of what is to come again."""
    board, event = closing.board, f"closing {closing.pk} undone"
    mail = f"{board} is not closed after all"
    for heir in Board.objects.filter(pk__in=closing.decided["successors"]).order_by("name"):
        text = f"{mail}: what {heir} took over is its own again."
        tell_who_leads(heir, event=event, text=text, mail=mail, by=by, at=at)
    _tell_of_meetings([each["pk"] for each in steps if _is_of(each, Meeting)], by=by, at=at)
    in_writing = [each["pk"] for each in steps if _is_of(each, WrittenProcedure)]
    for question in WrittenProcedure.objects.filter(pk__in=in_writing).order_by("pk"):
        tell_it_stands_again(question, by=by, at=at)
    asked = [each["pk"] for each in steps if _is_of(each, Nomination)]
    _tell_of_nominations(asked, at=at)


def _tell_of_meetings(keys: list[int], *, by: User, at: datetime) -> None:
    rows = Meeting.objects.filter(pk__in=keys, state=Meeting.State.PUBLISHED)
    for meeting in rows.select_related("board").order_by("on", "pk"):
        text = f"{called(meeting)} takes place after all"
        event = f"stands again {meeting.version}"
        tell_the_board(meeting, event=event, text=f"{text}.", mail=text, by=by, at=at)


def _tell_of_nominations(keys: list[int], *, at: datetime) -> None:
    rows = Nomination.objects.filter(pk__in=keys, appointment=None)
    for each in rows.select_related("place__seat__board", "asked__supporter").order_by("pk"):
        seat, board = places.called(each.place), each.place.seat.board
        title = f"Your nomination for {seat} is wanted after all"[:200]
        key = f"nomination {each.pk} wanted again"
        body = f"{board}, {seat}. The question stands again, and its link opens it.\n"
        write_to(each.asked, key=key, title=title, body=body, at=at, board=board)
