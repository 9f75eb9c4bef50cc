"""A delivery plan with one action, in the hands of who may edit it."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import User
from priorities.models import DeliveryAction, DeliveryPlan, Priority
from tests.factories import (
    AppointmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    PriorityFactory,
    SponsorshipFactory,
)
from tests.priorities.actions.sending import browser_of, officer_of


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2024-09-02T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def priority() -> Priority:
    made: Priority = PriorityFactory(plan__slug="plan", plan__board__slug="alliance", number=1)
    return made


@pytest.fixture
def delivery(priority: Priority) -> DeliveryPlan:
    made: DeliveryPlan = DeliveryPlanFactory(priority=priority)
    return made


@pytest.fixture
def action(delivery: DeliveryPlan) -> DeliveryAction:
    made: DeliveryAction = DeliveryActionFactory(
        plan=delivery, number=1, title="Open a hub", outcome="Families are helped sooner."
    )
    return made


@pytest.fixture
def sponsor(client: Client, priority: Priority) -> User:
    """The sponsor, signed in."""
    place = SponsorshipFactory(priority=priority).place
    person: User = AppointmentFactory(place=place, holder__post="Sponsor").holder
    client.force_login(person)
    return person


@pytest.fixture
def officer(delivery: DeliveryPlan) -> Client:
    """A second browser, in which the board's officer is signed in."""
    return browser_of(officer_of(delivery))
