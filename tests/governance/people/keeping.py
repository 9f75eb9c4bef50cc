"""The pages of people, in whose browser, and what is written there."""

from typing import Any

from django.test import Client

from governance.models import User
from tests.factories import (
    OfficeFactory,
)

PEOPLE = "/people/"
NEW = "/people/add/"


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def officer() -> Client:
    return browser_of(OfficeFactory(person__post="Officer").person)


def listed(client: Client, **asked: str) -> list[str]:
    """The posts that the list gives as JSON."""
    answer = client.get(PEOPLE, {"format": "json", **asked})
    return [row["Post"] for row in answer.json()]


def written(**changed: Any) -> dict[str, Any]:
    """What a browser sends of the form of a person."""
    return {"post": "Chief nurse", "version": 1, "key": "k1", **changed}
