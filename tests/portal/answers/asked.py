"""What is asked, what is sent, and a link to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from governance.changes import links
from governance.models import Organisation, SignedLink, Subject, User
from priorities.models import Commitment, ReportingRound
from tests.factories import (
    CommitmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    SubjectFactory,
)

NOW = datetime(2024, 6, 20, 12, 0, tzinfo=UTC)
SAID = {"state": "at_risk", "text": "One of two posts is filled.", "version": "0"}


def asked(opened: ReportingRound, trust: Organisation, many: int = 1) -> list[Commitment]:
    plan = DeliveryPlanFactory(priority__plan__board=opened.board, priority__number=1)
    actions = DeliveryActionFactory.create_batch(many, plan=plan)
    return [CommitmentFactory(action=each, organisation=trust) for each in actions]


def link_to(person: User, opened: ReportingRound, **more: Any) -> str:
    token = links.new_token()
    address = opened.get_absolute_url()
    subject = Subject.objects.filter(address=address).first() or SubjectFactory(address=address)
    made = {"until": NOW + timedelta(days=21), "at": NOW, "by": None, **more}
    links.issue_link(
        token, person=person, purpose=SignedLink.Purpose.ANSWER, subjects=[subject], **made
    )
    return token
