"""What a meeting declares and votes: interests on its items, votes with a casting vote."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from governance import audit
from governance.changes.holding import HAPPENS, holding, only_from_its_day, only_while
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import Attendance, Declaration, Meeting, Record, User, Vote
from governance.queries.wording import counted

Came = Attendance.Came
R = TypeVar("R", Declaration, Vote)


def declare(
    meeting: Meeting, *, values: Mapping[str, Any], by: User, key: str = ""
) -> Declaration:
    """Note an interest that somebody declares; the form with the mark `key` notes it once.

    :raises Refused: it is noted already, the meeting does not take place, or the minutes are
        agreed
    """
    return _note(Declaration, meeting, values, by=by, what="noted an interest", key=key)


def record_vote(
    meeting: Meeting, *, values: Mapping[str, Any], by: User, at: datetime, key: str = ""
) -> Vote:
    """Note a vote; the form with the mark `key` notes it once.

    :raises Refused: more voted than may, it is noted already, the meeting is still to come, or the
        minutes are agreed
    """
    only_from_its_day(meeting, at=at)
    _count(meeting, values)
    return _note(Vote, meeting, values, by=by, what="noted a vote", key=key)


def change_declaration(
    row: Declaration, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Save what `by` changed of a declared interest.

    :raises StaleEdit: somebody changed the same field first
    :raises Refused: a constraint forbids it, or the minutes are agreed
    """
    return _change(row, version, values, by=by, what="changed a declared interest", key=key)


def change_vote(
    row: Vote, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Save what `by` changed of a vote.

    :raises StaleEdit: somebody changed the same field first
    :raises Refused: more voted than may, a constraint forbids it, or the minutes are agreed
    """
    _count(row.meeting, values)
    return _change(row, version, values, by=by, what="changed a vote", key=key)


def strike_out(row: Declaration | Vote, *, by: User) -> None:
    """Take back what was noted by mistake; the history keeps it.

    :raises Refused: the minutes are agreed
    """
    with holding(row.meeting, by=by, what=f"struck out: {row}"):
        _only_before_minutes(row.meeting)
        type(row)._default_manager.filter(pk=row.pk).delete()


def _note(
    model: type[R], meeting: Meeting, values: Mapping[str, Any], *, by: User, what: str, key: str
) -> R:
    rows: models.QuerySet[R] = model._default_manager.filter(meeting=meeting)
    with refusals_in_words(model), holding(meeting, by=by, what=what, key=key):
        made: R | None = audit.made_by_form(rows, key)
        if made is not None:
            return made
        only_while(meeting, HAPPENS, done="given business")
        _only_before_minutes(meeting)
        return model._default_manager.create(meeting=meeting, **values)


def _change(
    row: Record, version: int, values: Mapping[str, Any], *, by: User, what: str, key: str
) -> Saved:
    meeting: Meeting = row.meeting  # type: ignore[attr-defined]
    with holding(meeting, by=by, what=what, key=key):
        _only_before_minutes(meeting)
        return save_edit(row, version=version, values=values, by=by, what=what, key=key)


def _only_before_minutes(meeting: Meeting) -> None:
    if meeting.minutes_agreed_on is not None:
        raise Refused("The minutes are agreed: what happened stands.")


def _count(meeting: Meeting, values: Mapping[str, Any]) -> None:
    """Refuse more votes than places with a vote are filled, once the register is taken."""
    cast = sum(values.get(name) or 0 for name in ("votes_for", "against", "abstained"))
    marked = meeting.register.exclude(came=Came.UNKNOWN)
    here = marked.filter(place__seat__voting=True).exclude(came=Came.ABSENT).count()
    if marked.exists() and cast > here:
        raise Refused(f"{counted(cast, 'vote')} for {counted(here, 'place')} with a vote here.")
