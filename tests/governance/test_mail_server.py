"""Mail against a real server that fails: nothing is lost, and what comes twice is one letter."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.utils import timezone

from governance.changes import mail
from governance.models import Message
from tests.factories import MessageFactory
from tests.hands import at_once
from tests.portal.running import free_port

pytestmark = pytest.mark.django_db
State = Message.State


def send() -> int:
    """Send what waits by the clock of the moment, as the database has it, too."""
    return mail.send_waiting(at=timezone.now())


class Office:
    """Takes letters in; `falls`: at which letter it goes, before or after having taken it."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []
        self.falls: dict[int, str] = {}
        self.came = 0

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - its name
        """Keep the letter, unless this one is to be lost."""
        self.came += 1
        how = self.falls.get(self.came, "")
        if how != "before":
            (reader,) = envelope.rcpt_tos
            self.letters.append((reader, message_from_bytes(envelope.content)["Message-ID"]))
        if how:
            server.transport.abort()
        return "250 Taken"

    @property
    def counts(self) -> list[int]:
        """How often each letter came, the rarest first."""
        return sorted(Counter(self.letters).values())


@pytest.fixture
def office(settings: Any) -> Iterator[Office]:
    """A mail server of this machine, that the portal sends through."""
    office = Office()
    controller = Controller(office, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "", False, False
    settings.EMAIL_TIMEOUT = 5
    yield office
    controller.stop()


@pytest.mark.parametrize(("how", "most"), [("before", 1), ("after", 2)])
def test_a_server_that_falls_half_way_gets_the_rest_later_and_one_letter_twice_at_most(
    office: Office, how: str, most: int
) -> None:
    MessageFactory.create_batch(5)
    office.falls = {3: how}
    assert send() == 4
    assert Message.objects.get(state=State.WAITING).attempt == 1
    assert send() == 0
    Message.objects.update(not_before=None)
    assert send() == 1
    assert office.counts == [1, 1, 1, 1, most]
    assert {*Message.objects.values_list("state", flat=True)} == {State.SENT}


def test_a_server_that_is_away_loses_no_mail(office: Office, settings: Any) -> None:
    MessageFactory.create_batch(2)
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    assert send() == 0
    settings.EMAIL_PORT = there
    Message.objects.update(not_before=None)
    assert send() == 2
    assert office.counts == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_and_a_falling_server_send_each_letter_once(office: Office) -> None:
    MessageFactory.create_batch(6)
    office.falls = {2: "before"}
    sent = at_once(lambda _: send(), range(3))
    assert sum(sent) == 5
    Message.objects.update(not_before=None)
    assert sum(at_once(lambda _: send(), range(3))) == 1
    assert office.counts == [1] * 6


def test_a_clock_that_is_set_back_sends_nothing_again(office: Office) -> None:
    MessageFactory.create_batch(2)
    now = timezone.now()
    for at in (now, now - timedelta(days=3), now - timedelta(hours=1), now):
        with time_machine.travel(at, tick=False):
            mail.send_waiting(at=at)
    assert office.counts == [1, 1]
