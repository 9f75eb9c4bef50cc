"""What papers are built of, and what was found for one."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.periods import period_from_slug
from impact.models import Area
from portal.reports.build import build
from portal.reports.build.reader import read
from tests.factories import (
    DeliveryActionFactory,
    ObservationFactory,
    ProgressUpdateFactory,
    UserFactory,
)

PERIOD = period_from_slug("2024-25-q2")
ON = date(2024, 9, 30)
LATER = datetime(2024, 10, 9, 12, tzinfo=UTC)


def found(board, *, on=ON, period=PERIOD):
    """Return what the reader finds."""
    return read(board, period, on=on)


def only(board, **known):
    """Return the only priority the reader finds."""
    (priority,) = found(board, **known).priorities
    return priority


def last_round(board):
    """Return the paper's own round."""
    return board.rounds.get(slug="2024-25-q2")


def close(board):
    """Close the paper's round."""
    board.rounds.filter(slug="2024-25-q2").update(closed_at=LATER)


def report(priority, **changes):
    """File the sponsor's report of the paper's round."""
    person = UserFactory()
    known = {
        "round": last_round(priority.plan.board),
        "signed_off_at": datetime(2024, 9, 30, 9, tzinfo=UTC),
        "signed_off_by": person,
    }
    return ProgressUpdateFactory(priority=priority, **{**known, **changes})


def action(priority, **changes):
    """Add an action to the priority's delivery plan."""
    return DeliveryActionFactory(plan=priority.delivery_plan, **changes)


def queries(board) -> int:
    """Return how many queries building takes."""
    with CaptureQueriesContext(connection) as counted:
        build(format_code="board", board=board, period=PERIOD, today=ON)
    return len(counted)


def figure(measure, month: int, value: int | None, **changes):
    """Record a month's figure of 2024 for the home area."""
    starts_on = date(2024, month, 1)
    ends_on = (starts_on + timedelta(days=32)).replace(day=1)
    return ObservationFactory(
        measure=measure,
        area=Area.objects.get(is_home=True),
        starts_on=starts_on,
        ends_on=ends_on,
        label=f"{starts_on:%B %Y}",
        value=value,
        **changes,
    )
