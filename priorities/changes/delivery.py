"""Delivery plans at work: actions edited and removed, commitments asked for and answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from governance import audit
from governance.editing import Refused, RowGone, Saved, refusals_in_words, save_edit
from governance.models import Organisation, User
from priorities.changes.redrafting import begin_wording, open_draft
from priorities.changes.slips import first_agreed, keep_slip
from priorities.changes.telling import tell_of_answer
from priorities.models import ActionState, Commitment, Contribution, DeliveryAction, Slip

# From best to worst; what is paused is worse than what is under way.
WORSE = (
    *(ActionState.COMPLETE, ActionState.ON_TRACK, ActionState.NOT_STARTED),
    *(ActionState.PAUSED, ActionState.AT_RISK, ActionState.OFF_TRACK),
)
ANSWERS = {
    Commitment.State.ACCEPTED: "accepted",
    Commitment.State.AMENDED: "amended",
    Commitment.State.DECLINED: "declined",
}


def edit_action(
    action: DeliveryAction,
    *,
    version: int,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    why_moved: str = "",
    key: str = "",
) -> Saved:
    """Save what `by` changed of an action since `version`; a date that moves is kept as a slip.

    `action`: as it was just read; `values`: clean values of the form by field name;
    `why_moved`: the reason of a new date.

    :raises StaleEdit: somebody changed the same field first
    :raises RowGone: the action was removed meanwhile
    :raises Refused: a date moves or a state worsens without a reason, or a law forbids it
    """
    what = f"edited action {action.number}"
    with refusals_in_words(Slip), audit.change(by=by, what=what, key=key):
        begin_wording(action.plan, by=by, at=at)
        saved = save_edit(
            action,
            version=version,
            values=values,
            by=by,
            what=what,
            key=key,
            follows=lambda row: _following(row, values, at),
            is_as_read=True,
        )
        if action.removed_at is not None:
            raise RowGone(str(action))
        if "state" in saved.changed:
            _ask_why_worse(action, *saved.changed["state"])
        keep_slip(action, saved, why=why_moved, by=by, at=at)
        return saved


def take_new_date(sent: Contribution, *, by: User, at: datetime) -> Saved:
    """Move an action to the date that a partner gave, with the partner's reason.

    Taken before, nothing happens.

    :raises Refused: no new date was given, or a law forbids it
    """
    if sent.new_due_on is None:
        raise Refused("No new date was given.")
    action = sent.commitment.action
    values = {"due_on": sent.new_due_on}
    why = sent.new_due_reason_shown
    return edit_action(action, version=action.version, values=values, by=by, at=at, why_moved=why)


def remove_action(action: DeliveryAction, *, version: int, by: User, at: datetime) -> Saved:
    """Take an action out of its plan; it is kept, and can be brought back.

    :raises StaleEdit: somebody removed it first
    """
    what = f"removed action {action.number}"
    with audit.change(by=by, what=what):
        begin_wording(action.plan, by=by, at=at)
        return save_edit(action, version=version, values={"removed_at": at}, by=by, what=what)


def bring_back(action: DeliveryAction, *, by: User, at: datetime) -> Saved:
    """Undo the removal of an action.

    :raises Refused: its number is another's by now
    """
    what = f"brought back action {action.number}"
    values = {"removed_at": None}
    with refusals_in_words(DeliveryAction), audit.change(by=by, what=what):
        begin_wording(action.plan, by=by, at=at)
        return save_edit(action, version=action.version, values=values, by=by, what=what)


def ask_for_commitment(
    action: DeliveryAction, *, organisation: Organisation, part: str, by: User, at: datetime
) -> Commitment:
    """Ask an organisation for its part in an action.

    :raises Refused: it has been asked already
    """
    what = f"asked {organisation} for its part in action {action.number}"
    with refusals_in_words(Commitment), audit.change(by=by, what=what):
        open_draft(action.plan, by=by, at=at)
        return Commitment.objects.create(
            action=action,
            organisation=organisation,
            part=part,
            asked_on=timezone.localdate(at),
        )


def answer_commitment(
    commitment: Commitment,
    *,
    version: int,
    state: Commitment.State,
    by: User,
    at: datetime,
    part: str | None = None,
    reason: str = "",
    key: str = "",
) -> Saved:
    """Answer for the organisation: accept, accept with another `part`, or decline with a reason.

    The sponsor is told of what is not accepted as it was asked.

    :raises Refused: declined or amended without saying why
    :raises StaleEdit: somebody answered otherwise first
    """
    if state != Commitment.State.ACCEPTED and not reason:
        raise Refused("Say why it is declined or amended.")
    answer = {
        "state": state,
        "reason": reason,
        "part": commitment.part if part is None else part,
    }
    told: dict[str, Any] = {"answered_on": timezone.localdate(at), "answered_by": by}
    what = f"{ANSWERS[state]} the part of {commitment.organisation}"
    with audit.change(by=by, what=what, key=key):
        saved = save_edit(
            commitment,
            version=version,
            values=answer,
            by=by,
            what=what,
            key=key,
            # Who answered and when is no words of theirs, over which two could disagree.
            follows=lambda row: {} if row.answered_on else told,
        )
        if saved.changed:
            Commitment.objects.filter(pk=commitment.pk).update(**told)
            commitment.refresh_from_db()
            tell_of_answer(commitment, by=by, at=at)
        return saved


def accept_amendment(commitment: Commitment, *, version: int, by: User) -> Saved:
    """Accept what an organisation offered instead of what it was asked.

    :raises Refused: there is nothing to accept
    """
    if commitment.state != Commitment.State.AMENDED:
        raise Refused("There is no amended part to accept.")
    what = f"accepted the amended part of {commitment.organisation}"
    values = {"state": Commitment.State.ACCEPTED}
    return save_edit(commitment, version=version, values=values, by=by, what=what)


def _following(action: DeliveryAction, values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Return what follows by itself: when it was completed, and the first date agreed."""
    following: dict[str, Any] = {}
    if "state" in values:
        done = values["state"] == ActionState.COMPLETE
        following["completed_on"] = (
            (action.completed_on or timezone.localdate(at)) if done else None
        )
    return {**following, **first_agreed(action, values)}


def _ask_why_worse(action: DeliveryAction, before: str, after: str) -> None:
    worse = WORSE.index(ActionState(after)) > WORSE.index(ActionState(before))
    begins = (before, after) == (ActionState.COMPLETE, ActionState.ON_TRACK)
    if worse and not begins and not action.state_reason:
        raise Refused("Say why it worsened.")
