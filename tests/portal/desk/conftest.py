"""A day that stands still, a board, a priority of its plan and who sponsors it."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import Board, User
from priorities.models import Priority, ReportingRound
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    DeliveryPlanFactory,
    ReportingRoundFactory,
    SponsorshipFactory,
)
from tests.portal.desk.seen import NOW


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(name="The Alliance")
    return made


@pytest.fixture
def priority(board: Board) -> Priority:
    made: Priority = DeliveryPlanFactory(
        priority__plan__board=board,
        priority__plan__slug="plan",
        priority__number=1,
        priority__title="Early help",
    ).priority
    return made


@pytest.fixture
def opened(board: Board) -> ReportingRound:
    made: ReportingRound = ReportingRoundFactory(board=board)
    return made


@pytest.fixture
def sponsor(client: Client, priority: Priority) -> User:
    place = SponsorshipFactory(priority=priority).place
    person: User = AppointmentFactory(place=place).holder
    client.force_login(person)
    return person
