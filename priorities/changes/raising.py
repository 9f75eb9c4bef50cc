"""What a sponsor sets beside the report: evidence with its kind, issues with an ask."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from governance import audit
from governance.editing import Saved, refusals_in_words, save_edit
from governance.models import User
from priorities.models import EvidenceItem, Issue, Priority, ProgressUpdate, ReportingRound


def raise_issue(priority: Priority, *, values: Mapping[str, Any], by: User, on: date) -> Issue:
    """Raise what may delay a priority: what, consequence, ask of the board, action.

    Sent twice in a day it is raised once.
    """
    with refusals_in_words(Issue), audit.change(by=by, what=f"raised an issue on {priority}"):
        Priority.objects.select_for_update(no_key=True).get(pk=priority.pk)
        issue, _ = Issue.objects.get_or_create(
            priority=priority, what=values["what"], raised_on=on, defaults=dict(values)
        )
        return issue


def close_issue(issue: Issue, *, by: User, on: date) -> Saved:
    """Close an issue: it delays nothing any more. Closed before, it keeps its first day."""
    values = {"closed_on": issue.closed_on or on}
    what = f"closed an issue on {issue.priority}"
    return save_edit(issue, version=issue.version, values=values, by=by, what=what)


def add_evidence(
    priority: Priority, *, in_round: ReportingRound, values: Mapping[str, Any], by: User
) -> EvidenceItem:
    """Set one claim of impact, text and kind, beside the report of a round.

    A report that nobody began begins with it. Sent twice it is set once.

    :raises Refused: the round is closed
    """
    what = f"added evidence to the report on {priority} in {in_round.label}"
    with refusals_in_words(ProgressUpdate), audit.change(by=by, what=what):
        report, _ = ProgressUpdate.objects.get_or_create(round=in_round, priority=priority)
        ProgressUpdate.objects.select_for_update(no_key=True).get(pk=report.pk)
        item, _ = EvidenceItem.objects.get_or_create(
            update=report,
            text=values["text"],
            defaults={**values, "number": report.evidence_items.count() + 1},
        )
        return item
