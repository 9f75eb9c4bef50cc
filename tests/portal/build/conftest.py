"""A board with a plan that papers are built of."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import (
    AppointmentFactory,
    AreaFactory,
    BoardFactory,
    DeliveryPlanFactory,
    PlaceFactory,
    PlanFactory,
    PriorityFactory,
    ReportingRoundFactory,
    SponsorshipFactory,
)
from tests.portal.build.building import PERIOD


@pytest.fixture
def board():
    """Return a board with a plan and two rounds, of which the second is the paper's."""
    made = BoardFactory(name="The Board", slug="the-board")
    PlanFactory(board=made, title="The plan", starts_on=date(2024, 4, 1))
    ReportingRoundFactory(board=made, closed_at=datetime(2024, 7, 15, tzinfo=UTC))
    ReportingRoundFactory(
        board=made,
        slug="2024-25-q2",
        label="Quarter 2, 2024/25",
        starts_on=PERIOD.starts_on,
        ends_on=PERIOD.ends_on,
        opens_on=date(2024, 9, 16),
        due_on=date(2024, 10, 11),
    )
    AreaFactory(name="Walsall", slug="walsall", is_home=True)
    return made


@pytest.fixture
def priority(board):
    """Return the board's only priority, with a sponsor who holds the place."""
    made = PriorityFactory(plan=board.plans.get(), number=1, title="Early help")
    place = PlaceFactory(seat__board=board, seat__title="Head of Early Help")
    SponsorshipFactory(priority=made, place=place)
    AppointmentFactory(place=place)
    DeliveryPlanFactory(priority=made, state="published")
    return made
