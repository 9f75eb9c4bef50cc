"""One item of an organisation, a colleague who may answer for it, and its sponsor."""

import pytest
from django.test import Client

from governance.models import Organisation, User
from priorities.models import Commitment, ReportingRound
from tests.factories import (
    AppointmentFactory,
    CommitmentFactory,
    DeliveryPlanFactory,
    ReportingRoundFactory,
    RespondentFactory,
    SponsorshipFactory,
    UserFactory,
)


@pytest.fixture
def item(trust: Organisation) -> Commitment:
    opened = ReportingRoundFactory(board__slug="alliance")
    plan = DeliveryPlanFactory(
        priority__number=1, priority__plan__slug="plan", priority__plan__board=opened.board
    )
    made: Commitment = CommitmentFactory(
        action__plan=plan, action__number=8, organisation=trust, part="Two workers."
    )
    return made


@pytest.fixture
def opened(item: Commitment) -> ReportingRound:
    return ReportingRound.objects.get()


@pytest.fixture
def head(client: Client, trust: Organisation, opened: ReportingRound) -> User:
    person: User = UserFactory(organisation=trust, post="Head of Children’s Health")
    RespondentFactory(organisation=trust, board=opened.board, person=person)
    client.force_login(person)
    return person


@pytest.fixture
def colleague(trust: Organisation) -> User:
    made: User = UserFactory(organisation=trust, post="Team Manager")
    return made


@pytest.fixture
def sponsor(item: Commitment) -> User:
    place = SponsorshipFactory(priority=item.action.plan.priority).place
    made: User = AppointmentFactory(place=place).holder
    return made
