"""What ends with a board that closes: meetings to come, what is asked, terms, the board."""

from functools import partial
from typing import Any

from django.utils import timezone

from governance.changes.meetings import cancel
from governance.changes.nominating import turn_down
from governance.changes.setting_up import close_board
from governance.changes.written import withdraw
from governance.models import Appointment, Nomination
from governance.queries import day
from governance.queries.places import called
from portal.changes.passing_on import Move
from portal.changes.sitting_in import A_DAY
from portal.queries import ending as queries
from priorities.changes.rounds import close_round

TAKEN_BACK = "The board closed before the first day."


def end(move: Move) -> None:
    """End what ends with the board: meetings to come, what is asked, terms, the board."""
    followed = " and ".join(each.name for each in move.heirs.values())
    because = f"{move.board} closed on {day(move.on - A_DAY)}; {followed} follows."
    for meeting in queries.meetings_to_cancel(move.board, move.on):
        called_off = partial(cancel, meeting, because=because, by=move.by, at=move.at)
        move.steps.through(meeting, f"The meeting of {day(meeting.on)}: cancelled", called_off)
    for question in queries.procedures_to_end(move.board):
        taken_back = partial(withdraw, question, because=because, by=move.by, at=move.at)
        words = f"The question in writing, open until {day(question.closes_on)}: taken back"
        move.steps.through(question, words, taken_back)
    for each in queries.rounds_to_close(move.board):
        shut = partial(close_round, each, by=move.by, at=move.at)
        move.steps.through(each, f"The round of {each.label}: closed", shut)
    for asked in queries.nominations_to_end(move.board):
        gone: Any = {"state": Nomination.State.WITHDRAWN, "reason": because}
        withdrawn = partial(turn_down, asked, **gone, by=move.by, at=move.at)
        words = f"The nomination asked of {asked.organisation}: withdrawn"
        move.steps.through(asked, words, withdrawn)
    for term in queries.terms_to_end(move.board, move.on):
        _end_term(move, term)
    if move.board.ends_on != move.on:
        _close(move)


def _close(move: Move) -> None:
    board, today = move.board, timezone.localdate(move.at)
    given: Any = {"version": board.version, "values": {"ends_on": move.on}}
    closed = partial(close_board, board, **given, by=move.by, on=today)
    move.steps.through(board, f"{board}: closed after {day(move.on - A_DAY)}", closed)


def _end_term(move: Move, term: Appointment) -> None:
    seat = f"{term.holder}, {called(term.place)}"
    if term.starts_on is not None and term.starts_on >= move.on:
        gone = {"state": Nomination.State.DECLINED, "reason": TAKEN_BACK}
        for settled in Nomination.objects.filter(appointment=term):
            move.steps.change(settled, "", appointment_id=None, **gone)
        move.steps.remove(term, f"{seat}: taken back")
        return
    ended = {"ends_on": move.on, "ends_known": "day", "why_ended": "the board closed"}
    move.steps.change(term, f"{seat}: ends after {day(move.on - A_DAY)}", **ended)
