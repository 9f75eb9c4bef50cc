"""Questions of the public: who may ask and until when, what becomes of one, who stays unseen."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

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

pytestmark = pytest.mark.django_db
SENT = {
    "text": "When does the centre open?",
    "called": "Somebody of the town",
    "contact": "asker@example.org",
    "key": "of-this-form",
}


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2024-09-02T12:00:00+01:00", tick=False):
        yield


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
