"""Versions, notices, mail and signed links: what the database refuses by itself."""

import pytest

from tests.factories import (
    FIRST_INSTANT,
    MessageFactory,
    NotificationFactory,
    SignedLinkFactory,
    VersionFactory,
)
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db


def test_a_version_has_its_own_number() -> None:
    with refused("version_has_its_own_number"):
        insert_like(VersionFactory())


def test_a_person_is_told_once_of_an_event() -> None:
    notice = NotificationFactory()
    with refused("person_is_told_once_of_an_event"):
        insert_like(notice)
    insert_like(notice, event="closed")


def test_a_person_is_written_to_once_about_a_thing() -> None:
    message = MessageFactory()
    with refused("person_is_written_to_once"):
        insert_like(message)
    insert_like(message, key="another")


def test_a_sent_message_says_when() -> None:
    message = MessageFactory()
    with refused("sent_message_says_when"):
        update(message, state="sent")
    update(message, state="sent", sent_at=FIRST_INSTANT)


def test_a_failed_message_says_why() -> None:
    message = MessageFactory()
    with refused("failed_message_says_why"):
        update(message, state="failed")
    update(message, state="failed", reason="The mail server refused it.")


def test_a_signed_link_ends_after_it_is_made() -> None:
    with refused("link_ends_after_it_is_made"):
        update(SignedLinkFactory(), until=FIRST_INSTANT)
