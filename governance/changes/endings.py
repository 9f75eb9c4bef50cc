"""Terms that run out are told of in time: 90, 60 and 30 days before, once each."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from governance.changes.telling import tell
from governance.models import Board, Place, Subject
from governance.queries.pausing import boards_in_pause
from governance.queries.places import called
from governance.queries.vacancies import administrators_of, ending_terms, step_of
from governance.queries.wording import counted, day

A_DAY = timedelta(days=1)


def tell_of_ending_terms(*, on: date, at: datetime) -> int:
    """Tell holders and who keeps the membership of terms that run out; return of how many.

    Safe to run twice at once, and on any day: each person is told once at each step. A term that
    somebody ended, or that somebody follows, is known already. What falls into a pause of the
    board is told when it is over.
    """
    rows = ending_terms(on).filter(why_ended="", next=None, seat__board__status=OPEN_BOARD)
    rows = rows.exclude(seat__board__in=boards_in_pause(on))
    told = list(rows.select_related("holder__supporter", "place__seat__board"))
    for each in told:
        with transaction.atomic():
            _tell_of(each, on=on, at=at)
    return len(told)


OPEN_BOARD = Board.Status.ACTIVE


def _tell_of(row: Any, *, on: date, at: datetime) -> None:
    left, place, board = row.ends_on - on, row.place, row.place.seat.board
    event = f"term {row.pk} ends {row.ends_on} {step_of(left)}"
    ends = f"ends on {day(row.ends_on - A_DAY)}, in {counted(left.days, 'day')}"
    seat, mail = called(place), f"A term on {board} ends on {day(row.ends_on - A_DAY)}"
    if row.holder.is_active and row.holder.left_on is None:
        yours = f"Your term as {seat} on {board} {ends}."
        about = _members_of(board)
        tell(row.holder, subject=about, event=event, text=yours, mail=mail, at=at)
    theirs = f"The term of {row.holder.called} as {seat} on {board} {ends}."
    for person in administrators_of(board, on=on):
        if person != row.holder:
            about = _subject_of(place)
            tell(person, subject=about, event=event, text=theirs, mail=mail, at=at)


def _members_of(board: Board) -> Subject:
    """Return the page that a holder is led to: everybody may read it."""
    defaults = {"kind": "membership", "title": f"Members of {board}"[:300], "board": board}
    address = f"{board.get_absolute_url()}members/"
    return Subject.objects.get_or_create(address=address, defaults=defaults)[0]


def _subject_of(place: Place) -> Subject:
    board = place.seat.board
    defaults = {"kind": "place", "title": f"{called(place)}, {board}"[:300], "board": board}
    address = place.get_absolute_url()
    return Subject.objects.get_or_create(address=address, defaults=defaults)[0]
