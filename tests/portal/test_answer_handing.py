"""A partner hands an item on, declines a part or takes another, in the flow of the answers."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core import mail as sent_mail
from django.test import Client

from governance.changes import mail
from governance.models import Draft, Message, Notification, Organisation, SignedLink, User
from priorities.changes.asking import ask_for_answers
from priorities.models import Commitment, Contribution, HandedOn, ReportingRound
from tests.factories import (
    AppointmentFactory,
    CommitmentFactory,
    ContributionFactory,
    DeliveryPlanFactory,
    OrganisationFactory,
    ReportingRoundFactory,
    RespondentFactory,
    SponsorshipFactory,
    UserFactory,
)
from tests.pages import hidden_in, tidy

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 20, 12, 0, tzinfo=UTC)
SAID = {"state": "at_risk", "text": "One of two posts is filled.", "version": "0"}


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def trust() -> Organisation:
    made: Organisation = OrganisationFactory(name="Healthcare Trust")
    return made


@pytest.fixture
def item(trust: Organisation) -> Commitment:
    opened = ReportingRoundFactory(board__slug="alliance")
    plan = DeliveryPlanFactory(
        priority__number=1, priority__plan__slug="plan", priority__plan__board=opened.board
    )
    made: Commitment = CommitmentFactory(
        action__plan=plan, action__number=8, organisation=trust, part="Two workers."
    )
    return made


@pytest.fixture
def opened(item: Commitment) -> ReportingRound:
    return ReportingRound.objects.get()


@pytest.fixture
def head(client: Client, trust: Organisation, opened: ReportingRound) -> User:
    person: User = UserFactory(organisation=trust, post="Head of Children’s Health")
    RespondentFactory(organisation=trust, board=opened.board, person=person)
    client.force_login(person)
    return person


@pytest.fixture
def colleague(trust: Organisation) -> User:
    made: User = UserFactory(organisation=trust, post="Team Manager")
    return made


@pytest.fixture
def sponsor(item: Commitment) -> User:
    place = SponsorshipFactory(priority=item.action.plan.priority).place
    made: User = AppointmentFactory(place=place).holder
    return made


def address_in_mail(to: User) -> str:
    mail.send(Message.objects.get(person=to).pk, at=NOW)
    found = re.search(r"http://localhost:8000(/answer/\S+/)", sent_mail.outbox[-1].body)
    assert found
    return found[1]


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


DECLINED = {"part_answer": "declined", "part_reason": "No posts.", "part_version": "1"}


def test_a_part_is_declined_in_one_request_and_the_sponsor_is_told(
    client: Client, head: User, item: Commitment, sponsor: User
) -> None:
    response = client.post(f"/answer/{item.pk}/", {**DECLINED, "version": "0"})
    assert (response.status_code, response.headers["Location"]) == (302, "/answer/")
    item.refresh_from_db()
    assert (item.state, item.reason, item.answered_by) == ("declined", "No posts.", head)
    assert Contribution.objects.count() == 0
    page = tidy(client.get("/answer/"))
    assert "Nothing is left for you to answer." in page
    assert "“No posts.” The sponsor is told." in page
    notice = Notification.objects.get()
    assert notice.person == sponsor
    assert notice.text == "Healthcare Trust declines its part in action 1.8: No posts."
    assert notice.subject.address == "/plans/plan/1/delivery/"
    assert Message.objects.get().title == "A partner declines its part"
    assert "No posts" not in Message.objects.get().body


def test_another_part_is_taken_with_the_answer(
    client: Client, head: User, item: Commitment, sponsor: User
) -> None:
    other = {"part_answer": "amended", "part": "One worker.", "part_reason": "One post."}
    client.post(f"/answer/{item.pk}/", {**SAID, **other, "part_version": "1"})
    item.refresh_from_db()
    assert (item.state, item.part) == ("amended", "One worker.")
    assert Contribution.objects.get().text == SAID["text"]
    assert "You take another part" in tidy(client.get("/answer/"))
    assert Notification.objects.get().person == sponsor


def test_a_part_is_accepted_with_the_answer_and_nobody_is_told(
    client: Client, head: User, item: Commitment, sponsor: User
) -> None:
    accepted = {"part_answer": "accepted", "part_version": "1"}
    client.post(f"/answer/{item.pk}/", {**SAID, **accepted})
    item.refresh_from_db()
    assert (item.state, item.part) == ("accepted", "Two workers.")
    assert Notification.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"part_reason": ""}, "Say why it is declined or another"),
        ({"part_answer": "amended", "part": ""}, "Say what your part will be"),
        ({"part_answer": "amended", "part": "Two workers."}, "Say what your part will be"),
        ({"part_answer": "withdrawn"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_about_the_part_is_said(
    client: Client, head: User, item: Commitment, said: dict[str, str], sentence: str
) -> None:
    response = client.post(f"/answer/{item.pk}/", {**SAID, **DECLINED, **said})
    assert response.status_code == 422
    assert sentence in tidy(response)
    assert Commitment.objects.get().state == "proposed"


def declined_meanwhile(item: Commitment) -> None:
    """Let a colleague decline the part."""
    why = {"reason": "No room.", "answered_on": date(2024, 6, 20)}
    Commitment.objects.filter(pk=item.pk).update(state="declined", **why)


OTHER = {
    **SAID,
    "part_answer": "amended",
    "part": "One worker.",
    "part_reason": "One post.",
    "part_version": "1",
}


def test_a_part_that_a_colleague_declined_meanwhile_is_not_answered_for(
    client: Client, head: User, item: Commitment
) -> None:
    declined_meanwhile(item)
    response = client.post(f"/answer/{item.pk}/", SAID)
    assert response.status_code == 409
    assert "Your organisation has declined this part" in tidy(response)
    assert SAID["text"] in tidy(response)


def test_two_who_answer_about_the_part_choose_whose_answer_stays(
    client: Client, head: User, item: Commitment
) -> None:
    declined_meanwhile(item)
    met = client.post(f"/answer/{item.pk}/", OTHER)
    assert met.status_code == 409
    page = tidy(met)
    assert "<b>Theirs.</b>We cannot" in page
    assert "<b>Mine.</b>We take another part" in page
    assert "<b>Theirs.</b>No room." in page
    hidden = hidden_in(met)
    assert "Choose which stays" in tidy(client.post(f"/answer/{item.pk}/", hidden))
    assert Contribution.objects.count() == 0
    choices = {"choice-part_answer": "mine", "choice-part_reason": "mine"}
    assert client.post(f"/answer/{item.pk}/", {**hidden, **choices}).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.part, item.reason) == ("amended", "One worker.", "One post.")
    assert Contribution.objects.get().text == SAID["text"]


def test_who_leaves_the_part_to_a_colleague_keeps_the_words_typed(
    client: Client, head: User, item: Commitment
) -> None:
    declined_meanwhile(item)
    hidden = hidden_in(client.post(f"/answer/{item.pk}/", OTHER))
    choices = {"choice-part_answer": "theirs", "choice-part_reason": "theirs"}
    response = client.post(f"/answer/{item.pk}/", {**hidden, **choices})
    assert response.status_code == 409
    assert "Your organisation has declined this part" in tidy(response)
    assert SAID["text"] in tidy(response)
    item.refresh_from_db()
    assert (item.state, item.reason) == ("declined", "No room.")


def test_a_part_and_an_answer_given_by_two_are_asked_about_one_after_the_other(
    client: Client, head: User, item: Commitment, opened: ReportingRound
) -> None:
    amended = {"state": "amended", "part": "Two rooms.", "reason": "Rooms, no people."}
    Commitment.objects.filter(pk=item.pk).update(**amended, answered_on=date(2024, 6, 20))
    ContributionFactory(round=opened, commitment=item, text="Theirs.", state="at_risk")
    met = client.post(f"/answer/{item.pk}/", OTHER)
    assert "Your part: what differs in yours" in tidy(met)
    choices = {"choice-part": "both", "both-part": "One of each.", "choice-part_reason": "theirs"}
    again = client.post(f"/answer/{item.pk}/", {**hidden_in(met), **choices})
    assert again.status_code == 409
    assert "Choose which stays" not in tidy(again)
    assert "<del>Theirs.</del>" in tidy(again)
    last = client.post(f"/answer/{item.pk}/", {**hidden_in(again), "choice-text": "mine"})
    assert last.status_code == 302
    item.refresh_from_db()
    assert (item.state, item.part) == ("amended", "One of each.")
    assert item.reason == "Rooms, no people."
    assert Contribution.objects.get().text == SAID["text"]


def test_the_sponsor_is_told_of_a_new_date_once(
    client: Client, head: User, item: Commitment, sponsor: User
) -> None:
    moved = {"new_due_on": "31/12/2024", "new_due_reason": "Recruitment took longer."}
    client.post(f"/answer/{item.pk}/", {**SAID, **moved})
    client.post(f"/answer/{item.pk}/", {**SAID, **moved, "text": "Two.", "version": "1"})
    notice = Notification.objects.get()
    assert notice.person == sponsor
    assert notice.text == (
        "Healthcare Trust gives 31 December 2024 as the new date of action 1.8:"
        " Recruitment took longer."
    )
    assert notice.subject.address == "/plans/plan/1/progress/2024-25-q1/"
    message = Message.objects.get()
    assert (message.person, message.title) == (sponsor, "A partner gives a new date")
    assert "http://localhost:8000/plans/plan/1/progress/2024-25-q1/" in message.body
    page = tidy(client.get("/answer/"))
    assert "New date 31 December 2024: Recruitment took longer. The sponsor is told." in page


def test_a_sponsor_is_not_told_of_their_own_date(
    client: Client, head: User, item: Commitment, sponsor: User, trust: Organisation
) -> None:
    RespondentFactory(
        person=sponsor, organisation=trust, board=item.action.plan.priority.plan.board
    )
    client.force_login(sponsor)
    moved = {"new_due_on": "31/12/2024", "new_due_reason": "Recruitment took longer."}
    assert client.post(f"/answer/{item.pk}/", {**SAID, **moved}).status_code == 302
    assert Notification.objects.count() == 0


def test_last_words_stand_in_the_box_and_are_never_sent_again(
    client: Client, head: User, item: Commitment, opened: ReportingRound
) -> None:
    before = ReportingRoundFactory(
        board=opened.board,
        slug="2023-24-q4",
        label="Quarter 4, 2023/24",
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 4, 1),
        opens_on=date(2024, 3, 1),
        due_on=date(2024, 3, 20),
        closed_at=NOW,
    )
    ContributionFactory(
        round=before, commitment=item, text="Two began.\nOne left.", sent_at="2024-03-10T09:00Z"
    )
    page = client.get(f"/answer/{item.pk}/").text
    assert "Two began.\nOne left.</textarea>" in page
    old = {**SAID, "text": "Two began.\r\nOne left."}
    response = client.post(f"/answer/{item.pk}/", old)
    assert response.status_code == 422
    assert "These are your last words" in tidy(response)
    because = {"no_change_because": "Waiting for staff"}
    assert client.post(f"/answer/{item.pk}/", {**old, **because}).status_code == 302
    sent = Contribution.objects.get(round=opened)
    assert (sent.text, sent.no_change_because) == ("", "Waiting for staff")


def test_two_open_rounds_ask_one_after_the_other(
    client: Client, head: User, item: Commitment, opened: ReportingRound
) -> None:
    ReportingRoundFactory(
        board=opened.board,
        slug="2023-24-q4",
        label="Quarter 4, 2023/24",
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 4, 1),
        opens_on=date(2024, 3, 1),
        due_on=date(2024, 3, 20),
    )
    Commitment.objects.update(asked_on=None)
    page = tidy(client.get("/answer/"))
    assert "2 items to answer" in page
    assert page.index("Quarter 4, 2023/24") < page.index("Quarter 1, 2024/25")
    late = f"/answer/{item.pk}/?round=2023-24-q4"
    assert f'href="{late}">Start' in page
    response = client.post(late, {**SAID, "text": "Late."})
    assert response.headers["Location"] == f"/answer/{item.pk}/?round=2024-25-q1"
    response = client.post(response.headers["Location"], {**SAID, "text": "In time."})
    assert response.headers["Location"] == "/answer/"
    sent = dict(Contribution.objects.values_list("round__slug", "text"))
    assert sent == {"2023-24-q4": "Late.", "2024-25-q1": "In time."}
    assert client.get(f"/answer/{item.pk}/?round=2020-21-q1").status_code == 404


def test_the_pages_of_a_link_have_no_navigation(
    client: Client, head: User, item: Commitment, opened: ReportingRound
) -> None:
    ask_for_answers(opened, at=NOW)
    visitor = Client()
    page = tidy(visitor.get(address_in_mail(head), follow=True))
    assert '<nav class="nav"' not in page
    assert SignedLink.objects.get().organisation is None
