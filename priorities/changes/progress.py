"""A quarter's work: what partners send, what the sponsor writes over it and signs off."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from governance import audit
from governance.editing import Refused, StaleEdit, refusals_in_words, save_edit
from governance.models import User
from priorities import progress
from priorities.changes.telling import tell_of_new_date
from priorities.models import (
    Commitment,
    Contribution,
    DeliveryAction,
    Priority,
    ProgressUpdate,
    ReportedState,
    ReportingRound,
)
from priorities.queries.rating import rating_of

UNSIGNED = {"signed_off_at": None, "signed_off_by": None}


def contribute(
    commitment: Commitment,
    *,
    in_round: ReportingRound,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    version: int = 0,
    key: str = "",
) -> Contribution:
    """Send what an organisation says of its commitment in a round, or change what it sent.

    The sponsor is told of a new date. `values`: text, state, no_change_because, new_due_on and
    new_due_reason as far as given; `version`: of what was sent before, 0 where the form knew of
    nothing.

    :raises StaleEdit: a colleague sent something else meanwhile
    :raises Refused: it says nothing, a date moves without a reason, or the round is closed
    """
    what = f"reported for {commitment.organisation} in {in_round.label}"
    with refusals_in_words(Contribution), audit.change(by=by, what=what, key=key):
        sent, is_new = Contribution.objects.get_or_create(
            round=in_round,
            commitment=commitment,
            defaults={**values, "sent_by": by, "sent_at": at},
        )
        if not is_new:
            saved = save_edit(sent, version=version, values=values, by=by, what=what, key=key)
            if saved.changed:
                _stamp(sent, sent_by=by, sent_at=at)
        tell_of_new_date(sent, by=by, at=at)
        return sent


def write_update(
    priority: Priority,
    *,
    in_round: ReportingRound,
    values: Mapping[str, Any],
    by: User,
    version: int = 0,
    key: str = "",
) -> ProgressUpdate:
    """Write the report on a priority in a round; a sign-off before it lapses.

    `values`: the three boxes and the rating typed, as far as given; `version`: of what was
    written before, 0 where the form knew of nothing.

    :raises StaleEdit: somebody wrote in the same box meanwhile
    :raises Refused: the round is closed
    """
    what = f"wrote the report on {priority} in {in_round.label}"
    with refusals_in_words(ProgressUpdate), audit.change(by=by, what=what, key=key):
        report, is_new = ProgressUpdate.objects.get_or_create(
            round=in_round, priority=priority, defaults=dict(values)
        )
        if not is_new:
            saved = save_edit(report, version=version, values=values, by=by, what=what, key=key)
            if saved.changed and report.signed_off_at is not None:
                _stamp(report, **UNSIGNED)
        return report


def sign_off(report: ProgressUpdate, *, version: int, by: User, at: datetime) -> ProgressUpdate:
    """Sign off a report as it was read: the rating is worked out, the actions' states are kept.

    :raises Refused: no rating is typed, or a better one than worked out without its reason
    :raises StaleEdit: somebody changed the report since it was read at `version`
    """
    what = f"signed off the report on {report.priority} in {report.round.label}"
    with refusals_in_words(ProgressUpdate), audit.change(by=by, what=what):
        _hold(report, version)
        on = day_of_signing(report.round, at)
        worked = rating_of(report.priority, in_round=report.round, on=on)
        _ask_for_reason(report, worked)
        _stamp(
            report,
            rating_worked_out=worked.rating,
            worked_out_because=worked.reason,
            signed_off_at=at,
            signed_off_by=by,
        )
        _keep_states(report)
        return report


def _hold(report: ProgressUpdate, version: int) -> None:
    """Lock the report: nobody signs what they have not read."""
    rows = ProgressUpdate.objects.select_for_update(no_key=True)
    report.refresh_from_db(from_queryset=rows)
    if report.version != version:
        raise StaleEdit(report, (), {})


def day_of_signing(in_round: ReportingRound, at: datetime) -> date:
    """Return the day the rating speaks of: the day of signing, at most the quarter's last."""
    return min(timezone.localdate(at), in_round.ends_on - timedelta(days=1))


def _ask_for_reason(report: ProgressUpdate, worked: progress.WorkedOut) -> None:
    if not report.rating:
        raise Refused("Say how the priority stands.")
    if progress.is_better(report.rating, worked.rating) and not report.rating_reason:
        raise Refused("Say why it is better than worked out.")


def _keep_states(report: ProgressUpdate) -> None:
    report.states.all().delete()
    actions = DeliveryAction.objects.filter(plan__priority=report.priority_id, removed_at=None)
    ReportedState.objects.bulk_create(
        ReportedState(update=report, action=each, state=each.state, due_on=each.due_on)
        for each in actions.order_by("number")
    )


def _stamp(row: Contribution | ProgressUpdate, **columns: Any) -> None:
    """Write who and when beside a change that was just saved under the row's lock."""
    type(row)._default_manager.filter(pk=row.pk).update(**columns)
    row.refresh_from_db()
