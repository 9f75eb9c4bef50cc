"""A board's closing as its administrator sees it: agreed ahead, carried out, or taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone

from governance.models import Appointment, Board, Closing, Respondent
from governance.queries import day
from governance.queries.left_open import left_open
from portal.queries.handled import handled
from portal.queries.succession import DROPPED, LIKELIEST, Open, each_open, open_things

A_DAY = timedelta(days=1)
State = Closing.State
TAKEN_BACK = {
    State.CALLED_OFF: "It was to close after {}: called off by {}, {}",
    State.UNDONE: "It closed after {}: taken back by {}, {}",
}
NOBODY_CHOSE = {
    DROPPED: "to no board, or without a sponsor",
    LIKELIEST: "where the same person or organisation sits",
}


@dataclass(frozen=True)
class Opened:
    """A thing opened since a closing was agreed, and where it goes on the day."""

    thing: Open
    to: str


@dataclass(frozen=True)
class Chapter:
    """Some of what a closing comes to, under one head; older ones were kept without."""

    head: str
    lines: Sequence[str]


@dataclass(frozen=True)
class ClosingPage:
    """A closing that is agreed, or that was carried out."""

    closing: Closing
    is_ahead: bool
    last_day: str
    agreed: str
    carried_out: str
    heirs: Sequence[Board]
    opened: Sequence[Opened]
    in_the_way: Sequence[str]
    chapters: Sequence[Chapter]


def closing_of(board: Board) -> Closing | None:
    """Return the closing of a board that is agreed, or the one that closed it and still stands.

    One query; four where it was carried out: what is open there all the same is to be passed on.
    """
    rows = board.closings.filter(state__in=[State.AGREED, State.CARRIED_OUT])
    closing = rows.select_related("agreed_by").order_by("-pk").first()
    if closing is None or closing.state == State.AGREED:
        return closing
    stands = board.ends_on == closing.ends_on and not left_open(board)
    return closing if stands else None


def may_be_undone(closing: Closing, board: Board) -> bool:
    """Say whether `closing` is what closed the board last, and it is closed by it still."""
    if closing.state != State.CARRIED_OUT or board.ends_on != closing.ends_on:
        return False
    newer = board.closings.filter(state=State.CARRIED_OUT, pk__gt=closing.pk)
    return not newer.exists()


def closing_page(closing: Closing, board: Board) -> ClosingPage:
    """Return what is shown of a closing, in a number of queries that its things do not raise."""
    is_ahead = closing.state == State.AGREED
    heirs = list(Board.objects.filter(pk__in=closing.decided["successors"]).order_by("name"))
    done = closing.carried_out_at
    return ClosingPage(
        closing=closing,
        is_ahead=is_ahead,
        last_day=day(closing.ends_on - A_DAY),
        agreed=f"{closing.agreed_by}, {_day_of(closing.agreed_at)}",
        carried_out=_day_of(done) if done else "",
        heirs=heirs,
        opened=_opened(closing, board, heirs) if is_ahead else (),
        in_the_way=() if is_ahead else in_the_way(closing),
        chapters=chapters(closing.steps) or [Chapter("", closing.words)],
    )


def chapters(steps: Sequence[dict[str, Any]]) -> list[Chapter]:
    """Return what steps tell, under the heads of what they belong to."""
    told = [each for each in steps if each["words"]]
    return [
        Chapter(head, [each["words"] for each in group])
        for head, group in groupby(told, key=lambda each: str(each.get("chapter", "")))
    ]


def in_the_way(closing: Closing) -> list[str]:
    """Return in words why a closing cannot be taken back; nothing where it can be."""
    terms = Appointment.objects.filter(pk__in=_keys(closing, Appointment))
    voices = Respondent.objects.filter(pk__in=_keys(closing, Respondent))
    left = [
        *(each.holder for each in terms.exclude(holder__left_on=None).select_related("holder")),
        *(each.person for each in voices.exclude(person__left_on=None).select_related("person")),
    ]
    return [*handled(closing), *{f"{each} has left": None for each in left}]


def taken_back(board: Board) -> list[str]:
    """Return in words which closings of a board came to nothing, the newest first; one query."""
    rows = board.closings.filter(state__in=TAKEN_BACK).select_related("taken_back_by")
    return [
        TAKEN_BACK[State(each.state)].format(
            day(each.ends_on - A_DAY), each.taken_back_by, _day_of(each.taken_back_at)
        )
        for each in rows.order_by("-pk")
    ]


def _opened(closing: Closing, board: Board, heirs: Sequence[Board]) -> list[Opened]:
    names = {str(each.pk): f"to {each}" for each in heirs} | NOBODY_CHOSE
    homes, defaults = closing.decided["homes"], closing.decided["defaults"]
    things = each_open(open_things(board, on=closing.ends_on))
    return [
        Opened(each, names.get(defaults.get(each.kind, ""), ""))
        for each in things
        if each.key not in homes
    ]


def _keys(closing: Closing, model: Any) -> list[int]:
    label = model._meta.label
    steps = (each for each in closing.steps if each.get("model") == label)
    return [each["pk"] for each in steps if each["how"] != "made"]


def _day_of(at: datetime | None) -> str:
    on: date | None = timezone.localdate(at) if at else None
    return day(on) if on else ""
