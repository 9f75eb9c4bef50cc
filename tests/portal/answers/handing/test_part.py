"""With the answer an organisation takes its part, another one, or none, and gives a new date."""

from datetime import date

import pytest
from django.test import Client

from governance.models import Message, Notification, Organisation, SignedLink, User
from priorities.changes.asking import ask_for_answers
from priorities.models import Commitment, Contribution, ReportingRound
from tests.factories import (
    ContributionFactory,
    ReportingRoundFactory,
    RespondentFactory,
)
from tests.pages import hidden_in, tidy
from tests.portal.answers.asked import NOW, SAID
from tests.portal.answers.handing.mail import address_in_mail

pytestmark = pytest.mark.django_db


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
        ({"part_answer": "withdrawn"}, "This is not offered here"),
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
