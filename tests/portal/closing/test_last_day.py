"""What a board that closes leaves behind: questions in writing, minutes, its very last day."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from governance.models import Board, Closing, Notification, User
from portal.changes.undoing import undo
from tests.factories import (
    AppointmentFactory,
    MeetingFactory,
    MinutesFactory,
    OfficeFactory,
    ReferralFactory,
    WrittenProcedureFactory,
)
from tests.pages import tidy
from tests.portal.closing.pages import PAGE, agreed, homes, looked_at

pytestmark = pytest.mark.django_db


def test_a_question_in_writing_is_taken_back_and_stands_again_when_the_closing_is_undone(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    voter = AppointmentFactory(place__seat__board=board).holder
    question = WrittenProcedureFactory(board=board, closes_on=date(2024, 9, 20))
    page = tidy(client.post(PAGE, {**homes(client, heir, last="2024-09-02"), "deed": "look"}))
    assert "The question in writing, open until 20 September 2024: taken back" in page
    sent = looked_at(client, homes(client, heir, last="2024-09-02"))
    client.post(PAGE, {**sent, "deed": "pass"})
    question.refresh_from_db()
    assert question.state == "withdrawn"
    assert question.reason.startswith("Improvement Board closed on 2 September 2024")
    undo(Closing.objects.get(), by=me, at=timezone.now())
    question.refresh_from_db()
    assert (question.state, question.reason, question.closed_at) == ("open", "", None)
    told = Notification.objects.filter(person=voter).order_by("pk").values_list("text", flat=True)
    assert "stands again, until 20 September 2024" in list(told)[-1]


def test_a_last_day_before_it_last_met_or_before_it_began_is_refused(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    Board.objects.filter(pk=board.pk).update(starts_on=date(2022, 10, 7))
    for last, said in (
        ("2024-05-31", "The board met on 1 June 2024: give that day, or a later one."),
        ("2022-10-06", "It began only then: 7 October 2022. Give a later day."),
    ):
        page = client.post(PAGE, {**homes(client, heir, last=last), "deed": "look"})
        assert page.status_code == 422
        assert said in tidy(page)
    sent = looked_at(client, homes(client, heir, last="2024-06-01"))
    assert client.post(PAGE, {**sent, "deed": "pass"}).status_code == 302


def test_who_is_closed_by_then_is_refused_before_anything_else_is_asked(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    Board.objects.filter(pk=heir.pk).update(ends_on=date(2024, 9, 1))
    sent = {"ends_on": "2024-09-01", "successors": [heir.pk], "deed": "homes"}
    page = client.post(PAGE, sent)
    assert page.status_code == 422
    assert "Safeguarding Board is not at work then: choose who is" in tidy(page)
    assert "Action points" not in tidy(page)


def test_a_look_names_draft_minutes_and_until_when_papers_go_first(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    held = MeetingFactory(board=board, on=date(2024, 7, 1), state="held")
    MinutesFactory(meeting=held)
    MeetingFactory(board=board, on=date(2024, 5, 2), state="held", title="A walk")
    sent = {**homes(client, heir), "papers_first_until": "2024-12-01"}
    page = tidy(client.post(PAGE, {**sent, "deed": "look"}))
    assert "The minutes of 1 July 2024</a>are still a draft: finish them before" in page
    assert "The minutes of 1 June 2024</a>are still a draft" in page
    assert "2 May 2024" not in page  # nothing was written down there
    assert "Papers go to Safeguarding Board first until 1 December 2024" in page


def test_on_its_last_day_a_board_that_has_passed_on_begins_nothing_new(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    officer = OfficeFactory(board=board, kind="partnership_officer").person
    sent = looked_at(client, homes(client, heir, last="2024-09-02"))
    assert officer.has_perm("governance.change_meeting", board)
    client.post(PAGE, {**sent, "deed": "pass"})
    about = tidy(client.get("/boards/improvement/"))
    assert "Closes on 2 September 2024, passes to" in about
    client.force_login(officer)
    for address in ("meetings/add/", "written/add/", "referrals/add/", "challenges/ask/"):
        assert client.get(f"/boards/improvement/{address}").status_code == 403, address


def test_until_it_has_passed_on_the_last_day_is_a_day_of_work(
    client: Client, board: Board, heir: Board
) -> None:
    officer = OfficeFactory(board=board, kind="partnership_officer").person
    Board.objects.filter(pk=board.pk).update(ends_on=date(2024, 9, 3))
    client.force_login(officer)
    assert client.get("/boards/improvement/meetings/add/").status_code == 200


def test_what_it_comes_to_stands_under_heads_before_and_after_it_is_done(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    ReferralFactory(from_board=board, what="Find a room")
    sent = homes(client, heir)
    heads = ["Action points", "Questions", "Referrals to answer", "What ends"]
    look = client.post(PAGE, {**sent, "deed": "look"})
    found = re.findall(r"<h2[^>]*>([^<]*)</h2>", tidy(look))
    assert [each for each in found if each in heads] == heads
    assert found[-1] == "What stays with it"
    agreed(client, heir)
    found = re.findall(r"<h2[^>]*>([^<]*)</h2>", tidy(client.get(PAGE)))
    assert [each for each in found if each in heads] == heads
    client.post(PAGE, {"deed": "call off", "closing": Closing.objects.get().pk})
    done = looked_at(client, homes(client, heir))
    client.post(PAGE, {**done, "deed": "pass"})
    found = re.findall(r"<h2[^>]*>([^<]*)</h2>", tidy(client.get(PAGE)))
    assert [each for each in found if each in heads] == heads
