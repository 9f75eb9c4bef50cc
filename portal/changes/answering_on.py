"""Who answered for an organisation at a board that closed answers at the one that took over."""

from datetime import date
from typing import Any

from django.db.models import Q

from governance.models import Appointment, Board, Challenge, Organisation, Respondent, User
from portal.changes.passing_on import Move
from priorities.models import Commitment

ANSWERED = {"plan", "challenge"}  # what partners answer for


def answer_on(move: Move) -> None:
    """Let respondents go on at each successor that took a plan or a question; name who is silent.

    The old board's respondents end with it.
    """
    rows = Respondent.objects.filter(board=move.board).select_related("person", "organisation")
    running = list(rows.filter(Q(ends_on=None) | Q(ends_on__gt=move.on)).order_by("pk"))
    for heir in _asking(move):
        for each in running:
            _go_on(move, each, heir)
        for body in _silent(heir, move.on):
            words = f"{heir}: nobody answers there for {body}; name a respondent, or give a seat"
            move.steps.say(words)
    for each in running:
        _end(move, each)


def _asking(move: Move) -> list[Board]:
    return [heir for key, heir in move.heirs.items() if ANSWERED & set(move.taken.get(key, ()))]


def _go_on(move: Move, each: Respondent, heir: Board) -> None:
    person: User = each.person
    has_left = person.left_on is not None and person.left_on <= move.on
    same: dict[str, Any] = {"person_id": each.person_id, "organisation_id": each.organisation_id}
    there = Respondent.objects.on(move.on).filter(board=heir, **same)
    if has_left or there.exists():
        return
    begins = max(each.starts_on or move.on, move.on)
    words = f"{person}: answers for {each.organisation} at {heir}"
    span = {"starts_on": begins, "ends_on": each.ends_on}
    move.steps.make(Respondent, words, board_id=heir.pk, **same, **span)


def _end(move: Move, each: Respondent) -> None:
    words = f"{each.person}: answers for {each.organisation} at {move.board} no longer"
    if each.starts_on is not None and each.starts_on >= move.on:
        move.steps.remove(each, words)
    else:
        move.steps.change(each, words, ends_on=move.on, ends_known="day")


def _silent(heir: Board, on: date) -> list[Organisation]:
    """Return the organisations that are asked at a board and that nobody speaks for there."""
    bound = Commitment.objects.filter(
        action__plan__priority__plan__board=heir, action__removed_at=None
    ).exclude(state__in=[Commitment.State.DECLINED, Commitment.State.WITHDRAWN])
    asked = Challenge.objects.filter(passed_to=heir, state=Challenge.State.ASKED)
    seats = Appointment.objects.on(on).filter(seat__board=heir, seat__represents__isnull=False)
    heard = Respondent.objects.on(on).filter(board=heir).values("organisation")
    rows = Organisation.objects.filter(
        Q(pk__in=bound.values("organisation")) | Q(pk__in=asked.values("put_to"))
    )
    rows = rows.exclude(pk__in=heard).exclude(pk__in=seats.values("seat__represents"))
    return list(rows.order_by("name"))
