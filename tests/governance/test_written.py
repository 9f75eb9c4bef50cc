"""What is decided in writing: who is asked, what counts, and where it is reported."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from governance.changes import written as changes
from governance.editing import Refused
from governance.models import (
    Board,
    Decision,
    Meeting,
    Message,
    Notification,
    Place,
    User,
    WrittenAnswer,
    WrittenProcedure,
)
from governance.models.people import HIDDEN
from governance.queries.minutes import minutes_content
from governance.queries.written import count_of
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    MeetingFactory,
    OfficeFactory,
    UserFactory,
    WrittenAnswerFactory,
    WrittenProcedureFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
LAST = date(2024, 9, 10)
DAY_AFTER = "2024-09-11T09:00:00+01:00"


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance", quorum_number=2)
    return made


@pytest.fixture
def places(board: Board) -> list[Place]:
    """Three places with a vote that are held, and one without."""
    AppointmentFactory(
        place__seat__board=board, place__seat__role="observer", place__seat__voting=False
    )
    return [AppointmentFactory(place__seat__board=board).place for _ in range(3)]


@pytest.fixture
def officer(client: Client, board: Board) -> User:
    """The board's officer, signed in."""
    person: User = OfficeFactory(board=board).person
    client.force_login(person)
    return person


@pytest.fixture
def procedure(board: Board, places: list[Place]) -> WrittenProcedure:
    made: WrittenProcedure = WrittenProcedureFactory(
        board=board, question="That the response be agreed.", closes_on=LAST
    )
    return made


def holder(place: Place) -> User:
    person: User = place.appointments.get().holder
    return person


def answers(procedure: WrittenProcedure, places: list[Place], *said: str) -> None:
    for place, each in zip(places, said, strict=False):
        changes.answer(
            procedure,
            place=place,
            version=0,
            values={"answer": each, "words": ""},
            by=holder(place),
            at=timezone.now(),
        )


def test_an_officer_asks_every_voting_place_once(
    client: Client, board: Board, places: list[Place], officer: User
) -> None:
    sent = {"question": "That it be agreed.", "closes_on": "2024-09-10", "key": "of-this-form"}
    for _ in range(2):
        answer = client.post("/boards/alliance/written/add/", sent)
    procedure = WrittenProcedure.objects.get()
    del sent["key"]
    assert answer.headers["Location"] == f"/written/{procedure.pk}/"
    told = Notification.objects.filter(event="sent round")
    assert sorted(each.person_id for each in told) == sorted(holder(p).pk for p in places)
    assert Message.objects.filter(title__contains="in writing by 10 September 2024").count() == 3
    assert not Message.objects.filter(body__contains="That it be agreed").exists()
    past = client.post("/boards/alliance/written/add/", {**sent, "closes_on": "2024-09-01"})
    assert past.status_code == 422
    assert "Give a last day that is still to come." in tidy(past)


def test_a_holder_answers_and_changes_the_answer_until_it_is_closed(
    client: Client, procedure: WrittenProcedure, places: list[Place]
) -> None:
    client.force_login(holder(places[0]))
    page = f"/written/{procedure.pk}/answer/"
    assert client.post(page, {"answer": "", "words": ""}).status_code == 422
    for _ in range(2):
        client.post(page, {"answer": "agree", "words": "Gladly.", "key": "of-this-form"})
    row = WrittenAnswer.objects.get()
    assert (row.place, row.answer, row.words) == (places[0], "agree", "Gladly.")
    unseen = client.post(page, {"answer": "disagree", "words": "", "version": 0})
    assert unseen.status_code == 422
    assert "You answered meanwhile" in tidy(unseen)
    client.post(page, {"answer": "disagree", "words": "", "version": row.version})
    row.refresh_from_db()
    assert (row.answer, row.words) == ("disagree", "")
    with time_machine.travel(DAY_AFTER):
        client.force_login(holder(places[0]))
        late = client.post(page, {"answer": "agree", "words": "Late.", "version": row.version})
    assert late.status_code == 422
    assert "no answer is taken any more" in tidy(late)
    assert "Late." in tidy(late)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (("agree", "agree", "disagree"), ""),
        (("agree", "abstain"), ""),
        (("agree",), "1 short: 1 of 3 answered, 2 are needed."),
        (("agree", "disagree"), "1 agree and 1 do not."),
        (("agree", "agree", "meet"), "1 wants it at a meeting."),
    ],
)
def test_it_is_agreed_with_a_quorum_of_answers_more_for_than_against_and_no_call_for_a_meeting(
    procedure: WrittenProcedure, places: list[Place], said: tuple[str, ...], why: str
) -> None:
    answers(procedure, places, *said)
    assert count_of(procedure).why_not == why


def test_counted_once_it_becomes_a_decision(
    client: Client, procedure: WrittenProcedure, places: list[Place], officer: User
) -> None:
    page = f"/written/{procedure.pk}/"
    answers(procedure, places, "agree", "agree")
    client.post(page, {"deed": "close"})
    procedure.refresh_from_db()
    assert procedure.state == "open"
    with time_machine.travel(DAY_AFTER):
        client.force_login(officer)
        for _ in range(2):
            client.post(page, {"deed": "close"})
        shown = tidy(client.get(page))
    decision = Decision.objects.get()
    procedure.refresh_from_db()
    assert (procedure.state, procedure.decision) == ("agreed", decision)
    assert (decision.text, decision.on) == ("That the response be agreed.", date(2024, 9, 11))
    assert "1 of 2024/25" in shown
    assert Notification.objects.filter(event="closed").count() == 3


def test_everybody_having_answered_it_may_be_counted_before_its_last_day(
    procedure: WrittenProcedure, places: list[Place], officer: User
) -> None:
    answers(procedure, places, "agree", "agree", "meet")
    changes.close(procedure, by=officer, at=timezone.now())
    assert (procedure.state, procedure.reason) == ("refused", "1 wants it at a meeting.")
    with pytest.raises(Refused, match="decided already"):
        changes.withdraw(procedure, because="Too late.", by=officer, at=timezone.now())


def test_answers_are_counted_in_plain_words_and_places_numbered_where_a_seat_has_several(
    client: Client, procedure: WrittenProcedure, places: list[Place], officer: User
) -> None:
    answers(procedure, places, "agree", "disagree", "meet")
    page = tidy(client.get(procedure.get_absolute_url()))
    told = "1 agrees, 1 does not, 0 abstain, 1 wants it at a meeting; 3 of 3 places answered."
    assert told in page
    assert ", place 1" not in page
    AppointmentFactory(place__seat=places[0].seat, place__number=2)
    page = tidy(client.get(procedure.get_absolute_url()))
    assert page.count(f"{places[0].seat.title}, place ") == 2


def test_who_comes_too_late_to_answer_is_led_to_what_came_of_it(
    client: Client, procedure: WrittenProcedure, places: list[Place]
) -> None:
    said = {"because": "The paper was wrong.", "by": UserFactory(), "at": timezone.now()}
    changes.withdraw(procedure, **said)
    client.force_login(holder(places[0]))
    page = tidy(client.get(f"/written/{procedure.pk}/answer/", follow=True))
    assert "It is closed: no answer is taken any more." in page
    assert "The paper was wrong." in page


def test_taken_back_it_says_why(
    client: Client, procedure: WrittenProcedure, officer: User
) -> None:
    page = f"/written/{procedure.pk}/"
    assert client.post(page, {"deed": "take back", "because": ""}).status_code == 422
    client.post(page, {"deed": "take back", "because": "The paper was wrong."})
    procedure.refresh_from_db()
    assert (procedure.state, procedure.reason) == ("withdrawn", "The paper was wrong.")


def test_the_next_meeting_hears_of_it_and_its_minutes_print_what_was_agreed(
    client: Client, procedure: WrittenProcedure, places: list[Place], officer: User
) -> None:
    board = procedure.board
    days = (date(2024, 6, 5), date(2024, 10, 2), date(2024, 12, 4))
    before, following, later = (
        MeetingFactory(board=board, on=on, state=Meeting.State.HELD) for on in days
    )
    answers(procedure, places, "agree", "agree", "agree")
    changes.close(procedure, by=officer, at=timezone.now())
    printed = [minutes_content(each, None)["in_writing"] for each in (before, following, later)]
    assert [[line["text"] for line in lines] for lines in printed] == [
        [],
        ["That the response be agreed."],
        [],
    ]
    title = "Decided in writing since the last meeting"
    assert title in tidy(client.get(f"/meetings/{following.pk}/minutes/"))
    assert title in tidy(client.get(following.get_absolute_url()))
    assert title not in tidy(client.get(later.get_absolute_url()))
    assert title not in tidy(Client().get(following.get_absolute_url()))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_however_long(
    client: Client, board: Board, officer: User, rows: int, django_assert_num_queries: Any
) -> None:
    WrittenProcedureFactory.create_batch(rows, board=board)
    client.get("/boards/alliance/written/")
    with django_assert_num_queries(6):  # session, user, scope, board, how many, questions
        page = tidy(client.get("/boards/alliance/written/"))
    assert page.count("0 answers so far") == rows


def test_words_of_a_young_person_are_hidden_once_they_take_back_their_consent(
    client: Client, procedure: WrittenProcedure, places: list[Place], officer: User
) -> None:
    young = UserFactory(young=True, consent_on=date(2024, 1, 1))
    words = {"place": places[0], "answered_by": young, "words": "Not at our school."}
    WrittenAnswerFactory(procedure=procedure, **words)
    page = procedure.get_absolute_url()
    assert "Not at our school." in client.get(page).text
    User.objects.filter(pk=young.pk).update(consent_withdrawn_on=date(2024, 5, 1))
    told = client.get(page).text
    assert ("Not at our school." in told, HIDDEN in told) == (False, True)
