"""When a round opens each person who has to answer gets one mail with a link."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core import mail as sent_mail
from django.test import Client

from governance.changes import mail
from governance.models import Message, SignedLink
from priorities.changes.asking import ask_for_answers
from tests.factories import (
    AppointmentFactory,
    CommitmentFactory,
    ContributionFactory,
    OrganisationFactory,
    ReportingRoundFactory,
    RespondentFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def opened() -> Any:
    return ReportingRoundFactory(board__name="The Alliance")


def asked(opened: Any, many: int = 1, **more: Any) -> Any:
    trust = OrganisationFactory()
    items = CommitmentFactory.create_batch(
        many, action__plan__priority__plan__board=opened.board, organisation=trust, **more
    )
    return trust, items


def test_one_mail_a_person_however_many_items(opened: Any) -> None:
    trust, _ = asked(opened, 3)
    head = RespondentFactory(board=opened.board, organisation=trust).person
    AppointmentFactory(place__seat__board=opened.board, place__seat__represents=trust, holder=head)
    assert ask_for_answers(opened, at=NOW) == 1
    row = Message.objects.get()
    assert (row.person, row.title) == (head, "3 items to answer by 12 July 2024")
    assert "The Alliance asks how your part goes" in row.body


def test_asking_again_writes_to_nobody_twice(opened: Any) -> None:
    trust, _ = asked(opened)
    RespondentFactory(board=opened.board, organisation=trust)
    ask_for_answers(opened, at=NOW)
    ask_for_answers(opened, at=NOW)
    assert (Message.objects.count(), SignedLink.objects.count()) == (1, 1)


def test_who_holds_a_place_for_the_organisation_is_asked(opened: Any) -> None:
    trust, _ = asked(opened)
    seat = {"place__seat__board": opened.board, "place__seat__represents": trust}
    holder = AppointmentFactory(**seat).holder
    ask_for_answers(opened, at=NOW)
    assert Message.objects.get().person == holder


def test_who_has_answered_is_not_asked(opened: Any) -> None:
    trust, [item] = asked(opened)
    ContributionFactory(round=opened, commitment=item)
    RespondentFactory(board=opened.board, organisation=trust)
    assert ask_for_answers(opened, at=NOW) == 0


def test_a_mail_says_nothing_of_what_is_asked(opened: Any) -> None:
    trust, _ = asked(opened, part="Support the family of a child at risk.")
    RespondentFactory(board=opened.board, organisation=trust)
    ask_for_answers(opened, at=NOW)
    row = Message.objects.get()
    assert "Support the family" not in row.title + row.body


def test_a_person_without_an_address_gets_no_link(opened: Any) -> None:
    trust, _ = asked(opened)
    RespondentFactory(board=opened.board, organisation=trust, person=UserFactory(email=None))
    ask_for_answers(opened, at=NOW)
    assert (Message.objects.count(), SignedLink.objects.count()) == (0, 0)


def test_the_link_in_the_mail_opens_the_items(client: Client, opened: Any) -> None:
    trust, _ = asked(opened, 2)
    RespondentFactory(board=opened.board, organisation=trust)
    ask_for_answers(opened, at=NOW)
    mail.send(Message.objects.get().pk, at=NOW)
    address = re.search(r"http://localhost:8000(/answer/\S+/)", sent_mail.outbox[0].body)
    assert address
    page = client.get(address[1], follow=True)
    assert "2 items to answer" in tidy(page)
