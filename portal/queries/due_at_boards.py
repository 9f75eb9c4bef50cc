"""What boards wait for: a plan agreed, what a meeting asked for, an answer in writing."""

from datetime import date

from governance.models import ActionPoint
from governance.queries import known_date
from governance.queries.points import point_called, points_asked_of
from governance.queries.written import waiting_in_writing
from governance.rules import reads_point
from governance.scope import CHAIRS, Scope
from portal.queries.due_row import FIVE, TWO, Due, due_row
from priorities.models import DeliveryPlan


def plans_to_agree(scope: Scope, *, on: date) -> list[Due]:
    """Return the delivery plans that wait for the chair."""
    chaired = scope.boards(CHAIRS)
    if not chaired:
        return []
    rows = DeliveryPlan.objects.filter(
        priority__plan__board__in=chaired, state=DeliveryPlan.State.SUBMITTED
    )
    return [
        due_row(
            None,
            on=on,
            told="submitted",
            what=f"Agree the delivery plan of {row.priority.called}",
            address=f"{row.get_absolute_url()}versions/",
            note=row.priority.plan.title,
            minutes=FIVE,
            illustrative=row.illustrative,
        )
        for row in rows.select_related("priority__plan").order_by("pk")
    ]


def action_points(scope: Scope, *, on: date) -> list[Due]:
    """Return what meetings asked the person to do."""
    return [
        due_row(
            row.due_on,
            on=on,
            what=point_called(row, reads=reads_point(scope, row)),
            address=row.get_absolute_url(),
            note=_asked(row),
            minutes=TWO,
            illustrative=row.illustrative,
        )
        for row in points_asked_of(scope)
    ]


def _asked(point: ActionPoint) -> str:
    """Say which board asked, at which meeting, and whose it is since that board closed."""
    meeting = point.meeting
    called = f"{meeting.title or meeting.get_kind_display()} of"
    asked = f"Asked of you by {meeting.board or meeting.convened_by}, {called}"
    heir = f" It passed to {point.passed_to}." if point.passed_to else ""
    return f"{asked} {known_date(meeting.on, meeting.on_known)}.{heir} Say what came of it."


def in_writing(scope: Scope, *, on: date) -> list[Due]:
    """Return the questions that boards put in writing and the person's places left open."""
    return [
        due_row(
            row.closes_on,
            on=on,
            what=f"Answer {row.board} in writing",
            address=row.get_absolute_url(),
            note=row.question,
            minutes=TWO,
            illustrative=row.illustrative,
        )
        for row in waiting_in_writing(scope, on=on)
    ]
