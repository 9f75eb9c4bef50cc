"""An organisation that is asked, and who answers for it."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import Organisation, User
from priorities.models import ReportingRound
from tests.factories import (
    OrganisationFactory,
    ReportingRoundFactory,
    RespondentFactory,
)
from tests.portal.answers.asked import NOW, link_to


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def trust() -> Organisation:
    made: Organisation = OrganisationFactory(name="Healthcare Trust")
    return made


@pytest.fixture
def opened() -> ReportingRound:
    made: ReportingRound = ReportingRoundFactory(board__slug="alliance")
    return made


@pytest.fixture
def head(trust: Organisation, opened: ReportingRound) -> User:
    person: User = RespondentFactory(
        organisation=trust, board=opened.board, person__post="Head of Children’s Health"
    ).person
    return person


@pytest.fixture
def colleague(trust: Organisation, opened: ReportingRound) -> Client:
    """A second browser: another person of the trust, by a signed link of their own."""
    person = RespondentFactory(
        organisation=trust, board=opened.board, person__post="Deputy Head"
    ).person
    made = Client()
    made.get(f"/answer/{link_to(person, opened)}/")
    return made
