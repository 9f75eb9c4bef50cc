"""Asking from the page of a thing: the link leads a member to the form, and nobody else."""

import re
from typing import Any

import pytest
from django.test import Client

from governance.models import Challenge
from tests.factories import (
    AppointmentFactory,
    DeliveryPlanFactory,
    MeasureFactory,
    MeetingFactory,
    RespondentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ASKING = re.compile(r'href="(/boards/[\w-]+/challenges/ask/\?about=[^"]+)"')


def things(kind: str) -> tuple[Any, Any]:
    """Return a thing that has a page, and its board."""
    if kind == "measure":
        measure = MeasureFactory(board=MeetingFactory().board)
        return measure, measure.board
    if kind == "delivery plan":
        delivery = DeliveryPlanFactory(state="published")
        return delivery, delivery.priority.plan.board
    meeting = MeetingFactory()
    return meeting, meeting.board


@pytest.mark.parametrize("kind", ["measure", "delivery plan", "meeting"])
def test_a_member_asks_from_the_page_and_the_question_leads_back_to_it(
    client: Client, kind: str
) -> None:
    thing, board = things(kind)
    partner = RespondentFactory(board=board)
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    (address,) = ASKING.findall(client.get(thing.get_absolute_url()).text)
    sent = {"question": "Why?", "put_to": partner.organisation_id, "due_on": "2026-12-31"}
    asked = client.post(address, sent, follow=True)
    assert f'href="{thing.get_absolute_url()}"' in asked.text
    subject = Challenge.objects.get().subject
    assert subject is not None
    assert (subject.kind, subject.board) == (kind, board)


@pytest.mark.parametrize("who", ["a visitor", "somebody without a seat"])
def test_nobody_else_is_offered_to_ask(client: Client, who: str) -> None:
    meeting, _ = things("meeting")
    if who != "a visitor":
        client.force_login(UserFactory())
    assert ASKING.findall(client.get(meeting.get_absolute_url()).text) == []
