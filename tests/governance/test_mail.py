"""Mail goes out once, to one person, whoever sends and however often they are told."""

from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.core import mail as sent_mail
from django.core.mail import EmailMessage

from governance.changes import mail
from governance.changes.links import hash_of, token_for
from governance.models import Message
from governance.tasks import send_mail
from tests.factories import MessageFactory, UserFactory
from tests.hands import at_once

pytestmark = pytest.mark.django_db
AT = datetime(2024, 6, 20, 12, 0, tzinfo=UTC)
State = Message.State
SIGNED = (
    "\n-- \nThe portal of the Walsall Children and Young People Partnership. "
    "No mail of it asks for a password.\n"
)


def test_a_mail_has_one_reader_and_the_mark_of_its_row() -> None:
    row = MessageFactory(person__email="head@example.org", body="Here: {link}")
    assert mail.send_waiting(at=AT) == 1
    [sent] = sent_mail.outbox
    assert (sent.to, sent.cc, sent.bcc) == (["head@example.org"], [], [])
    assert sent.message()["Message-ID"] == f"<message-{row.pk}@example.org>"
    token = token_for(row.person, row.key)
    assert sent.body == f"Here: http://localhost:8000/answer/{token}/{SIGNED}"
    assert len(hash_of(token)) == 64


def test_the_link_leads_to_the_page_that_the_mail_is_about() -> None:
    person = UserFactory()
    mail.write_to(person, key="x", title="X", body=mail.LINK, at=AT, leads_to="/accounts/x/")
    mail.send_waiting(at=AT)
    [sent] = sent_mail.outbox
    assert sent.body == f"http://localhost:8000/accounts/x/{token_for(person, 'x')}/{SIGNED}"


def test_a_doubled_task_sends_nothing_twice() -> None:
    MessageFactory()
    send_mail()
    send_mail()
    assert len(sent_mail.outbox) == 1
    assert Message.objects.get().state == State.SENT


@pytest.mark.django_db(transaction=True)
def test_senders_at_once_send_each_mail_once() -> None:
    rows = MessageFactory.create_batch(5)
    counts = at_once(lambda _: mail.send_waiting(at=AT), range(3))
    assert sum(counts) == 5
    assert sorted(each.to[0] for each in sent_mail.outbox) == sorted(
        row.person.email for row in rows
    )


def test_a_mail_written_twice_stays_as_it_was() -> None:
    person = UserFactory()
    for title in ("first", "second"):
        mail.write_to(person, key="round", title=title, body="", at=AT)
    assert [each.title for each in Message.objects.all()] == ["first"]


def test_who_has_no_address_is_not_written_to() -> None:
    assert mail.write_to(UserFactory(email=None), key="a", title="t", body="", at=AT) is None


def test_a_young_person_is_written_to_through_the_supporter() -> None:
    young = UserFactory(young=True)
    written = mail.write_to(young, key="a", title="t", body="", at=AT)
    assert written.person == young.supporter


@pytest.mark.parametrize("ended", [{"is_active": False}, {"left_on": date(2024, 6, 20)}])
def test_nothing_is_sent_to_who_has_left(ended: dict[str, Any]) -> None:
    person = UserFactory(**ended)
    MessageFactory(person=person)
    assert mail.send_waiting(at=AT) == 0
    row = Message.objects.get()
    assert (row.state, row.reason) == (State.DROPPED, "The person has left.")
    assert sent_mail.outbox == []


def test_a_person_gets_twenty_a_day_and_the_rest_tomorrow() -> None:
    person = UserFactory()
    now = datetime.now(tz=UTC)
    MessageFactory.create_batch(21, person=person)
    assert mail.send_waiting(at=now) == 20
    rest = Message.objects.get(state=State.WAITING)
    assert rest.attempt == 0
    assert rest.not_before > now
    assert mail.send_waiting(at=now) == 0


def failing(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def send(self: EmailMessage, **_: Any) -> None:
        raise fault

    monkeypatch.setattr(EmailMessage, "send", send)


def test_three_tries_and_then_it_failed_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, SMTPServerDisconnected())
    row = MessageFactory()
    pauses = []
    for _ in range(3):
        mail.send(row.pk, at=AT)
        row.refresh_from_db()
        pauses.append(row.not_before)
        Message.objects.filter(state=State.WAITING).update(not_before=None)
    assert pauses[:2] == [AT + timedelta(minutes=1), AT + timedelta(minutes=10)]
    assert (row.state, row.attempt) == (State.FAILED, 3)
    assert row.reason == "Three tries: SMTPServerDisconnected."


def test_a_refused_address_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, SMTPRecipientsRefused({}))
    row = MessageFactory()
    assert not mail.send(row.pk, at=AT)
    row.refresh_from_db()
    assert (row.state, row.attempt, row.reason) == (State.FAILED, 1, "The address was refused.")


def test_a_mail_waits_for_its_time() -> None:
    MessageFactory(not_before=datetime.now(tz=UTC) + timedelta(hours=1))
    assert mail.send_waiting(at=AT) == 0


def test_a_live_senders_mail_is_left_alone_and_a_dead_ones_is_taken_over() -> None:
    now = datetime.now(tz=UTC)
    minute = timedelta(minutes=1)
    held = {"state": State.SENDING, "attempt": 1}
    live = MessageFactory(**held, lease_until=now + minute)
    dead = MessageFactory(**held, lease_until=now - minute)
    assert mail.send_waiting(at=now) == 1
    states = {row.pk: (row.state, row.attempt) for row in Message.objects.all()}
    assert states == {live.pk: (State.SENDING, 1), dead.pk: (State.SENT, 2)}


def test_a_mail_whose_sender_died_three_times_failed() -> None:
    past = datetime.now(tz=UTC) - timedelta(minutes=1)
    row = MessageFactory(state=State.SENDING, attempt=3, lease_until=past)
    assert not mail.send(row.pk, at=AT)
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.FAILED, "The sender died three times.")


def test_the_day_of_the_cap_is_londons() -> None:
    late = datetime(2024, 6, 20, 23, 30, tzinfo=UTC)  # 00.30 on the 21st in London
    with time_machine.travel(late, tick=False):
        person = UserFactory()
        MessageFactory.create_batch(
            20, person=person, state=State.SENT, sent_at=late - timedelta(hours=2)
        )
        row = MessageFactory(person=person)
        assert mail.send(row.pk, at=late)
