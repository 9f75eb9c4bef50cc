"""The work programme: business planned, moved, dropped with its reason, put on an agenda."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance import audit
from governance.changes.agenda import add_item
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import AgendaItem, Board, Meeting, User, WorkProgrammeItem

ON_AGENDA = "It is on an agenda already."


def plan_item(
    board: Board, *, values: Mapping[str, Any], by: User, key: str = ""
) -> WorkProgrammeItem:
    """Put business into the work programme of `board`; sent again it is there once."""
    what = "put business into the work programme"
    with refusals_in_words(WorkProgrammeItem), audit.change(by=by, what=what, key=key):
        made = audit.made_by_form(board.work_programme.all(), key)
        if made is not None:
            again: WorkProgrammeItem = made
            return again
        return WorkProgrammeItem.objects.create(board=board, **values)


def edit_planned(
    row: WorkProgrammeItem, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Change what is planned, drop it with a reason, or take it up again by emptying that.

    :raises Refused: it is on an agenda and would be dropped
    :raises StaleEdit: somebody else changed the same field first
    """
    what = "changed the work programme"
    return save_edit(row, version=version, values=values, by=by, what=what, key=key)


def put_on_agenda(
    row: WorkProgrammeItem, *, meeting: Meeting, by: User, at: datetime, key: str = ""
) -> AgendaItem:
    """Put planned business on the agenda of `meeting`; put there before, it stays where it is.

    :raises Refused: it was dropped, or the meeting takes no business any more
    """
    with audit.change(by=by, what="put planned business on an agenda"):
        row = WorkProgrammeItem.objects.select_for_update(no_key=True).get(pk=row.pk)
        if row.item is not None:
            return row.item
        if row.dropped_because:
            raise Refused("It was dropped. Take it up again first.")
        if meeting.board_id != row.board_id:
            raise Refused("Choose a meeting of the same board.")
        values = {
            "title": row.title,
            "purpose": row.purpose,
            "lead": row.lead,
            "subject": row.subject,
        }
        item = add_item(meeting, values=values, by=by, at=at, key=key)
        WorkProgrammeItem.objects.filter(pk=row.pk).update(item=item, meeting=meeting)
        return item
