"""The agenda of a meeting: items added, changed, moved, taken off and brought back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from governance import audit
from governance.changes.holding import holding, only_while
from governance.changes.ordering import in_new_order
from governance.editing import Refused, RowGone, Saved, refusals_in_words, save_edit
from governance.models import AgendaItem, Meeting, User

State = Meeting.State
OPEN = (State.PLANNED, State.PUBLISHED, State.POSTPONED)
WHY_LATE = "The agenda is out: give the chair’s reason for a late item."
WHO_AGREED = "The agenda is out: say who agreed to a late item."


def add_item(
    meeting: Meeting, *, values: Mapping[str, Any], by: User, at: datetime, key: str = ""
) -> AgendaItem:
    """Put one more item at the end of the agenda of `meeting`.

    `values`: columns of the item by name; `key`: the mark of the form, by which a second sending
    is recognised: it adds nothing. Once the agenda is out it is a late item, with the chair's
    reason and who agreed, and comes out in a supplementary agenda.

    :raises Refused: late without these, the meeting is past, or a constraint forbids it
    """
    what = "put an item on the agenda"
    with refusals_in_words(AgendaItem), holding(meeting, by=by, what=what, key=key):
        made: AgendaItem | None = audit.made_by_form(meeting.items.all(), key)
        if made is not None:
            return made
        only_while(meeting, OPEN, done="given another item")
        if meeting.agenda_out_on is not None:
            _ask_why_late(values)
        return AgendaItem.objects.create(meeting=meeting, number=_last(meeting) + 1, **values)


def edit_item(
    item: AgendaItem,
    *,
    version: int,
    values: Mapping[str, Any],
    by: User,
    key: str = "",
    place: int | None = None,
) -> Saved:
    """Save what `by` changed of an item since `version`, and put it at `place` where one is given.

    :raises StaleEdit: somebody changed the same field first
    :raises RowGone: it was taken off meanwhile
    :raises Refused: late without a reason, its agenda is out and it would move, or it is past
    """
    meeting = item.meeting
    what = f"changed item {item.number} of the agenda"
    with holding(meeting, by=by, what=what, key=key):
        only_while(meeting, OPEN, done="given other business")
        saved = save_edit(item, version=version, values=values, by=by, what=what, key=key)
        if "late_reason" in values:
            _ask_why_late(values)
        if place is not None and place != item.number:
            _place(item, place)
        return saved


def move_item(
    item: AgendaItem, *, up: bool, by: User, at: datetime, past: int | None = None
) -> None:
    """Let an item change places with the one above or below it.

    `past`: the key of an item that it goes past instead. At the end of the list, or where that
    one is not on this side any more, nothing happens.

    :raises Refused: the agenda is out
    :raises RowGone: the item was taken off meanwhile
    """
    meeting = item.meeting
    where = "up" if up else "down"
    with holding(meeting, by=by, what=f"moved item {item.number} of the agenda {where}"):
        keys = _order(meeting)
        if item.pk not in keys:
            raise RowGone(str(item))
        _number(meeting, in_new_order(keys, item.pk, up=up, past=past))
        item.refresh_from_db()


def _place(item: AgendaItem, place: int) -> None:
    """Put an item at a place, counted from 1; past the end is the end."""
    others = [key for key in _order(item.meeting) if key != item.pk]
    others.insert(max(place, 1) - 1, item.pk)
    _number(item.meeting, others)
    item.refresh_from_db()


def remove_item(item: AgendaItem, *, by: User, at: datetime) -> None:
    """Take an item off the agenda; it is kept, and can be brought back. Done before: nothing.

    Until the agenda is out the others close up; afterwards each keeps its number.

    :raises Refused: something was decided or voted on it, or the meeting is past
    """
    meeting = item.meeting
    with holding(meeting, by=by, what=f"took item {item.number} off the agenda"):
        if item.pk not in _order(meeting):
            return
        only_while(meeting, OPEN, done="relieved of an item")
        if item.decisions.exists() or item.votes.exists() or item.action_points.exists():
            raise Refused("Something was decided on it, so it stays.")
        AgendaItem.objects.filter(pk=item.pk).update(removed_at=at)
        item.removed_at = at
        if meeting.agenda_out_on is None:
            _number(meeting, _order(meeting))


def bring_back(item: AgendaItem, *, by: User, at: datetime) -> None:
    """Undo that an item was taken off: it stands where it stood, or at the end.

    :raises Refused: the meeting is past
    """
    meeting = item.meeting
    with holding(meeting, by=by, what=f"brought an item back to the agenda: {item.title}"):
        if item.pk in _order(meeting):
            return
        only_while(meeting, OPEN, done="given an item back")
        taken = meeting.items.filter(number=item.number).exists()
        place, number = item.number, _last(meeting) + 1 if taken else item.number
        AgendaItem.every.filter(pk=item.pk).update(removed_at=None, number=number)
        item.refresh_from_db()
        if meeting.agenda_out_on is None:
            _place(item, place)


def _ask_why_late(values: Mapping[str, Any]) -> None:
    if not values.get("late_reason"):
        raise Refused(WHY_LATE)
    if not values.get("late_agreed_by"):
        raise Refused(WHO_AGREED)


def _order(meeting: Meeting) -> list[int]:
    return list(meeting.items.order_by("number").values_list("pk", flat=True))


def _number(meeting: Meeting, order: Sequence[int]) -> None:
    """Number the items of an agenda from 1 in a new order.

    For a moment those that move stand behind all, as no two may have the same number.

    :raises Refused: the agenda is out, and the order is another
    """
    numbers = dict(meeting.items.values_list("pk", "number"))
    moved = {key: n for n, key in enumerate(order, 1) if numbers[key] != n}
    if not moved:
        return
    if meeting.agenda_out_on is not None:
        raise Refused("The agenda is out: its order stands.")
    last = _last(meeting)
    _give(enumerate(moved, start=last + len(order) + 1))
    _give((number, key) for key, number in moved.items())


def _give(numbers: Iterable[tuple[int, int]]) -> None:
    for number, key in numbers:
        AgendaItem.objects.filter(pk=key).update(number=number)


def _last(meeting: Meeting) -> int:
    last: int | None = meeting.items.aggregate(last=Max("number"))["last"]
    return last or 0
