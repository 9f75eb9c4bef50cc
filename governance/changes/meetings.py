"""Meetings of a board: planned, changed, and what becomes of each, with its reason."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from governance import audit
from governance.changes.expecting import expect
from governance.changes.holding import holding, only_while, write
from governance.changes.meeting_news import tell_of_state, tell_of_time
from governance.changes.spans import PAST
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import AgendaItem, Board, Decision, Meeting, User
from governance.periods import working_days_before
from governance.queries.expected import TO_COME

State = Meeting.State
ADJOURNS = (State.PUBLISHED, State.INQUORATE)
DONE = {State.POSTPONED: "postponed", State.CANCELLED: "cancelled"}
# What of an item goes along to the meeting in which unfinished business goes on.
CARRIED = (
    *("title", "purpose", "presenter", "lead_id", "subject_id", "exempt", "exempt_paragraphs"),
    *("exempt_reason", "exempt_by", "exempt_review_on"),
)


def papers_due(board: Board, on: date) -> date:
    """Return the day by which the papers of a meeting on the day `on` are due."""
    return working_days_before(on, board.papers_days)


def plan_meeting(
    board: Board, *, values: Mapping[str, Any], by: User, at: datetime, key: str = ""
) -> Meeting:
    """Plan a meeting of `board`; who is expected follows from the places held on its day.

    `values`: clean values of the form by field name; `key`: the mark of the form, by which a
    second sending is recognised: it plans nothing.

    :raises Refused: a constraint forbids it
    """
    with refusals_in_words(Meeting), audit.change(by=by, what="planned a meeting", key=key):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        made: Meeting | None = audit.made_by_form(board.meetings.all(), key)
        if made is None:
            made = _made(board, values)
        return made


def _made(board: Board, values: Mapping[str, Any]) -> Meeting:
    on = values["on"]
    due = values.get("papers_due_on") or papers_due(board, on)
    meeting = Meeting.objects.create(
        board=board, slug=_slug(board, on), **{**values, "papers_due_on": due}
    )
    expect(meeting)
    return meeting


def edit_meeting(
    meeting: Meeting,
    *,
    version: int,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    key: str = "",
) -> Saved:
    """Save what `by` changed of a meeting that is to come; its papers' day moves along.

    Who was told of it is told of another time or place.

    :raises StaleEdit: somebody changed the same field first
    :raises Refused: it is not to come any more, people know of it and the day is past, or a
        constraint forbids the outcome
    """
    only_while(meeting, TO_COME, done="changed")
    _not_into_the_past(meeting, values, on=timezone.localdate(at))
    what = "changed when and where a meeting is"
    with audit.change(by=by, what=what, key=key):
        read_at = meeting.on
        saved = save_edit(
            meeting,
            version=version,
            values=_without_usual_day(meeting, read_at, values),
            by=by,
            what=what,
            key=key,
            follows=lambda row: _papers_follow(row, read_at, values),
        )
        expect(meeting)
        if meeting.state == State.PUBLISHED:
            tell_of_time(meeting, saved.changed, by=by, at=at)
        return saved


def _not_into_the_past(meeting: Meeting, values: Mapping[str, Any], *, on: date) -> None:
    """Refuse to move what people come to on a day that is past; a day in the past is put right."""
    moved = values.get("on", meeting.on)
    if meeting.state == State.PUBLISHED and moved < on <= meeting.on:
        raise Refused(PAST)


def _without_usual_day(meeting: Meeting, on: date, values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the day of the papers where nobody chose another than the board's own."""
    typed = values.get("papers_due_on")
    usual = meeting.board is not None and typed == papers_due(meeting.board, on)
    return {
        name: value
        for name, value in values.items()
        if name != "papers_due_on" or (typed and not usual)
    }


def _papers_follow(row: Meeting, read_at: date, values: Mapping[str, Any]) -> dict[str, Any]:
    if row.board is None or "papers_due_on" not in values:
        return {}
    return {"papers_due_on": papers_due(row.board, values.get("on", row.on))}


def postpone(meeting: Meeting, *, because: str, by: User, at: datetime) -> None:
    """Put a meeting off to a day that is not known yet.

    :raises Refused: without a reason, or it is not to come
    """
    _become(meeting, State.POSTPONED, because=because, of=TO_COME[:2], by=by, at=at)


def take_up(meeting: Meeting, *, values: Mapping[str, Any], by: User, at: datetime) -> None:
    """Give a postponed meeting its new day; who had its agenda is told.

    `values`: `on`, and `starts_at`, `ends_at` where they are known.

    :raises Refused: it is not postponed, or the day is past
    """
    with holding(meeting, by=by, what="gave a postponed meeting its new day"):
        only_while(meeting, [State.POSTPONED], done="given another day so")
        if values["on"] < timezone.localdate(at):
            raise Refused("Give a day that is to come.")
        new = {**values, "state": State.PUBLISHED if meeting.agenda_out_on else State.PLANNED}
        new |= {"state_reason": "", "on_known": "day"}
        if meeting.board is not None:
            new["papers_due_on"] = papers_due(meeting.board, values["on"])
        write(meeting, new)
        expect(meeting)
        if meeting.state == State.PUBLISHED:
            tell_of_state(meeting, by=by, at=at)


def cancel(meeting: Meeting, *, because: str, by: User, at: datetime) -> None:
    """Cancel a meeting that is to come.

    :raises Refused: without a reason, or it is not to come
    """
    _become(meeting, State.CANCELLED, because=because, of=TO_COME, by=by, at=at)


def adjourn(
    meeting: Meeting, *, because: str, values: Mapping[str, Any], by: User, at: datetime
) -> Meeting:
    """Break a meeting off; it goes on in another one, made at once with what is unfinished.

    `values`: `on`, and `starts_at`, `ends_at`, `venue` of the other. Adjourned before, that one
    is returned.

    :raises Refused: without a reason, before it began, to a day before it, or a constraint forbids
        the outcome
    """
    with refusals_in_words(Meeting), holding(meeting, by=by, what="adjourned a meeting"):
        if meeting.goes_on_in is not None:
            return meeting.goes_on_in
        only_while(meeting, ADJOURNS, done="adjourned")
        if timezone.localdate(at) < meeting.on:
            raise Refused("It has not begun: postpone it instead.")
        if values["on"] < meeting.on or meeting.board is None:
            raise Refused("It goes on on the same day or a later one.")
        if not because:
            raise Refused("Say why.")
        other = _made(meeting.board, {**_of_the_same(meeting), **values})
        _carry(meeting, other)
        new = {"state": State.ADJOURNED, "state_reason": because, "goes_on_in": other}
        write(meeting, new)
        tell_of_state(meeting, by=by, at=at)
        return other


def _of_the_same(meeting: Meeting) -> dict[str, Any]:
    same = ("kind", "title", "what", "venue", "hybrid", "joining", "theme")
    return {name: getattr(meeting, name) for name in same}


def _carry(meeting: Meeting, other: Meeting) -> None:
    """Put the items on the other agenda of which nothing was decided or noted.

    What a meeting without its quorum resolved is to be decided again.
    """
    open_items = Q(decisions=None, minute="")
    if meeting.state == State.INQUORATE:
        open_items |= Q(decisions__kind=Decision.Kind.RESOLVED)
    found = meeting.items.filter(open_items).order_by("number").distinct()
    for number, item in enumerate(found, 1):
        same = {name: getattr(item, name) for name in CARRIED}
        AgendaItem.objects.create(meeting=other, number=number, **same)


def _become(
    meeting: Meeting,
    state: Meeting.State,
    *,
    because: str,
    of: Collection[str],
    by: User,
    at: datetime,
) -> None:
    """Let a meeting become `state` for a reason; where it is that already, nothing happens."""
    with holding(meeting, by=by, what=f"{DONE[state]} a meeting"):
        if meeting.state == state:
            return
        only_while(meeting, of, done=DONE[state])
        if not because:
            raise Refused("Say why.")
        was_out = meeting.state != State.PLANNED
        write(meeting, {"state": state, "state_reason": because})
        if was_out:
            tell_of_state(meeting, by=by, at=at)


def _slug(board: Board, on: date) -> str:
    """Return a word for a meeting that no other has."""
    stem = f"{board.slug[:30]}-{on}"
    taken = set(Meeting.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    free = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(each for each in free if each not in taken)
