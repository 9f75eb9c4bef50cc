"""A partner hands an item on, declines a part or takes another, in the flow of the answers."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Draft, Message, Organisation, User
from priorities.changes.asking import ask_for_answers
from priorities.models import Commitment, Contribution, HandedOn, ReportingRound
from tests.factories import (
    CommitmentFactory,
    ContributionFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.portal.answers.asked import NOW, SAID
from tests.portal.answers.handing.mail import address_in_mail

pytestmark = pytest.mark.django_db


def test_an_item_is_handed_on_and_leaves_the_list(
    client: Client, head: User, item: Commitment, colleague: User
) -> None:
    client.post(f"/answer/{item.pk}/", {"keep": "yes", "text": "Half a sen"})
    said = {"deed": "hand_on", "handed_to": colleague.pk}
    response = client.post(f"/answer/{item.pk}/", said)
    assert (response.status_code, response.headers["Location"]) == (302, "/answer/")
    page = tidy(client.get("/answer/"))
    assert "Thank you: all is answered" in page
    assert "To Team Manager on 20 June, who gets a link by mail." in page
    handed = HandedOn.objects.get()
    assert (handed.handed_by, handed.handed_to, handed.handed_at) == (head, colleague, NOW)
    assert Draft.objects.count() == 0


def test_the_colleague_gets_a_link_of_their_own_without_a_seat(
    client: Client, head: User, item: Commitment, colleague: User
) -> None:
    for _ in range(2):
        client.post(f"/answer/{item.pk}/", {"deed": "hand_on", "handed_to": colleague.pk})
    assert Message.objects.get().person == colleague
    other = Client()
    page = tidy(other.get(address_in_mail(colleague), follow=True))
    assert "1 item to answer" in page
    assert "Handed on to you by Head of Children’s Health on 20 June." in page
    assert other.post(f"/answer/{item.pk}/", SAID).status_code == 302
    assert Contribution.objects.get().sent_by == colleague
    assert "who answered: “One of two posts is filled.”" in tidy(client.get("/answer/"))


def test_a_colleagues_link_ends_when_the_item_is_taken_back(
    client: Client, head: User, item: Commitment, colleague: User
) -> None:
    client.post(f"/answer/{item.pk}/", {"deed": "hand_on", "handed_to": colleague.pk})
    link, other = address_in_mail(colleague), Client()
    other.get(link)
    response = client.post(f"/answer/{item.pk}/", {"deed": "take_back"})
    assert response.headers["Location"] == f"/answer/{item.pk}/?round=2024-25-q1"
    assert HandedOn.objects.count() == 0
    assert "1 item to answer" in tidy(client.get("/answer/"))
    nowhere = Client().get("/answer/guessed/")
    for gone in (other.get(link), Client().get(link), other.get("/answer/")):
        assert (gone.status_code, gone.content) == (404, nowhere.content)


@pytest.mark.parametrize(
    "fate", [{"organisation": None}, {"is_active": False}, {"left_on": date(2024, 6, 1)}]
)
def test_a_colleagues_link_ends_when_they_leave(
    client: Client, head: User, item: Commitment, colleague: User, fate: dict[str, Any]
) -> None:
    client.post(f"/answer/{item.pk}/", {"deed": "hand_on", "handed_to": colleague.pk})
    link = address_in_mail(colleague)
    User.objects.filter(pk=colleague.pk).update(**fate)
    assert Client().get(link).status_code == 404


def test_an_item_is_handed_on_once_more_and_back(
    client: Client, head: User, item: Commitment, colleague: User
) -> None:
    client.post(f"/answer/{item.pk}/", {"deed": "hand_on", "handed_to": colleague.pk})
    client.force_login(colleague)
    client.post(f"/answer/{item.pk}/", {"deed": "hand_on", "handed_to": head.pk})
    handed = HandedOn.objects.get()
    assert (handed.handed_by, handed.handed_to) == (colleague, head)
    client.force_login(head)
    assert "1 item to answer" in tidy(client.get("/answer/"))


@pytest.mark.parametrize("chosen", ["stranger", "silent", "gone", "young", "self", ""])
def test_nobody_but_a_colleague_who_can_be_written_to_is_offered(
    client: Client, head: User, item: Commitment, trust: Organisation, chosen: str
) -> None:
    people = {
        "stranger": UserFactory(),
        "silent": UserFactory(organisation=trust, email=None),
        "gone": UserFactory(organisation=trust, left_on=date(2024, 6, 1)),
        "young": UserFactory(organisation=trust, young=True),
        "self": head,
    }
    to = people[chosen].pk if chosen else ""
    response = client.post(f"/answer/{item.pk}/", {"deed": "hand_on", "handed_to": to})
    assert (response.status_code, HandedOn.objects.count()) == (422, 0)
    assert "No colleague at Healthcare Trust can be written to from here." in tidy(response)


def test_what_is_answered_is_not_handed_on(
    client: Client, head: User, item: Commitment, opened: ReportingRound, colleague: User
) -> None:
    ContributionFactory(round=opened, commitment=item)
    said = {"deed": "hand_on", "handed_to": colleague.pk}
    response = client.post(f"/answer/{item.pk}/", said)
    assert response.status_code == 409
    assert "It is answered already." in tidy(response)
    assert HandedOn.objects.count() == 0


def test_a_reminder_goes_to_whom_the_item_was_handed_on(
    client: Client, head: User, item: Commitment, opened: ReportingRound, colleague: User
) -> None:
    client.post(f"/answer/{item.pk}/", {"deed": "hand_on", "handed_to": colleague.pk})
    ask_for_answers(opened, at=NOW)
    assert set(Message.objects.values_list("person", flat=True)) == {colleague.pk}


def test_who_leads_an_action_is_asked_about_their_organisations_part_in_it(
    client: Client, item: Commitment, opened: ReportingRound
) -> None:
    lead = UserFactory(organisation=item.organisation)
    item.action.lead_person = lead
    item.action.save()
    CommitmentFactory(action=item.action)  # of another organisation
    assert ask_for_answers(opened, at=NOW) == 1
    page = tidy(client.get(address_in_mail(lead), follow=True))
    assert "1 item to answer" in page
    assert client.post(f"/answer/{item.pk}/", SAID).status_code == 302
    assert Contribution.objects.get().sent_by == lead


def test_a_lead_who_leads_no_more_has_no_link(
    client: Client, item: Commitment, opened: ReportingRound
) -> None:
    lead = UserFactory(organisation=item.organisation)
    item.action.lead_person = lead
    item.action.save()
    ask_for_answers(opened, at=NOW)
    item.action.lead_person = None
    item.action.save()
    assert client.get(address_in_mail(lead)).status_code == 404
