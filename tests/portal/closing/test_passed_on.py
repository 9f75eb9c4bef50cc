"""What a board that closed passed on, and what holds at both boards afterwards."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from governance.changes.challenges import remind
from governance.models import (
    ActionPoint,
    Appointment,
    Board,
    Notification,
    Respondent,
    User,
)
from priorities.models import Plan
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    CommitmentFactory,
    ContributionFactory,
    DeliveryActionFactory,
    OfficeFactory,
    ProgressUpdateFactory,
    ReferralFactory,
    ReportingRoundFactory,
    RespondentFactory,
)
from tests.pages import tidy
from tests.portal.closing.pages import CLOSED, PAGE, closed, homes, seated

pytestmark = pytest.mark.django_db


def test_both_boards_show_what_passed_on_and_what_holds_for_a_time(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closed(client, heir, papers_first_until="2024-12-31", attendance_until="2025-03-31")
    for page, verb in (("improvement", "was followed by"), ("safeguarding", "follows")):
        shown = tidy(client.get(f"/boards/{page}/"))
        assert f"It {verb}" in shown
        assert "1 action point, 1 question" in shown
        assert "papers go to Safeguarding Board first until 31 December 2024" in shown
        assert "members of the old board sit there until 31 March 2025" in shown
    old = tidy(client.get("/boards/improvement/"))
    assert "<dt>Followed by</dt><dd>Safeguarding Board</dd>" in old
    assert "<dt>Papers</dt><dd>Go first to Safeguarding Board for now</dd>" in old
    then = tidy(client.get("/boards/improvement/?as_at=2024-08-31"))
    assert "Followed by" not in then


def test_the_old_board_stays_readable_and_its_plan_is_found_from_both(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closed(client, heir)
    client.logout()
    old = tidy(client.get("/boards/improvement/plans/"))
    assert "Improvement plan" in old.partition("Passed on to others")[2]
    assert "Improvement plan" in tidy(client.get("/boards/safeguarding/plans/"))
    for page in ("", "members/", "meetings/"):
        assert client.get(f"/boards/improvement/{page}").status_code == 200
    then = tidy(client.get("/boards/improvement/?as_at=2024-08-31"))
    assert "At work on 31 August 2024" in then


def test_the_successor_takes_up_questions_points_and_referrals(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closed(client, heir)
    client.force_login(Appointment.objects.get(seat__board=heir).holder)
    question, asked = board.challenges.get(), board.referrals_in.get()
    shown = tidy(client.get(question.get_absolute_url()))
    assert "Passed to Safeguarding Board on 1 September 2024" in shown
    done = client.post(f"{question.get_absolute_url()}close/", {"led_to": "More", "version": 2})
    assert done.status_code == 302
    question.refresh_from_db()
    assert question.state == "closed"
    assert asked.what in tidy(client.get("/referrals/?board=safeguarding"))
    point = ActionPoint.objects.get(what="Find a room")
    assert client.get(point.get_absolute_url()).status_code == 200
    assert "Why is it late?" in tidy(client.get("/challenges/?board=safeguarding"))


def test_who_sits_with_a_successor_reads_what_the_old_board_referred(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    sent = ReferralFactory(from_board=board, what="Consider the shortfall")
    look = tidy(client.post(PAGE, {**homes(client, heir), "deed": "look"}))
    assert f"Referral “Consider the shortfall”: {sent.to_board} still responds" in look
    closed(client, heir)
    client.force_login(Appointment.objects.get(seat__board=heir).holder)
    assert client.get(sent.get_absolute_url()).status_code == 200
    assert "Consider the shortfall" in tidy(client.get("/referrals/"))


def test_rights_at_the_old_board_end_with_it(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    member = AppointmentFactory(place__seat__board=board).holder
    question = board.challenges.get().get_absolute_url()
    client.force_login(member)
    assert client.get(question).status_code == 200
    client.force_login(me)
    closed(client, heir)
    client.force_login(member)
    assert client.get(question).status_code == 404


def test_members_sit_with_the_successor_for_a_time_without_a_vote(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    other = AppointmentFactory(place__seat__board=board, place__seat__title="Police").holder
    AppointmentFactory(place__seat__board=board, place__seat__role="young_person")
    closed(client, heir, attendance_until="2025-03-31")
    seat = heir.seats.get(title="From Improvement Board")
    assert (seat.role, seat.voting, seat.ends_on) == ("invitee", False, date(2025, 4, 1))
    sits = Appointment.objects.get(seat=seat)  # the director sits there already
    assert (sits.holder, sits.starts_on, sits.ends_on) == (other, CLOSED, date(2025, 4, 1))
    client.force_login(other)
    assert client.get("/boards/safeguarding/attendance/").status_code == 200
    with time_machine.travel("2025-04-01T12:00:00+01:00"):
        assert client.get("/boards/safeguarding/attendance/").status_code != 200


@pytest.mark.parametrize("who", ["chair", "guest", "asked", "former", "stranger"])
def test_lists_show_exactly_the_passed_on_things_whose_pages_open(
    client: Client, board: Board, heir: Board, me: User, who: str
) -> None:
    former = AppointmentFactory(place__seat__board=board).holder
    question, asked = board.challenges.get(), board.referrals_in.get()
    closed(client, heir)
    people = {
        "chair": lambda: Appointment.objects.get(seat__board=heir).holder,
        "guest": lambda: seated(heir, role="observer", voting=False),
        "asked": lambda: seated(heir, represents=question.put_to),
        "former": lambda: former,
        "stranger": lambda: seated(BoardFactory()),
    }
    client.force_login(people[who]())
    sees = who in {"chair", "guest", "asked"}
    for row, address in ((question, "/challenges/"), (asked, "/referrals/")):
        assert (client.get(row.get_absolute_url()).status_code == 200) is sees
        assert (row.get_absolute_url() in tidy(client.get(address))) is sees


def test_who_is_asked_is_reminded_at_the_successor(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    question = board.challenges.get()
    voice = seated(heir, represents=question.put_to)
    closed(client, heir)
    remind(on=question.due_on, at=timezone.now())
    assert Notification.objects.filter(person=voice, event="due soon").count() == 1
    client.force_login(voice)
    page = f"{question.get_absolute_url()}answer/"
    sent = {"answer": "It is not.", "evidence": "", "version": 2}
    assert client.post(page, sent).status_code == 302


def test_the_rounds_of_the_old_board_tell_what_they_told(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    priority = Plan.objects.get(title="Improvement plan").priorities.get()
    action = DeliveryActionFactory(plan__priority=priority, plan__state="published")
    said = CommitmentFactory(action=action, part="We audit")
    CommitmentFactory(action=action, part="We count")
    in_round = ReportingRoundFactory(board=board)
    ContributionFactory(round=in_round, commitment=said, text="Audited in May")
    ProgressUpdateFactory(round=in_round, priority=priority)
    officer = OfficeFactory(board=None, kind="partnership_officer").person
    pages = (in_round.get_absolute_url(), priority.progress_url(in_round.slug))
    client.force_login(officer)
    before = [tidy(client.get(page)) for page in pages]
    client.force_login(me)
    closed(client, heir)
    client.force_login(officer)
    after = [tidy(client.get(page)) for page in pages]
    for text in ("We audit", "We count", "Audited in May"):
        assert [text in page for page in after] == [text in page for page in before]
    assert "Audited in May" in after[0]
    assert "Audited in May" in after[1]


def test_respondents_answer_on_and_who_has_no_voice_is_named(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    row = RespondentFactory(board=board)
    question = board.challenges.get()
    look = tidy(client.post(PAGE, {**homes(client, heir), "deed": "look"}))
    assert f"Safeguarding Board: nobody answers there for {question.put_to}" in look
    closed(client, heir)
    there = Respondent.objects.get(board=heir)
    assert (there.person, there.organisation) == (row.person, row.organisation)
    assert (there.starts_on, there.ends_on) == (CLOSED, None)
    row.refresh_from_db()
    assert row.ends_on == CLOSED


def test_a_question_that_passed_to_a_board_that_closed_is_read_only(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    question = board.challenges.get()
    voice = seated(heir, represents=question.put_to)
    closed(client, heir)
    client.force_login(voice)
    page = f"{question.get_absolute_url()}answer/"
    assert client.get(page).status_code == 200
    Board.objects.filter(pk=heir.pk).update(ends_on=CLOSED)
    assert client.get(page).status_code == 403
