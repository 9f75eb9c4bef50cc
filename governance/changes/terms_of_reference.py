"""The terms of reference of a board: written as a draft, signed off at a meeting, then frozen."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from governance import audit
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import Board, Meeting, TermsOfReference, User

CHANGED = (
    "The draft was changed while you were here. Read it again on the page of the terms, then sign"
    " it off."
)


def begin_terms(
    board: Board, *, values: Mapping[str, Any], by: User, key: str = ""
) -> TermsOfReference:
    """Begin the next version of a board's terms as a draft; sent twice, it is begun once.

    :raises Refused: somebody else began one first
    """
    what = f"began new terms of reference of {board}"
    with refusals_in_words(TermsOfReference), audit.change(by=by, what=what, key=key):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        made: TermsOfReference | None = audit.made_by_form(board.terms.all(), key)
        last = board.terms.aggregate(last=Max("number"))["last"] or 0
        return made or board.terms.create(number=last + 1, **values)


def edit_terms(
    draft: TermsOfReference, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Save what `by` changed of the draft since `version`.

    :raises Refused: it was signed off meanwhile
    :raises StaleEdit: somebody else wrote it otherwise first
    """
    what = f"wrote the draft of {draft}"
    return save_edit(draft, version=version, values=values, by=by, what=what, key=key)


def sign_off(
    draft: TermsOfReference, *, at_meeting: Meeting, version: int, by: User, key: str = ""
) -> Saved:
    """Freeze the draft, as it was read at `version`, as a meeting of the board signed it off.

    :raises Refused: the draft was changed since, or the meeting cannot have signed it off
    """
    what = f"recorded that {draft} was signed off on {at_meeting.on:%-d %B %Y}"
    with audit.change(by=by, what=what, key=key):
        Board.objects.select_for_update(no_key=True).get(pk=draft.board_id)
        _may_be_signed_off_at(draft, at_meeting)
        draft.refresh_from_db()
        if draft.signed_off_on is None and draft.version != version:
            raise Refused(CHANGED)
        signed = {"signed_off_in": at_meeting, "signed_off_on": at_meeting.on}
        return save_edit(draft, version=version, values=signed, by=by, what=what, key=key)


def _may_be_signed_off_at(draft: TermsOfReference, meeting: Meeting) -> None:
    if meeting.board_id != draft.board_id or meeting.state != Meeting.State.HELD:
        raise Refused("Choose a meeting of the board that was held.")
    later = draft.board.terms.filter(signed_off_on__gt=meeting.on)
    if later.exists():
        raise Refused("The version before was signed off after that meeting: choose a later one.")
