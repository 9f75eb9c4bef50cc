"""What a browser sends of an action, and from whose."""

import re
from typing import Any

from django.test import Client

from governance.models import User
from priorities.models import DeliveryAction, DeliveryPlan
from tests.factories import (
    OfficeFactory,
)

HTMX = {"HX-Request": "true"}
PLAN = "/plans/plan/1/delivery/"


def officer_of(delivery: DeliveryPlan) -> User:
    board = delivery.priority.plan.board
    kind = "partnership_officer"
    person: User = OfficeFactory(board=board, kind=kind, person__post="Officer").person
    return person


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(action: DeliveryAction) -> str:
    return f"{PLAN}{action.pk}/"


def sent(action: DeliveryAction, **changed: Any) -> dict[str, Any]:
    """What a browser sends of the whole form of `action` as it stood, with `changed`."""
    row = {
        "version": action.version,
        "title": action.title,
        "outcome": action.outcome,
        "lead": action.lead or "",
        "state": action.state,
        "state_reason": action.state_reason,
        "starts_on": action.starts_on or "",
        "due_on": action.due_on or "",
        "why_moved": "",
    }
    return {**row, **changed}


def hidden(page: str) -> dict[str, str]:
    """What a page of conflicts sends along unseen."""
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page))
