"""The desk as it is read, and what tests of it speak of."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from priorities.models import Commitment, Priority
from tests.factories import (
    CommitmentFactory,
)
from tests.pages import tidy

NOW = datetime(2024, 6, 20, 12, 0, tzinfo=UTC)
LAST = datetime(2024, 6, 10, 8, 51, tzinfo=UTC)


def part(priority: Priority, **more: Any) -> Commitment:
    made: Commitment = CommitmentFactory(action__plan=priority.delivery_plan, **more)
    return made


def desk(client: Client) -> str:
    return tidy(client.get("/home/"))
