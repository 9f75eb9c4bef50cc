"""Questions of the public: who may ask and until when, what becomes of one, who stays unseen."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance import tasks
from governance.models import Board, Meeting, Message, Notification, PublicQuestion, User
from governance.queries.minutes import minutes_content
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    MeetingFactory,
    OfficeFactory,
    PublicQuestionFactory,
)
from tests.pages import tidy
from tests.plain_sql import refused, update

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
SENT = {
    "text": "When does the centre open?",
    "called": "Somebody of the town",
    "contact": "asker@example.org",
    "key": "of-this-form",
}


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance", questions_days=3)
    return made


@pytest.fixture
def meeting(board: Board) -> Meeting:
    made: Meeting = MeetingFactory(board=board, on=date(2024, 9, 12), state="published")
    return made


@pytest.fixture
def officer(board: Board) -> User:
    person: User = OfficeFactory(board=board).person
    return person


def ask(client: Client, meeting: Meeting, **changed: Any) -> Any:
    return client.post(f"{meeting.get_absolute_url()}questions/ask/", {**SENT, **changed})


def settle(client: Client, question: PublicQuestion, **values: Any) -> Any:
    sent = {"meeting": question.meeting_id, "version": question.version, **values}
    return client.post(f"/meetings/{question.meeting_id}/questions/{question.pk}/", sent)


def test_somebody_without_an_account_asks_once_and_the_officer_is_told(
    client: Client, meeting: Meeting, officer: User
) -> None:
    for _ in range(2):
        assert ask(client, meeting).headers["Location"] == meeting.get_absolute_url()
    question = PublicQuestion.objects.get()
    assert (question.number, question.state) == (1, "received")
    assert (question.called, question.contact) == (SENT["called"], SENT["contact"])
    assert Notification.objects.get().person == officer
    assert "centre" not in Message.objects.get().body


def test_gone_back_to_and_sent_again_a_question_is_the_same(
    client: Client, meeting: Meeting, officer: User
) -> None:
    for sent in ({}, {"key": "of-the-page-anew"}):
        assert ask(client, meeting, **sent).status_code == 302
    assert PublicQuestion.objects.count() == 1
    assert (
        ask(client, meeting, key="of-another", text="And when does it close?").status_code == 302
    )
    assert PublicQuestion.objects.count() == 2


def test_no_question_is_lost_that_is_not_right_yet(client: Client, meeting: Meeting) -> None:
    for wrong, told in (
        ({"text": ""}, "Write your question"),
        ({"contact": "nowhere"}, "Write the address like name@example.org"),
        ({"website": "https://spam.example"}, "Leave this field empty."),
    ):
        answer = ask(client, meeting, **wrong)
        assert answer.status_code == 422
        assert told in tidy(answer)
        assert SENT["called"] in tidy(answer)
    assert not PublicQuestion.objects.exists()


def test_questions_are_taken_until_the_board_s_day_and_of_its_choice(
    client: Client, meeting: Meeting
) -> None:
    page = f"{meeting.get_absolute_url()}questions/ask/"
    with time_machine.travel("2024-09-09T12:00:00+01:00"):
        assert "taken until 9 September 2024" in tidy(client.get(page))
        assert ask(client, meeting).status_code == 302
    with time_machine.travel("2024-09-10T12:00:00+01:00"):
        late = ask(client, meeting, key="another")
        assert late.status_code == 422
        assert "Questions to this meeting are closed." in tidy(late)
        assert SENT["text"] in tidy(late)
    Board.objects.update(questions_days=None)
    assert "takes no questions" in tidy(client.get(page))


def test_one_place_sends_only_so_many_in_an_hour(client: Client, meeting: Meeting) -> None:
    for number in range(20):
        assert ask(client, meeting, key=f"form-{number}").status_code == 302
    again = ask(client, meeting, key="one-more")
    assert again.status_code == 429
    assert "Wait an hour" in tidy(again)
    assert SENT["text"] in tidy(again)


def test_only_the_officer_reads_who_asked_and_what_waits(
    client: Client, meeting: Meeting, officer: User
) -> None:
    question = PublicQuestionFactory(
        meeting=meeting, **{name: SENT[name] for name in ("text", "called", "contact")}
    )
    page, log = meeting.get_absolute_url(), f"{meeting.get_absolute_url()}questions/"
    member = Client()
    member.force_login(AppointmentFactory(place__seat__board=meeting.board).holder)
    client.force_login(officer)
    assert "Somebody of the town, asker@example.org" in tidy(client.get(log))
    assert member.get(log).status_code == 403
    assert question.text not in tidy(Client().get(page))
    settle(client, question, state="accepted")
    for reader in (member, Client()):
        shown = tidy(reader.get(page))
        assert question.text in shown
        assert "of the town" not in shown
        assert "asker@" not in shown


def test_a_question_is_refused_with_a_reason_and_answered_in_the_minutes(
    client: Client, meeting: Meeting, officer: User
) -> None:
    client.force_login(officer)
    question = PublicQuestionFactory(meeting=meeting, called="A name")
    bare = settle(client, question, state="refused")
    assert bare.status_code == 422
    assert "Say why the question is not accepted." in tidy(bare)
    assert settle(client, question, state="refused", reason="It names a child.").status_code == 302
    question.refresh_from_db()
    assert (question.state, question.settled_by) == ("refused", officer)
    assert minutes_content(meeting, None)["asked"] == []
    assert "Write the answer." in tidy(settle(client, question, state="answered"))
    settle(client, question, state="answered", answer="In March.")
    shown = {"number": 1, "text": question.text, "answer": "In March.", "illustrative": False}
    assert [{**each, "number": 1} for each in minutes_content(meeting, None)["asked"]] == [shown]
    assert "Answer: In March." in tidy(Client().get(meeting.get_absolute_url()))


def test_a_question_put_to_another_meeting_has_the_next_number_there(
    client: Client, meeting: Meeting, officer: User
) -> None:
    client.force_login(officer)
    other = MeetingFactory(board=meeting.board, on=date(2024, 12, 12), state="planned")
    PublicQuestionFactory(meeting=other, number=1)
    question = PublicQuestionFactory(meeting=meeting, number=1)
    settle(client, question, state="accepted", meeting=other.pk)
    question.refresh_from_db()
    assert (question.meeting, question.number) == (other, 2)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_officer_s_list_takes_as_many_queries_however_long(
    client: Client, meeting: Meeting, officer: User, rows: int, django_assert_num_queries: Any
) -> None:
    PublicQuestionFactory.create_batch(rows, meeting=meeting)
    client.force_login(officer)
    page = f"{meeting.get_absolute_url()}questions/"
    client.get(page)
    with django_assert_num_queries(5):  # session, user, scope, meeting, questions
        assert tidy(client.get(page)).count("gave no name") == rows


def known(question: PublicQuestion) -> tuple[str, str, bool]:
    question.refresh_from_db()
    return question.called, question.contact, question.forgotten_at is not None


ASKED_BY = {name: SENT[name] for name in ("called", "contact")}
KNOWN = (*ASKED_BY.values(), False)
NOBODY = ("", "", True)


def test_an_officer_forgets_who_asked_once_it_is_answered(
    client: Client, meeting: Meeting, officer: User
) -> None:
    client.force_login(officer)
    question = PublicQuestionFactory(meeting=meeting, **ASKED_BY)
    page = f"/meetings/{meeting.pk}/questions/{question.pk}/"
    assert "can be forgotten once the question is answered or refused." in tidy(client.get(page))
    early = client.post(page, {"deed": "forget"}, follow=True)
    assert "Answer the question first, or refuse it" in tidy(early)
    assert known(question) == KNOWN
    settle(client, question, state="answered", answer="In March.")
    assert "Forget who asked" in tidy(client.get(page))
    for _ in range(2):
        told = tidy(client.post(page, {"deed": "forget"}, follow=True))
        assert "Who asked is forgotten. The question and what became of it stay." in told
        assert "Received 1 April 2024, who asked is forgotten" in told
    assert known(question) == NOBODY
    assert (question.state, question.answer) == ("answered", "In March.")
    assert "Forget who asked" not in tidy(client.get(page))


def test_nobody_but_the_board_s_officer_makes_the_portal_forget(
    client: Client, meeting: Meeting
) -> None:
    question = PublicQuestionFactory(meeting=meeting, state="refused", reason="No.", **ASKED_BY)
    client.force_login(AppointmentFactory(place__seat__board=meeting.board).holder)
    page = f"/meetings/{meeting.pk}/questions/{question.pk}/"
    assert client.post(page, {"deed": "forget"}).status_code == 403
    assert known(question) == KNOWN


@pytest.mark.parametrize(
    ("state", "settled", "forgotten"),
    [
        ("answered", "2024-03-02T12:00:00Z", True),
        ("refused", "2024-03-02T12:00:00Z", True),
        ("answered", "2024-03-04T12:00:00Z", False),
        ("refused", "2024-03-04T12:00:00Z", False),
        ("accepted", "2024-03-02T12:00:00Z", False),
    ],
)
def test_the_portal_forgets_who_asked_six_months_after_the_question_was_settled(
    meeting: Meeting, officer: User, state: str, settled: str, forgotten: bool
) -> None:
    said = {"state": state, "answer": "In March.", "reason": "No."}
    question = PublicQuestionFactory(
        meeting=meeting, settled_at=settled, settled_by=officer, **said, **ASKED_BY
    )
    for _ in range(2):
        tasks.forget_askers()
        assert known(question) == (NOBODY if forgotten else KNOWN)


def test_who_asked_what_nobody_ever_settled_is_forgotten_six_months_after_the_meeting(
    meeting: Meeting,
) -> None:
    question = PublicQuestionFactory(meeting=meeting, **ASKED_BY)
    with time_machine.travel(meeting.on + timedelta(days=183)):
        tasks.forget_askers()
    assert known(question) == KNOWN
    with time_machine.travel(meeting.on + timedelta(days=185)):
        tasks.forget_askers()
    assert known(question) == NOBODY


def test_forgetting_again_leaves_the_day_on_which_it_was_forgotten(meeting: Meeting) -> None:
    question = PublicQuestionFactory(meeting=meeting, **ASKED_BY)
    with time_machine.travel("2025-06-02T12:00:00Z", tick=False):
        tasks.forget_askers()
    question.refresh_from_db()
    first = question.forgotten_at
    with time_machine.travel("2025-06-03T12:00:00Z", tick=False):
        tasks.forget_askers()
    question.refresh_from_db()
    assert first is not None
    assert question.forgotten_at == first


def test_the_history_keeps_that_it_was_forgotten_and_never_who_asked(meeting: Meeting) -> None:
    question = PublicQuestionFactory(meeting=meeting, **ASKED_BY)
    with time_machine.travel("2025-06-02T12:00:00Z", tick=False):
        tasks.forget_askers()
    kept = PublicQuestion.pgh_event_model.objects.filter(pgh_obj=question.pk)  # type: ignore[attr-defined]
    assert [each.forgotten_at is not None for each in kept.order_by("pgh_id")] == [False, True]
    names = {field.name for field in kept.model._meta.concrete_fields}
    assert names.isdisjoint({"called", "contact"})


def test_a_question_whose_asker_is_forgotten_takes_no_new_one(meeting: Meeting) -> None:
    question = PublicQuestionFactory(meeting=meeting, forgotten_at="2024-09-01T12:00:00Z")
    for name, words in ASKED_BY.items():
        with refused("public_question_forgotten_says_not_who_asked"):
            update(question, **{name: words})


def test_the_page_on_privacy_says_how_long_who_asked_is_kept(client: Client) -> None:
    assert "Six months after the answer or the refusal" in tidy(client.get("/privacy/"))
