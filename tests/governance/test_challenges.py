"""The challenge log: who asks, who answers in time, what it led to, and who is told."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.changes import challenges as changes
from governance.changes import people as changes_of_people
from governance.editing import Refused
from governance.models import Board, Challenge, Message, Notification, Subject
from governance.models.people import HIDDEN
from governance.queries.challenges import challenge_figures, challenge_log
from governance.queries.things import Thing, thing_of, ticket_of
from governance.rules import challenges_seen
from governance.scope import scope_of
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    ChallengeFactory,
    MeetingFactory,
    OfficeFactory,
    PauseFactory,
    RespondentFactory,
    SubjectFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

DUE = "2026-12-18"


@pytest.fixture
def board() -> Board:
    return BoardFactory()


def member_of(board: Board, **seat: Any) -> Any:
    return AppointmentFactory(
        place__seat__board=board, **{f"place__seat__{name}": each for name, each in seat.items()}
    ).holder


def asked(client: Client, board: Board, **sent: Any) -> Any:
    partner = RespondentFactory(board=board)
    client.force_login(member_of(board))
    values = {"question": "Why is it late?", "put_to": partner.organisation_id, "due_on": DUE}
    response = client.post(reverse("governance:challenge-ask", args=[board.slug]), values | sent)
    return response, partner


def test_a_question_to_be_answered_yesterday_is_not_asked(client: Client, board: Board) -> None:
    with time_machine.travel("2026-11-02T12:00:00Z", tick=False):
        response, _ = asked(client, board, due_on="2026-11-01")
        assert response.status_code == 422
        assert response.context["form"].errors == {"due_on": ["Give a day that is still to come."]}
        assert "Why is it late?" in response.text
        assert asked(client, board, due_on="2026-11-02")[0].status_code == 302


def test_a_member_asks_a_partner_and_who_answers_for_it_is_told_once(
    client: Client, board: Board
) -> None:
    response, partner = asked(client, board, key="one")
    challenge = Challenge.objects.get()
    assert response.headers["Location"] == challenge.get_absolute_url()
    again = client.post(
        reverse("governance:challenge-ask", args=[board.slug]),
        {
            "question": "Why is it late?",
            "put_to": partner.organisation_id,
            "due_on": DUE,
            "key": "one",
        },
    )
    assert again.headers["Location"] == challenge.get_absolute_url()
    assert [each.person for each in Notification.objects.all()] == [partner.person]
    assert Message.objects.get().person == partner.person
    assert "Why is it late?" not in Message.objects.get().body


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("question", "", "Write your question"),
        ("put_to", "", "Choose whom you ask"),
        ("due_on", "31 June", "Enter a real date, like 31 December 2013"),
    ],
)
def test_a_question_that_lacks_something_comes_back_with_what_was_typed(
    client: Client, board: Board, name: str, value: str, sentence: str
) -> None:
    response, _ = asked(client, board, **{name: value})
    assert response.status_code == 422
    assert response.context["form"].errors == {name: [sentence]}
    assert Challenge.objects.count() == 0


def test_a_question_is_about_the_thing_whose_page_it_was_asked_from(
    client: Client, board: Board
) -> None:
    thing = Thing("measure", "Agency staff", "/measures/agency/", board.pk)
    assert thing_of(ticket_of(thing)) == thing
    partner = RespondentFactory(board=board)
    client.force_login(member_of(board))
    place = reverse("governance:challenge-ask", args=[board.slug])
    values = {"question": "Why?", "put_to": partner.organisation_id, "due_on": DUE}
    client.post(f"{place}?about={ticket_of(thing)}", values)
    about = Challenge.objects.get().subject
    assert about is not None
    assert (about.title, about.address) == ("Agency staff", "/measures/agency/")


@pytest.mark.parametrize("whose", ["guessed", "another board's"])
def test_a_thing_that_is_not_this_boards_cannot_be_asked_about(
    client: Client, board: Board, whose: str
) -> None:
    other = ticket_of(Thing("measure", "Theirs", "/measures/x/", BoardFactory().pk))
    client.force_login(member_of(board))
    place = reverse("governance:challenge-ask", args=[board.slug])
    ticket = "guessed" if whose == "guessed" else other
    assert client.get(f"{place}?about={ticket}").status_code == 404


def test_the_answer_is_written_by_who_answers_for_the_organisation_and_the_asker_is_told(
    client: Client, board: Board
) -> None:
    respondent = RespondentFactory(board=board)
    challenge = ChallengeFactory(board=board, put_to=respondent.organisation)
    client.force_login(respondent.person)
    place = reverse("governance:challenge-answer", args=[challenge.pk])
    sent = {"answer": "Two posts were vacant.", "evidence": "HR, May", "version": 1}
    assert client.post(place, sent).status_code == 302
    challenge.refresh_from_db()
    assert (challenge.state, challenge.answer) == ("answered", "Two posts were vacant.")
    assert challenge.answered_by == respondent.person
    assert Notification.objects.get(person=challenge.asked_by).event == "answered"


def test_two_who_answer_at_once_are_shown_both_texts(client: Client, board: Board) -> None:
    respondent = RespondentFactory(board=board)
    challenge = ChallengeFactory(board=board, put_to=respondent.organisation)
    client.force_login(respondent.person)
    place = reverse("governance:challenge-answer", args=[challenge.pk])
    client.post(place, {"answer": "The first text.", "version": 1})
    second = client.post(place, {"answer": "The second text.", "version": 1})
    assert second.status_code == 409
    assert "The first text." in second.text
    assert "The second text." in second.text


def closed(challenge: Challenge, chair: Any, led_to: str) -> None:
    challenge.refresh_from_db()
    changes.close(challenge, version=challenge.version, led_to=led_to, by=chair, at=timezone.now())


def test_a_question_without_an_answer_is_closed_only_with_a_word_of_why(
    client: Client, board: Board
) -> None:
    challenge = ChallengeFactory(board=board)
    client.force_login(member_of(board, role="chair"))
    place = f"{challenge.get_absolute_url()}close/"
    refused = client.post(place, {"led_to": "", "version": challenge.version})
    assert refused.status_code == 422
    assert "It has no answer: say what came of it" in refused.text
    sent = {"led_to": "It was answered at the meeting.", "version": challenge.version}
    assert client.post(place, sent).status_code == 302
    challenge.refresh_from_db()
    assert challenge.state == "closed"


def test_the_chair_closes_once_and_then_the_answer_stands(board: Board) -> None:
    respondent = RespondentFactory(board=board)
    challenge = ChallengeFactory(board=board, put_to=respondent.organisation)
    chair = member_of(board, role="chair")
    closed(challenge, chair, "A new rota.")
    with pytest.raises(Refused, match="closed already"):
        closed(challenge, chair, "Nothing.")
    with pytest.raises(Refused, match="stands as it is"):
        changes.answer(
            challenge,
            version=challenge.version,
            values={"answer": "Late.", "evidence": ""},
            by=respondent.person,
            at=timezone.now(),
        )
    challenge.refresh_from_db()
    assert (challenge.led_to, challenge.answer) == ("A new rota.", "")


@pytest.mark.parametrize("deed", ["answer", "close"])
def test_who_comes_too_late_is_led_to_the_closed_question(
    client: Client, board: Board, deed: str
) -> None:
    respondent = RespondentFactory(board=board)
    challenge = ChallengeFactory(board=board, put_to=respondent.organisation)
    chair = member_of(board, role="chair")
    closed(challenge, chair, "A new rota.")
    client.force_login(chair if deed == "close" else respondent.person)
    answer = client.get(f"{challenge.get_absolute_url()}{deed}/", follow=True)
    assert answer.redirect_chain == [(challenge.get_absolute_url(), 302)]
    assert "The question is closed already." in answer.text
    assert "It was closed without an answer." in answer.text


def test_who_is_to_answer_is_reminded_once_before_the_day_and_once_after(board: Board) -> None:
    respondent = RespondentFactory(board=board)
    on = timezone.localdate()
    challenge = ChallengeFactory(
        board=board, put_to=respondent.organisation, due_on=on + timedelta(days=2)
    )
    for _ in range(2):
        changes.remind(on=on, at=timezone.now())
    assert Message.objects.count() == 1
    for _ in range(2):
        changes.remind(on=challenge.due_on + timedelta(days=1), at=timezone.now())
    events = Notification.objects.filter(person=respondent.person).order_by("pk")
    assert [each.event for each in events] == ["due soon", "late"]


def test_a_reminder_that_falls_into_a_pause_waits(board: Board) -> None:
    respondent = RespondentFactory(board=board)
    on = timezone.localdate()
    ChallengeFactory(board=board, put_to=respondent.organisation, due_on=on)
    PauseFactory(board=board, starts_on=on, ends_on=on + timedelta(days=3))
    for days, mails in ((0, 0), (2, 0), (3, 1)):
        changes.remind(on=on + timedelta(days=days), at=timezone.now())
        assert Message.objects.count() == mails, days


def test_the_figures_count_what_was_answered_in_time_and_what_changed(board: Board) -> None:
    day = {"due_on": date(2024, 4, 15), "board": board}
    done = {"answered_by": UserFactory(), "answer": "So.", "state": "answered"}
    ChallengeFactory(**day)
    ChallengeFactory(**day, **done, answered_at="2024-04-15T20:00Z")
    late = {**done, "state": "closed", "closed_by": UserFactory(), "led_to": "A rota."}
    ChallengeFactory(**day, **late, answered_at="2024-04-16T08:00Z", closed_at="2024-05-01T08:00Z")
    figures = challenge_figures(Challenge.objects.all())
    assert figures.headline == "1 of 3 questions waits for an answer"
    assert figures.sentences == [
        "2 of 3 are answered.",
        "1 of 2 was in time.",
        "1 of 3 led to a change that the chair recorded.",
    ]


def test_the_list_shows_exactly_the_pages_that_open(board: Board) -> None:
    exempt = SubjectFactory(board=board, classification="exempt")
    respondent = RespondentFactory(board=board)
    ChallengeFactory(board=board)
    ChallengeFactory(board=board, subject=exempt)
    ChallengeFactory(board=board, subject=exempt, put_to=respondent.organisation)
    ChallengeFactory(board=BoardFactory())
    people = {
        "member": (member_of(board), 3),
        "guest": (member_of(board, role="observer", voting=False), 1),
        "young": (member_of(board, role="young_person"), 1),
        "respondent": (respondent.person, 1),
        "officer": (OfficeFactory(board=None).person, 4),
        "stranger": (UserFactory(), 0),
    }
    for who, (person, many) in people.items():
        listed = set(Challenge.objects.filter(challenges_seen(scope_of(person))))
        opens = {
            each
            for each in Challenge.objects.all()
            if person.has_perm("governance.view_challenge", each)
        }
        assert (who, len(listed)) == (who, many)
        assert listed == opens, who


@pytest.mark.parametrize("rows", [1, 3])
def test_the_log_costs_the_same_queries_however_long(
    client: Client, board: Board, rows: int, django_assert_num_queries: Any
) -> None:
    ChallengeFactory.create_batch(rows, board=board)
    client.force_login(member_of(board))
    # Session, person, scope, boards, figures, count, rows.
    with django_assert_num_queries(7):
        response = client.get(reverse("governance:challenge-list"))
    assert response.text.count("Why is it late?") == rows


def test_the_log_is_narrowed_to_a_board_and_to_what_is_late(board: Board) -> None:
    on = timezone.localdate()
    officer = OfficeFactory(board=None).person
    ChallengeFactory(board=board, due_on=on + timedelta(days=1))
    late = ChallengeFactory(board=board, due_on=on - timedelta(days=1))
    ChallengeFactory(due_on=on - timedelta(days=1))
    log = challenge_log(scope_of(officer), board=board.slug, state="late", on=on)
    assert [row.address for row in log.rows.rows] == [late.get_absolute_url()]
    assert log.figures.asked == 2


def test_what_is_told_of_an_exempt_question_is_exempt(board: Board) -> None:
    exempt = SubjectFactory(board=board, classification="exempt")
    challenge = ChallengeFactory(board=board, subject=exempt)
    told = changes.subject_of_challenge(challenge)
    assert told == Subject.objects.get(address=challenge.get_absolute_url())
    assert told.classification == "exempt"


def test_words_of_a_young_person_are_hidden_at_once_when_consent_is_withdrawn(
    client: Client, board: Board
) -> None:
    meeting = MeetingFactory(board=board)
    young = UserFactory(young=True, consent_on=date(2024, 1, 1))
    challenge = ChallengeFactory(
        board=board, question="Why is it always us?", asked_by=young, raised_in=meeting
    )
    client.force_login(OfficeFactory(board=board).person)
    places = [
        challenge.get_absolute_url(),
        "/challenges/",
        "/challenges/?format=csv",
        f"/meetings/{meeting.pk}/room/",
    ]
    for place in places:
        assert "Why is it always us?" in client.get(place).content.decode(), place
    changes_of_people.withdraw_consent(young, on=date(2024, 5, 1), by=young)
    for place in places:
        page = client.get(place).content.decode()
        assert ("Why is it always us?" in page, HIDDEN in page) == (False, True), place
